"""Workflow commands of GitHub Actions, which shows them next to the lines of a pull request."""

from __future__ import annotations

import os
import posixpath
import re

from connlint.diagnostics.diagnostic import Diagnostic
from connlint.diagnostics.severity import Severity
from connlint.render.sentences import sentences
from connlint.render.settings import DEFAULTS, RenderSettings
from connlint.reporting.report import Report
from connlint.text.escaping import escape_unprintable

__all__ = ["render"]

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_IN_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES = {**_IN_TEXT, ":": "%3A", ",": "%2C"}


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
        "file": _path(
            finding.path
            if os.path.isabs(finding.path)
            else posixpath.normpath(folder + finding.path)
        ),
        "line": start.line,
        "endLine": end.line,
    }
    if start.line == end.line:
        # GitHub drops an annotation with columns if its lines differ.
        properties.update(col=start.column, endColumn=end.column)
    properties["title"] = f"connlint {finding.rule}"
    listed = ",".join(
        f"{name}={_escaped(str(value), _IN_PROPERTIES)}" for name, value in properties.items()
    )
    message = _escaped(sentences(finding), _IN_TEXT)
    return f"::{_COMMANDS[finding.severity]} {listed}::{message}\n"


def _path(path: str) -> str:
    """Return a path that is safe to show; line ends are kept, as a command can encode them."""
    return "".join(
        part if part in _IN_TEXT else escape_unprintable(part)
        for part in re.split(r"([\r\n])", path)
    )


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(char, char) for char in text)
