"""The rule `ignored-file`: entries of the connectors directory that Base44 ignores."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Severity
from connlint.project import Project
from connlint.rules.rule import Finding, Rule
from connlint.text.escaping import escape_unprintable

__all__ = ["RULE"]


def _check(project: Project, _: Catalog) -> Iterator[Finding]:
    for file in project.ignored:
        name = escape_unprintable(file.source.name)
        message = f"Base44 ignores {name}: it {file.reason}"
        yield Finding(file.source, file.span, message, file.help)


RULE = Rule(
    "ignored-file",
    Severity.WARNING,
    "A file looks like a connector file, but Base44 ignores it",
    check_project=_check,
    reads_broken_text=True,
)
