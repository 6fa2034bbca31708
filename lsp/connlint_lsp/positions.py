"""Conversion between a client's positions in a text and those of connlint.

connlint counts code points from the beginning of the text; a client counts lines, and in a line
the units of the negotiated encoding.
"""

from __future__ import annotations

from enum import Enum

from lsprotocol import types

from connlint.diagnostics.diagnostic import Range
from connlint.text.source import SourceFile, Span

__all__ = ["Encoding", "from_position", "to_position", "to_range", "to_span"]


class Encoding(Enum):
    """The encoding whose units a client counts within a line."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"

    def units(self, text: str) -> int:
        """Return the number of units of a text."""
        if self is Encoding.UTF32 or text.isascii():
            return len(text)
        if self is Encoding.UTF8:
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text) + sum(char > "\uffff" for char in text)

    def code_points(self, text: str, units: int) -> int:
        """Return how many whole characters of a text fit into a number of units."""
        if self is Encoding.UTF32 or text.isascii():
            return min(units, len(text))
        for count, char in enumerate(text):
            units -= self.units(char)
            if units < 0:
                return count
        return len(text)


def to_position(source: SourceFile, offset: int, encoding: Encoding) -> types.Position:
    """Convert an offset to a client's position."""
    line, column = source.line_and_column(offset)
    before = source.line(line)[: column - 1]
    return types.Position(line - 1, encoding.units(before))


def from_position(source: SourceFile, position: types.Position, encoding: Encoding) -> int:
    """Convert a client's position to an offset; one outside the text goes to its nearest end."""
    starts = source.line_starts()
    if position.line >= len(starts):
        return len(source.text)
    if position.line < 0:
        return 0
    text = source.line(position.line + 1)
    return starts[position.line] + encoding.code_points(text, max(0, position.character))


def to_range(source: SourceFile, span: Span, encoding: Encoding) -> types.Range:
    """Convert a span to a client's range."""
    return types.Range(
        to_position(source, span.start, encoding), to_position(source, span.end, encoding)
    )


def to_span(place: Range) -> Span:
    """Convert a finding's range to a span."""
    return Span(place.start.offset, place.end.offset)
