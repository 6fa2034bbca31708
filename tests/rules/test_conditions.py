"""Rules are asked only where their conditions hold, and have nothing to say elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.code.examples import PAGES as CODE_PAGES
from tests.code.examples import read_examples
from tests.rules.pages import all_pages, examples

from connlint.catalog import Catalog
from connlint.engine import lint
from connlint.project import Project, find_targets
from connlint.rules import RULES, Finding, Rule
from connlint.rules.conditions import of_connector, of_project
from connlint.run import read_project
from connlint.suppressions.files import commented_files
from connlint.usage.connector_usage import usage_of

ROOT = Path(__file__).resolve().parents[2]
CATALOG = Catalog()


def _names(rules: list[Rule]) -> set[str]:
    return {rule.name for rule in rules}


def _unasked(project: Project) -> list[tuple[str, Finding]]:
    """What rules say that are not asked, by the rule's name."""
    catalog = CATALOG.extended(project.settings)
    has_comments = bool(commented_files(project))
    asked = _names(RULES.for_project(of_project(project, catalog, has_comments=has_comments)))
    usage = usage_of(project, catalog)
    uses = {use.connector.source.path: use for use in usage.uses if use.connector is not None}
    found = []
    for rule in RULES:
        if rule.check_project is not None and rule.name not in asked:
            found += [(rule.name, finding) for finding in rule.check_project(project, catalog)]
        if rule.check_project_use is not None and rule.name not in asked:
            findings = rule.check_project_use(project, catalog, lambda: usage)
            found += [(rule.name, finding) for finding in findings]
    for connector in project.connectors:
        use = uses.get(connector.source.path)
        conditions = of_connector(connector, catalog, is_used=use is not None)
        asked = _names(RULES.for_connector(conditions))
        for rule in RULES:
            if rule.name in asked:
                continue
            if rule.check_connector is not None:
                found += [(rule.name, each) for each in rule.check_connector(connector, catalog)]
            if rule.check_use is not None:
                found += [(rule.name, each) for each in rule.check_use(connector, catalog, use)]
    return found


def _project(root: Path) -> Project:
    (target,) = find_targets([str(root)], str(root))
    return read_project(target, str(root))


@pytest.mark.parametrize("page", all_pages())
def test_rules_that_are_not_asked_have_nothing_to_say_about_the_pages(
    page: str, tmp_path: Path
) -> None:
    for number, example in enumerate(examples(page)):
        root = tmp_path / str(number)
        example.write(root)
        # Some pages show a folder of an app.
        if not (root / "base44" / "connectors").exists():
            (root / "base44" / "connectors").mkdir(parents=True)
        assert _unasked(_project(root)) == []


@pytest.mark.parametrize("page", CODE_PAGES, ids=lambda page: page.stem)
def test_rules_that_are_not_asked_have_nothing_to_say_about_code(
    page: Path, tmp_path: Path
) -> None:
    for number, example in enumerate(read_examples([page])):
        root = tmp_path / str(number)
        example.write(root)
        assert _unasked(_project(root)) == []


@pytest.mark.parametrize("name", ["broken-app", "healthy-app"])
def test_rules_that_are_not_asked_have_nothing_to_say_about_the_examples(name: str) -> None:
    assert _unasked(_project(ROOT / "examples" / name)) == []


def test_asking_every_rule_gives_the_same_findings() -> None:
    project = _project(ROOT / "examples" / "broken-app")
    always = type(RULES).of(RULES)
    assert lint(project, CATALOG, always) == lint(project, CATALOG, RULES)
