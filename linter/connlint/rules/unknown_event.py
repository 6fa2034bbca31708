"""The rule `unknown-event`: events of automations that look misspelled."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Safety, Severity
from connlint.project import Project
from connlint.rules.rule import Change, Finding, Rule
from connlint.text.escaping import quote
from connlint.text.spelling import closest

__all__ = ["RULE"]


def _check(project: Project, catalog: Catalog) -> Iterator[Finding]:
    for automation in project.automations:
        name = automation.type.value if automation.type is not None else ""
        events = catalog.events(name)
        for node in automation.events:
            # The list of events is open, so only a name similar to a known one is reported.
            meant = closest(node.value, events) if node.value not in events else None
            if meant is None:
                continue
            yield Finding(
                automation.source,
                node.span,
                f"Unknown {catalog.name(name)} event {quote(node.value)}",
                f"Did you mean {quote(meant)}?",
                changes=(
                    Change(f"Change it to {quote(meant)}", Safety.UNSAFE, node.span, f'"{meant}"'),
                ),
            )


RULE = Rule(
    "unknown-event",
    Severity.WARNING,
    "The event of an automation looks misspelled",
    check_project=_check,
)
