"""Query strings of addresses, with all alternatives collected and none multiplied.

A query knows the parameters that are finished and the strings that may begin the next one, so that
appending to it takes one step, however many alternatives led to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from connlint.code.limits import STRING_LENGTH
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.tuples import NamedTuple

__all__ = [
    "BEGUN",
    "UNCLEAR",
    "DeferredParameters",
    "Encoded",
    "Found",
    "Pair",
    "Piece",
    "Query",
    "either",
]

_MOST_TAILS = 16
"""The most beginnings of a parameter that are kept apart; others count as whole parameters."""


class Encoded(NamedTuple):
    """A part of a string without parameter separators: `encodeURIComponent(x)`.

    `of` are the expressions whose strings are encoded, empty where they are not known.
    """

    of: tuple[tuple[NodeRef, CallContext | None], ...] = ()


class DeferredParameters(NamedTuple):
    """An expression that has parameters, evaluated when they are asked for.

    `kind` says how it has them, and `path` leads to the property that has them.
    """

    kind: str
    at: NodeRef
    context: CallContext | None
    path: tuple[str, ...] = ()


class Pair(NamedTuple):
    """A parameter as written: percent-encoded, with None for a value that is not known."""

    name: str
    value: str | Encoded | None


class _Tail(NamedTuple):
    """The name of a parameter before its `=`, where the value so far is not a known string."""

    name: str
    value: Encoded | None


Found = Pair | DeferredParameters
_Tails = tuple["str | _Tail | None", ...]
"""Possible ends of a query behind its last `&`; None is one behind a `#`, which is ignored."""
_UNNAMED = _Tail("", None)
"""A parameter whose name is not known."""


class Query:
    """The possible strings behind a `?`.

    `before` are the queries whose parameters it has as well, `found` its further parameters.
    `is_complete` says that it adds no unknown ones to these. `tails` are the beginnings of the next
    parameter, and `is_loose` says that there are other beginnings, which may end here.
    """

    __slots__ = ("before", "found", "is_complete", "is_loose", "tails")

    def __init__(
        self,
        before: tuple[Query, ...],
        found: Sequence[Found],
        tails: _Tails,
        *,
        is_complete: bool = True,
        is_loose: bool = False,
    ) -> None:
        self.before = before
        self.found = found
        self.tails = tails
        self.is_complete = is_complete
        self.is_loose = is_loose

    @classmethod
    def of(cls, later: DeferredParameters) -> Query:
        """Return a query with any number of whole parameters, which an expression has."""
        return cls((), (later,), (), is_loose=True)

    def then(self, piece: Piece) -> Query:
        """Return the query with a piece behind it."""
        if isinstance(piece, str):
            return self._then_text(piece) if piece else self
        if isinstance(piece, Encoded):
            return self._then_value(piece)
        if isinstance(piece, Query):
            return self._then_query(piece)
        named = [Pair(pair.name, None) for pair in self.ends()]
        is_over = not self.is_loose and all(tail is None for tail in self.tails)
        return Query((self,), named, (None if is_over else _UNNAMED,), is_complete=is_over)

    def ends(self) -> list[Pair]:
        """Return the parameters that its tails are when nothing follows."""
        return [pair for tail in self.tails for pair in _whole(tail)]

    def _then_text(self, text: str) -> Query:
        kept, hash_sign, _ = text.partition("#")
        first, *others = kept.split("&")
        tails = [_extended(tail, first) for tail in self.tails]
        is_complete = not (self.is_loose and first)
        if not others and not hash_sign:
            return _few((self,), (), tails, is_complete=is_complete, is_loose=not is_complete)
        last = () if hash_sign else (others.pop(),)
        found = [pair for tail in (*tails, *others) for pair in _whole(tail)]
        over = (None,) if hash_sign or None in tails else ()
        return Query((self,), found, (*last, *over), is_complete=is_complete)

    def _then_value(self, part: Encoded) -> Query:
        tails = [_with_value(tail, part) for tail in self.tails]
        is_complete = not self.is_loose and _UNNAMED not in tails
        return _few((self,), (), tails, is_complete=is_complete)

    def _then_query(self, other: Query) -> Query:
        is_begun = all(tail in {"", None} for tail in self.tails) and not self.is_loose
        found = () if is_begun else [Pair(pair.name, None) for pair in self.ends()]
        over = (None,) if None in self.tails else ()
        return Query(
            (self, other),
            found,
            (*other.tails, *over),
            is_complete=is_begun,
            is_loose=other.is_loose,
        )


Piece = str | Encoded | Query | None
"""A part of a string; None for one that is only known at run time."""

BEGUN = Query((), (), ("",))
"""The query of an address that ends with its `?`."""
UNCLEAR = Query((), (), (_UNNAMED,), is_complete=False)
"""A query that may be anything."""


def either(queries: Sequence[Query]) -> Query:
    """Return a query that may be any of several."""
    if len(queries) == 1:
        return queries[0]
    tails = [tail for query in queries for tail in query.tails]
    return _few(tuple(queries), (), tails, is_loose=any(query.is_loose for query in queries))


def _few(
    before: tuple[Query, ...],
    found: Sequence[Found],
    tails: Iterable[str | _Tail | None],
    *,
    is_complete: bool = True,
    is_loose: bool = False,
) -> Query:
    """Return a query with _MOST_TAILS tails at most; the others become whole parameters."""
    kept: list[str | _Tail | None] = []
    whole: list[Found] = [*found]
    for tail in dict.fromkeys(tails):
        if len(kept) < _MOST_TAILS and not (isinstance(tail, str) and len(tail) > STRING_LENGTH):
            kept.append(tail)
        else:
            whole += _whole(tail)
            is_loose = True
    return Query(before, whole, tuple(kept), is_complete=is_complete, is_loose=is_loose)


def _extended(tail: str | _Tail | None, text: str) -> str | _Tail | None:
    """Return a tail with a string behind it."""
    if isinstance(tail, str):
        return tail + text
    if tail is None or not text:
        return tail
    return _Tail(tail.name, None)


def _with_value(tail: str | _Tail | None, part: Encoded) -> _Tail | None:
    """Return a tail with an encoded part behind it; None for a tail behind a `#`."""
    if not isinstance(tail, str):
        return _Tail(tail.name, None) if tail is not None else None
    name, sign, value = tail.partition("=")
    return _Tail(name, None if value else part) if sign else _UNNAMED


def _whole(tail: str | _Tail | None) -> list[Pair]:
    """Return the parameter that a tail is when nothing follows; an empty list for no parameter."""
    if isinstance(tail, str):
        name, _, value = tail.partition("=")
        return [Pair(name, value)] if tail else []
    return [Pair(tail.name, tail.value)] if tail is not None and tail != _UNNAMED else []
