"""broad-scope: full access, where the provider offers less."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.project import Connector
from connlint.rules.rule import Finding, Rule
from connlint.rules.scopes import entry_of
from connlint.severity import Severity
from connlint.wording import listing, quote

__all__ = ["RULE"]


def _check(connector: Connector, catalog: Catalog) -> Iterator[Finding]:
    entry = entry_of(connector, catalog)
    if entry is None:
        return
    for node in connector.scope_strings:
        narrower = entry.narrower(node.value)
        if narrower:
            yield Finding(
                connector.source,
                node.span,
                f"the scope {quote(node.value)} gives more access than most apps need",
                f"if it is enough, use {listing((quote(scope) for scope in narrower), 'or')}",
            )


RULE = Rule(
    "broad-scope",
    Severity.WARNING,
    "A scope gives full access where the provider offers less",
    check_connector=_check,
    known_type_only=True,
)
