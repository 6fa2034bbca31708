"""The text format: what is wrong, the source line with the range underlined, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from connlint.diagnostics.diagnostic import Diagnostic, Range
from connlint.diagnostics.severity import Severity
from connlint.render.columns import cut, wrap
from connlint.render.settings import DEFAULTS, RenderSettings
from connlint.render.style import Style
from connlint.reporting.report import Report, Summary
from connlint.text.escaping import escape_unprintable, listing, plural
from connlint.text.source import SourceFile
from connlint.tuples import NamedTuple

__all__ = ["render"]

_WIDEST = 120
_NARROWEST = 20


def render(report: Report, settings: RenderSettings = DEFAULTS) -> str:
    """Return a block for each finding, then a summary and the hint; empty without either."""
    painter = _Painter(report.sources, settings.style, settings.columns)
    blocks = ["\n".join(painter.block(finding)) + "\n" for finding in report.diagnostics]
    if settings.has_summary and (blocks or settings.hint):
        lines = [_sum(report.summary, settings.style)] if blocks else []
        lines.extend([settings.hint] if settings.hint else [])
        blocks.append("".join(f"{line}\n" for line in lines))
    # Excerpts are escaped character by character, which misses this sequence of three.
    return "\n".join(blocks).replace("##[", "##\\u{5b}")


class _Painter(NamedTuple):
    sources: Mapping[str, SourceFile]
    style: Style
    columns: int | None

    def block(self, finding: Diagnostic) -> Iterator[str]:
        colour = self.style.severity[finding.severity]
        yield from self.headline(finding, colour)
        lines = [finding.range.start.line, *(other.range.start.line for other in finding.related)]
        gutter = len(str(max(lines)))
        yield from self.excerpt(finding.path, finding.range, gutter, "^", colour)
        for other in finding.related:
            yield from self.excerpt(
                other.path, other.range, gutter, "-", self.style.faint, other.message
            )
        first, *rest = wrap(escape_unprintable(finding.help), self.room(gutter + len("  = help: ")))
        indent = " " * (gutter + 1)
        yield f"{indent}{self.style.paint('=', self.style.faint)} help: {first}"
        for line in rest:
            yield f"{indent}{' ' * len('= help: ')}{line}"

    def headline(self, finding: Diagnostic, colour: str) -> Iterator[str]:
        label = f"{finding.severity}[{finding.rule}]"
        first, *rest = wrap(f"{label}: {escape_unprintable(finding.message)}", self.room(0))
        tail = self.style.paint(first[len(label) :], self.style.strong)
        yield self.style.paint(label, colour) + tail
        for line in rest:
            yield self.style.paint(line, self.style.strong)

    def excerpt(
        self, path: str, place: Range, gutter: int, mark: str, colour: str, message: str = ""
    ) -> Iterator[str]:
        """Yield the position, and the source line with the range underlined."""
        faint = self.style.faint
        indent = " " * gutter
        start = place.start
        arrow = self.style.paint("-->" if mark == "^" else ":::", faint)
        yield f"{indent}{arrow} {escape_unprintable(path)}:{start.line}:{start.column}"
        source = self.sources.get(path)
        if source is None or not source.text:
            return
        line = source.line(start.line)
        last = len(line) + 1 if place.end.line > start.line else place.end.column
        room = self.room(gutter + len(" | ")) or _WIDEST
        text, begin, end = cut(line, start.column - 1, last - 1, room)
        bar = self.style.paint("|", faint)
        number = self.style.paint(str(start.line).rjust(gutter), faint)
        underline = self.style.paint(mark * (end - begin), colour)
        yield f"{indent} {bar}"
        yield f"{number} {bar} {text}".rstrip()
        yield f"{indent} {bar} {' ' * begin}{underline} {escape_unprintable(message)}".rstrip()

    def room(self, taken: int) -> int | None:
        """Return how many columns are left of the terminal's width, None without a width."""
        return None if self.columns is None else max(self.columns - taken, _NARROWEST)


def _sum(summary: Summary, style: Style) -> str:
    counts = [
        style.paint(plural(count, noun), style.severity[severity])
        for count, noun, severity in (
            (summary.errors, "error", Severity.ERROR),
            (summary.warnings, "warning", Severity.WARNING),
            (summary.infos, "info", Severity.INFO),
        )
        if count
    ]
    where = f" in {plural(summary.files, 'connector file')}" if summary.files else ""
    return f"Found {listing(counts)}{where}."
