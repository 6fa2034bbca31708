"""Rules applied to a project; nothing is printed, and nothing is read but the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial

from connlint.catalog import Catalog
from connlint.files.damage import DAMAGE
from connlint.project import Connector, Project
from connlint.rules import RULES, Finding, Rule, RuleSet
from connlint.rules.conditions import UNKNOWN_TYPE, of_connector, of_project
from connlint.suppressions.files import commented_files
from connlint.text.source import SourceFile
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.diagnostics.diagnostic import Diagnostic
    from connlint.usage.connector_usage import ConnectorUsage, Usage

__all__ = ["Linted", "Linter", "examine", "lint"]

_RuleFinding = tuple[Rule, Finding]


class Linted(NamedTuple):
    """The diagnostics of a project, and those that comments suppress; both sorted."""

    found: list[Diagnostic]
    silenced: list[Diagnostic]


def lint(project: Project, catalog: Catalog, rules: RuleSet = RULES) -> list[Diagnostic]:
    """Return all diagnostics of a project, sorted by path, position and rule.

    Those that a comment suppresses are not among them: see examine.
    """
    return examine(project, catalog, rules).found


def examine(
    project: Project, catalog: Catalog, rules: RuleSet = RULES, *, strict: bool = False
) -> Linted:
    """Return all diagnostics of a project, sorted by path, position and rule.

    With `strict`, comments suppress nothing. Severities are those of the project's settings; what
    is off is left out. `catalog` is what connlint ships; the settings may add to it. The same
    project and catalogue give the same lists.
    """
    return Linter(rules, strict=strict).examine(project, catalog)


class Linter:
    """A linter of one project that runs rules again only on connector files that have changed."""

    def __init__(self, rules: RuleSet = RULES, *, strict: bool = False) -> None:
        self._rules = rules
        self._strict = strict
        self._for_projects: dict[int, list[Rule]] = {}
        self._for_connectors: dict[int, list[Rule]] = {}
        """The rules to run, by the conditions that hold."""
        self._results: dict[str, _CachedResult] = {}
        """The findings of the last run, by the location of the connector file."""

    def examine(self, project: Project, catalog: Catalog) -> Linted:
        """Lint a project; see the function examine."""
        catalog = catalog.extended(project.settings)
        files = commented_files(project)
        conditions = of_project(project, catalog, has_comments=bool(files))

        @cache
        def usage() -> Usage:
            from connlint.usage.connector_usage import usage_of

            return usage_of(project, catalog)

        findings = [
            *self._of_project(project, catalog, conditions, usage),
            *self._of_connectors(project, catalog, usage),
        ]
        if not findings and not files:
            return Linted([], [])
        # A healthy project does not pay for what only findings need.
        from connlint.reporting.build import at_levels, drop_cascades, order, to_diagnostic

        findings = at_levels(drop_cascades(findings, project), project)
        silenced: list[_RuleFinding] = []
        if files:
            from connlint.reporting.suppress import silence

            partly = {
                each.source.path for each in project.connectors if not _is_known(each, catalog)
            }
            findings, silenced = silence(findings, project, self._rules, files, partly)
            if self._strict:
                findings, silenced = [*findings, *silenced], []
        return Linted(
            [to_diagnostic(*each) for each in sorted(findings, key=order)],
            [to_diagnostic(*each) for each in sorted(silenced, key=order)],
        )

    def _of_project(
        self, project: Project, catalog: Catalog, conditions: int, usage: Callable[[], Usage]
    ) -> Iterator[_RuleFinding]:
        """Yield the findings of rules about the project as a whole."""
        rules = self._for_projects.get(conditions)
        if rules is None:
            rules = self._for_projects[conditions] = self._rules.for_project(conditions)
        for rule in rules:
            if rule.check_project is not None:
                check = partial(rule.check_project, project, catalog)
            elif rule.check_project_use is not None:
                check = partial(rule.check_project_use, project, catalog, usage)
            else:
                continue
            yield from _run(rule, check, partial(_root_file, project))

    def _of_connectors(
        self, project: Project, catalog: Catalog, usage: Callable[[], Usage]
    ) -> Iterator[_RuleFinding]:
        """Yield the findings of rules about each connector file."""
        uses = _uses_by_path(usage()) if project.code.calls else {}
        results: dict[str, _CachedResult] = {}
        for connector in project.connectors:
            location = connector.source.location
            use = uses.get(connector.source.path)
            result = self._results.get(location)
            if result is None or not result.is_of(connector, catalog, use):
                findings = self._of_connector(connector, catalog, use)
                result = _CachedResult(connector, catalog, use, findings)
            results[location] = result
            yield from result.findings
        self._results = results

    def _of_connector(
        self, connector: Connector, catalog: Catalog, use: ConnectorUsage | None
    ) -> list[_RuleFinding]:
        conditions = of_connector(connector, catalog, is_used=use is not None)
        findings = self._checked(connector, catalog, use, conditions)
        if conditions & UNKNOWN_TYPE:
            from connlint.rules.checked_as import merged, of_scopes
            from connlint.usage.meant_types import as_meant

            view = as_meant(connector, catalog)
            if view is not None:
                scopes = of_scopes(of_connector(view, catalog, is_used=use is not None))
                found = self._checked(view, catalog, use, scopes)
                return merged(findings, found, view, catalog)
        return findings

    def _checked(
        self, connector: Connector, catalog: Catalog, use: ConnectorUsage | None, conditions: int
    ) -> list[_RuleFinding]:
        """Return the findings of the rules that run under some conditions."""
        findings: list[_RuleFinding] = []
        rules = self._for_connectors.get(conditions)
        if rules is None:
            rules = self._rules.for_connector(conditions)
            self._for_connectors[conditions] = rules
        for rule in rules:
            if rule.check_connector is not None:
                check = partial(rule.check_connector, connector, catalog)
            elif rule.check_use is not None:
                check = partial(rule.check_use, connector, catalog, use)
            else:
                continue
            findings += _run(rule, check, lambda: connector.source)
        return findings


class _CachedResult(NamedTuple):
    """The findings about a connector file, and what the rules were given."""

    connector: Connector
    catalog: Catalog
    use: ConnectorUsage | None
    findings: list[_RuleFinding]

    def is_of(self, connector: Connector, catalog: Catalog, use: ConnectorUsage | None) -> bool:
        """Tell whether the rules would be given the same."""
        return self.connector is connector and self.catalog is catalog and self.use == use


def _run(
    rule: Rule, check: Callable[[], Iterable[Finding]], place: Callable[[], SourceFile]
) -> Iterator[_RuleFinding]:
    """Yield the findings of a rule, and one of its own at `place` if the rule fails."""
    try:
        for finding in check():
            yield rule, finding
    except (*DAMAGE, MemoryError):
        # These say nothing about the rule.
        raise
    except Exception as error:  # noqa: BLE001 - the other rules go on
        from connlint.rules import internal_error

        yield internal_error.RULE, internal_error.failure(rule, place(), error)


def _uses_by_path(usage: Usage) -> dict[str, ConnectorUsage]:
    """Map the path of each connector file to its usage."""
    return {use.connector.source.path: use for use in usage.uses if use.connector is not None}


def _is_known(connector: Connector, catalog: Catalog) -> bool:
    """Tell whether the catalogue has the type of a connector."""
    return connector.type_string is not None and connector.type_string.value in catalog


def _root_file(project: Project) -> SourceFile:
    """Return the file in which findings about the project as a whole are reported."""
    files = [connector.source for connector in project.connectors]
    if project.config is not None:
        files.insert(0, project.config[0])
    return files[0] if files else SourceFile(project.root, "", project.root)
