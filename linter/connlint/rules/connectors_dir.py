"""The rule `connectors-dir`: connectors or functions that are not where the config says."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Severity
from connlint.project import Project
from connlint.rules.rule import Finding, Rule

__all__ = ["RULE"]


def _check(project: Project, _: Catalog) -> Iterator[Finding]:
    for file in project.misplaced:
        yield Finding(file.source, file.span, file.reason, file.help)


RULE = Rule(
    "connectors-dir",
    Severity.WARNING,
    "The connectors or the functions are not where the config says",
    check_project=_check,
)
