"""From a project to its findings: pure, prints nothing, reads nothing but the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from connlint.catalog import Catalog
from connlint.diagnostic import Diagnostic, Edit, Fix, Related
from connlint.project import Project
from connlint.rules import RULES, Finding, Rule, docs_address

__all__ = ["lint"]


def lint(
    project: Project, catalog: Catalog, rules: Sequence[Rule] = RULES
) -> list[Diagnostic]:
    """All findings about a project, in the order of path, place and rule.

    The same project and catalogue give the same list.
    """
    found = [
        _diagnostic(rule, finding)
        for rule in rules
        for finding in _findings(rule, project, catalog)
    ]
    return sorted(found, key=lambda d: (d.path, d.range, d.rule, d.message))


def _findings(rule: Rule, project: Project, catalog: Catalog) -> Iterator[Finding]:
    if rule.check_project is not None:
        yield from rule.check_project(project, catalog)
    if rule.check_connector is not None:
        for connector in project.connectors:
            yield from rule.check_connector(connector, catalog)


def _diagnostic(rule: Rule, finding: Finding) -> Diagnostic:
    source = finding.source
    return Diagnostic(
        rule=rule.name,
        severity=finding.severity or rule.severity,
        message=finding.message,
        help=finding.help,
        docs=docs_address(rule.name),
        path=source.path,
        range=source.range(finding.span),
        related=tuple(
            Related(place.source.path, place.source.range(place.span), place.message)
            for place in finding.related
        ),
        fixes=tuple(
            Fix(
                change.title,
                change.safety,
                (Edit(source.path, source.range(change.span), change.text),),
            )
            for change in finding.changes
        ),
    )
