"""The lines that a fix changes, before and after, where they are few enough to be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from connlint.diagnostics.diagnostic import Diagnostic, Edit, Fix
from connlint.diagnostics.severity import Safety
from connlint.fix.edits import apply_edits
from connlint.render.columns import cut
from connlint.text.source import SourceFile, split_lines
from connlint.tuples import NamedTuple

__all__ = ["ChangedLine", "changed_lines", "first_fix", "option"]

_MOST_LINES = 4
_MOST_CHARACTERS = 2_000
"""More than this is read by nobody, and would be compared for each finding of a long line."""


class ChangedLine(NamedTuple):
    """A line that a fix removes (`-`) or adds (`+`), and the one in its place, if there is one."""

    sign: str
    number: int
    text: str
    other: str = ""

    def shown(self, columns: int) -> str:
        """Return the line as it is printed, cut to a width around what changes."""
        text = self.text
        if len(text) <= columns and text.isascii() and text.isprintable():
            return text
        return cut(text, *self.difference(), columns)[0]

    def difference(self) -> tuple[int, int]:
        """Return the indices between which the line differs from the other one."""
        line, other = self.text, self.other
        start = 0
        shorter = min(len(line), len(other))
        while start < shorter and line[start] == other[start]:
            start += 1
        same = 0
        while same < shorter - start and line[-1 - same] == other[-1 - same]:
            same += 1
        return start, len(line) - same


def first_fix(finding: Diagnostic) -> Fix | None:
    """Return the fix that would be applied: the first safe one, or else the first."""
    for fix in finding.fixes:
        if fix.safety is Safety.SAFE:
            return fix
    return finding.fixes[0] if finding.fixes else None


def option(fix: Fix) -> str:
    """Return what the command line needs for a fix to be applied."""
    return "--fix" if fix.safety is Safety.SAFE else "--fix --unsafe-fixes"


def changed_lines(fix: Fix, sources: Mapping[str, SourceFile]) -> list[ChangedLine]:
    """Return the lines that a fix changes in its file.

    There are none where it changes several files, too many lines, or what no line shows, such as
    the last line end.
    """
    source = sources.get(fix.edits[0].path) if fix.edits else None
    if source is None or any(edit.path != source.path for edit in fix.edits):
        return []
    if len(fix.edits) == 1 and fix.edits[0].text.isprintable():
        start, end = fix.edits[0].range
        if start.line == end.line:
            return _in_one_line(source.line(start.line), fix.edits[0])
    lines: list[ChangedLine] = []
    for edits in _neighbors(sorted(fix.edits, key=_start)):
        first, last = edits[0].range.start.line, edits[-1].range.end.line
        if last - first >= _MOST_LINES:
            return []
        texts = _texts(source, edits, first, last)
        if texts is None:
            return []
        old, new = map(split_lines, texts)
        lines.extend(_compared(old, new, first))
        if len(lines) > _MOST_LINES:
            return []
    return lines


def _in_one_line(line: str, edit: Edit) -> list[ChangedLine]:
    """Return a line before and after an edit within it, which is what most fixes are."""
    start, end = edit.range
    new = line[: start.column - 1] + edit.text + line[end.column - 1 :]
    if new == line or len(line) + len(new) > _MOST_CHARACTERS:
        return []
    return [ChangedLine("-", start.line, line, new), ChangedLine("+", start.line, new, line)]


def _start(edit: Edit) -> int:
    return edit.range.start.offset


def _neighbors(edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    """Group edits that touch the same or the next line."""
    group: list[Edit] = []
    for edit in edits:
        if group and edit.range.start.line > group[-1].range.end.line + 1:
            yield group
            group = []
        group.append(edit)
    if group:
        yield group


def _texts(
    source: SourceFile, edits: Sequence[Edit], first: int, last: int
) -> tuple[str, str] | None:
    """Return the lines from `first` to `last` before and after; None where they are too long."""
    starts = source.line_starts()
    begin = starts[first - 1]
    end = starts[last] if last < len(starts) else len(source.text)
    if end - begin + sum(len(edit.text) for edit in edits) > _MOST_CHARACTERS:
        return None
    return source.text[begin:end], apply_edits(source.text, edits, begin, end)


def _compared(old: list[str], new: list[str], first: int) -> Iterator[ChangedLine]:
    """Yield the lines that differ, the old ones first; `first` is the number of the first line."""
    while old and new and old[0] == new[0]:
        del old[0], new[0]
        first += 1
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    is_paired = len(old) == len(new)
    for sign, lines, others in (("-", old, new), ("+", new, old)):
        for index, line in enumerate(lines):
            yield ChangedLine(sign, first + index, line, others[index] if is_paired else "")
