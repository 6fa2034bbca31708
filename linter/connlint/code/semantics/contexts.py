"""Evaluation in all call contexts that a result depends on."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

from connlint.code.limits import CONTEXTS, TOO_MANY_CONTEXTS
from connlint.code.semantics.call_graph import callers_of
from connlint.code.semantics.evaluate import ContextRequired, Evaluator
from connlint.code.syntax.noderef import CallContext

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    _Result = TypeVar("_Result")

__all__ = ["in_contexts"]


def in_contexts(
    evaluator: Evaluator, context: CallContext | None, work: Callable[[CallContext | None], _Result]
) -> Iterator[tuple[CallContext | None, _Result]]:
    """Yield call contexts, `context` extended as far as needed, each with the result of `work`."""
    pending: deque[CallContext | None] = deque([context])
    for _ in range(CONTEXTS):
        if not pending:
            return
        chain = pending.popleft()
        try:
            result = work(chain)
        except ContextRequired as required:
            pending += callers_of(evaluator.program, evaluator.memo, required.function, chain)
            continue
        yield chain, result
    if pending:
        evaluator.memo.cut(TOO_MANY_CONTEXTS)
