"""Phrases that the formats of a plan share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from connlint.plan import (
    AppPlan,
    ConnectorAdded,
    ConnectorRemoved,
    PlannedRequest,
    RequestAdded,
    ScopeAdded,
    ScopeRemoved,
    Use,
)
from connlint.text.escaping import listing, quote
from connlint.tuples import NamedTuple

__all__ = [
    "NOTES",
    "Foreign",
    "Item",
    "Line",
    "Parts",
    "added",
    "items",
    "lost",
    "removed",
    "replaced",
    "request",
    "scope_added",
    "title",
]

NOTES = "Notes"
_REQUESTS = "New requests"
_STRIPE = "stripe"
_MOST_USES = 5
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_SHORT = 10


class Foreign(NamedTuple):
    """A text of the app, which formats show as code."""

    text: str


Parts = tuple[str | Foreign, ...]


class Line(NamedTuple):
    """A line below an item, or with `is_deep` below a line, with its mark: `+`, `-` or empty."""

    mark: str
    parts: Parts
    is_deep: bool = False


class Item(NamedTuple):
    """Change of one connector; `mark` is `+`, `-` or `~`, or empty for requests."""

    mark: str
    head: Parts
    lines: tuple[Line, ...]


def title(plan: AppPlan) -> Parts:
    """Return the name of the app, and what it is compared with."""
    app: str | Foreign = "This app" if plan.root == "." else Foreign(plan.root)
    # Of a commit's id, people know the beginning.
    is_id = _COMMIT.fullmatch(plan.since) is not None
    return app, ", compared with ", Foreign(plan.since[:_SHORT] if is_id else plan.since)


def items(plan: AppPlan) -> Iterator[Item]:
    """Yield what the plan says of each connector, then of new requests."""
    fresh = {each.type: each for each in plan.changes if isinstance(each, ConnectorAdded)}
    renames = dict(plan.renames)
    for change in plan.changes:
        if isinstance(change, ConnectorRemoved) and change.type not in renames:
            yield Item("-", removed(change), tuple(_uses(change.used_by)))
    for change in plan.changes:
        if isinstance(change, ConnectorRemoved) and change.type in renames:
            new = fresh.pop(renames[change.type])
            lines = (*_uses(change.used_by), *_listed(new.scopes))
            yield Item("~", replaced(change, new), lines)
    for new in fresh.values():
        yield Item("+", added(new), tuple(_listed(new.scopes)))
    yield from _changed(plan)
    requests = [each for each in plan.changes if isinstance(each, RequestAdded)]
    if requests:
        yield Item("", (_REQUESTS,), tuple(Line("+", request(each)) for each in requests))


def _changed(plan: AppPlan) -> Iterator[Item]:
    """Yield an item for each connector whose scopes change."""
    changed: dict[str, tuple[str, list[Line]]] = {}
    for change in plan.changes:
        if not isinstance(change, (ScopeAdded, ScopeRemoved)):
            continue
        _, lines = changed.setdefault(change.type, (change.name, []))
        if isinstance(change, ScopeAdded):
            lines.append(Line("+", scope_added(change)))
            if change.allows:
                lines.append(Line("", (f"allows: {change.allows}",), is_deep=True))
            continue
        lines.append(Line("-", (Foreign(change.scope),)))
        lines += [Line("", lost(change, each), is_deep=True) for each in change.breaks]
    for kind, (name, lines) in changed.items():
        yield Item("~", (*_named(name, kind), " gets other scopes"), tuple(lines))


def removed(change: ConnectorRemoved) -> Parts:
    """Say what happens to a connector that is removed."""
    what = "uninstalls it" if change.type == _STRIPE else "disconnects it"
    if not change.is_known:
        what += " if it is connected"
    use = ", and the app still uses it" if change.used_by else ""
    return *_named(change.name, change.type), f": the push {what}{use}"


def added(change: ConnectorAdded) -> Parts:
    """Say what happens to a connector that is added."""
    if change.type == _STRIPE:
        what = "Base44 creates a Stripe sandbox, and prints an address to claim it"
    elif change.consent:
        what = "new, so people have to authorize it"
    else:
        what = "new"
    review = "; its provider has to review the app" if change.restricted else ""
    return *_named(change.name, change.type), f": {what}{review}"


def replaced(old: ConnectorRemoved, new: ConnectorAdded) -> Parts:
    """Say what happens to a connector whose type changes."""
    use = f", but the app still uses {old.name}" if old.used_by else ""
    review = "; its provider has to review the app" if new.restricted else ""
    ask = " and asks people to authorize it" if new.consent else ""
    first = "the old one" if old.is_known else "the old one if it is connected"
    return (
        *_named(old.name, old.type),
        " becomes ",
        *_named(new.name, new.type),
        f": the push disconnects {first}, adds the new one{ask}{use}{review}",
    )


def scope_added(change: ScopeAdded) -> Parts:
    """Say what people and the provider have to do about a new scope."""
    notes = ["people have to consent again"] if change.consent else []
    if change.restricted:
        notes.append(f"{change.provider} has to review the app")
    return Foreign(change.scope), f": {'; '.join(notes)}" if notes else ""


def lost(change: ScopeRemoved, broken: PlannedRequest) -> Parts:
    """Say that a request loses its scope."""
    what = f": {change.name} will reject this request"
    return _place(broken), " ", Foreign(_methods(broken)), what


def request(change: RequestAdded) -> Parts:
    """Say whether the scopes allow a new request."""
    if change.allowed:
        what = "allowed"
    elif change.allowed is None:
        what = "connlint cannot tell whether its scopes allow it"
    elif change.because:
        what = f"will be rejected, because {change.because}"
    else:
        what = f"{change.name} will reject it"
    parts: Parts = _place(change.request), " ", Foreign(_methods(change.request)), f": {what}"
    for number, scope in enumerate(change.lacking):
        parts = (*parts, " and " if number else "; add ", Foreign(scope))
    return parts


def _named(name: str, kind: str) -> Parts:
    return (Foreign(kind),) if name == quote(kind) else (name, " (", Foreign(kind), ")")


def _place(place: PlannedRequest | Use) -> Foreign:
    return Foreign(f"{place.path}:{place.line}")


def _methods(planned: PlannedRequest) -> str:
    return listing(planned.methods, "or")


def _uses(uses: Sequence[Use]) -> Iterator[Line]:
    for use in uses[:_MOST_USES]:
        yield Line("", ("used by ", _place(use)))
    more = len(uses) - _MOST_USES
    if more > 0:
        yield Line("", (f"used by {more} more",))


def _listed(scopes: Iterable[str]) -> Iterator[Line]:
    for scope in scopes:
        yield Line("+", (Foreign(scope),))
