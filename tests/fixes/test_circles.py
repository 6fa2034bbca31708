"""No fix leads to a finding that takes back what it did."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from tools.fuzz.apps import App, app_of, lint_app
from tools.fuzz.seeds import seeds_of
from tools.fuzz.targets import TARGETS

import connlint_schemas
from connlint.catalog import Catalog, Completeness
from connlint.catalog.methods import ApiMethod
from connlint.diagnostics.diagnostic import Diagnostic
from connlint.fix.edits import apply_edits
from connlint.usage.recommendation import least_of
from connlint.usage.token_owner import can_have

_CATALOG = Catalog()
_PROVIDERS = json.loads(connlint_schemas.read("methods.json"))["providers"]
# The rules that take a scope out, or say that it should not be there.
_AGAINST = {
    "deprecated-scope",
    "duplicate-scope",
    "foreign-scope",
    "ignored-scope",
    "malformed-scope",
    "redundant-scope",
    "unknown-scope",
    "unused-scope",
}


def _after(app: App, found: Diagnostic) -> list[Diagnostic]:
    """What is found when the fix of a finding has been applied."""
    texts = {each.location: each for each in lint_app(app).sources.values()}
    overlay = dict(app.overlay)
    for edit in found.fixes[0].edits:
        (source,) = (each for each in texts.values() if each.path == edit.path)
        own = [each for each in found.fixes[0].edits if each.path == edit.path]
        overlay[source.location] = apply_edits(source.text, own).encode()
    return lint_app(app._replace(overlay=overlay)).diagnostics


def _fixable(rule: str) -> Iterator[tuple[App, Diagnostic]]:
    for seed in seeds_of("fix"):
        app = app_of(seed)
        for found in lint_app(app).diagnostics if app is not None else ():
            if app is not None and found.rule == rule and found.fixes:
                yield app, found


def test_a_second_run_fixes_nothing_and_the_first_says_what_it_leaves() -> None:
    for seed in seeds_of("fix"):
        TARGETS["fix"](seed)


def test_no_rule_is_against_a_scope_that_was_added() -> None:
    count = 0
    for app, found in _fixable("insufficient-scope"):
        texts = [edit.text.strip(', \r\n"') for edit in found.fixes[0].edits]
        added = [scope for text in texts if text for scope in text.split('", "')]
        against = [
            each.message
            for each in _after(app, found)
            if each.rule in _AGAINST and any(f'"{scope}" ' in f"{each.message} " for scope in added)
        ]
        assert against == []
        count += 1
    assert count


def test_no_request_misses_a_scope_that_was_of_another_connector() -> None:
    count = 0
    for app, found in _fixable("foreign-scope"):
        before = {each.message for each in lint_app(app).diagnostics}
        missed = [
            each.message
            for each in _after(app, found)
            if each.rule == "insufficient-scope" and each.message not in before
        ]
        assert missed == []
        count += 1
    assert count


@pytest.mark.parametrize("provider", _PROVIDERS)
def test_a_scope_that_is_asked_for_is_one_of_the_connector(provider: str) -> None:
    methods = [method for api in _PROVIDERS[provider]["apis"] for method in _methods(api)]
    assert methods
    for name in _PROVIDERS[provider]["types"]:
        entry = _CATALOG.entry(name)
        assert entry is not None
        foreign = {
            scope
            for method in methods
            if can_have(entry, method) and entry.completeness is not Completeness.OPEN
            for scope in least_of(method, method.accepted, entry)
            if not entry.has(scope)
        }
        assert foreign == set()


def _methods(api: str) -> Iterator[ApiMethod]:
    """Every method of an API, as far as its scopes."""
    content = json.loads(connlint_schemas.read(f"methods/{api}.json"))
    scopes = content["scopes"]
    for verb, url, name, index, *_ in content["methods"]:
        indices, *best = content["accepted"][index]
        accepted = tuple(
            tuple(scopes[each] for each in (one if isinstance(one, list) else [one]))
            for one in indices
        )
        first = (scopes[best[0]],) if best else next(iter(accepted), ())
        yield ApiMethod(api, name or url, verb, url, accepted, first)
