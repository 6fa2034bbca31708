"""The rule `unknown-scope`: scopes that the connector's service does not have."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog, Completeness
from connlint.diagnostics.severity import Safety, Severity
from connlint.project import Connector
from connlint.rules.rule import Change, Finding, Rule
from connlint.rules.scopes import doubtful_scopes, foreign
from connlint.rules.strings import literal
from connlint.rules.suggestions import meant_scope
from connlint.text.escaping import quote

__all__ = ["RULE"]


def _check(connector: Connector, catalog: Catalog) -> Iterator[Finding]:
    for node, entry in doubtful_scopes(connector, catalog):
        if foreign(node.value, entry, catalog) is not None:
            continue
        complete = entry.completeness is Completeness.COMPLETE
        message = f"{entry.name} has no scope {quote(node.value)}"
        if not complete:
            message = f"Unknown {entry.name} scope {quote(node.value)}"
        meant = meant_scope(node.value, entry)
        changes: tuple[Change, ...] = ()
        help_text = f"Choose one of its scopes: {entry.docs}" if entry.docs else "Remove it"
        if meant is not None:
            help_text = f"Did you mean {quote(meant)}?"
            text = literal(meant, connector.source.slice(node.span))
            changes = (Change(f"Change it to {quote(meant)}", Safety.UNSAFE, node.span, text),)
        yield Finding(
            connector.source,
            node.span,
            message,
            help_text,
            changes=changes,
            severity=Severity.ERROR if complete else Severity.WARNING,
        )


RULE = Rule(
    "unknown-scope",
    Severity.ERROR,
    "The service has no such scope",
    check_connector=_check,
)
