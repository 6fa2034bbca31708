"""What `check` and `audit` say of scopes is the same, in whatever app.

The apps are all examples of the pages and of the tests, and what the fuzzer begins with; each is
tried with its own connector files and with some that are drawn for the requests that it makes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random

import pytest
from tools.fuzz.apps import app_of
from tools.fuzz.seeds import seeds_of

from connlint.audit import AuditConnector, Verdict, audit_projects
from connlint.catalog import Catalog
from connlint.engine import examine
from connlint.project import Project
from connlint.project.connector import read_connector
from connlint.rules import RULES
from connlint.run import lint_targets
from connlint.text.source import SourceFile
from connlint.usage.connector_usage import ConnectorUsage, usage_of
from connlint.usage.sufficiency import judge

CATALOG = Catalog()
SAID = ("insufficient-scope", "redundant-scope", "unused-scope")
RULES_ASKED = RULES.chosen(SAID)
MOST = 6


def _projects() -> Iterator[Project]:
    for seed in sorted({*seeds_of("lint"), *seeds_of("code")}):
        app = app_of(seed)
        if app is not None:
            yield from lint_targets(app.targets, app.root, overlay=app.overlay).projects


@pytest.fixture(scope="module")
def projects() -> list[Project]:
    """Projects whose code calls connectors."""
    return [project for project in _projects() if project.code.calls]


def _variants(project: Project) -> Iterator[Project]:
    """A project with its connector files, then with others for the connectors that it uses."""
    yield project
    uses = usage_of(project, CATALOG).uses
    for seed in range(3):
        random = Random(seed)  # noqa: S311 - the same apps in each run
        connectors = [
            read_connector(SourceFile(f"base44/connectors/{use.type}.jsonc", text))
            for use in uses
            if use.entry is not None
            for text in [json.dumps({"type": use.type, "scopes": _drawn(use, random)})]
        ]
        yield project._replace(connectors=tuple(connectors))


def _drawn(use: ConnectorUsage, random: Random) -> list[str]:
    """Scopes of a type, most of them such that a request accepts them."""
    assert use.entry is not None
    accepted = {
        scope
        for need in use.needs
        for method in need.methods
        for scopes in method.accepted
        for scope in scopes
    }
    served = sorted(scope for scope in use.entry.facts if accepted & use.entry.reach([scope]))
    others = sorted(use.entry.facts)
    found = random.sample(served, min(len(served), random.randint(0, MOST)))
    found += random.sample(others, min(len(others), random.randint(0, 2)))
    return list(dict.fromkeys(found))


def _said(project: Project) -> dict[tuple[str, str], set[str]]:
    """The scopes that rules speak of, by the rule and the type of the connector."""
    types = {
        each.source.path: each.type_string.value for each in project.connectors if each.type_string
    }
    nodes = {
        (each.source.path, node.span.start): node.value
        for each in project.connectors
        for node in each.scope_strings
    }
    found: dict[tuple[str, str], set[str]] = {}
    for each in examine(project, CATALOG, RULES_ASKED, strict=True).found:
        if each.rule == "insufficient-scope":
            if not each.related:
                # No scope of the connector would help, because it cannot have it.
                continue
            place = each.related[0].path
            scope = str(each.severity)
        else:
            place = each.path
            scope = nodes[place, each.range.start.offset]
        found.setdefault((each.rule, types[place]), set()).add(scope)
    return found


def _of(found: AuditConnector, verdict: Verdict) -> set[str]:
    return {each.scope for each in found.scopes if each.verdict is verdict and each.line}


@pytest.mark.parametrize("part", range(4))
def test_check_and_audit_say_the_same(part: int, projects: list[Project]) -> None:
    for project in projects[part::4]:
        for variant in _variants(project):
            _compare(variant)


def _compare(project: Project) -> None:
    said = _said(project)
    uses = {use.type: use for use in usage_of(project, CATALOG).uses}
    (audited,) = audit_projects([(".", project)], CATALOG).projects
    for found in audited.connectors:
        if found.by_id:
            continue
        use = uses[found.checked_as or found.type]
        connector = use.connector
        if connector is None or connector.document.problems or not use.calls:
            continue
        if use.entry is None or not found.takes_scopes:
            continue
        about = project.connectors, found
        covered, unused = _of(found, Verdict.COVERED), _of(found, Verdict.UNUSED)
        missing = [
            each.scope
            for each in found.scopes
            if each.verdict is Verdict.MISSING and use.entry.has(each.scope)
        ]
        assert said.get(("redundant-scope", found.type), set()) == covered, about
        assert said.get(("unused-scope", found.type), set()) == unused, about
        refused = "warning" in said.get(("insufficient-scope", found.type), set())
        # Without a list there is none that could have the scope: missing-scopes says so.
        assert refused or not missing or not connector.has_only_strings, about
        _check_smallest(found, use)


def _check_smallest(found: AuditConnector, use: ConnectorUsage) -> None:
    """The smallest set is enough, and has nothing needless in it."""
    assert use.entry is not None
    needless = _of(found, Verdict.COVERED) | _of(found, Verdict.UNUSED)
    if not found.is_proven:
        return
    # What other scopes of the file cover may be enough instead of those.
    for each in found.scopes:
        if each.scope in needless & {*found.smallest}:
            assert each.covered_by, found
            assert not {*found.smallest}.issuperset(each.covered_by), found
    again = judge(found.smallest, use.needs, use.entry, proven=True)
    assert {each.verdict for each in again.scopes} <= {Verdict.NEEDED}, (found, again.scopes)
    # A type cannot have all scopes that its requests need.
    assert not any(refusal.is_sure for refusal in again.refusals) or not found.is_enough, found
