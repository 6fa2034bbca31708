"""The chains of calls in which something is worked out, as long as the answer asks for them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

from connlint.code.callers import frames
from connlint.code.limits import CONTEXTS, TOO_MANY_CONTEXTS
from connlint.code.places import Frame
from connlint.code.values import Unbound, Values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    _Made = TypeVar("_Made")

__all__ = ["in_contexts"]


def in_contexts(
    values: Values, frame: Frame | None, work: Callable[[Frame | None], _Made]
) -> Iterator[tuple[Frame | None, _Made]]:
    """What work gives in each of the chains of calls that it depends on, beginning with one."""
    pending: deque[Frame | None] = deque([frame])
    for _ in range(CONTEXTS):
        if not pending:
            return
        chain = pending.popleft()
        try:
            found = work(chain)
        except Unbound as unbound:
            pending += frames(values.program, values.answers, unbound.function, chain)
            continue
        yield chain, found
    if pending:
        values.answers.cut(TOO_MANY_CONTEXTS)
