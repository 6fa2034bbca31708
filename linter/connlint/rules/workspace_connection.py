"""The rule `workspace-connection`: calls by type for a connector that a workspace registers."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Severity
from connlint.project import Project
from connlint.rules.calls import calls_for_token
from connlint.rules.rule import Finding, Rule
from connlint.text.escaping import quote

__all__ = ["RULE"]


def _check(project: Project, catalog: Catalog) -> Iterator[Finding]:
    for call, name in calls_for_token(project, catalog, "workspace"):
        yield Finding(
            call.source,
            call.place,
            f"{call.method}({quote(name)}) fails: {catalog.name(name)} belongs to the workspace",
            "Use getWorkspaceConnection(id) with the id from the workspace settings",
        )


RULE = Rule(
    "workspace-connection",
    Severity.ERROR,
    "A function asks by type for a connector of the workspace",
    check_project=_check,
)
