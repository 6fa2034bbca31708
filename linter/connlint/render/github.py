"""Workflow commands of GitHub Actions, which shows them beside the lines of a pull request."""

from __future__ import annotations

import os
import re

from connlint.diagnostic import Diagnostic
from connlint.render.sentences import sentences
from connlint.report import Report
from connlint.severity import Severity
from connlint.wording import visible

__all__ = ["render"]

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_IN_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES = {**_IN_TEXT, ":": "%3A", ",": "%2C"}


def render(report: Report, *, folder: str = "") -> str:
    """A command for each finding, a line each, the gravest first; empty without findings.

    GitHub shows the first ten of each kind in a step, and wants paths that begin in the
    repository. `folder` is what leads from there to the working directory, with `/` at its
    end, and is empty where they are one.
    """
    ordered = sorted(report.diagnostics, key=lambda found: found.severity, reverse=True)
    return "".join(_command(found, folder) for found in ordered)


def _command(found: Diagnostic, folder: str) -> str:
    start, end = found.range.start, found.range.end
    properties: dict[str, object] = {
        "file": _path(found.path if os.path.isabs(found.path) else folder + found.path),
        "line": start.line,
        "endLine": end.line,
    }
    if start.line == end.line:
        # Columns of different lines make GitHub drop the annotation.
        properties.update(col=start.column, endColumn=end.column)
    properties["title"] = f"connlint {found.rule}"
    listed = ",".join(
        f"{name}={_escaped(str(value), _IN_PROPERTIES)}" for name, value in properties.items()
    )
    message = _escaped(sentences(found), _IN_TEXT)
    return f"::{_COMMANDS[found.severity]} {listed}::{message}\n"


def _path(path: str) -> str:
    """The path with its line ends, which a command can carry, and all else safe to show."""
    return "".join(
        part if part in _IN_TEXT else visible(part) for part in re.split(r"([\r\n])", path)
    )


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(char, char) for char in text)
