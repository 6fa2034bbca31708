"""The rule `config-error`: mistakes in connlint.toml."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Severity
from connlint.project import Project
from connlint.rules.rule import Finding, Rule

__all__ = ["RULE"]


def _check(project: Project, _: Catalog) -> Iterator[Finding]:
    source = project.settings.source
    if source is not None:
        for problem in project.settings.problems:
            yield Finding(source, problem.span, problem.message, problem.help)


RULE = Rule(
    "config-error",
    Severity.ERROR,
    "connlint.toml has a mistake",
    check_project=_check,
    reads_broken_text=True,
)
