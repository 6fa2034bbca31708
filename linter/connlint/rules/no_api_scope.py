"""The rule `no-api-scope`: scopes that identify the user, but give access to no API."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Severity
from connlint.project import Connector
from connlint.rules.rule import Finding, Rule
from connlint.rules.scopes import entry_of

__all__ = ["RULE"]


def _check(connector: Connector, catalog: Catalog) -> Iterator[Finding]:
    entry = entry_of(connector, catalog)
    member = connector.scopes
    if entry is None or member is None or member.value is None or entry.other_token is not None:
        # The scopes that the platform adds to Slack's connectors are scopes of Slack's API.
        return
    scopes = connector.scope_strings
    if scopes and all(entry.bare(node.value) in entry.companions for node in scopes):
        yield Finding(
            connector.source,
            member.value.span,
            f"These scopes only identify the user; none gives access to {entry.name}",
            "Add the scopes that your app needs, or remove the connector",
        )


RULE = Rule(
    "no-api-scope",
    Severity.WARNING,
    "The scopes only identify the user",
    check_connector=_check,
)
