"""The functions that other programs call."""

from __future__ import annotations

import os

from connlint.diagnostics.diagnostic import Diagnostic
from connlint.project import find_targets, find_text_target
from connlint.run import lint_targets

__all__ = ["lint_project", "lint_text"]


def lint_project(path: str | os.PathLike[str]) -> list[Diagnostic]:
    """Lint the Base44 projects that a path means, and give all findings.

    `path` is a project or a directory in or above one, a connectors directory, or a
    connector file; for a file its whole project is read, and the findings are those
    about the file. Findings of every severity come back, ordered by path, place and
    rule; none for a project without connectors.

    Raises NothingToLint when there is no such path, or no project there.
    """
    cwd = os.getcwd()
    return lint_targets(find_targets([os.fspath(path)], cwd), cwd).diagnostics


def lint_text(text: str, *, path: str | os.PathLike[str] = "connector.jsonc") -> list[Diagnostic]:
    """Lint the text of one connector file, which need not be on disk.

    When `path` is in the connectors directory of a project, the text stands in for
    that file and the rest of the project is read from disk, so that a second file of
    the same type is found. Elsewhere the text is linted alone. Findings about `path`
    of every severity come back, ordered by place and rule. Offsets count from after a
    byte order mark.
    """
    cwd = os.getcwd()
    target = find_text_target(os.fspath(path), cwd)
    location = next(iter(target.chosen or ()))
    overlay = {location: text.encode("utf-8", "surrogatepass")}
    return lint_targets([target], cwd, overlay=overlay).diagnostics
