"""unreadable-file: Base44 cannot read the file, or reads something else than it holds."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.project import Project
from connlint.rules.rule import Finding, Rule
from connlint.severity import Severity
from connlint.wording import visible

__all__ = ["RULE"]


def _check(project: Project, _: Catalog) -> Iterator[Finding]:
    for file in project.unreadable:
        name = visible(file.source.name)
        yield Finding(file.source, file.span, f"{name} {file.reason}", file.help)


RULE = Rule(
    "unreadable-file",
    Severity.ERROR,
    "A connector file cannot be read as UTF-8 text",
    check_project=_check,
    reads_broken_text=True,
)
