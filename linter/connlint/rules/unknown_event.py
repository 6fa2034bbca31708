"""unknown-event: an automation waits for an event that looks misspelt."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.nearest import nearest
from connlint.project import Project
from connlint.rules.rule import Change, Finding, Rule
from connlint.severity import Safety, Severity
from connlint.wording import quote

__all__ = ["RULE"]


def _check(project: Project, catalog: Catalog) -> Iterator[Finding]:
    for automation in project.automations:
        name = automation.type.value if automation.type is not None else ""
        known = catalog.events(name)
        for node in automation.events:
            # The list of events is open: only what is nearly a known one is doubtful.
            near = nearest(node.value, known) if node.value not in known else None
            if near is None:
                continue
            yield Finding(
                automation.source,
                node.span,
                f"{quote(node.value)} is no event of {catalog.name(name)} that is known",
                f"did you mean {quote(near)}?",
                changes=(
                    Change(f"Replace with {quote(near)}", Safety.UNSAFE, node.span, f'"{near}"'),
                ),
            )


RULE = Rule(
    "unknown-event",
    Severity.WARNING,
    "An automation waits for an event that looks misspelt",
    check_project=_check,
)
