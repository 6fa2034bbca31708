"""Who examines a project again asks rules only about the connector files that have changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.cli.console import CONNECTORS, app

from connlint.catalog import Catalog
from connlint.config.settings import NO_SETTINGS
from connlint.diagnostics.severity import Severity
from connlint.engine import Linter
from connlint.project import Connector, Project, find_targets
from connlint.project.cache import ProjectCache
from connlint.rules import Finding, Rule, RuleSet
from connlint.run import read_project
from connlint.text.source import SourceFile, Span

SLACK = '{"type": "slack", "scopes": ["chat:write"]}\n'


def test_rules_are_asked_about_what_has_changed(tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": SLACK, "gmail.jsonc": SLACK.replace("slack", "gmail")})
    (target,) = find_targets([str(root)], str(root))
    cache, catalog, asked = ProjectCache(), Catalog(), list[str]()

    def check(connector: Connector, _: Catalog) -> Iterator[Finding]:
        asked.append(connector.source.name)
        yield Finding(connector.source, Span(0, 1), str(len(connector.scope_strings)), "")

    rules = RuleSet.of([Rule("some-rule", Severity.INFO, "", check_connector=check)])
    examiner = Linter(rules)

    def said(catalog: Catalog, text: str) -> tuple[list[str], list[str]]:
        asked.clear()
        overlay = {str(root / CONNECTORS / "slack.jsonc"): text.encode()}
        project: Project = read_project(target, str(root), overlay, cache)
        found = [each.message for each in examiner.examine(project, catalog).found]
        return list(asked), found

    both = ["gmail.jsonc", "slack.jsonc"]
    assert said(catalog, SLACK) == (both, ["1", "1"])
    assert said(catalog, SLACK) == ([], ["1", "1"])
    assert said(catalog, '{"type": "slack"}') == (["slack.jsonc"], ["1", "0"])
    # Another catalogue may know other things.
    assert said(Catalog(), '{"type": "slack"}') == (both, ["1", "0"])


def test_a_catalogue_that_settings_extend_is_made_once() -> None:
    catalog = Catalog()
    one = NO_SETTINGS._replace(extra_types=("one",))
    extended = catalog.extended(one)
    assert catalog.extended(NO_SETTINGS) is catalog
    assert catalog.extended(NO_SETTINGS._replace(extra_types=("one",))) is extended
    assert extended.extended(one) is extended
    other = catalog.extended(NO_SETTINGS._replace(extra_types=("two",)))
    assert [name in extended for name in ("one", "two")] == [True, False]
    assert [name in other for name in ("one", "two")] == [False, True]


def test_what_is_made_of_a_text_is_made_once() -> None:
    made = []

    def length(source: SourceFile) -> int:
        made.append(source.text)
        return len(source.text)

    one, other = SourceFile("a.jsonc", "{}"), SourceFile("a.jsonc", "[1]")
    assert [each.once(length) for each in (one, other, one)] == [2, 3, 2]
    assert made == ["{}", "[1]"]
