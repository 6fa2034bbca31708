"""One finding a line, for editors, grep and narrow logs."""

from __future__ import annotations

from connlint.report import Report
from connlint.wording import at_line_start, visible

__all__ = ["render"]


def render(report: Report) -> str:
    """`path:line:column: severity[rule] message`, one line each; empty without findings."""
    lines = []
    for found in report.diagnostics:
        start = found.range.start
        lines.append(
            f"{at_line_start(found.path)}:{start.line}:{start.column}: "
            f"{found.severity}[{found.rule}] {visible(found.message)}\n"
        )
    return "".join(lines)
