"""A plan as JSON, for other programs; plan.schema.json is its schema."""

from __future__ import annotations

from connlint.plan import (
    AppPlan,
    Change,
    ConnectorAdded,
    ConnectorRemoved,
    PlannedRequest,
    ScopeAdded,
    ScopeRemoved,
)
from connlint.render.ascii_json import to_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["render"]


def render(plan: AppPlan) -> str:
    """Return the plan for one app as JSON, indented by two spaces."""
    value = {
        "version": 1,
        "root": plan.root,
        "since": plan.since,
        "verdict": plan.verdict,
        "changes": [_change(change) for change in plan.changes],
        "notes": list(plan.notes),
    }
    return to_json(value)


def _change(change: Change) -> dict[str, Any]:
    if isinstance(change, ConnectorAdded):
        return {
            "kind": "connector-added",
            "type": change.type,
            "scopes": list(change.scopes),
            "consent": change.consent,
            "restricted": change.restricted,
        }
    if isinstance(change, ConnectorRemoved):
        used_by = list(dict.fromkeys(use.path for use in change.used_by))
        return {"kind": "connector-removed", "type": change.type, "used_by": used_by}
    if isinstance(change, ScopeAdded):
        return {
            "kind": "scope-added",
            "type": change.type,
            "scope": change.scope,
            "consent": change.consent,
            "restricted": change.restricted,
            "allows": change.allows,
        }
    if isinstance(change, ScopeRemoved):
        breaks = [_request(each) for each in change.breaks]
        return {
            "kind": "scope-removed",
            "type": change.type,
            "scope": change.scope,
            "breaks": breaks,
        }
    planned = change.request
    return {
        "kind": "request-added",
        "type": change.type,
        "methods": list(planned.methods),
        "path": planned.path,
        "line": planned.line,
        "allowed": change.allowed,
    }


def _request(planned: PlannedRequest) -> dict[str, Any]:
    return {"path": planned.path, "line": planned.line, "methods": list(planned.methods)}
