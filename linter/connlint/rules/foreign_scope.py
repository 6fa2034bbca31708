"""foreign-scope: the scope exists, but for another connector."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.project import Connector
from connlint.rules.rule import Finding, Rule
from connlint.rules.scopes import doubtful_scopes, foreign
from connlint.severity import Severity

__all__ = ["RULE"]


def _check(connector: Connector, catalog: Catalog) -> Iterator[Finding]:
    for node, entry in doubtful_scopes(connector, catalog):
        fault = foreign(node.value, entry, catalog)
        if fault is not None:
            yield Finding(
                connector.source, node.span, fault.message, fault.help, severity=fault.severity
            )


RULE = Rule(
    "foreign-scope",
    Severity.WARNING,
    "A scope belongs to another connector",
    check_connector=_check,
)
