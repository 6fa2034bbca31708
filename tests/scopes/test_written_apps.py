"""What `--write` does to all example apps: `check` accepts it, and a second run changes nothing.

The apps are all examples of the pages and of the tests, and what the fuzzer begins with; each is
tried as it is, and without its connector files.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping

import pytest
from tools.fuzz.apps import App, app_of
from tools.fuzz.seeds import seeds_of

from connlint.catalog import Catalog
from connlint.init import Change
from connlint.project import Project
from connlint.run import Run, lint_targets
from connlint.scopes import AppScopes, scopes_of
from connlint.scopes.writing import Place, plan_files

CATALOG = Catalog()
ABOUT_SCOPES = frozenset(
    {
        "deprecated-scope",
        "duplicate-scope",
        "foreign-scope",
        "insufficient-scope",
        "malformed-scope",
        "missing-scopes",
        "no-api-scope",
        "redundant-scope",
        "unknown-scope",
        "unused-scope",
    }
)
ABOUT_FILES = frozenset(
    {"duplicate-key", "duplicate-type", "file-name", "json5-syntax", "schema", "syntax-error"}
)


def _apps() -> Iterator[tuple[App, Mapping[str, bytes]]]:
    for seed in sorted({*seeds_of("lint"), *seeds_of("code")}):
        app = app_of(seed)
        if app is None:
            continue
        yield app, app.overlay
        folders = {target.connectors_dir for target in app.targets}
        without = {
            path: content
            for path, content in app.overlay.items()
            if os.path.dirname(path) not in folders
        }
        if len(without) < len(app.overlay):
            yield app, without


def _found(project: Project, app: App) -> AppScopes:
    folder = os.path.relpath(project.connectors_dir, app.root).replace(os.sep, "/")
    return scopes_of([(".", folder, project)], CATALOG).apps[0]


def _changes(run: Run, app: App, overlay: Mapping[str, bytes]) -> list[Change]:
    """The changes of an app, without new files in the place of others, which the disk lacks here."""
    return [
        change
        for project in run.projects
        for change in plan_files(
            _found(project, app), project, Place(app.root, project.connectors_dir)
        ).changes
        if change.before.text is not None or _location(change, app) not in overlay
    ]


def _location(change: Change, app: App) -> str:
    return os.path.join(app.root, *change.path.split("/"))


def _said(run: Run, about: frozenset[str]) -> Counter[tuple[str, str, str]]:
    return Counter(
        (each.rule, each.path, each.message)
        for each in run.diagnostics
        # Without a fix, the request has the wrong token, whatever its scopes are.
        if each.rule in about and (each.rule != "insufficient-scope" or each.fixes)
    )


@pytest.mark.parametrize("part", range(4))
def test_what_is_written_is_accepted_and_stays(part: int) -> None:
    count = 0
    for number, (app, overlay) in enumerate(_apps()):
        if number % 4 != part:
            continue
        before = lint_targets(app.targets, app.root, overlay=overlay)
        changes = _changes(before, app, overlay)
        if not changes:
            continue
        count += 1
        written = {_location(change, app): change.after.encode() for change in changes}
        now = {**overlay, **written}
        after = lint_targets(app.targets, app.root, overlay=now)
        new = _said(after, ABOUT_SCOPES | ABOUT_FILES) - _said(before, ABOUT_SCOPES | ABOUT_FILES)
        assert not new, (new, changes, overlay)
        assert _changes(after, app, now) == [], (changes, overlay)
        _check_nothing_is_lost(before, after, app)
    assert count > 20


def _check_nothing_is_lost(before: Run, after: Run, app: App) -> None:
    """No scope goes from a file where something could not be checked, and none that is needed."""
    for project, later in zip(before.projects, after.projects, strict=True):
        files = {
            each.source.path: {node.value for node in each.scope_strings}
            for each in later.connectors
        }
        for found in _found(project, app).connectors:
            if found.path is None:
                continue
            assert files[found.path].issuperset(
                found.scopes if found.is_complete else found.declared
            )
