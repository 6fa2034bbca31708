"""Texts in pieces, as far as they are known, and what may stand in the query of an address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from connlint.code.queries import BEGUN, UNCLEAR, Encoded, Piece, Query, either
from connlint.tuples import NamedTuple

__all__ = [
    "NOTHING",
    "UNKNOWN",
    "UNKNOWN_TEXT",
    "Gathered",
    "Text",
    "Written",
    "as_query",
    "joined",
    "plus",
]

Text = tuple["str | None", ...]
"""A text in pieces; None for a part that only a run can tell. Texts next to each other are one."""
UNKNOWN_TEXT: Text = (None,)

_ENDS = ("?", "#")
"""What ends the path of an address."""
_MOST_ENCODED = 16


class Written(NamedTuple):
    """A text as it is put together.

    Where it is put together, its pieces end with the first `?` or `#` in it, and `query` is what
    stands behind that. Of a text without one, `query` is what may be behind one all the same.
    """

    pieces: tuple[Piece, ...]
    query: Query | None = None

    @property
    def text(self) -> Text:
        """Its pieces without what is known of those that only a run can tell."""
        return tuple([piece if isinstance(piece, str) else None for piece in self.pieces])

    @property
    def is_begun(self) -> bool:
        """Whether its query or fragment has begun, so that nothing is added to its path."""
        last = self.pieces[-1] if self.pieces else None
        return isinstance(last, str) and last[-1:] in _ENDS and self.query is not None

    @property
    def address(self) -> Text:
        """A URL without its query and fragment."""
        opened = self.opened()
        last = opened.text[-1] if opened.is_begun else None
        return joined([*opened.text[:-1], last[:-1]]) if last is not None else opened.text

    @property
    def is_absolute(self) -> bool:
        """Whether it begins with a scheme."""
        first = self.pieces[0] if self.pieces else None
        return isinstance(first, str) and "://" in first

    @property
    def is_segmented(self) -> bool:
        """Whether each unknown part of the path begins a segment, and is taken for no more."""
        before: str | None = None
        for piece in self.address:
            if piece is None and (before is None or not before.endswith("/")):
                return False
            before = piece
        return True

    @property
    def parameters(self) -> Query:
        """All that may stand in the query of an address."""
        opened = self.opened()
        query = opened.query or BEGUN
        return query if self.is_segmented else either([query, UNCLEAR])

    def opened(self) -> Written:
        """The same with what stands behind the beginning of its query taken off its pieces."""
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
            return Written((*self.pieces[:number], piece[: end + 1]), query)
        return self

    def then_any(self, choices: Sequence[Written]) -> Written:
        """The text whose query has begun, with one of several behind it."""
        query = self.query or BEGUN
        return Written(self.pieces, either([_added(query, more) for more in choices]))

    def with_parameters(self, more: Query) -> Written:
        """An address that may have further parameters."""
        text = self.opened()
        return Written(text.pieces, either([text.query or BEGUN, more]))

    def after(self, start: Sequence[str | None]) -> Written:
        """The text with pieces before it."""
        return Written(_joined([*start, *self.pieces]), self.query)

    def without_slash(self) -> Written:
        """The text without the slashes at its end."""
        last = self.pieces[-1] if self.pieces else None
        if not isinstance(last, str):
            return self
        if self.is_begun:
            return self.with_parameters(UNCLEAR)
        return Written(_joined([*self.pieces[:-1], last.rstrip("/")]), self.query)


NOTHING = Written(())
UNKNOWN = Written((None,))


class Gathered:
    """Texts without doubles: those that differ only behind their beginning of a query are one."""

    def __init__(self) -> None:
        self._found: dict[Text, Written] = {}

    def add(self, text: Written, most: int = 0) -> bool:
        """Add a text; false for another one than the `most` that there may be."""
        key = text.text
        before = self._found.get(key)
        if before is None and most and len(self._found) >= most:
            return False
        self._found[key] = text if before is None else _merged(before, text)
        return True

    def all(self) -> list[Written]:
        """Give the texts, the first one first."""
        return list(self._found.values())

    def repeated(self, added: Sequence[Written]) -> list[Written]:
        """Give the texts, each with any number of additions to its query."""
        if not added:
            return self.all()
        more = [_added(BEGUN, _without_sign(text)) for text in added]
        if any(text.text[0] is None or text.text[0][:1] == "?" for text in added):
            # It may be the second one in the address, and then belongs to a value.
            more.append(UNCLEAR)
        whole = Query((either(more),), either(more).ends(), (), is_loose=True)
        return [text.with_parameters(whole) for text in self.all()]


def joined(pieces: Iterable[str | None]) -> Text:
    """Pieces with neighbouring texts made one, and empty ones left out."""
    return Written(_joined(pieces)).text


def plus(text: Written, more: Written) -> Written:
    """A text with another one behind it, whose query is taken off its pieces."""
    if text.is_begun:
        return Written(text.pieces, _added(text.query or BEGUN, more))
    if not more.pieces:
        return text if more.query is None else text.with_parameters(more.query)
    pieces = _joined([*text.pieces, *more.pieces])
    if text.query is None:
        return Written(pieces, more.query)
    first = more.pieces[0]
    if isinstance(first, str) and first.startswith("&"):
        # A parameter is only added where there is a query.
        return Written(_joined([*text.pieces, "?"]), _added(text.query, more))
    # What may have followed on the first one stands in the middle.
    return Written(pieces, either([UNCLEAR, text.query, *([more.query] if more.query else [])]))


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if isinstance(piece, str) and isinstance(last, str):
            found[-1] = last + piece
        elif piece != "":
            found.append(piece)
    return tuple(found)


def _added(query: Query, more: Written) -> Query:
    """A query with a text behind it."""
    for piece in more.pieces:
        query = query.then(piece)
    return query if more.query is None else query.then(more.query if more.is_begun else None)


def as_query(text: Written) -> Query:
    """What a text is as a whole query, be it with a `?` or without."""
    first = text.pieces[0] if text.pieces else None
    is_signed = isinstance(first, str) and first[:1] in {"?", "&"}
    return _added(BEGUN, _without_sign(text) if is_signed else text)


def _without_sign(text: Written) -> Written:
    """What is added to a query, without the `?` or `&` before it."""
    first = text.pieces[0]
    if isinstance(first, str) and first == "?" and text.query is not None:
        return Written((text.query,))
    return Written((first[1:] if isinstance(first, str) else first, *text.pieces[1:]), text.query)


def _merged(one: Written, other: Written) -> Written:
    """What may be either of two texts that are alike but for what is known of their parts."""
    if one is other:
        return one
    pairs = zip(one.pieces, other.pieces, strict=True)
    pieces = tuple([_either_piece(first, second) for first, second in pairs])
    queries = [text.query for text in (one, other) if text.query is not None]
    return Written(pieces, either(queries) if queries else None)


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
    """Where a query or a fragment may begin."""
    return [piece.find(sign) for sign in _ENDS if sign in piece] if isinstance(piece, str) else []
