"""The most important about a plan, in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connlint.plan.model import (
    Change,
    ConnectorAdded,
    ConnectorRemoved,
    PlannedRequest,
    RequestAdded,
    ScopeAdded,
    ScopeRemoved,
)
from connlint.text.escaping import listing, plural

__all__ = ["verdict_on"]

_MOST_NAMES = 3


def verdict_on(
    changes: Sequence[Change], renames: Sequence[tuple[str, str]], notes: Sequence[str]
) -> str:
    """Return one sentence about what the next push does, the worst first."""
    clauses = [*_clauses(changes, dict(renames))]
    if clauses:
        return f"The next push {'; '.join(clauses)}."
    if changes:
        return "The next push asks nobody to consent and disconnects nothing."
    if notes:
        return "The next push changes nothing, as far as connlint can tell."
    return "The next push changes nothing for the people who use this app."


def _clauses(changes: Sequence[Change], renames: dict[str, str]) -> Iterator[str]:
    added = [change for change in changes if isinstance(change, ConnectorAdded)]
    removed = [change for change in changes if isinstance(change, ConnectorRemoved)]
    names = {change.type: change.name for change in added}
    replaced = [change for change in removed if change.type in renames]
    gone = [change for change in removed if change.type not in renames]
    used = [change.name for change in gone if change.used_by]
    if used:
        yield f"disconnects {_names(used)}, which the app still uses"
    unused = [change.name for change in gone if not change.used_by]
    if unused:
        yield f"disconnects {_names(unused)}"
    for change in replaced:
        use = ", which the app still uses," if change.used_by else ""
        yield f"replaces {change.name}{use} with {names[renames[change.type]]}"
    broken = _broken(changes)
    if broken:
        yield f"takes a needed scope from {plural(len(broken), 'request')}"
    refused = [each for each in changes if isinstance(each, RequestAdded) and each.allowed is False]
    if refused:
        yield f"brings {plural(len(refused), 'new request')} that will be rejected"
    fresh = [change for change in added if change.type not in renames.values()]
    asked = [change.name for change in added if change.consent]
    if asked:
        yield f"asks people to authorize {_names(asked)}"
    others = [change.name for change in fresh if not change.consent]
    if others:
        yield f"adds {_names(others)}"
    again = [each.name for each in changes if isinstance(each, ScopeAdded) and each.consent]
    if again:
        yield f"asks people to consent again to {_names(again)}"


def _broken(changes: Sequence[Change]) -> set[PlannedRequest]:
    return {
        request
        for change in changes
        if isinstance(change, ScopeRemoved)
        for request in change.breaks
    }


def _names(names: Sequence[str]) -> str:
    different = list(dict.fromkeys(names))
    more = len(different) - _MOST_NAMES
    return listing([*different[:_MOST_NAMES], *([f"{more} more"] if more > 0 else [])])
