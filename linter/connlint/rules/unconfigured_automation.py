"""The rule `unconfigured-automation`: automations of a connector without a file."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.diagnostics.severity import Severity
from connlint.project import Project
from connlint.rules.calls import configured_types
from connlint.rules.rule import Finding, Rule
from connlint.text.escaping import quote

__all__ = ["RULE"]


def _check(project: Project, catalog: Catalog) -> Iterator[Finding]:
    if project.hides_connectors:
        return
    if not project.connectors and not project.outside:
        yield from _without_files(project, catalog)
        return
    # Finding the configured types takes time, and most apps have no automation.
    configured = configured_types(project, catalog) if project.automations else frozenset()
    for automation in project.automations:
        node = automation.type
        if node is None or node.value in configured:
            continue
        meant = catalog.meant_type(node.value)
        if meant is not None and meant in configured:
            help_text = f"Did you mean {quote(meant)} ({catalog.name(meant)})?"
        elif node.value in catalog:
            help_text = f"Add connectors/{node.value}.jsonc, or remove the automation"
        else:
            help_text = "Use the type of a connector of this app, or remove the automation"
        yield Finding(
            automation.source,
            node.span,
            f"This automation is triggered by {quote(node.value)}, "
            "but there is no connector file for it",
            help_text,
        )


def _without_files(project: Project, catalog: Catalog) -> Iterator[Finding]:
    """Report misspelled types; without connector files, it is unknown what is connected."""
    for automation in project.automations:
        node = automation.type
        if node is None or node.value in catalog:
            continue
        meant = catalog.meant_type(node.value)
        if meant is not None:
            yield Finding(
                automation.source,
                node.span,
                f"This automation is triggered by {quote(node.value)}, "
                "which is not a Base44 connector type",
                f"Did you mean {quote(meant)} ({catalog.name(meant)})?",
                severity=Severity.WARNING,
            )


RULE = Rule(
    "unconfigured-automation",
    Severity.ERROR,
    "An automation is triggered by a connector that has no file",
    check_project=_check,
)
