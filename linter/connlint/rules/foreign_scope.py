"""foreign-scope: the scope exists, but for another connector."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.project import Connector
from connlint.rules.rule import Change, Finding, Rule
from connlint.rules.scopes import doubtful_scopes, foreign, without
from connlint.severity import Safety, Severity
from connlint.wording import quote

__all__ = ["RULE"]


def _check(connector: Connector, catalog: Catalog) -> Iterator[Finding]:
    for node, entry in doubtful_scopes(connector, catalog):
        fault = foreign(node.value, entry, catalog)
        if fault is not None:
            changes: tuple[Change, ...] = ()
            if fault.removable:
                changes = without(f"Remove {quote(node.value)}", Safety.UNSAFE, connector, node)
            yield Finding(
                connector.source,
                node.span,
                fault.message,
                fault.help,
                changes=changes,
                severity=fault.severity,
            )


RULE = Rule(
    "foreign-scope",
    Severity.WARNING,
    "A scope belongs to another connector",
    check_connector=_check,
)
