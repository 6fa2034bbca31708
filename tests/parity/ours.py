"""What connlint makes of an app, in the terms of Base44's verdict."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from connlint.diagnostics.severity import Severity
from connlint.project import NothingToLint, find_targets
from connlint.run import lint_targets

__all__ = ["Ours", "lint"]


class Ours(NamedTuple):
    """The rules with findings, and the types that were read; `found` is False without an app."""

    found: bool
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    types: frozenset[str] = frozenset()

    @property
    def refuses(self) -> bool:
        """Whether a run would fail."""
        return not self.found or bool(self.errors)


def lint(folder: Path) -> Ours:
    """Lint the app that a folder is, or is in."""
    cwd = str(folder)
    try:
        targets = find_targets(["."], cwd)
    except NothingToLint:
        return Ours(found=False)
    run = lint_targets(targets, cwd)
    rules = {
        severity: tuple(
            sorted({found.rule for found in run.diagnostics if found.severity == severity})
        )
        for severity in Severity
    }
    types = {
        connector.type_string.value
        for project in run.projects
        for connector in project.connectors
        if connector.type_string is not None
    }
    return Ours(True, rules[Severity.ERROR], rules[Severity.WARNING], frozenset(types))
