"""Choices that code makes, so that what belongs to one side is not put together with the other.

`const url = id ? one : all` and `method: id ? "PATCH" : "POST"` are two requests, not four.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import reduce
from itertools import islice, product
from operator import mul

from connlint.code.answers import Answers, Options
from connlint.code.assignments import Assignment
from connlint.code.binding import ANY, KEYS
from connlint.code.expressions import function_around
from connlint.code.pairing import Assumed, decided, is_excluded
from connlint.code.places import At, Frame
from connlint.code.syntax import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    _First = TypeVar("_First")
    _Second = TypeVar("_Second")

__all__ = ["Choices"]

_KNOWN = "known"
"""The key of what holds where a token comes from, among what is assumed."""

_OTHER = "other"
"""The option that a statement takes none of its branches."""
_EITHER: Options = {True: None, False: None}
_SHARED = 3
_COMBINATIONS = 60
_LONGEST = 500
"""The bytes of a condition that is held against others."""


class Choices:
    """The choices that are met while values are looked for, and what is assumed of them."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def decided(self, condition: At, frame: Frame | None) -> bool | None:
        """How a condition is assumed to turn out; None where it may do so either way."""
        known = self._known()
        outcome = decided(known, condition, frame) if known else None
        if outcome is not None:
            return outcome
        assumed = self._answers.meet(_condition_key(condition), _EITHER)
        return assumed if isinstance(assumed, bool) else None

    def _known(self) -> tuple[Assumed, ...]:
        """What holds where the token comes from that a request carries."""
        known = self._answers.meet(_KNOWN, {})
        return known if isinstance(known, tuple) else ()

    def knowing(self, known: tuple[Assumed, ...], work: Callable[[], _First]) -> _First:
        """Do work where something holds."""
        answers = self._answers
        before = answers.assumed
        answers.assumed = {**before, _KNOWN: known} if known else before
        try:
            return work()
        finally:
            answers.assumed = before

    def among(self, found: Sequence[Assignment], frame: Frame | None) -> list[At | None]:
        """Those assignments to a name that may have happened under what is assumed."""
        known = self._known()
        if known:
            found = [each for each in found if not (each.at and is_excluded(known, each.at, frame))]
        met: dict[Hashable, dict[Hashable, None]] = {}
        for each in found:
            for key, branch in each.branches.items():
                met.setdefault(key, {_OTHER: None})[branch] = None
        left = list(found)
        self._answers.budget.spend(len(met) + len(left) // 4)
        for key, options in met.items():
            self._answers.meet(key, options)
        for key, chosen in self._answers.assumed.items():
            if key in met:
                inside = [each for each in left if each.branches.get(key) == chosen]
                left = inside or [each for each in left if key not in each.branches]
        return [each.at for each in left]

    def one_of(self, element: str, where: int, parts: Sequence[_First]) -> Sequence[_First]:
        """Return those of the elements of a list that a loop may be at under what is assumed.

        `element` is the part of a path that stands for it, `where` tells the list from others.
        """
        if element in {ANY, KEYS} or not 1 < len(parts) <= _COMBINATIONS:
            return parts
        chosen = self._answers.meet(("element", element, where), dict.fromkeys(range(len(parts))))
        return parts[chosen : chosen + 1] if isinstance(chosen, int) else parts

    def together(
        self, first: Callable[[], _First], second: Callable[[], _Second]
    ) -> Iterator[tuple[_First, _Second]]:
        """What two questions give, once for each way in which the choices turn out that both meet.

        A choice that only one of them meets is left open, and so are all where they are too many.
        """
        answers = self._answers
        one, met_by_first = answers.collect(first)
        two, met_by_second = answers.collect(second)
        met_by_both = (key for key in met_by_first if key in met_by_second and key != _KNOWN)
        shared = list(islice(met_by_both, _SHARED))
        options = [{**met_by_first[key], **met_by_second[key]} for key in shared]
        if not shared or reduce(mul, map(len, options)) > _COMBINATIONS:
            yield one, two
            return
        for chosen in product(*options):
            before = answers.assumed
            answers.assumed = {**before, **dict(zip(shared, chosen, strict=True))}
            try:
                answer = first(), second()
            finally:
                answers.assumed = before
            yield answer


def _condition_key(at: At) -> Hashable:
    """What is the same for conditions that turn out the same: their text, within one function."""
    syntax, node = at.names.syntax, at.node
    function = function_around(at)
    home = function.node if function is not None else syntax.root
    is_long = node.end_byte - node.start_byte > _LONGEST
    return syntax.source.location, home.id, node.id if is_long else text_of(node)
