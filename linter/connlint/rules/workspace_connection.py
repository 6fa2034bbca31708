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
            f"{catalog.name(name)} is registered for a workspace: "
            f"{call.method}({quote(name)}) finds no connector",
            "use getWorkspaceConnection(id) with the id that the workspace's settings show",
        )


RULE = Rule(
    "workspace-connection",
    Severity.ERROR,
    "Code asks by type for a connector that a workspace registers",
    check_project=_check,
)
