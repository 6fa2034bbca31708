"""Findings in Markdown, by file: for a pull request, the summary of a job, or a chat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from connlint.diagnostics.diagnostic import Diagnostic
from connlint.render.fix_diff import first_fix, option
from connlint.render.markdown_text import code, prose
from connlint.render.settings import DEFAULTS, RenderSettings
from connlint.render.text import summary_line
from connlint.reporting.report import Report
from connlint.text.escaping import plural

__all__ = ["LEAST", "render", "render_within"]

_ITEM = "- "
LEAST = 200
"""Bytes that hold a line about what did not fit."""


def render(report: Report, _: RenderSettings = DEFAULTS) -> str:
    """Return a list of findings below the name of each file, with what to do about them."""
    return "".join(_blocks(report))


def render_within(report: Report, most: int) -> str:
    """Return as many findings as fit into so many bytes, and say how many are left out.

    `most` is LEAST or more.
    """
    room = most - LEAST
    taken: list[str] = []
    left = len(report.diagnostics)
    for block in _blocks(report):
        room -= len(block.encode("utf-8", "backslashreplace"))
        if room < 0:
            taken.append(f"\n{plural(left, 'more finding')} did not fit here.\n")
            break
        taken.append(block)
        left -= block.startswith(_ITEM)
    return "".join(taken)


def _blocks(report: Report) -> Iterator[str]:
    """Yield the heading, then the name of each file and each of its findings."""
    if not report.diagnostics:
        yield "### connlint\n\nNo problems found.\n"
        return
    yield f"### connlint\n\n{summary_line(report.summary)}\n"
    for path, findings in _by_file(report.diagnostics):
        yield f"\n#### {code(path)}\n\n"
        for finding in findings:
            yield _item(finding, report)


def _by_file(findings: Iterable[Diagnostic]) -> Iterable[tuple[str, list[Diagnostic]]]:
    files: dict[str, list[Diagnostic]] = {}
    for finding in findings:
        files.setdefault(finding.path, []).append(finding)
    return files.items()


def _item(finding: Diagnostic, report: Report) -> str:
    start = finding.range.start
    head = f"{_ITEM}**{finding.severity}**, line {start.line}, column {start.column}"
    lines = [f"{head}: {prose(finding.message)} ([{finding.rule}]({finding.docs}))"]
    if finding.help:
        lines.append(f"  - What to do: {prose(finding.help)}")
    lines += [
        f"  - See also {code(f'{other.path}:{other.range.start.line}')}: {prose(other.message)}"
        for other in finding.related
    ]
    fix = first_fix(finding) if report.has_fix(finding) else None
    if fix is not None:
        lines.append(f"  - Fixable with {code(f'connlint check {option(fix)}')}")
    return "".join(f"{line}\n" for line in lines)
