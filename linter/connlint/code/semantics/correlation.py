"""Correlation of the choices that code makes, so that values of different sides do not mix.

`const url = id ? one : all` and `method: id ? "PATCH" : "POST"` are two requests, not four.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import reduce
from itertools import islice, product
from operator import mul

from connlint.code.semantics.exclusion import Assumed, decided, is_excluded
from connlint.code.semantics.memo import Memo, Options
from connlint.code.syntax.assignments import Assignment
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import function_around
from connlint.code.syntax.patterns import ANY, KEYS
from connlint.code.syntax.treesitter import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    _First = TypeVar("_First")
    _Second = TypeVar("_Second")

__all__ = ["Choices"]

_KNOWN = "known"
"""The key, among the assumptions, of the facts that hold where a token comes from."""

_OTHER = "other"
"""The option that none of the branches of a statement is taken."""
_EITHER: Options = {True: None, False: None}
_SHARED = 3
_COMBINATIONS = 60
_LONGEST = 500
"""The most bytes of a condition that is compared with others by its text."""


class Choices:
    """The choices that are met during evaluation, and the outcomes that are assumed."""

    def __init__(self, memo: Memo) -> None:
        self._memo = memo

    def decided(self, condition: NodeRef, context: CallContext | None) -> bool | None:
        """Return the assumed outcome of a condition; None where both are possible."""
        facts = self._token_facts()
        outcome = decided(facts, condition, context) if facts else None
        if outcome is not None:
            return outcome
        assumed = self._memo.meet(_condition_key(condition), _EITHER)
        return assumed if isinstance(assumed, bool) else None

    def _token_facts(self) -> tuple[Assumed, ...]:
        """Return the facts that hold where the token of a request comes from."""
        facts = self._memo.meet(_KNOWN, {})
        return facts if isinstance(facts, tuple) else ()

    def assuming(self, known: tuple[Assumed, ...], work: Callable[[], _First]) -> _First:
        """Run `work` with facts assumed to hold, and return its result."""
        memo = self._memo
        before = memo.assumed
        memo.assumed = {**before, _KNOWN: known} if known else before
        try:
            return work()
        finally:
            memo.assumed = before

    def possible_assignments(
        self, found: Sequence[Assignment], context: CallContext | None
    ) -> list[NodeRef | None]:
        """Return assignments to a name that the assumptions allow, None for the initial value."""
        facts = self._token_facts()
        if facts:
            found = [
                write for write in found if not (write.at and is_excluded(facts, write.at, context))
            ]
        met: dict[Hashable, dict[Hashable, None]] = {}
        for write in found:
            for key, branch in write.branches.items():
                met.setdefault(key, {_OTHER: None})[branch] = None
        left = list(found)
        self._memo.budget.spend(len(met) + len(left) // 4)
        for key, options in met.items():
            self._memo.meet(key, options)
        for key, chosen in self._memo.assumed.items():
            if key in met:
                inside = [write for write in left if write.branches.get(key) == chosen]
                left = inside or [write for write in left if key not in write.branches]
        return [write.at for write in left]

    def one_of(self, element: str, where: int, parts: Sequence[_First]) -> Sequence[_First]:
        """Return the elements of a list that a loop may be at under the assumptions.

        `element` is the part of a path for that element, `where` distinguishes the list.
        """
        if element in {ANY, KEYS} or not 1 < len(parts) <= _COMBINATIONS:
            return parts
        chosen = self._memo.meet(("element", element, where), dict.fromkeys(range(len(parts))))
        return parts[chosen : chosen + 1] if isinstance(chosen, int) else parts

    def correlated(
        self, first: Callable[[], _First], second: Callable[[], _Second]
    ) -> Iterator[tuple[_First, _Second]]:
        """Yield the results of two questions, once for each outcome of the choices both meet.

        A choice that only one of them meets is left open, and so are all if there are too many.
        """
        memo = self._memo
        one, met_by_first = memo.collect(first)
        two, met_by_second = memo.collect(second)
        met_by_both = (key for key in met_by_first if key in met_by_second and key != _KNOWN)
        shared = list(islice(met_by_both, _SHARED))
        options = [{**met_by_first[key], **met_by_second[key]} for key in shared]
        if not shared or reduce(mul, map(len, options)) > _COMBINATIONS:
            yield one, two
            return
        for chosen in product(*options):
            before = memo.assumed
            memo.assumed = {**before, **dict(zip(shared, chosen, strict=True))}
            try:
                answer = first(), second()
            finally:
                memo.assumed = before
            yield answer


def _condition_key(at: NodeRef) -> Hashable:
    """Return a key that equal conditions of one function share: their text, unless it is long."""
    syntax, node = at.names.syntax, at.node
    function = function_around(at)
    home = function.node if function is not None else syntax.root
    is_long = node.end_byte - node.start_byte > _LONGEST
    return syntax.source.location, home.id, node.id if is_long else text_of(node)
