"""The rule `restricted-scope`: scopes for which the provider reviews apps."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Severity
from connlint.project import Connector
from connlint.rules.rule import Finding, Rule
from connlint.rules.scopes import entry_of
from connlint.text.escaping import quote

__all__ = ["RULE"]


def _check(connector: Connector, catalog: Catalog) -> Iterator[Finding]:
    entry = entry_of(connector, catalog)
    if entry is None:
        return
    for node in connector.scope_strings:
        if entry.is_reviewed(node.value):
            yield Finding(
                connector.source,
                node.span,
                f"{entry.provider} reviews apps that ask for the scope {quote(node.value)}",
                "keep it if the app needs it; users may see a warning until the review is done",
            )


RULE = Rule(
    "restricted-scope",
    Severity.INFO,
    "The provider reviews apps that ask for a scope",
    check_connector=_check,
)
