"""The rule `deprecated-scope`: scopes that the provider has retired."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Safety, Severity
from connlint.project import Connector
from connlint.rules.rule import Change, Finding, Rule
from connlint.rules.scopes import entry_of, without
from connlint.rules.strings import literal
from connlint.text.escaping import quote

__all__ = ["RULE"]


def _check(connector: Connector, catalog: Catalog) -> Iterator[Finding]:
    entry = entry_of(connector, catalog)
    if entry is None:
        return
    listed = {node.value for node in connector.scope_strings}
    for node in connector.scope_strings:
        scope = entry.scope(node.value) if entry.is_deprecated(node.value) else None
        if scope is None:
            continue
        changes: tuple[Change, ...] = ()
        help_text = "Remove it"
        if scope.replacement and scope.replacement in listed:
            help_text = f"Remove it; {quote(scope.replacement)} has replaced it"
            title = f"Remove {quote(node.value)}"
            changes = without(title, Safety.UNSAFE, connector, node)
        elif scope.replacement:
            help_text = f"Use {quote(scope.replacement)} instead"
            text = literal(scope.replacement, connector.source.slice(node.span))
            title = f"Change it to {quote(scope.replacement)}"
            changes = (Change(title, Safety.UNSAFE, node.span, text),)
        yield Finding(
            connector.source,
            node.span,
            f"{entry.name} has retired the scope {quote(node.value)}",
            help_text,
            changes=changes,
        )


RULE = Rule(
    "deprecated-scope",
    Severity.WARNING,
    "The provider has retired a scope",
    check_connector=_check,
)
