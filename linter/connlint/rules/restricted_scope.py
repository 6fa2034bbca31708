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
                f"{quote(node.value)} needs a review by {entry.provider} "
                "before the public can use it",
                _help(entry.provider),
            )


def _help(provider: str) -> str:
    if provider == "Google":
        until = 'until the review is done, users may see an "unverified app" warning'
    else:
        until = "until the review is done, only testers of the app may be able to grant it"
    return f"Keep it only if your app needs it; {until}"


RULE = Rule(
    "restricted-scope",
    Severity.INFO,
    "A scope needs a review by its provider",
    check_connector=_check,
)
