"""Collection of parameters, from queries and from the strings that expressions can be."""

from __future__ import annotations

from collections.abc import Iterable

from connlint.code.model import Parameters
from connlint.code.requests.query_string import DeferredParameters, Encoded, Found, Pair, Query
from connlint.code.requests.strings import abstract_strings
from connlint.code.semantics.contexts import in_contexts
from connlint.code.semantics.evaluate import Evaluator
from connlint.code.syntax.noderef import CallContext, NodeRef

__all__ = ["ParameterCollection", "merged"]

_Parameter = tuple[str, "str | None"]
_MOST = 60
"""The most parameters of a request, each counted once for each of its values."""
_MOST_VALUES = 16
_MOST_QUERIES = 400
_LONGEST = 500
"""The most code points of a value that is kept."""
_BOOLEANS = frozenset({"true", "false"})
_BLANK = {ord(sign): None for sign in "\t\r\n"}
"""The characters that are dropped from any position of an address."""


def merged(one: Parameters, other: Parameters) -> Parameters:
    """Return the parameters that either of two requests has."""
    if one == other:
        return one
    parameters = _ordered(dict.fromkeys([*one.known, *other.known]))
    is_complete = one.is_complete and other.is_complete and len(parameters) <= _MOST
    return Parameters(parameters[:_MOST], is_complete)


class ParameterCollection:
    """A collection of the parameters that are found, limited in number."""

    def __init__(self, evaluator: Evaluator, senders: set[object]) -> None:
        self.known: dict[_Parameter, None] = {}
        self.is_complete = True
        self.evaluator = evaluator
        self.senders = senders
        self._open: set[object] = set()

    def result(self, *, is_complete: bool) -> Parameters:
        """Return the parameters that were found."""
        return Parameters(_ordered(self.known), self.is_complete and is_complete)

    def add_queries(self, queries: Iterable[Query], depth: int) -> None:
        """Add the parameters of queries."""
        for query in queries:
            self.add_query(query, depth)

    def add(self, name: str, value: str | None) -> None:
        """Add a parameter, None for an unknown value, unless there are too many."""
        if value is not None and len(value) > _LONGEST:
            value = None
        if len(self.known) < _MOST:
            self.known[name, value] = None
        elif (name, value) not in self.known:
            self.is_complete = False

    def add_query(self, query: Query, depth: int) -> None:
        """Add the parameters of a query, and of those before it."""
        pending: list[tuple[Query, bool]] = [(query, False)]
        seen = {id(query)}
        while pending:
            current, is_entered = pending.pop()
            self.evaluator.memo.budget.spend()
            if is_entered:
                self.is_complete &= current.is_complete
                for parameter in current.found:
                    self._add_found(parameter, depth)
                continue
            pending.append((current, True))
            for before in reversed(current.before):
                if len(seen) >= _MOST_QUERIES:
                    self.is_complete = False
                elif id(before) not in seen:
                    seen.add(id(before))
                    pending.append((before, False))
        for pair in query.ends():
            self._add_found(pair, depth)

    def _add_found(self, found: Found, depth: int) -> None:
        self.evaluator.memo.budget.spend()
        if isinstance(found, DeferredParameters):
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
            for decoded in values:
                self.add(name, decoded)

    def _add_encoded(self, name: str, value: Encoded) -> None:
        if not value.of:
            self.add(name, None)
        for at, context in value.of:
            self.add_value(name, at, context)

    def add_value(self, name: str, at: NodeRef, context: CallContext | None) -> None:
        """Add a parameter that has the value of an expression."""
        for text in self.strings(at, context):
            self.add(name, text)

    def strings(self, at: NodeRef, context: CallContext | None) -> list[str | None]:
        """Return the strings that an expression can be, None for one only known at run time."""
        evaluator = self.evaluator

        def strings(chain: CallContext | None) -> list[str | None]:
            values = evaluator.evaluate(at, chain)
            if all(value.at.node.type in _BOOLEANS for value in values):
                return [value.at.node.type for value in values]
            return [
                text.pieces[0]
                if len(text.pieces) == 1 and isinstance(text.pieces[0], str) and text.query is None
                else ("" if not text.pieces and text.query is None else None)
                for text in abstract_strings(evaluator, at, chain)
            ]

        distinct: dict[str | None, None] = {}
        for _, alternatives in in_contexts(evaluator, context, strings):
            distinct.update(dict.fromkeys(alternatives))
        return list(distinct) if len(distinct) <= _MOST_VALUES else [None]

    def add_later(self, later: DeferredParameters, depth: int) -> None:
        """Add the parameters of an expression, which has them in the way that its kind says."""
        raise NotImplementedError


def _decoded(text: str) -> list[str]:
    """Return the decoded forms of a name or a value: as it is, and with blanks dropped."""
    variants = [text, text.translate(_BLANK), text.strip()]
    if "%" in text or "+" in text:
        from urllib.parse import unquote_plus

        variants = [unquote_plus(variant) for variant in variants]
    return list(dict.fromkeys(variants))


def _ordered(pairs: Iterable[_Parameter]) -> tuple[_Parameter, ...]:
    """Return parameters in the order of their names and values."""
    return tuple(sorted(pairs, key=lambda pair: (pair[0], pair[1] is not None, pair[1] or "")))
