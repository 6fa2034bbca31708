"""From a project to its findings: pure, prints nothing, reads nothing but the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from connlint.catalog import Catalog
from connlint.project import Connector, Project
from connlint.rules import RULES, Finding, Rule, internal_error
from connlint.rules.unused_suppression import commented_files
from connlint.source import SourceFile

if TYPE_CHECKING:
    from connlint.diagnostic import Diagnostic
    from connlint.needs import Use

__all__ = ["Linted", "examine", "lint"]


class Linted(NamedTuple):
    """The findings about a project, and those that comments silence; each in its order."""

    found: list[Diagnostic]
    silenced: list[Diagnostic]


def lint(project: Project, catalog: Catalog, rules: Sequence[Rule] = RULES) -> list[Diagnostic]:
    """All findings about a project, in the order of path, place and rule.

    What a comment silences is not among them: see examine.
    """
    return examine(project, catalog, rules).found


def examine(
    project: Project, catalog: Catalog, rules: Sequence[Rule] = RULES, *, strict: bool = False
) -> Linted:
    """All findings about a project, in the order of path, place and rule.

    Comments that silence findings count for nothing when it is `strict`. Severities are those
    that the project's settings give them; what is off is left out. `catalog` is what connlint
    ships; the settings may add to it. The same project and catalogue give the same list.
    """
    catalog = catalog.extended(project.settings)
    found = list(_findings(rules, project, catalog))
    files = commented_files(project)
    if not found and not files:
        return Linted([], [])
    # A healthy project does not pay for what only findings need.
    from connlint.findings import at_levels, order, to_diagnostic, without_consequences

    found = at_levels(without_consequences(found, project), project)
    silenced: list[tuple[Rule, Finding]] = []
    if files:
        from connlint.silence import silence

        known = {each.source.path for each in _known(project, catalog)}
        partly = {each.source.path for each in project.connectors} - known
        found, silenced = silence(found, project, rules, files, partly)
        if strict:
            found, silenced = [*found, *silenced], []
    return Linted(
        [to_diagnostic(*each) for each in sorted(found, key=order)],
        [to_diagnostic(*each) for each in sorted(silenced, key=order)],
    )


def _findings(
    rules: Sequence[Rule], project: Project, catalog: Catalog
) -> Iterator[tuple[Rule, Finding]]:
    """What all rules say, each asked only about what it can have something to say about."""
    everything = project.connectors
    known = _known(project, catalog)
    odd = [connector for connector in everything if not connector.is_plain]
    uses = _uses(project, catalog)
    for rule in rules:
        if rule.check_project is not None:
            try:
                for finding in rule.check_project(project, catalog):
                    yield rule, finding
            except Exception as error:  # noqa: BLE001 - the other rules go on
                failure = internal_error.failure(rule, _root_file(project), error)
                yield internal_error.RULE, failure
            if rule.check_connector is None:
                continue
        asked = known if rule.known_type_only else odd if rule.odd_form_only else everything
        if rule.used_only:
            asked = [connector for connector in asked if connector.source.path in uses]
        check = _checker(rule, uses)
        for connector in asked:
            try:
                for finding in check(connector, catalog):
                    yield rule, finding
            except Exception as error:  # noqa: BLE001, PERF203 - the others go on
                failure = internal_error.failure(rule, connector.source, error)
                yield internal_error.RULE, failure


def _checker(
    rule: Rule, uses: Mapping[str, Use]
) -> Callable[[Connector, Catalog], Iterable[Finding]]:
    """What a rule does with a connector file."""
    if rule.check_connector is not None:
        return rule.check_connector
    check = rule.check_use
    if check is None:
        return lambda _, __: ()
    return lambda connector, catalog: check(connector, catalog, uses.get(connector.source.path))


def _uses(project: Project, catalog: Catalog) -> dict[str, Use]:
    """What the code does with each connector, by the path of its file."""
    if not project.code.calls:
        return {}
    from connlint.needs import usage_of

    uses = usage_of(project, catalog).uses
    return {use.connector.source.path: use for use in uses if use.connector is not None}


def _known(project: Project, catalog: Catalog) -> list[Connector]:
    """The connectors of a type that is in the catalogue."""
    return [
        connector
        for connector in project.connectors
        if connector.type_string is not None and connector.type_string.value in catalog
    ]


def _root_file(project: Project) -> SourceFile:
    """Where to report what concerns a project as a whole."""
    files = [connector.source for connector in project.connectors]
    if project.config is not None:
        files.insert(0, project.config[0])
    return files[0] if files else SourceFile(project.root, "", project.root)
