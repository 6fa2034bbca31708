"""Findings for people: what is wrong, the line it stands in, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from connlint.diagnostic import Diagnostic, Range
from connlint.render.columns import cut, wrap
from connlint.render.style import PLAIN, Style
from connlint.report import Report, Summary
from connlint.severity import Severity
from connlint.source import SourceFile
from connlint.tuples import NamedTuple
from connlint.wording import listing, plural, visible

__all__ = ["render"]

_WIDEST = 120
_NARROWEST = 20


def render(
    report: Report,
    *,
    style: Style = PLAIN,
    columns: int | None = None,
    summary: bool = True,
    hint: str = "",
) -> str:
    """A picture of each finding, and a line that sums them up; empty without findings.

    `columns` is the width of the terminal, None where the text goes elsewhere and is
    not to be wrapped. `hint` is a last line, such as what is not shown.
    """
    painter = _Painter(report.sources, style, columns)
    blocks = ["\n".join(painter.block(found)) + "\n" for found in report.diagnostics]
    if summary and (blocks or hint):
        lines = [_sum(report.summary, style)] if blocks else []
        lines.extend([hint] if hint else [])
        blocks.append("".join(f"{line}\n" for line in lines))
    # Excerpts are made safe by the character, and this takes three of them.
    return "\n".join(blocks).replace("##[", "##\\u{5b}")


class _Painter(NamedTuple):
    sources: Mapping[str, SourceFile]
    style: Style
    columns: int | None

    def block(self, found: Diagnostic) -> Iterator[str]:
        colour = self.style.severity[found.severity]
        yield from self.headline(found, colour)
        lines = [found.range.start.line, *(other.range.start.line for other in found.related)]
        gutter = len(str(max(lines)))
        yield from self.excerpt(found.path, found.range, gutter, "^", colour)
        for other in found.related:
            yield from self.excerpt(
                other.path, other.range, gutter, "-", self.style.faint, other.message
            )
        first, *rest = wrap(visible(found.help), self.room(gutter + len("  = help: ")))
        indent = " " * (gutter + 1)
        yield f"{indent}{self.style.paint('=', self.style.faint)} help: {first}"
        for line in rest:
            yield f"{indent}{' ' * len('= help: ')}{line}"

    def headline(self, found: Diagnostic, colour: str) -> Iterator[str]:
        label = f"{found.severity}[{found.rule}]"
        first, *rest = wrap(f"{label}: {visible(found.message)}", self.room(0))
        tail = self.style.paint(first[len(label) :], self.style.strong)
        yield self.style.paint(label, colour) + tail
        for line in rest:
            yield self.style.paint(line, self.style.strong)

    def excerpt(
        self, path: str, place: Range, gutter: int, mark: str, colour: str, message: str = ""
    ) -> Iterator[str]:
        """Where it is, and the line with the range underlined."""
        faint = self.style.faint
        indent = " " * gutter
        start = place.start
        arrow = self.style.paint("-->" if mark == "^" else ":::", faint)
        yield f"{indent}{arrow} {visible(path)}:{start.line}:{start.column}"
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
        yield f"{indent} {bar} {' ' * begin}{underline} {visible(message)}".rstrip()

    def room(self, taken: int) -> int | None:
        """How many columns are left of the terminal's width, None without a width."""
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
