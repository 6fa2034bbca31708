"""Strings that are known in part, and the possible queries of addresses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from connlint.code.requests.query_string import BEGUN, UNCLEAR, Encoded, Piece, Query, either
from connlint.tuples import NamedTuple

__all__ = [
    "NOTHING",
    "UNKNOWN",
    "UNKNOWN_STRING",
    "AbstractString",
    "PartialString",
    "StringSet",
    "as_query",
    "joined",
    "on_base",
    "plus",
]

PartialString = tuple["str | None", ...]
"""A string in pieces, None for a part only known at run time. Adjacent strings are one piece."""
UNKNOWN_STRING: PartialString = (None,)

_ENDS = ("?", "#")
"""The characters that end the path of an address."""
_MOST_ENCODED = 16


class AbstractString(NamedTuple):
    """A string composed of pieces, with its query.

    The pieces of a concatenated string end with its first `?` or `#`, and `query` is what follows.
    For a string without either, `query` is what its query may contain all the same.
    """

    pieces: tuple[Piece, ...]
    query: Query | None = None

    @property
    def text(self) -> PartialString:
        """Return its pieces, with None for all that are only known at run time."""
        return tuple([piece if isinstance(piece, str) else None for piece in self.pieces])

    @property
    def is_begun(self) -> bool:
        """Tell whether its query or fragment has begun, so that nothing is added to its path."""
        last = self.pieces[-1] if self.pieces else None
        return isinstance(last, str) and last[-1:] in _ENDS and self.query is not None

    @property
    def address(self) -> PartialString:
        """Return the URL without its query and fragment."""
        opened = self.opened()
        last = opened.text[-1] if opened.is_begun else None
        return joined([*opened.text[:-1], last[:-1]]) if last is not None else opened.text

    @property
    def is_absolute(self) -> bool:
        """Tell whether it begins with a scheme."""
        first = self.pieces[0] if self.pieces else None
        return isinstance(first, str) and "://" in first

    @property
    def is_segmented(self) -> bool:
        """Tell whether each unknown part of the path begins a segment, and is taken for no more."""
        before: str | None = None
        for piece in self.address:
            if piece is None and (before is None or not before.endswith("/")):
                return False
            before = piece
        return True

    @property
    def parameters(self) -> Query:
        """Return all that the query of the address may contain."""
        opened = self.opened()
        query = opened.query or BEGUN
        return query if self.is_segmented else either([query, UNCLEAR])

    def opened(self) -> AbstractString:
        """Return the same string, with all behind the first `?` or `#` in its `query`."""
        if self.is_begun:
            return self
        for number, piece in enumerate(self.pieces):
            ends = _ends(piece)
            if not isinstance(piece, str) or not ends:
                continue
            end = min(ends)
            query = BEGUN if piece[end] == "?" else BEGUN.then("#")
            for more in (piece[end + 1 :], *self.pieces[number + 1 :]):
                query = query.then(more)
            if self.query is not None:
                query = query.then(None)
            return AbstractString((*self.pieces[:number], piece[: end + 1]), query)
        return self

    def then_any(self, choices: Sequence[AbstractString]) -> AbstractString:
        """Return the string, whose query has begun, with one of several behind it."""
        query = self.query or BEGUN
        return AbstractString(self.pieces, either([_appended(query, more) for more in choices]))

    def with_parameters(self, more: Query) -> AbstractString:
        """Return the address with parameters that it may have besides."""
        text = self.opened()
        return AbstractString(text.pieces, either([text.query or BEGUN, more]))

    def after(self, start: Sequence[str | None]) -> AbstractString:
        """Return the string with pieces before it."""
        return AbstractString(_joined([*start, *self.pieces]), self.query)

    def without_slash(self) -> AbstractString:
        """Return the string without the slashes at its end."""
        last = self.pieces[-1] if self.pieces else None
        if not isinstance(last, str):
            return self
        if self.is_begun:
            return self.with_parameters(UNCLEAR)
        return AbstractString(_joined([*self.pieces[:-1], last.rstrip("/")]), self.query)


NOTHING = AbstractString(())
UNKNOWN = AbstractString((None,))


class StringSet:
    """Strings without duplicates: those with an equal `text` are merged."""

    def __init__(self) -> None:
        self._strings: dict[PartialString, AbstractString] = {}

    def add(self, text: AbstractString, most: int = 0) -> bool:
        """Add a string; return False where there are `most` others already (0: any number)."""
        key = text.text
        before = self._strings.get(key)
        if before is None and most and len(self._strings) >= most:
            return False
        self._strings[key] = text if before is None else _merged(before, text)
        return True

    def all(self) -> list[AbstractString]:
        """Return the strings, the first one first."""
        return list(self._strings.values())

    def repeated(self, added: Sequence[AbstractString]) -> list[AbstractString]:
        """Return the strings, each with any number of additions to its query."""
        if not added:
            return self.all()
        more = [_appended(BEGUN, _without_sign(text)) for text in added]
        if any(text.text[0] is None or text.text[0][:1] == "?" for text in added):
            # A `?` may be the second one in the address, and then belongs to a value.
            more.append(UNCLEAR)
        whole = Query((either(more),), either(more).ends(), (), is_loose=True)
        return [text.with_parameters(whole) for text in self.all()]


def joined(pieces: Iterable[str | None]) -> PartialString:
    """Return pieces with adjacent strings joined, and without empty ones."""
    return AbstractString(_joined(pieces)).text


def plus(text: AbstractString, more: AbstractString) -> AbstractString:
    """Return `text` followed by `more`, from whose pieces `opened` has taken the query."""
    if text.is_begun:
        return AbstractString(text.pieces, _appended(text.query or BEGUN, more))
    if not more.pieces:
        return text if more.query is None else text.with_parameters(more.query)
    pieces = _joined([*text.pieces, *more.pieces])
    if text.query is None:
        return AbstractString(pieces, more.query)
    first = more.pieces[0]
    if isinstance(first, str) and first.startswith("&"):
        # Code adds `&` only where there is a query.
        return AbstractString(_joined([*text.pieces, "?"]), _appended(text.query, more))
    # The possible query of the first string is now in the middle.
    return AbstractString(
        pieces, either([UNCLEAR, text.query, *([more.query] if more.query else [])])
    )


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    merged: list[Piece] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if isinstance(piece, str) and isinstance(last, str):
            merged[-1] = last + piece
        elif piece != "":
            merged.append(piece)
    return tuple(merged)


def _appended(query: Query, more: AbstractString) -> Query:
    """Return a query with a string behind it."""
    for piece in more.pieces:
        query = query.then(piece)
    return query if more.query is None else query.then(more.query if more.is_begun else None)


def as_query(text: AbstractString) -> Query:
    """Return the query that a whole string is, with or without a `?` at its start."""
    first = text.pieces[0] if text.pieces else None
    is_signed = isinstance(first, str) and first[:1] in {"?", "&"}
    return _appended(BEGUN, _without_sign(text) if is_signed else text)


def _without_sign(text: AbstractString) -> AbstractString:
    """Return a string that is added to a query, without the `?` or `&` at its start."""
    first = text.pieces[0]
    if isinstance(first, str) and first == "?" and text.query is not None:
        return AbstractString((text.query,))
    return AbstractString(
        (first[1:] if isinstance(first, str) else first, *text.pieces[1:]), text.query
    )


def _merged(one: AbstractString, other: AbstractString) -> AbstractString:
    """Return a string that may be either of two, which differ only in what is known of parts."""
    if one is other:
        return one
    pairs = zip(one.pieces, other.pieces, strict=True)
    pieces = tuple([_either_piece(first, second) for first, second in pairs])
    queries = [text.query for text in (one, other) if text.query is not None]
    return AbstractString(pieces, either(queries) if queries else None)


def _either_piece(one: Piece, other: Piece) -> Piece:
    if one is other or isinstance(one, str):
        return one
    if isinstance(one, Encoded) and isinstance(other, Encoded):
        of = tuple(dict.fromkeys([*one.of, *other.of]))
        return Encoded(of if one.of and other.of and len(of) <= _MOST_ENCODED else ())
    if isinstance(one, Query) and isinstance(other, Query):
        return either([one, other])
    return None


def _ends(piece: Piece) -> list[int]:
    """Return the offsets in a piece at which a query or a fragment may begin."""
    return [piece.find(sign) for sign in _ENDS if sign in piece] if isinstance(piece, str) else []


def on_base(path: AbstractString, base: PartialString) -> AbstractString:
    """Return a path resolved against a base, as URL does it."""
    first = path.pieces[0] if path.pieces else ""
    if isinstance(first, str) and "://" in first:
        return path
    if isinstance(first, str) and first[:1] in {"", "#"}:
        # The query of the base stays.
        path = path.with_parameters(UNCLEAR)
    start = AbstractString(base).address
    if not start or start[0] is None or "://" not in start[0]:
        return UNKNOWN
    if isinstance(first, str) and first.startswith("/"):
        head = start[0]
        slash = head.find("/", head.index("://") + 3)
        if slash < 0 and len(start) > 1:
            return UNKNOWN
        return path.after([head[:slash] if slash >= 0 else head])
    last = start[-1]
    if last is None:
        return UNKNOWN
    host_end = last.find("://") + 3 if "://" in last else 0
    slash = last.rfind("/", host_end)
    kept = last[: slash + 1] if slash >= 0 else last + "/"
    return path.after([*start[:-1], kept])
