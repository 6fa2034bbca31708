"""The rule `missing-scopes`: connectors without `scopes`, which Base44 treats as an empty list."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Safety, Severity
from connlint.jsonc import Member
from connlint.project import Connector
from connlint.rules.rule import Change, Finding, Rule
from connlint.text.source import Span

__all__ = ["RULE", "insertion"]


def _check(connector: Connector, _: Catalog) -> Iterator[Finding]:
    # In a broken file `scopes` may exist without being found.
    if connector.scopes is not None or connector.document.problems:
        return
    member = connector.type
    if member is None:
        return
    change = Change('Add "scopes": []', Safety.SAFE, *insertion(connector, member))
    yield Finding(
        connector.source,
        member.span,
        '"scopes" is missing: Base44 treats that as an empty list',
        'Add the scopes that you need, or "scopes": [] for none',
        changes=(change,),
    )


def insertion(connector: Connector, member: Member) -> tuple[Span, str]:
    """Return the edit that inserts an empty list of scopes after the type."""
    end = member.span.end
    # A comma after the type is valid whatever follows, because trailing commas are allowed.
    return Span(end, end), f',{_gap(connector, member)}"scopes": []'


def _gap(connector: Connector, member: Member) -> str:
    """Return the whitespace before the type, which the new property gets as well."""
    before = connector.source.text[: member.key.span.start]
    line = before.rfind("\n")
    if line < 0:
        return " "
    start = line - 1 if before[line - 1 : line] == "\r" else line
    gap = before[start:]
    return gap if not gap.strip() else " "


RULE = Rule(
    "missing-scopes",
    Severity.WARNING,
    "A connector file has no list of scopes, not even an empty one",
    check_connector=_check,
)
