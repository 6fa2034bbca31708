"""The scopes to ask for, as JSON for other programs; scopes.schema.json is its schema."""

from __future__ import annotations

from connlint.render.ascii_json import to_json
from connlint.scopes.model import AppScopes, ConnectorScopes, ScopeGap, ScopeRequest, ScopesReport

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["render"]


def render(report: ScopesReport) -> str:
    """Return the report as JSON, indented by two spaces."""
    return to_json({"version": 1, "apps": [_app(app) for app in report.apps]})


def _app(app: AppScopes) -> dict[str, Any]:
    value: dict[str, Any] = {
        "root": app.root,
        "connectors": [_connector(connector) for connector in app.connectors],
    }
    # They are not connectors of the app, so whoever connects all of these must not see them there.
    if app.connections:
        value["connections"] = [_connector(connection) for connection in app.connections]
    if app.gaps:
        value["gaps"] = [_gap(gap) for gap in app.gaps]
    return value


def _connector(connector: ConnectorScopes) -> dict[str, Any]:
    return {
        "type": connector.type,
        "name": connector.name,
        "path": connector.path,
        "scopes": list(connector.scopes),
        "complete": connector.is_complete,
        "companions": list(connector.companions),
        "requests": [_request(request) for request in connector.requests],
        "gaps": [_gap(gap) for gap in connector.gaps],
    }


def _request(request: ScopeRequest) -> dict[str, Any]:
    return {"path": request.path, "line": request.line, "methods": list(request.methods)}


def _gap(gap: ScopeGap) -> dict[str, Any]:
    return {"path": gap.path, "line": gap.line, "reason": gap.reason}
