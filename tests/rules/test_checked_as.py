"""Scopes of a misspelled type are checked in the same run, under the type that was surely meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.rules.apps import Files, connector, uses, write

from connlint.catalog import Catalog
from connlint.diagnostics.diagnostic import Diagnostic
from connlint.engine import Linter
from connlint.fix.fixer import fix_targets, is_wanted
from connlint.project import find_targets
from connlint.rules import RULES
from connlint.run import lint_targets, read_project

EVENTS = "GET www.googleapis.com/calendar/v3/calendars/primary/events"
CREATE = "POST www.googleapis.com/calendar/v3/calendars/primary/events"
LABELS = "GET gmail.googleapis.com/gmail/v1/users/me/labels"

# The type, its scopes, and what rules find: the rule, the column, and what fixes there are.
SCOPES = {
    "all is right but the type": ("googlecalender", ["~calendar.readonly"], []),
    "an unknown scope": ("googlecalender", ["~calendar.evnts"], ["unknown-scope 0"]),
    "an alias": ("gcal", ["~calendar.evnts"], ["unknown-scope 0"]),
    "another spelling": ("GoogleCalendar", ["~calendar.evnts"], ["unknown-scope 0"]),
    "of another connector": ("googlecalender", ["~gmail.send"], ["foreign-scope 0"]),
    "a short name": ("googlecalender", ["calendar"], ["malformed-scope 0"]),
    "a wide scope": ("googlecalender", ["~calendar"], ["broad-scope 0"]),
    "one that another covers": (
        "googlecalender",
        ["~calendar.events", "~calendar.events.readonly"],
        ["redundant-scope 0"],
    ),
    "only scopes that identify the user": ("googlecalender", ["email"], ["no-api-scope 0"]),
    "a service without scopes": ("notoin", ["read"], ["ignored-scope 0"]),
    "a scope that its provider reviews": ("gmial", ["~gmail.metadata"], ["restricted-scope 0"]),
    "spaces around a scope are wrong under any type": (
        "googlecalender",
        ["~calendar.readonly "],
        ["malformed-scope 1"],
    ),
    "a repeated scope is wrong under any type": (
        "googlecalender",
        ["~calendar.readonly", "~calendar.readonly"],
        ["duplicate-scope 1"],
    ),
    "several scopes in one string, if none has a space": (
        "googlecalender",
        ["~calendar.readonly ~calendar.events"],
        ["malformed-scope 0"],
    ),
    "a type for the workspace": ("snowflke", [], []),
    "a type that is near to no other": ("frobnicator", ["~calendar.evnts"], []),
    "a type that is as near to two others": ("githab", ["read", "read"], ["duplicate-scope 1"]),
}


@pytest.mark.parametrize("case", SCOPES)
def test_scopes_are_checked_under_the_type_that_was_meant(case: str, tmp_path: Path) -> None:
    name, scopes, expected = SCOPES[case]
    found = _found(connector(name, *scopes), tmp_path)
    assert [f"{each.rule} {len(each.fixes)}" for each in found] == expected


def _found(files: Files, root: Path) -> list[Diagnostic]:
    """All findings of an app but unknown-type and those about names of files."""
    write(files, root)
    run = lint_targets(find_targets([str(root)], str(root)), str(root))
    others = {"unknown-type", "file-name", "unused-connector"}
    return [each for each in run.diagnostics if each.rule not in others]


def test_a_finding_that_names_no_service_says_under_which_type_it_was_made(tmp_path: Path) -> None:
    scopes = ["~calendar.evnts", "calendar", "~calendar", "email", "email"]
    found = _found(connector("googlecalender", *scopes), tmp_path)
    marked = [each.rule for each in found if each.help.endswith(" (checked as googlecalendar)")]
    assert [each.rule for each in found] == [
        "unknown-scope",
        "malformed-scope",
        "broad-scope",
        "duplicate-scope",
    ]
    assert marked == ["malformed-scope", "broad-scope"]


# The scopes of a misspelled file, the requests of the code, and the rules about both.
CODE = {
    "a request is allowed": (["~calendar.readonly"], [EVENTS], []),
    "a request is refused": (["~calendar.readonly"], [CREATE], ["insufficient-scope"]),
    "the token of another connector": (["~calendar.readonly"], [LABELS], ["insufficient-scope"]),
    "nothing is called unused": (["~calendar.readonly", "~calendar.acls"], [EVENTS], []),
    "code alone makes nothing redundant": (
        ["~calendar.events", "~calendar.calendarlist"],
        [EVENTS],
        [],
    ),
}


@pytest.mark.parametrize("called", ["googlecalendar", "googlecalender"])
@pytest.mark.parametrize("case", CODE)
def test_of_the_code_only_what_is_proven_is_said(case: str, called: str, tmp_path: Path) -> None:
    scopes, requests, expected = CODE[case]
    found = _found({**connector("googlecalender", *scopes), **uses(called, *requests)}, tmp_path)
    assert [each.rule for each in found] == expected
    assert not any(each.fixes for each in found)


def test_the_code_belongs_to_the_file_with_the_right_type(tmp_path: Path) -> None:
    files = {
        **connector("googlecalender", "~calendar.readonly"),
        **connector("googlecalendar", "~calendar.events"),
        **uses("googlecalendar", CREATE),
    }
    assert _found(files, tmp_path) == []


def test_of_two_misspelled_files_none_gets_the_code(tmp_path: Path) -> None:
    files = {
        **connector("googlecalender", "~calendar.readonly"),
        **connector("gcal", "~calendar.readonly"),
        **uses("googlecalendar", CREATE),
    }
    assert _found(files, tmp_path) == []


def test_all_mistakes_are_fixed_in_one_run(tmp_path: Path) -> None:
    write(
        connector("googlecalender", "calendar.events", "~gmail.send", "~calendar.evnts"), tmp_path
    )
    targets = find_targets([str(tmp_path)], str(tmp_path))
    names = [rule.name for rule in RULES]
    result = fix_targets(targets, str(tmp_path), is_wanted(names, unsafe=True))
    google = "https://www.googleapis.com/auth/"
    assert result.files[0].text == (
        f'{{"type": "googlecalendar", "scopes": ["{google}calendar.events"]}}\n'
    )


def test_a_comment_for_a_finding_under_the_meant_type_is_not_unused(tmp_path: Path) -> None:
    text = (
        '{"type": "googlecalender",\n "scopes": [\n'
        '  "https://www.googleapis.com/auth/calendar.evnts", // connlint-ignore unknown-scope\n'
        '  "https://www.googleapis.com/auth/calendar.readonly" // connlint-ignore unknown-scope\n]}'
    )
    assert _found({"base44/connectors/gcal.jsonc": text}, tmp_path) == []


def test_the_editor_says_the_same_after_each_edit(tmp_path: Path) -> None:
    linter, catalog = Linter(), Catalog()
    for name in ("googlecalendar", "googlecalender", "googlecalendar"):
        write({"base44/connectors/a.jsonc": f'{{"type": "{name}", "scopes": ["a:b"]}}\n'}, tmp_path)
        (target,) = find_targets([str(tmp_path)], str(tmp_path))
        found = linter.examine(read_project(target, str(tmp_path)), catalog).found
        assert "unknown-scope" in [each.rule for each in found]
