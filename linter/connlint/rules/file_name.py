"""The rule `file-name`: files that are not named after the type in them."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Severity
from connlint.project import Project
from connlint.rules.rule import Finding, Rule
from connlint.text.escaping import escape_unprintable, quote

__all__ = ["RULE"]


def _check(project: Project, catalog: Catalog) -> Iterator[Finding]:
    # A file outside a connectors directory may have any name.
    for connector in () if project.standalone else project.connectors:
        node = connector.type_string
        name = connector.source.name
        if node is None or name in (f"{node.value}.jsonc", f"{node.value}.json"):
            continue
        # If the type is unknown, the file's name may be the right one.
        if node.value in catalog:
            ending = name.rpartition(".")[2]
            yield Finding(
                connector.source,
                node.span,
                f"The file for connector {quote(node.value)} is named {escape_unprintable(name)}",
                f"Rename it to {node.value}.{ending}, the name that `base44 connectors pull` uses",
            )


RULE = Rule(
    "file-name",
    Severity.INFO,
    "The file is not named after the type in it",
    check_project=_check,
)
