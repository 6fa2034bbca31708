"""From a project to its findings: pure, prints nothing, reads nothing but the catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.commented import commented_files
from connlint.damage import DAMAGE
from connlint.project import Connector, Project
from connlint.rules import RULES, Finding, Rule, RuleSet
from connlint.rules.conditions import of_connector, of_project
from connlint.source import SourceFile
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.diagnostic import Diagnostic
    from connlint.needs import Use

__all__ = ["Examiner", "Linted", "examine", "lint"]

_Said = tuple[Rule, Finding]
"""A finding, and the rule that it is of."""


class Linted(NamedTuple):
    """The findings about a project, and those that comments silence; each in its order."""

    found: list[Diagnostic]
    silenced: list[Diagnostic]


def lint(project: Project, catalog: Catalog, rules: RuleSet = RULES) -> list[Diagnostic]:
    """All findings about a project, in the order of path, place and rule.

    What a comment silences is not among them: see examine.
    """
    return examine(project, catalog, rules).found


def examine(
    project: Project, catalog: Catalog, rules: RuleSet = RULES, *, strict: bool = False
) -> Linted:
    """All findings about a project, in the order of path, place and rule.

    Comments that silence findings count for nothing when it is `strict`. Severities are those
    that the project's settings give them; what is off is left out. `catalog` is what connlint
    ships; the settings may add to it. The same project and catalogue give the same list.
    """
    return Examiner(rules, strict=strict).examine(project, catalog)


class Examiner:
    """Examines a project, and asks again only about the connector files that have changed since."""

    def __init__(self, rules: RuleSet = RULES, *, strict: bool = False) -> None:
        self._rules = rules
        self._strict = strict
        self._about_projects: dict[int, list[Rule]] = {}
        self._about_connectors: dict[int, list[Rule]] = {}
        """The rules to ask, by the conditions that hold."""
        self._heard: dict[str, _Heard] = {}

    def examine(self, project: Project, catalog: Catalog) -> Linted:
        """Do what examine does."""
        catalog = catalog.extended(project.settings)
        files = commented_files(project)
        conditions = of_project(project, catalog, has_comments=bool(files))
        found = [
            *self._about_project(project, catalog, conditions),
            *self._about_files(project, catalog),
        ]
        if not found and not files:
            return Linted([], [])
        # A healthy project does not pay for what only findings need.
        from connlint.findings import at_levels, order, to_diagnostic, without_consequences

        found = at_levels(without_consequences(found, project), project)
        silenced: list[_Said] = []
        if files:
            from connlint.silence import silence

            partly = {
                each.source.path for each in project.connectors if not _is_known(each, catalog)
            }
            found, silenced = silence(found, project, self._rules, files, partly)
            if self._strict:
                found, silenced = [*found, *silenced], []
        return Linted(
            [to_diagnostic(*each) for each in sorted(found, key=order)],
            [to_diagnostic(*each) for each in sorted(silenced, key=order)],
        )

    def _about_project(
        self, project: Project, catalog: Catalog, conditions: int
    ) -> Iterator[_Said]:
        """What rules say of the project as a whole."""
        asked = self._about_projects.get(conditions)
        if asked is None:
            asked = self._about_projects[conditions] = self._rules.about_project(conditions)
        for rule in asked:
            if rule.check_project is None:
                continue
            try:
                for finding in rule.check_project(project, catalog):
                    yield rule, finding
            except DAMAGE:
                raise
            except Exception as error:  # noqa: BLE001 - the other rules go on
                yield _failure(rule, _root_file(project), error)

    def _about_files(self, project: Project, catalog: Catalog) -> Iterator[_Said]:
        """What rules say of each connector file."""
        uses = _uses(project, catalog)
        heard: dict[str, _Heard] = {}
        for connector in project.connectors:
            place = connector.source.location
            use = uses.get(connector.source.path)
            now = self._heard.get(place)
            if now is None or not now.is_about(connector, catalog, use):
                now = _Heard(connector, catalog, use, self._about_file(connector, catalog, use))
            heard[place] = now
            yield from now.said
        self._heard = heard

    def _about_file(self, connector: Connector, catalog: Catalog, use: Use | None) -> list[_Said]:
        said: list[_Said] = []
        conditions = of_connector(connector, catalog, is_used=use is not None)
        asked = self._about_connectors.get(conditions)
        if asked is None:
            asked = self._rules.about_connector(conditions)
            self._about_connectors[conditions] = asked
        for rule in asked:
            try:
                if rule.check_connector is not None:
                    found = rule.check_connector(connector, catalog)
                elif rule.check_use is not None:
                    found = rule.check_use(connector, catalog, use)
                else:
                    continue
                for finding in found:
                    said.append((rule, finding))  # noqa: PERF401 - a rule that fails is heard until then
            except DAMAGE:
                raise
            except Exception as error:  # noqa: BLE001 - the others go on
                said.append(_failure(rule, connector.source, error))
        return said


class _Heard(NamedTuple):
    """What rules said of a connector file, and what they were shown."""

    connector: Connector
    catalog: Catalog
    use: Use | None
    said: list[_Said]

    def is_about(self, connector: Connector, catalog: Catalog, use: Use | None) -> bool:
        """Whether rules would be shown the same."""
        return self.connector is connector and self.catalog is catalog and self.use == use


def _failure(rule: Rule, source: SourceFile, error: Exception) -> _Said:
    from connlint.rules import internal_error

    return internal_error.RULE, internal_error.failure(rule, source, error)


def _uses(project: Project, catalog: Catalog) -> dict[str, Use]:
    """What the code does with each connector, by the path of its file."""
    if not project.code.calls:
        return {}
    from connlint.needs import usage_of

    uses = usage_of(project, catalog).uses
    return {use.connector.source.path: use for use in uses if use.connector is not None}


def _is_known(connector: Connector, catalog: Catalog) -> bool:
    """Whether a connector is of a type that is in the catalogue."""
    return connector.type_string is not None and connector.type_string.value in catalog


def _root_file(project: Project) -> SourceFile:
    """Where to report what concerns a project as a whole."""
    files = [connector.source for connector in project.connectors]
    if project.config is not None:
        files.insert(0, project.config[0])
    return files[0] if files else SourceFile(project.root, "", project.root)
