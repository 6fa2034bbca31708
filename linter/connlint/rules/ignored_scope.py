"""ignored-scope: the service knows no scopes."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.project import Connector
from connlint.rules.rule import Change, Finding, Rule
from connlint.rules.scopes import entry_of
from connlint.severity import Safety, Severity

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
    managed = entry.token == "managed"  # noqa: S105 - how the token is had, no token
    # Base44 connects a managed service without the list. For others it stores what the file says,
    # though the service knows no scopes: that has been seen of ClickUp.
    safety = Safety.SAFE if managed else Safety.UNSAFE
    changes: tuple[Change, ...] = ()
    # Comments in the list would go with it, so then there is no fix.
    if not any(span.start < comment.start < span.end for comment in comments):
        changes = (Change("Empty the list", safety, span, "[]"),)
    why = "the platform connects it without OAuth" if managed else "its OAuth knows none"
    yield Finding(
        connector.source,
        span,
        f"{entry.name} takes no scopes: {why}",
        'write "scopes": []',
        changes=changes,
        severity=Severity.WARNING if managed else None,
    )


RULE = Rule(
    "ignored-scope",
    Severity.INFO,
    "The service takes no scopes",
    check_connector=_check,
)
