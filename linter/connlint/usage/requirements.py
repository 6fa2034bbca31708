"""Needs of requests: how far scopes allow each request, and the requests that a scope serves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from connlint.catalog import ConnectorType
from connlint.tuples import NamedTuple
from connlint.usage.connector_usage import RequiredScopes
from connlint.usage.grades import MethodGrade, graded
from connlint.usage.recommendation import covers

__all__ = ["Accepting", "GradedRequest", "Reach"]


class GradedRequest(NamedTuple):
    """A request, graded for each method that it may be; `blocked_by` are scopes that prevent it."""

    need: RequiredScopes
    graded: tuple[MethodGrade, ...]
    blocked_by: frozenset[str]

    @classmethod
    def of(cls, need: RequiredScopes) -> GradedRequest:
        """Grade a request for all methods that it may be."""
        grades = tuple(graded(method, need.request) for method in need.methods)
        refused = chain.from_iterable(each.refused for each in grades)
        return cls(need, grades, frozenset(each.scope for each in refused if each.blocks))


def _accepted(grade: MethodGrade) -> Iterator[str]:
    """Yield the scopes that a request may need."""
    for option in grade.options:
        if option.given:
            yield from option.scopes
    yield from grade.besides


class Reach(dict[str, frozenset[str]]):
    """Map of scopes to all that each covers, computed on demand."""

    def __init__(self, entry: ConnectorType) -> None:
        super().__init__()
        self._entry = entry

    def __missing__(self, scope: str) -> frozenset[str]:
        found = self[scope] = covers([scope], self._entry)
        return found


class Accepting:
    """Index of the requests that accept a scope, alone or with others."""

    def __init__(self, wanted: Sequence[GradedRequest], reach: Reach) -> None:
        self._reach = reach
        self._numbers: dict[str, dict[int, None]] = {}
        self._needs = [each.need for each in wanted]
        for number, each in enumerate(wanted):
            for scope in chain.from_iterable(map(_accepted, each.graded)):
                self._numbers.setdefault(scope, {})[number] = None

    def by(self, scope: str) -> tuple[RequiredScopes, ...]:
        """Return the requests that accept a scope or one that it covers, in their order."""
        numbers = {number for name in self._reach[scope] for number in self._numbers.get(name, ())}
        return tuple(self._needs[number] for number in sorted(numbers))
