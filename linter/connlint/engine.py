"""From a project to its findings: pure, prints nothing, reads nothing but the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from connlint.catalog import Catalog
from connlint.project import Project
from connlint.rules import RULES, Finding, Rule

if TYPE_CHECKING:
    from connlint.diagnostic import Diagnostic

__all__ = ["lint"]


def lint(project: Project, catalog: Catalog, rules: Sequence[Rule] = RULES) -> list[Diagnostic]:
    """All findings about a project, in the order of path, place and rule.

    Severities are those that the project's settings give them; what is off is left out.
    `catalog` is what connlint ships; the settings may add to it. The same project and
    catalogue give the same list.
    """
    catalog = catalog.extended(project.settings)
    found = [(rule, finding) for rule in rules for finding in _findings(rule, project, catalog)]
    if not found:
        return []
    # A healthy project does not pay for what only findings need.
    from connlint.findings import at_levels, order, to_diagnostic, without_consequences

    found = sorted(at_levels(without_consequences(found, project), project), key=order)
    return [to_diagnostic(rule, finding) for rule, finding in found]


def _findings(rule: Rule, project: Project, catalog: Catalog) -> Iterator[Finding]:
    if rule.check_project is not None:
        yield from rule.check_project(project, catalog)
    if rule.check_connector is not None:
        for connector in project.connectors:
            yield from rule.check_connector(connector, catalog)
