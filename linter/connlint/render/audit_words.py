"""Phrases that the formats of the least-privilege report share."""

from __future__ import annotations

from connlint.audit import AuditConnector, AuditScope, Totals, Verdict
from connlint.catalog.partial import KINDS
from connlint.text.escaping import plural

__all__ = ["note", "place", "short", "smallest", "totals", "without_file"]


def totals(counts: Totals) -> str:
    """Return a sentence about a project, like `2 connectors with 5 scopes: 3 needed, 2 unused.`."""
    parts = [
        (counts.needed, Verdict.NEEDED),
        (counts.covered, Verdict.COVERED),
        (counts.unused, Verdict.UNUSED),
        (counts.not_understood, Verdict.NOT_UNDERSTOOD),
    ]
    verdicts = ", ".join(f"{count} {verdict.value}" for count, verdict in parts if count)
    head = f"{plural(counts.connectors, 'connector')} with {plural(counts.scopes, 'scope')}"
    missing = f"; {counts.missing} missing" if counts.missing else ""
    return f"{head}{f': {verdicts}' if verdicts else ''}{missing}."


def smallest(connector: AuditConnector) -> str:
    """Return the label before the smallest set of scopes; empty where none is to be shown."""
    if not connector.takes_scopes:
        return "The service takes no scopes"
    if not connector.calls:
        return "No request uses it" if connector.is_proven else ""
    if connector.is_proven:
        return (
            "Smallest sufficient set" if connector.is_enough else "Smallest set, perhaps not enough"
        )
    requests = "the requests that are understood"
    return f"Enough for {requests}" if connector.is_enough else f"Perhaps enough for {requests}"


def without_file(connector: AuditConnector) -> str:
    """Return the words that replace the path of a connector without a file."""
    return "asked for by its id" if connector.by_id else "no connector file"


def note(scope: AuditScope) -> str:
    """Return a remark about a scope, shown next to its verdict; may be empty."""
    if scope.added:
        return "the platform adds it"
    words = [word for word in (scope.sensitivity, KINDS.get(scope.partial)) if word]
    if scope.covered_by:
        words.append(f"by {', '.join(map(short, scope.covered_by))}")
    return ", ".join(words)


def short(scope: str) -> str:
    """Return a scope without the address that all scopes of its provider begin with."""
    name = scope.rstrip("/").rpartition("/")[2]
    return name if scope.startswith("https://") and name else scope


def place(path: str, line: int | None) -> str:
    """Return a position like `entry.ts:7`, or the path alone without a line."""
    return path if line is None else f"{path}:{line}"
