"""The rule `duplicate-type`: two files for the same connector, which stop the whole deploy."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Severity
from connlint.jsonc import StringNode
from connlint.project import Connector, Project
from connlint.rules.rule import Finding, Place, Rule
from connlint.text.escaping import escape_unprintable, quote

__all__ = ["RULE"]


def _check(project: Project, _: Catalog) -> Iterator[Finding]:
    first: dict[str, tuple[Connector, StringNode]] = {}
    for connector in project.connectors:
        node = connector.type_string
        if node is None:
            continue
        earlier, other = first.setdefault(node.value.casefold(), (connector, node))
        if earlier is connector:
            continue
        if other.value == node.value:
            name = escape_unprintable(earlier.source.name)
            message = f"the type {quote(node.value)} is already defined in {name}"
            help_text = (
                "Base44 refuses the whole app while two files have one type; "
                "keep one file, with the scopes of both"
            )
        else:
            message = (
                f"the type {quote(node.value)} differs from {quote(other.value)} "
                f"in {escape_unprintable(earlier.source.name)} by letter case only"
            )
            help_text = (
                "Base44 takes them for two connectors; keep one, with its type as Base44 writes it"
            )
        yield Finding(
            connector.source,
            node.span,
            message,
            help_text,
            (Place(earlier.source, other.span, "it is defined here first"),),
        )


RULE = Rule(
    "duplicate-type",
    Severity.ERROR,
    "Two connector files have the same type",
    check_project=_check,
)
