"""Text with places in it: spans of code points, and the lines and columns that people count."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final, TypeVar

    _Made = TypeVar("_Made")

__all__ = ["SourceFile", "Span"]

# The line ends that editors count. U+2028 and U+2029 end a comment in JSON5,
# but no editor starts a new line number there.
_LINE_END = re.compile(r"\r\n|\r|\n")


class Span(NamedTuple):
    """A half-open stretch of text, `start` up to but without `end`, in code points from 0."""

    start: int
    end: int


class SourceFile:
    """The text of one file and how the file is called.

    `path` is the name shown to people: relative to the working directory where
    that is possible, always with `/`. `location` is where the file lies on disk.
    `text` has no byte order mark; `has_bom` says whether the file began with one.
    Nothing of it changes; what is computed from the text is kept.
    """

    __slots__ = ("_line_starts", "_made", "has_bom", "location", "path", "text")

    def __init__(self, path: str, text: str, location: str = "", has_bom: bool = False) -> None:  # noqa: FBT001, FBT002 - a fact about the text, no switch
        self.path: Final = path
        self.text: Final = text
        self.location: Final = location
        self.has_bom: Final = has_bom
        self._line_starts: list[int] = []
        self._made: dict[object, object] = {}

    def __reduce__(self) -> tuple[type[SourceFile], tuple[str, str, str, bool]]:
        # Nothing that is kept besides goes to another process.
        return SourceFile, (self.path, self.text, self.location, self.has_bom)

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    def once(self, make: Callable[[SourceFile], _Made]) -> _Made:
        """What a function makes of the file; it is called when that is first asked for."""
        if make not in self._made:
            self._made[make] = make(self)
        return self._made[make]  # type: ignore[return-value] # it is what this function made

    def line_starts(self) -> list[int]:
        """The offset at which each line begins; computed when first asked for."""
        if not self._line_starts:
            self._line_starts.append(0)
            self._line_starts.extend([m.end() for m in _LINE_END.finditer(self.text)])
        return self._line_starts

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Where an offset is for people, both counted from 1; clamped to the text."""
        offset = max(0, min(offset, len(self.text)))
        starts = self.line_starts()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its line end."""
        starts = self.line_starts()
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def slice(self, span: Span) -> str:
        """The text under a span."""
        return self.text[span.start : span.end]
