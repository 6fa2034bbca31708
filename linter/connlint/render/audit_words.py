"""Phrases that the formats of the least-privilege report share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from connlint.audit import (
    AuditCall,
    AuditConnector,
    AuditGap,
    AuditProject,
    AuditScope,
    Verdict,
)
from connlint.catalog.partial import KINDS
from connlint.text.escaping import plural
from connlint.tuples import NamedTuple

__all__ = [
    "LABELS",
    "OTHER_CALLS",
    "TITLE",
    "Advice",
    "advice",
    "app",
    "gaps_title",
    "label",
    "methods",
    "note",
    "other_calls",
    "place",
    "short",
    "totals",
    "unchecked",
    "where",
]

TITLE = "Scope report"
ADDED = "added by Base44"
MAYBE = "maybe needed"
UNCHECKED = "could not check"
OTHER_CALLS = "other requests"
"""The label of requests that no scope of the connector allows or is needed for."""
LABELS = (
    Verdict.NEEDED.value,
    MAYBE,
    Verdict.COVERED.value,
    Verdict.UNUSED.value,
    Verdict.MISSING.value,
    UNCHECKED,
    ADDED,
)
"""All labels of scopes, in the order in which they are counted."""


class Advice(NamedTuple):
    """The scopes to recommend under a label; `scopes` is None if the label says all."""

    label: str
    scopes: tuple[str, ...] | None


def app(project: AuditProject) -> str:
    """Return the name of an app: its folder, or words for the working directory."""
    return "This app" if project.root == "." else project.root


def label(scope: AuditScope) -> str:
    """Return the verdict on a scope in words; for one that the platform adds, that it does."""
    if scope.added and scope.verdict is Verdict.NEEDED:
        return ADDED
    if scope.verdict is Verdict.NOT_UNDERSTOOD:
        return MAYBE if scope.perhaps else UNCHECKED
    name: str = scope.verdict.value
    return name


def totals(project: AuditProject) -> str:
    """Return a sentence about a project, like `2 connectors with 5 scopes: 3 needed, 2 unused.`."""
    scopes = [scope for connector in project.connectors for scope in connector.scopes]
    counts = Counter(map(label, scopes))
    missing = counts.pop(Verdict.MISSING.value, 0)
    listed = [f"{counts[name]} {_counted(name)}" for name in LABELS if counts[name]]
    count = plural(len(scopes) - missing, "scope")
    head = f"{plural(len(project.connectors), 'connector')} with {count}"
    rest = f"; {missing} missing" if missing else ""
    return f"{head}{': ' if listed else ''}{', '.join(listed)}{rest}."


def _counted(name: str) -> str:
    return "connlint could not check" if name == UNCHECKED else name


def advice(connector: AuditConnector) -> Advice | None:
    """Return the scopes to recommend for a connector; None where nothing can be said."""
    if not connector.takes_scopes:
        return Advice(f"{connector.name} has no scopes", None)
    if not connector.calls:
        return Advice("No function uses this connector", None) if connector.is_proven else None
    if connector.is_proven and connector.is_enough:
        return Advice("Recommended scopes", connector.smallest)
    return Advice("Recommended, as far as connlint can tell", connector.smallest)


def where(connector: AuditConnector) -> str:
    """Return the words that replace the path of a connector without a file."""
    return "requested by its id" if connector.by_id else "no connector file"


def note(scope: AuditScope) -> str:
    """Return a remark about a scope, shown next to its verdict; may be empty."""
    if scope.added and scope.verdict is Verdict.NEEDED:
        return ""
    if label(scope) == UNCHECKED and not scope.is_known:
        return "not a known scope of this connector"
    words = [word for word in (scope.sensitivity, KINDS.get(scope.partial)) if word]
    if scope.covered_by:
        words.append(f"by {', '.join(map(short, scope.covered_by))}")
    return ", ".join(words)


def methods(call: AuditCall) -> str:
    """Return the methods that a request may be, and when it needs a scope if not always."""
    condition = f" ({call.condition})" if call.condition else ""
    return f"{' or '.join(call.methods)}{condition}"


def other_calls(connector: AuditConnector) -> list[AuditCall]:
    """Return the requests that are shown with no scope."""
    shown = {call for scope in connector.scopes for call in (*scope.calls, *scope.perhaps)}
    return [call for call in connector.calls if call not in shown]


def unchecked(connector: AuditConnector) -> list[AuditGap]:
    """Return what connlint could not check; a request that has a condition is shown with it."""
    return [gap for gap in connector.gaps if not gap.is_condition]


def gaps_title(gaps: Iterable[AuditGap]) -> str:
    """Return the title of a list of gaps, like `1 request connlint could not check`."""
    items = list(gaps)
    noun = "request" if all(gap.is_request for gap in items) else "place"
    return f"{plural(len(items), noun)} connlint could not check"


def short(scope: str) -> str:
    """Return a scope without the address that all scopes of its provider begin with."""
    name = scope.rstrip("/").rpartition("/")[2]
    return name if scope.startswith("https://") and name else scope


def place(path: str, line: int | None) -> str:
    """Return a position like `entry.ts:7`, or the path alone without a line."""
    return path if line is None else f"{path}:{line}"
