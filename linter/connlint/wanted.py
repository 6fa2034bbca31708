"""What requests want of a token: what scopes give to each, and which requests a scope serves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from connlint.asking import covers
from connlint.catalog import ConnectorType
from connlint.grades import Graded, graded
from connlint.needs import Need
from connlint.tuples import NamedTuple

__all__ = ["Accepting", "Reach", "Wanted"]


class Wanted(NamedTuple):
    """A request, with what scopes give to it for each method that it may be."""

    need: Need
    graded: tuple[Graded, ...]
    blocked_by: frozenset[str]

    @classmethod
    def of(cls, need: Need) -> Wanted:
        """Grade all methods that a request may be."""
        found = tuple(graded(method, need.request) for method in need.methods)
        refused = chain.from_iterable(each.refused for each in found)
        return cls(need, found, frozenset(each.scope for each in refused if each.blocks))


def _accepted(found: Graded) -> Iterator[str]:
    """The scopes that a request may need."""
    for option in found.options:
        if option.given:
            yield from option.scopes
    yield from found.besides


class Reach(dict[str, frozenset[str]]):
    """What each scope covers, worked out when it is asked for."""

    def __init__(self, entry: ConnectorType) -> None:
        super().__init__()
        self._entry = entry

    def __missing__(self, scope: str) -> frozenset[str]:
        found = self[scope] = covers([scope], self._entry)
        return found


class Accepting:
    """Which requests accept a scope, alone or with others."""

    def __init__(self, wanted: Sequence[Wanted], reach: Reach) -> None:
        self._reach = reach
        self._numbers: dict[str, dict[int, None]] = {}
        self._needs = [each.need for each in wanted]
        for number, each in enumerate(wanted):
            for scope in chain.from_iterable(map(_accepted, each.graded)):
                self._numbers.setdefault(scope, {})[number] = None

    def by(self, scope: str) -> tuple[Need, ...]:
        """The requests that a scope is accepted for, in their order."""
        numbers = {number for name in self._reach[scope] for number in self._numbers.get(name, ())}
        return tuple(self._needs[number] for number in sorted(numbers))
