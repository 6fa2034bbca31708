"""The rule `unused-connector`: connectors that no function uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from connlint.catalog import Catalog
from connlint.code.connectors_module import BY_TYPE
from connlint.diagnostics.severity import Severity
from connlint.project import Project
from connlint.rules.rule import Finding, Rule
from connlint.text.escaping import quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.usage.connector_usage import Usage

__all__ = ["RULE"]


def _check(project: Project, catalog: Catalog, usage: Callable[[], Usage]) -> Iterator[Finding]:
    calls = [call for call in project.code.calls if call.method in BY_TYPE]
    # The absence of a call proves something only if everything is known.
    is_known = all(call.values for call in calls)
    if not project.functions or project.unread or project.code.unread or not is_known:
        return
    used = {value for call in calls for value in call.values}
    used |= {item.type.value for item in project.automations if item.type is not None}
    wanted: set[str] | None = None
    for connector in project.connectors:
        node = connector.type_string
        entry = catalog.entry(node.value) if node is not None else None
        # For other kinds of token, code does not make a call that names the type.
        if node is None or entry is None or entry.token not in {"platform", "metered"}:
            continue
        if node.value in used:
            continue
        if wanted is None:
            wanted = _wanted(project, usage)
        if node.value not in wanted:
            yield Finding(
                connector.source,
                node.span,
                f"No function or automation uses the connector {quote(node.value)}",
                "Delete the file if nothing else needs it; the next `base44 connectors push` "
                f"will then disconnect {catalog.name(node.value)}",
            )


def _wanted(project: Project, usage: Callable[[], Usage]) -> set[str]:
    """Return the types that own a request which carries the token of another type."""
    if not project.code.requests:
        return set()
    return {owner for use in usage().uses for need in use.needs for owner in need.owners}


RULE = Rule(
    "unused-connector",
    Severity.INFO,
    "No function or automation uses a connector",
    check_project_use=_check,
)
