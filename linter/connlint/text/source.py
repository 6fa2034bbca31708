"""Source text with positions: spans in code points, and lines and columns counted from 1."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final, TypeVar

    _Made = TypeVar("_Made")

__all__ = ["SourceFile", "Span", "newline_of", "split_lines"]

# The line ends that editors count. U+2028 and U+2029 end a comment in JSON5,
# but no editor starts a new line number there.
_LINE_END = re.compile(r"\r\n|\r|\n")


def newline_of(text: str) -> str:
    """Return the line end that new lines of a text get: that of Windows if the text has one."""
    return "\r\n" if "\r\n" in text else "\n"


def split_lines(text: str) -> list[str]:
    """Split a text into lines without their ends; nothing follows the last line end."""
    lines = _LINE_END.split(text)
    return lines if lines[-1] else lines[:-1]


class Span(NamedTuple):
    """A half-open range of text: `start` up to but without `end`, 0-based, in code points."""

    start: int
    end: int


class SourceFile:
    """The text of one file, with its paths.

    `path` is shown to people: relative to the working directory where that is possible,
    always with `/`. `location` is the path on disk. `text` has no byte order mark;
    `has_bom` says whether the file began with one. These attributes never change, so
    results computed from the text are cached.
    """

    __slots__ = ("_cache", "_line_starts", "has_bom", "location", "path", "text")

    def __init__(self, path: str, text: str, location: str = "", has_bom: bool = False) -> None:  # noqa: FBT001, FBT002 - a fact about the text, no switch
        self.path: Final = path
        self.text: Final = text
        self.location: Final = location
        self.has_bom: Final = has_bom
        self._line_starts: list[int] = []
        self._cache: dict[object, object] = {}

    def __reduce__(self) -> tuple[type[SourceFile], tuple[str, str, str, bool]]:
        # The cached results are not sent to other processes.
        return SourceFile, (self.path, self.text, self.location, self.has_bom)

    @property
    def name(self) -> str:
        """Return the last part of the path."""
        return self.path.rpartition("/")[2]

    def once(self, make: Callable[[SourceFile], _Made]) -> _Made:
        """Return `make(self)`; the function is called only once, and its result is cached."""
        if make not in self._cache:
            self._cache[make] = make(self)
        return self._cache[make]  # type: ignore[return-value] # this function returned it

    def line_starts(self) -> list[int]:
        """Return the offset at which each line begins; computed on the first call."""
        if not self._line_starts:
            self._line_starts.append(0)
            self._line_starts.extend([m.end() for m in _LINE_END.finditer(self.text)])
        return self._line_starts

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset, both 1-based; the offset is clamped."""
        offset = max(0, min(offset, len(self.text)))
        starts = self.line_starts()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def line(self, number: int) -> str:
        """Return the text of a line without its line end; `number` is 1-based."""
        starts = self.line_starts()
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def slice(self, span: Span) -> str:
        """Return the text of a span."""
        return self.text[span.start : span.end]
