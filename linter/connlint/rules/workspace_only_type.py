"""The rule `workspace-only-type`: files for a service that is registered for a workspace."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Severity
from connlint.project import Connector
from connlint.rules.rule import Finding, Rule
from connlint.rules.scopes import entry_of
from connlint.text.escaping import quote

__all__ = ["RULE"]


def _check(connector: Connector, catalog: Catalog) -> Iterator[Finding]:
    entry = entry_of(connector, catalog)
    node = connector.type_string
    if node is None or entry is None or entry.token != "workspace":  # noqa: S105 - a kind of token, no secret
        return
    yield Finding(
        connector.source,
        node.span,
        f"{quote(node.value)} is registered for a workspace: no file of an app connects it",
        "register it in the workspace, get its token by getWorkspaceConnection(id), "
        "and remove this file",
    )


RULE = Rule(
    "workspace-only-type",
    Severity.WARNING,
    "The service is registered for a workspace, not by a file",
    check_connector=_check,
)
