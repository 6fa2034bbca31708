"""Choices that code makes, so that what belongs to one side is not put together with the other.

`const url = id ? one : all` and `method: id ? "PATCH" : "POST"` are two requests, not four.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import reduce
from itertools import product
from operator import mul

from connlint.code.assignments import Assignment, Branches
from connlint.code.names import FUNCTIONS
from connlint.code.program import At
from connlint.code.syntax import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    _First = TypeVar("_First")
    _Second = TypeVar("_Second")

__all__ = ["Choices", "condition_key"]

_OTHER = "other"
"""The option that a statement takes none of its branches."""
_SHARED = 3
_COMBINATIONS = 60


class Choices:
    """The choices that are met while values are looked for, and what is assumed of them."""

    def __init__(self) -> None:
        self._assumed: Branches = {}
        self._met: dict[Hashable, dict[Hashable, None]] = {}

    def decided(self, key: Hashable) -> bool | None:
        """How a condition is assumed to turn out; None where it may do so either way."""
        self._met.setdefault(key, {True: None, False: None})
        assumed = self._assumed.get(key)
        return assumed if isinstance(assumed, bool) else None

    def among(self, found: Iterable[Assignment]) -> list[At | None]:
        """Those assignments to a name that may have happened under what is assumed."""
        left = list(found)
        for each in left:
            for key, branch in each.branches.items():
                self._met.setdefault(key, {_OTHER: None})[branch] = None
        for key, chosen in self._assumed.items():
            inside = [each for each in left if each.branches.get(key) == chosen]
            left = inside or [each for each in left if key not in each.branches]
        return [each.at for each in left]

    def together(
        self, first: Callable[[], _First], second: Callable[[], _Second]
    ) -> Iterator[tuple[_First, _Second]]:
        """What two questions give, once for each way in which the choices turn out that both meet.

        A choice that only one of them meets is left open, and so are all where they are too many.
        """
        one, met_by_first = self._meeting(first)
        two, met_by_second = self._meeting(second)
        shared = [key for key in met_by_first if key in met_by_second][:_SHARED]
        options = [{**met_by_first[key], **met_by_second[key]} for key in shared]
        if not shared or reduce(mul, map(len, options)) > _COMBINATIONS:
            yield one, two
            return
        for chosen in product(*options):
            before = self._assumed
            self._assumed = {**before, **dict(zip(shared, chosen, strict=True))}
            try:
                answer = first(), second()
            finally:
                self._assumed = before
            yield answer

    def _meeting(
        self, question: Callable[[], _First]
    ) -> tuple[_First, dict[Hashable, dict[Hashable, None]]]:
        self._met = {}
        return question(), self._met


def condition_key(at: At) -> Hashable:
    """What is the same for conditions that turn out the same: their text, within one function."""
    syntax = at.names.syntax
    home = next((node for node in syntax.ancestors(at.node) if node.type in FUNCTIONS), syntax.root)
    return syntax.source.location, home.id, text_of(at.node)
