"""The least-privilege report as JSON, for other programs; audit.schema.json is its schema."""

from __future__ import annotations

from connlint._version import __version__
from connlint.audit import Audit, AuditCall, AuditConnector, AuditGap, AuditProject, AuditScope
from connlint.render.ascii_json import to_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["render"]


def render(audit: Audit) -> str:
    """Return the report as JSON, indented by two spaces."""
    value = {
        "version": 1,
        "tool": {"name": "connlint", "version": __version__, "catalogue": audit.catalogue},
        "projects": [_project(project) for project in audit.projects],
    }
    return to_json(value)


def _project(project: AuditProject) -> dict[str, Any]:
    return {
        "root": project.root,
        "functions": list(project.functions),
        "totals": {**project.totals._asdict(), "scopes": project.totals.scopes},
        "connectors": [_connector(connector) for connector in project.connectors],
    }


def _connector(connector: AuditConnector) -> dict[str, Any]:
    return {
        "type": connector.type,
        "name": connector.name,
        "path": connector.path,
        "by_id": connector.by_id,
        "scopes": [_scope(scope) for scope in connector.scopes],
        "calls": [_call(call) for call in connector.calls],
        "gaps": [_gap(gap) for gap in connector.gaps],
        "takes_scopes": connector.takes_scopes,
        "smallest": {
            "scopes": list(connector.smallest),
            "proven": connector.is_proven and connector.is_enough,
        },
    }


def _scope(scope: AuditScope) -> dict[str, Any]:
    return {
        "scope": scope.scope,
        "verdict": scope.verdict.value,
        "line": scope.line,
        "sensitivity": scope.sensitivity,
        "access": scope.access,
        "partial": scope.partial,
        "added": scope.added,
        "covered_by": list(scope.covered_by),
        "calls": [_call(call) for call in scope.calls],
    }


def _gap(gap: AuditGap) -> dict[str, Any]:
    return {
        "path": gap.path,
        "line": gap.line,
        "reason": gap.reason,
        "kind": gap.kind,
        "request": gap.request,
    }


def _call(call: AuditCall) -> dict[str, Any]:
    return {
        "path": call.path,
        "line": call.line,
        "methods": list(call.methods),
        "accepted": [list(scopes) for scopes in call.accepted],
        "functions": list(call.functions),
    }
