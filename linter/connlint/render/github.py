"""Workflow commands of GitHub Actions, which shows them next to the lines of a pull request."""

from __future__ import annotations

from connlint.diagnostics.diagnostic import Diagnostic
from connlint.diagnostics.severity import Severity
from connlint.render.sentences import sentences
from connlint.render.settings import DEFAULTS, RenderSettings
from connlint.render.workflow_command import path_in_checkout, workflow_command
from connlint.reporting.report import Report

__all__ = ["render"]

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, settings: RenderSettings = DEFAULTS) -> str:
    """Return a command for each finding, one a line, the most severe first; empty without any.

    GitHub shows the first ten of each kind in a step, and needs paths relative to the
    repository.
    """
    ordered = sorted(report.diagnostics, key=lambda finding: finding.severity, reverse=True)
    return "".join(_command(finding, settings.folder) for finding in ordered)


def _command(finding: Diagnostic, folder: str) -> str:
    start, end = finding.range.start, finding.range.end
    properties: dict[str, object] = {
        "file": path_in_checkout(finding.path, folder),
        "line": start.line,
        "endLine": end.line,
    }
    if start.line == end.line:
        # GitHub drops an annotation with columns if its lines differ.
        properties.update(col=start.column, endColumn=end.column)
    properties["title"] = f"connlint {finding.rule}"
    return workflow_command(_COMMANDS[finding.severity], properties, sentences(finding))
