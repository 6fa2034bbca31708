"""From a project to its findings: pure, prints nothing, reads nothing but the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connlint.catalog import Catalog
from connlint.project import Connector, Project
from connlint.rules import RULES, Finding, Rule, internal_error
from connlint.rules.unused_suppression import commented_files
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
    return Examiner(rules, strict=strict).examine(project, catalog)


class Examiner:
    """Examines a project, and asks again only about the connector files that have changed since."""

    def __init__(self, rules: Sequence[Rule] = RULES, *, strict: bool = False) -> None:
        self._rules = rules
        self._strict = strict
        self._asked: dict[tuple[bool, bool, bool], list[Rule]] = {}
        """By whether the type is known, the file is plain, and code uses it."""
        self._heard: dict[str, _Heard] = {}

    def examine(self, project: Project, catalog: Catalog) -> Linted:
        """What examine gives."""
        catalog = catalog.extended(project.settings)
        found = [*self._about_project(project, catalog), *self._about_files(project, catalog)]
        files = commented_files(project)
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

    def _about_project(self, project: Project, catalog: Catalog) -> Iterator[_Said]:
        """What rules say of the project as a whole."""
        for rule in self._rules:
            if rule.check_project is None:
                continue
            try:
                for finding in rule.check_project(project, catalog):
                    yield rule, finding
            except Exception as error:  # noqa: BLE001 - the other rules go on
                failure = internal_error.failure(rule, _root_file(project), error)
                yield internal_error.RULE, failure

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
        kind = _is_known(connector, catalog), connector.is_plain, use is not None
        for rule in self._asked.get(kind) or self._asked_about(kind):
            try:
                if rule.check_connector is not None:
                    found = rule.check_connector(connector, catalog)
                elif rule.check_use is not None:
                    found = rule.check_use(connector, catalog, use)
                else:
                    continue
                for finding in found:
                    said.append((rule, finding))  # noqa: PERF401 - a rule that fails is heard until then
            except Exception as error:  # noqa: BLE001 - the others go on
                failure = internal_error.failure(rule, connector.source, error)
                said.append((internal_error.RULE, failure))
        return said

    def _asked_about(self, kind: tuple[bool, bool, bool]) -> list[Rule]:
        """The rules that may have something to say about a kind of connector files."""
        is_known, is_plain, is_used = kind
        self._asked[kind] = [
            rule
            for rule in self._rules
            if (rule.check_connector is not None or rule.check_use is not None)
            and (is_known or not rule.known_type_only)
            and not (is_plain and rule.odd_form_only)
            and (is_used or not rule.used_only)
        ]
        return self._asked[kind]


class _Heard(NamedTuple):
    """What rules said of a connector file, and what they were shown."""

    connector: Connector
    catalog: Catalog
    use: Use | None
    said: list[_Said]

    def is_about(self, connector: Connector, catalog: Catalog, use: Use | None) -> bool:
        """Whether rules would be shown the same."""
        return self.connector is connector and self.catalog is catalog and self.use == use


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
