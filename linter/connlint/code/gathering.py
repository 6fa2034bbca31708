"""Parameters as they are gathered: from queries, and from what expressions are as texts."""

from __future__ import annotations

from collections.abc import Iterable

from connlint.code.contexts import in_contexts
from connlint.code.model import Parameters
from connlint.code.places import At, Frame
from connlint.code.queries import Encoded, Found, Later, Pair, Query
from connlint.code.texts import written
from connlint.code.values import Values

__all__ = ["Gathering", "merged"]

_Known = tuple[str, "str | None"]
_MOST = 60
"""Parameters of a request, each as often as it has values."""
_MOST_VALUES = 16
_MOST_QUERIES = 400
_LONGEST = 500
"""The characters of a value that is kept."""
_BOOLEANS = frozenset({"true", "false"})
_BLANK = {ord(sign): None for sign in "\t\r\n"}
"""What is dropped from an address wherever it is."""


def merged(one: Parameters, other: Parameters) -> Parameters:
    """Give the parameters that either of two requests has."""
    if one == other:
        return one
    known = _ordered(dict.fromkeys([*one.known, *other.known]))
    is_complete = one.is_complete and other.is_complete and len(known) <= _MOST
    return Parameters(known[:_MOST], is_complete)


class Gathering:
    """The parameters that are found, as long as they are few."""

    def __init__(self, values: Values, senders: set[object]) -> None:
        self.known: dict[_Known, None] = {}
        self.is_complete = True
        self.values = values
        self.senders = senders
        self._open: set[object] = set()

    def result(self, *, is_complete: bool) -> Parameters:
        """Give the parameters that were found."""
        return Parameters(_ordered(self.known), self.is_complete and is_complete)

    def add_queries(self, queries: Iterable[Query], depth: int) -> None:
        """Add what is in queries."""
        for query in queries:
            self.add_query(query, depth)

    def add(self, name: str, value: str | None) -> None:
        """Add a parameter, unless there are too many."""
        if value is not None and len(value) > _LONGEST:
            value = None
        if len(self.known) < _MOST:
            self.known[name, value] = None
        elif (name, value) not in self.known:
            self.is_complete = False

    def add_query(self, query: Query, depth: int) -> None:
        """Add what is in a query, and in those before it."""
        pending: list[tuple[Query, bool]] = [(query, False)]
        seen = {id(query)}
        while pending:
            here, is_entered = pending.pop()
            self.values.answers.budget.spend()
            if is_entered:
                self.is_complete &= here.is_complete
                for each in here.found:
                    self._add_found(each, depth)
                continue
            pending.append((here, True))
            for before in reversed(here.before):
                if len(seen) >= _MOST_QUERIES:
                    self.is_complete = False
                elif id(before) not in seen:
                    seen.add(id(before))
                    pending.append((before, False))
        for pair in query.ends():
            self._add_found(pair, depth)

    def _add_found(self, found: Found, depth: int) -> None:
        self.values.answers.budget.spend()
        if isinstance(found, Later):
            self.add_later(found, depth)
        elif isinstance(found.value, Encoded):
            for name in _decoded(found.name):
                self._add_encoded(name, found.value)
        else:
            self._add_pair(found)

    def _add_pair(self, pair: Pair) -> None:
        value = pair.value
        values = _decoded(value) if isinstance(value, str) else [None]
        for name in _decoded(pair.name):
            for each in values:
                self.add(name, each)

    def _add_encoded(self, name: str, value: Encoded) -> None:
        if not value.of:
            self.add(name, None)
        for at, frame in value.of:
            self.add_value(name, at, frame)

    def add_value(self, name: str, at: At, frame: Frame | None) -> None:
        """A parameter has the value of an expression."""
        for text in self.texts(at, frame):
            self.add(name, text)

    def texts(self, at: At, frame: Frame | None) -> list[str | None]:
        """What an expression can be as a text; None for what only a run can tell."""
        values = self.values

        def texts(chain: Frame | None) -> list[str | None]:
            found = values.of(at, chain)
            if all(value.at.node.type in _BOOLEANS for value in found):
                return [value.at.node.type for value in found]
            return [
                text.pieces[0]
                if len(text.pieces) == 1 and isinstance(text.pieces[0], str) and text.query is None
                else ("" if not text.pieces and text.query is None else None)
                for text in written(values, at, chain)
            ]

        found: dict[str | None, None] = {}
        for _, given in in_contexts(values, frame, texts):
            found.update(dict.fromkeys(given))
        return list(found) if len(found) <= _MOST_VALUES else [None]

    def add_later(self, later: Later, depth: int) -> None:
        """Add what an expression has, in the way that its kind says."""
        raise NotImplementedError


def _decoded(text: str) -> list[str]:
    """A name or a value without its escapes; as it may be where blanks are dropped, too."""
    found = [text, text.translate(_BLANK), text.strip()]
    if "%" in text or "+" in text:
        from urllib.parse import unquote_plus

        found = [unquote_plus(each) for each in found]
    return list(dict.fromkeys(found))


def _ordered(known: Iterable[_Known]) -> tuple[_Known, ...]:
    """Parameters by their names and values."""
    return tuple(sorted(known, key=lambda each: (each[0], each[1] is not None, each[1] or "")))
