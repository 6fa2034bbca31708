"""The rule `duplicate-scope`: a scope that a file has twice."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Safety, Severity
from connlint.jsonc import StringNode
from connlint.project import Connector
from connlint.rules.rule import Finding, Place, Rule
from connlint.rules.scopes import entry_of, is_own_type, without
from connlint.text.escaping import quote

__all__ = ["RULE"]


def _check(connector: Connector, catalog: Catalog) -> Iterator[Finding]:
    if is_own_type(connector, catalog):
        return
    entry = entry_of(connector, catalog)
    same: dict[str, StringNode] = {}
    first: dict[str, StringNode] = {}
    for node in connector.scope_strings:
        key = node.value if entry is None else entry.bare(node.value)
        earlier = same.setdefault(node.value, node)
        if earlier is node:
            earlier = first.setdefault(key, node)
        if earlier is node:
            continue
        message = f"The scope {quote(node.value)} is listed twice"
        safety = Safety.SAFE
        if earlier.value != node.value:
            # It is not known which of the two spellings Base44 accepts.
            safety = Safety.UNSAFE
            message = f"{quote(earlier.value)} and {quote(node.value)} are the same scope"
        yield Finding(
            connector.source,
            node.span,
            message,
            "Remove one of them",
            (Place(connector.source, earlier.span, "First listed here"),),
            without(f"Remove the duplicate {quote(node.value)}", safety, connector, node),
        )


RULE = Rule(
    "duplicate-scope",
    Severity.WARNING,
    "A scope is listed twice",
    check_connector=_check,
)
