"""The rule `ignored-scope`: scopes for a service that has none."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Safety, Severity
from connlint.project import Connector
from connlint.rules.rule import Change, Finding, Rule
from connlint.rules.scopes import entry_of

__all__ = ["RULE"]


def _check(connector: Connector, catalog: Catalog) -> Iterator[Finding]:
    entry = entry_of(connector, catalog)
    member = connector.scopes
    if entry is None or entry.takes_scopes or member is None or member.value is None:
        return
    if not connector.scope_strings:
        return
    span = member.value.span
    comments = connector.document.comments
    managed = entry.token == "managed"  # noqa: S105 - a kind of token, no secret
    # Base44 connects a managed service without the list. For others it stores the file's scopes,
    # although the service has none; this was observed with ClickUp.
    safety = Safety.SAFE if managed else Safety.UNSAFE
    changes: tuple[Change, ...] = ()
    # A fix would delete the comments in the list, so there is none then.
    if not any(span.start < comment.start < span.end for comment in comments):
        changes = (Change("Empty the list", safety, span, "[]"),)
    message = f"{entry.name} has no scopes, so this list has no effect"
    if managed:
        message = f"Base44 connects {entry.name} without OAuth, so these scopes have no effect"
    yield Finding(
        connector.source,
        span,
        message,
        'Empty the list: "scopes": []',
        changes=changes,
        severity=Severity.WARNING if managed else None,
    )


RULE = Rule(
    "ignored-scope",
    Severity.INFO,
    "The service has no scopes",
    check_connector=_check,
)
