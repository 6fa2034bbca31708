"""connectors-dir: the connectors or the functions are not where the config says."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.project import Project
from connlint.rules.rule import Finding, Rule
from connlint.severity import Severity

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
