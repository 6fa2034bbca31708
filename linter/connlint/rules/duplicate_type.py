"""duplicate-type: two files define the same connector, which stops the whole deploy."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.jsonc import StringNode
from connlint.project import Connector, Project
from connlint.rules.rule import Finding, Place, Rule
from connlint.severity import Severity
from connlint.wording import quote, visible

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
            message = (
                f"the type {quote(node.value)} is already defined in {visible(earlier.source.name)}"
            )
            help_text = (
                "Base44 refuses the whole app while two files have one type; "
                "keep one file, with the scopes of both"
            )
        else:
            message = (
                f"the type {quote(node.value)} differs from {quote(other.value)} "
                f"in {visible(earlier.source.name)} by letter case only"
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
