"""The rule `workspace-only-type`: files for a service that is set up for a workspace."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Severity
from connlint.project import Connector
from connlint.rules.rule import Finding, Rule
from connlint.rules.scopes import entry_of

__all__ = ["RULE"]


def _check(connector: Connector, catalog: Catalog) -> Iterator[Finding]:
    entry = entry_of(connector, catalog)
    node = connector.type_string
    if node is None or entry is None or entry.token != "workspace":  # noqa: S105 - a kind of token, no secret
        return
    yield Finding(
        connector.source,
        node.span,
        f"{entry.name} is set up once for the workspace, not with a connector file",
        "Remove this file, set it up in the workspace, and call getWorkspaceConnection(id)",
    )


RULE = Rule(
    "workspace-only-type",
    Severity.WARNING,
    "The service is set up for the workspace, not with a connector file",
    check_connector=_check,
)
