"""The concise format: one finding a line, for editors, grep and narrow logs."""

from __future__ import annotations

from connlint.render.fix_diff import first_fix, option
from connlint.render.hyperlinks import hyperlink
from connlint.render.settings import DEFAULTS, RenderSettings
from connlint.reporting.report import Report
from connlint.text.escaping import at_line_start, escape_unprintable

__all__ = ["render"]


def render(report: Report, settings: RenderSettings = DEFAULTS) -> str:
    """Return lines like `path:line:column: severity[rule] message`; empty without findings.

    The last words of a finding that can be fixed say by which options.
    """
    lines = []
    for finding in report.diagnostics:
        start = finding.range.start
        rule = finding.rule
        if settings.has_hyperlinks:
            rule = hyperlink(rule, finding.docs)
        fix = first_fix(finding) if report.has_fix(finding) else None
        mark = f" [fixable with {option(fix)}]" if fix else ""
        lines.append(
            f"{at_line_start(finding.path)}:{start.line}:{start.column}: "
            f"{finding.severity}[{rule}] {escape_unprintable(finding.message)}{mark}\n"
        )
    return "".join(lines)
