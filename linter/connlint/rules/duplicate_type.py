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
            message = f"The type {quote(node.value)} is already defined in {name}"
            help_text = (
                "Merge them into one file: Base44 rejects the whole app "
                "when two files define the same type"
            )
        else:
            message = (
                f"{quote(node.value)} and {quote(other.value)} in "
                f"{escape_unprintable(earlier.source.name)} differ only in capitalization"
            )
            help_text = "Keep one of them: to Base44 they are two different connectors"
        yield Finding(
            connector.source,
            node.span,
            message,
            help_text,
            (Place(earlier.source, other.span, "First defined here"),),
        )


RULE = Rule(
    "duplicate-type",
    Severity.ERROR,
    "Two connector files have the same type",
    check_project=_check,
)
