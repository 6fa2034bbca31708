"""The text format: what is wrong, the source line with the range underlined, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from connlint.diagnostics.diagnostic import Diagnostic, Fix, Range
from connlint.diagnostics.severity import Severity
from connlint.render.columns import cut, width, wrap
from connlint.render.fix_diff import ChangedLine, changed_lines, first_fix, option
from connlint.render.hyperlinks import hyperlink
from connlint.render.settings import DEFAULTS, RenderSettings
from connlint.render.style import PLAIN, Style
from connlint.reporting.report import Report, Summary
from connlint.text.escaping import escape_unprintable, listing, plural

__all__ = ["render", "summary_line"]

_WIDEST = 120
_NARROWEST = 20
_FRAME = ("-->", ":::", "|", "=")


def render(report: Report, settings: RenderSettings = DEFAULTS) -> str:
    """Return a block for each finding, then a summary and the hint; empty without either."""
    painter = _Painter(report, settings)
    blocks = []
    explained: set[str] | None = set() if settings.has_addresses else None
    for finding in report.diagnostics:
        lines = painter.block(finding)
        if explained is not None and finding.rule not in explained:
            explained.add(finding.rule)
            lines.append(painter.address(finding))
        blocks.append("\n".join(lines) + "\n")
    if settings.has_summary and (blocks or settings.hint):
        lines = [summary_line(report.summary, settings.style)] if blocks else []
        lines.extend([settings.hint] if settings.hint else [])
        blocks.append("".join(f"{line}\n" for line in lines))
    # Excerpts are escaped character by character, which misses this sequence of three.
    return "\n".join(blocks).replace("##[", "##\\u{5b}")


class _Painter:
    """Draws findings; what is the same in all of them is painted once."""

    __slots__ = ("columns", "has_fix", "links", "marks", "sources", "style")

    def __init__(self, report: Report, settings: RenderSettings) -> None:
        self.sources = report.sources
        self.has_fix = report.has_fix
        self.style = settings.style
        self.columns = settings.columns
        self.links = settings.has_hyperlinks
        self.marks = {mark: self.style.paint(mark, self.style.faint) for mark in _FRAME}

    def block(self, finding: Diagnostic) -> list[str]:
        colour = self.style.severity[finding.severity]
        lines = self.headline(finding, colour)
        fix = first_fix(finding) if finding.fixes and self.has_fix(finding) else None
        changes = changed_lines(fix, self.sources) if fix else ()
        gutter = _gutter(finding, changes)
        lines += self.excerpt(finding.path, finding.range, gutter, "^", colour)
        for other in finding.related:
            lines += self.excerpt(
                other.path, other.range, gutter, "-", self.style.faint, other.message
            )
        lines += self.note(gutter, "help", finding.help)
        if fix is not None:
            lines += self.fix(finding, fix, changes, gutter)
        return lines

    def headline(self, finding: Diagnostic, colour: str) -> list[str]:
        paint = self.style.paint
        label = f"{finding.severity}[{finding.rule}]"
        first, *rest = wrap(f"{label}: {escape_unprintable(finding.message)}", self.room(0))
        tail = paint(first[len(label) :], self.style.strong)
        if self.links:
            label = f"{finding.severity}[{hyperlink(finding.rule, finding.docs)}]"
        return [paint(label, colour) + tail, *[paint(line, self.style.strong) for line in rest]]

    def note(self, gutter: int, label: str, text: str) -> list[str]:
        """Return a labelled line below the excerpt, wrapped under its own beginning."""
        indent = " " * (gutter + 1)
        room = self.room(gutter + len(label) + 5)
        first, *rest = wrap(escape_unprintable(text), room)
        lines = [f"{indent}{self.marks['=']} {label}: {first}"]
        if rest:
            indent += " " * (len(label) + 4)
            lines += [f"{indent}{line}" for line in rest]
        return lines

    def address(self, finding: Diagnostic) -> str:
        """Return the line with the address of a rule's page; it is whole however long it is."""
        return f"{' ' * (_gutter(finding, ()) + 1)}{self.marks['=']} docs: {finding.docs}"

    def fix(
        self, finding: Diagnostic, fix: Fix, changes: Sequence[ChangedLine], gutter: int
    ) -> list[str]:
        """Return how to fix a finding, and what that changes: the lines, or the fix's title."""
        label = f"fixable with {option(fix)}"
        if not changes:
            return self.note(gutter, label, fix.title)
        where = fix.edits[0].path
        if where != finding.path:
            label += f" (in {escape_unprintable(where)})"
        lines = [f"{' ' * (gutter + 1)}{self.marks['=']} {label}:"]
        room = self.room(gutter + len(" - ")) or _WIDEST
        style = self.style
        for change in changes:
            colour = style.removed if change.sign == "-" else style.added
            number = style.paint(f"{change.number:{gutter}}", style.faint)
            text = style.paint(f"{change.sign} {change.shown(room)}".rstrip(), colour)
            lines.append(f"{number} {text}")
        return lines

    def excerpt(
        self, path: str, place: Range, gutter: int, mark: str, colour: str, message: str = ""
    ) -> list[str]:
        """Return the position, and the source line with the range underlined."""
        indent = " " * gutter
        start = place.start
        arrow = self.marks["-->" if mark == "^" else ":::"]
        lines = [f"{indent}{arrow} {escape_unprintable(path)}:{start.line}:{start.column}"]
        source = self.sources.get(path)
        if source is None or not source.text:
            return lines
        line = source.line(start.line)
        last = len(line) + 1 if place.end.line > start.line else place.end.column
        room = self.room(gutter + len(" | ")) or _WIDEST
        text, begin, end = cut(line, start.column - 1, last - 1, room)
        bar = self.marks["|"]
        number = self.style.paint(f"{start.line:{gutter}}", self.style.faint)
        underline = self.style.paint(mark * (end - begin), colour)
        beside, below = _label(message, begin, end, room) if message else ("", [])
        return [
            *lines,
            f"{indent} {bar}",
            f"{number} {bar} {text}".rstrip(),
            f"{indent} {bar} {' ' * begin}{underline} {beside}".rstrip(),
            *[f"{indent} {bar} {each}" for each in below],
        ]

    def room(self, taken: int) -> int | None:
        """Return how many columns are left of the terminal's width, None without a width."""
        return None if self.columns is None else max(self.columns - taken, _NARROWEST)


def _label(message: str, begin: int, end: int, room: int) -> tuple[str, list[str]]:
    """Return a label that goes beside an underline, or in lines below it if it does not fit."""
    shown = escape_unprintable(message)
    if width(shown) < room - end:
        return shown, []
    # A terminal would break it inside a word.
    shift = max(min(begin, room - _NARROWEST), 0)
    return "", [f"{' ' * shift}{line}" for line in wrap(shown, room - shift)]


def _gutter(finding: Diagnostic, changes: Sequence[ChangedLine]) -> int:
    """Return how many columns the numbers of a finding's lines take."""
    last = finding.range.start.line
    for other in finding.related:
        last = max(last, other.range.start.line)
    if changes:
        last = max(last, changes[-1].number)
    return len(str(last))


def summary_line(summary: Summary, style: Style = PLAIN) -> str:
    """Return how many findings of which severity there are, and in how many files."""
    counts = [
        style.paint(plural(count, noun), style.severity[severity])
        for count, noun, severity in (
            (summary.errors, "error", Severity.ERROR),
            (summary.warnings, "warning", Severity.WARNING),
            (summary.infos, "info", Severity.INFO),
        )
        if count
    ]
    return f"Found {listing(counts)} in {plural(summary.affected, 'file')}."
