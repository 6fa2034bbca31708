"""The kinds of changes that fail a command, if they are asked for."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from connlint.plan.model import (
    AppPlan,
    Change,
    ConnectorAdded,
    ConnectorRemoved,
    RequestAdded,
    ScopeAdded,
    ScopeRemoved,
)

__all__ = ["FailOn", "fails"]


class FailOn(Enum):
    """A kind of change that fails the command."""

    USED_DISCONNECT = ""
    """The push disconnects a connector that the app still uses: the default."""
    DISCONNECT = "disconnect"
    """The push disconnects a connector."""
    CONSENT = "consent"
    """People have to authorize a connector, or to consent again."""
    RESTRICTED = "restricted"
    """A provider has to review the app."""
    INSUFFICIENT = "insufficient"
    """A request loses its scope, or a new one has none."""
    NEVER = "never"
    """Nothing."""


def fails(plan: AppPlan, kinds: Iterable[FailOn]) -> bool:
    """Tell whether a plan has a change of one of the kinds."""
    return any(_is(change, kind) for kind in kinds for change in plan.changes)


def _is(change: Change, kind: FailOn) -> bool:
    if kind is FailOn.USED_DISCONNECT:
        return isinstance(change, ConnectorRemoved) and bool(change.used_by)
    if kind is FailOn.DISCONNECT:
        return isinstance(change, ConnectorRemoved)
    if kind is FailOn.CONSENT:
        return isinstance(change, (ConnectorAdded, ScopeAdded)) and change.consent
    if kind is FailOn.RESTRICTED:
        return isinstance(change, (ConnectorAdded, ScopeAdded)) and change.restricted
    if kind is FailOn.INSUFFICIENT:
        is_refused = isinstance(change, RequestAdded) and change.allowed is False
        return is_refused or (isinstance(change, ScopeRemoved) and bool(change.breaks))
    return False
