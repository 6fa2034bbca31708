"""unused-connector: no function uses the connector."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.code.connectors_module import BY_TYPE
from connlint.project import Project
from connlint.rules.rule import Finding, Rule
from connlint.severity import Severity
from connlint.wording import quote

__all__ = ["RULE"]


def _check(project: Project, catalog: Catalog) -> Iterator[Finding]:
    calls = [call for call in project.code.calls if call.method in BY_TYPE]
    # Only where everything is known, the absence of a call proves something.
    is_known = all(call.values for call in calls)
    if not project.functions or project.unread or project.code.unread or not is_known:
        return
    used = {value for call in calls for value in call.values}
    used |= {each.type.value for each in project.automations if each.type is not None}
    wanted: set[str] | None = None
    for connector in project.connectors:
        node = connector.type_string
        entry = catalog.entry(node.value) if node is not None else None
        # Of other kinds of token, a call that names the type is not the way.
        if node is None or entry is None or entry.token not in {"platform", "metered"}:
            continue
        if node.value in used:
            continue
        if wanted is None:
            wanted = _wanted(project, catalog)
        if node.value not in wanted:
            yield Finding(
                connector.source,
                node.span,
                f"no function and no automation uses the connector {quote(node.value)}",
                "delete the file if nothing else needs it: the next push then disconnects "
                f"{catalog.name(node.value)}",
            )


def _wanted(project: Project, catalog: Catalog) -> set[str]:
    """The types to which requests belong that carry the token of another one."""
    if not project.code.requests:
        return set()
    # Only findings need it.
    from connlint.needs import usage_of

    uses = usage_of(project, catalog).uses
    return {owner for use in uses for need in use.needs for owner in need.owners}


RULE = Rule(
    "unused-connector",
    Severity.INFO,
    "No function and no automation uses a connector",
    check_project=_check,
)
