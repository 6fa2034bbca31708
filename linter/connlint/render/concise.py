"""The concise format: one finding a line, for editors, grep and narrow logs."""

from __future__ import annotations

from connlint.render.settings import DEFAULTS, RenderSettings
from connlint.reporting.report import Report
from connlint.text.escaping import at_line_start, escape_unprintable

__all__ = ["render"]


def render(report: Report, _: RenderSettings = DEFAULTS) -> str:
    """Return lines like `path:line:column: severity[rule] message`; empty without findings."""
    lines = []
    for finding in report.diagnostics:
        start = finding.range.start
        lines.append(
            f"{at_line_start(finding.path)}:{start.line}:{start.column}: "
            f"{finding.severity}[{finding.rule}] {escape_unprintable(finding.message)}\n"
        )
    return "".join(lines)
