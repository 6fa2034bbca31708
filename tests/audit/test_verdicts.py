"""What the report says about each scope, and which scopes would be enough."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.audit.apps import connector, function

from connlint.audit import AuditConnector, audit_projects
from connlint.catalog import Catalog
from connlint.project import find_targets
from connlint.render import audit_words
from connlint.run import read_project

GOOGLE = "https://www.googleapis.com/auth/"
MAIL = "https://gmail.googleapis.com/gmail/v1/users/me/"
LABELS, SEND, READ = f"GET {MAIL}labels", f"POST {MAIL}messages/send", f"GET {MAIL}messages/1"
LIST = "GET https://slack.com/api/conversations.list"
CREATE = "POST https://api.hubapi.com/crm/v3/objects/contacts"
EVENTS = "GET https://www.googleapis.com/calendar/v3/calendars/primary/events"
FILES = "GET https://www.googleapis.com/drive/v3/files"
GITHUB = "GET https://api.github.com/user"
UNSURE = "Recommended, as far as connlint can tell"

# Type, declared scopes, requests; a line for each verdict, and the smallest set.
CASES = {
    "each scope is needed": (
        "gmail",
        ["gmail.send", "gmail.labels"],
        [LABELS, SEND],
        ["needed gmail.send", "needed gmail.labels"],
        "gmail.labels gmail.send",
    ),
    "a scope that no request needs": (
        "gmail",
        ["gmail.readonly", "gmail.send"],
        [READ],
        ["needed gmail.readonly", "unused gmail.send"],
        "gmail.readonly",
    ),
    "less would do": (
        "gmail",
        ["gmail.modify"],
        [SEND],
        ["needed gmail.modify"],
        "gmail.send",
    ),
    "the wide one is needless where the narrow one is there": (
        "googledrive",
        ["drive", "drive.readonly"],
        [FILES],
        ["covered by another drive by drive.readonly", "needed drive.readonly"],
        "drive.readonly",
    ),
    "of two that may give a part, the one that covers the other gives more": (
        "outlook",
        ["Mail.Read", "Mail.Read.Shared"],
        ["GET https://graph.microsoft.com/v1.0/users/a/messages"],
        ["covered by another Mail.Read by Mail.Read.Shared", "needed Mail.Read.Shared"],
        "Mail.Read.Shared",
    ),
    "kinds that a request may ask for": (
        "slackbot",
        ["channels:read", "groups:read", "im:read"],
        [f"{LIST}?types=private_channel"],
        ["needed channels:read", "needed groups:read", "unused im:read"],
        "groups:read channels:read",
    ),
    "a request without a scope": (
        "gmail",
        ["gmail.readonly"],
        [READ, SEND],
        ["needed gmail.readonly", "missing gmail.send"],
        "gmail.readonly gmail.send",
    ),
    "no scope at all": ("gmail", [], [SEND], ["missing gmail.send"], "gmail.send"),
    "one of the missing scopes covers the other": (
        "googlecalendar",
        [],
        [EVENTS, EVENTS.replace("GET", "POST")],
        ["missing calendar.events"],
        "calendar.events",
    ),
    "what the platform adds is never needless": (
        "hubspot",
        ["oauth", "crm.objects.contacts.write"],
        [CREATE],
        ["needed oauth", "needed crm.objects.contacts.write"],
        "crm.objects.contacts.write",
    ),
    "a request that is not understood leaves everything open": (
        "gmail",
        ["gmail.readonly", "gmail.send"],
        [SEND, "?"],
        ["not understood gmail.readonly", "needed gmail.send"],
        "gmail.send?",
    ),
    "but not what another scope covers in any case": (
        "gmail",
        ["gmail.readonly", "gmail.modify"],
        ["?"],
        ["covered by another gmail.readonly by gmail.modify", "not understood gmail.modify"],
        "?",
    ),
    "a scope that the service does not have": (
        "gmail",
        ["gmail.nonsense", "gmail.send"],
        [SEND],
        ["not understood gmail.nonsense", "needed gmail.send"],
        "gmail.send",
    ),
    "a service that asks for scopes only at times": (
        "github",
        ["repo", "user"],
        [GITHUB],
        ["not understood repo", "needed user"],
        "user?",
    ),
    "scopes that the service does not take": ("notion", ["read"], [], ["unused read"], ""),
    "a type that connlint does not know": ("acme", ["a"], [], ["not understood a"], "?"),
}


def _audit(root: Path) -> tuple[AuditConnector, ...]:
    (target,) = find_targets([str(root)], str(root))
    audit = audit_projects([(".", read_project(target, str(root)))], Catalog())
    return audit.projects[0].connectors


def _short(scope: str) -> str:
    return scope.removeprefix(GOOGLE)


def _long(type_name: str, scope: str) -> str:
    is_google = type_name.startswith(("gmail", "google"))
    return GOOGLE + scope if is_google else scope


@pytest.mark.parametrize(
    ("name", "declared", "requests", "verdicts", "smallest"), CASES.values(), ids=CASES
)
def test_verdicts(
    name: str,
    declared: list[str],
    requests: list[str],
    verdicts: list[str],
    smallest: str,
    tmp_path: Path,
) -> None:
    connector(tmp_path, name, [_long(name, scope) for scope in declared])
    function(tmp_path, "work", name, requests)
    (found,) = _audit(tmp_path)
    assert [
        f"{scope.verdict.value} {_short(scope.scope)}"
        + (f" by {' '.join(map(_short, scope.covered_by))}" if scope.covered_by else "")
        for scope in found.scopes
    ] == verdicts
    mark = "" if found.is_proven else "?"
    assert " ".join(map(_short, found.smallest)) + mark == smallest


@pytest.mark.parametrize(
    ("scopes", "requests", "label", "notes"),
    [
        (["gmail.readonly"], [READ], "Recommended scopes", ["restricted"]),
        (
            ["gmail.metadata"],
            [f"{READ}?format=metadata"],
            UNSURE,
            ["restricted, only metadata"],
        ),
        (
            ["gmail.metadata"],
            [f"{READ}?format=metadata", "?"],
            UNSURE,
            ["restricted, only metadata"],
        ),
        (
            ["gmail.metadata", "gmail.readonly"],
            [READ],
            "Recommended scopes",
            ["restricted, only metadata, by gmail.readonly", "restricted"],
        ),
    ],
)
def test_the_report_says_what_a_scope_shows(
    scopes: list[str], requests: list[str], label: str, notes: list[str], tmp_path: Path
) -> None:
    connector(tmp_path, "gmail", [_long("gmail", scope) for scope in scopes])
    function(tmp_path, "work", "gmail", requests)
    (found,) = _audit(tmp_path)
    advice = audit_words.advice(found)
    assert advice is not None
    assert (advice.label, advice.scopes) == (label, found.smallest)
    assert [audit_words.note(scope) for scope in found.scopes] == notes


def test_a_call_knows_its_place_and_its_functions(tmp_path: Path) -> None:
    connector(tmp_path, "slackbot", ["channels:read"])
    function(tmp_path, "one", "slackbot", [LIST])
    function(tmp_path, "two", "slackbot", [LIST, LIST])
    (found,) = _audit(tmp_path)
    assert [
        (call.path, call.line, call.methods, call.functions) for call in found.scopes[0].calls
    ] == [
        ("base44/functions/one/entry.ts", 7, ("conversations.list",), ("one",)),
        ("base44/functions/two/entry.ts", 7, ("conversations.list",), ("two",)),
        ("base44/functions/two/entry.ts", 8, ("conversations.list",), ("two",)),
    ]


def test_what_is_not_known_is_said_with_its_place(tmp_path: Path) -> None:
    connector(tmp_path, "gmail", [])
    function(tmp_path, "work", "gmail", ["?", "GET https://gmail.googleapis.com/x"])
    (found,) = _audit(tmp_path)
    assert [(gap.path, gap.line, gap.reason) for gap in found.gaps] == [
        (
            "base44/functions/work/entry.ts",
            7,
            "the address of the request is known only at run time",
        ),
        (
            "base44/functions/work/entry.ts",
            8,
            "connlint does not know GET https://gmail.googleapis.com/x",
        ),
    ]


def test_an_app_without_functions_proves_nothing(tmp_path: Path) -> None:
    connector(tmp_path, "gmail", [f"{GOOGLE}gmail.send"])
    (found,) = _audit(tmp_path)
    assert [gap.reason for gap in found.gaps] == ["this app has no functions to check"]
    assert found.scopes[0].verdict.value == "not understood"


def test_a_type_that_only_code_names_has_no_file(tmp_path: Path) -> None:
    connector(tmp_path, "gmail", [])
    function(tmp_path, "work", "slackbot", [LIST])
    assert [(found.type, found.path) for found in _audit(tmp_path)] == [
        ("gmail", "base44/connectors/gmail.jsonc"),
        ("slackbot", None),
    ]


def test_the_labels_say_what_base44_adds_and_what_is_needed_at_times(tmp_path: Path) -> None:
    connector(tmp_path, "github", ["read:user", "gist", "repo"])
    connector(tmp_path, "googletasks", ["email", f"{GOOGLE}tasks"])
    function(tmp_path, "who", "github", [GITHUB])
    found = {each.type: each for each in _audit(tmp_path)}
    labels = [(each.scope, audit_words.label(each)) for each in found["github"].scopes]
    assert labels == [
        ("read:user", "maybe needed"),
        ("gist", "could not check"),
        ("repo", "could not check"),
    ]
    assert [audit_words.label(each) for each in found["googletasks"].scopes] == [
        "added by Base44",
        "unused",
    ]
    (call,) = found["github"].scopes[0].perhaps
    assert audit_words.methods(call) == (
        "users/get-authenticated (needs a scope only for private data)"
    )
    assert audit_words.unchecked(found["github"]) == []
    assert [gap.reason for gap in found["github"].gaps] == [
        "users/get-authenticated needs a scope only for private data"
    ]


@pytest.mark.parametrize(
    ("requests", "title"),
    [
        (["?"], "1 request connlint could not check"),
        (["?", "GET https://gmail.googleapis.com/x"], "2 requests connlint could not check"),
    ],
)
def test_what_could_not_be_checked_is_counted(
    requests: list[str], title: str, tmp_path: Path
) -> None:
    connector(tmp_path, "gmail", [])
    function(tmp_path, "work", "gmail", requests)
    (found,) = _audit(tmp_path)
    assert audit_words.gaps_title(audit_words.unchecked(found)) == title


def test_a_place_that_is_no_request_is_called_a_place(tmp_path: Path) -> None:
    connector(tmp_path, "gmail", [])
    (found,) = _audit(tmp_path)
    assert audit_words.gaps_title(found.gaps) == "1 place connlint could not check"


def test_a_scope_that_connlint_does_not_know_is_marked(tmp_path: Path) -> None:
    connector(tmp_path, "gmail", [f"{GOOGLE}gmail.readonyl", f"{GOOGLE}gmail.send", "email"])
    function(tmp_path, "work", "gmail", ["?"])
    (found,) = _audit(tmp_path)
    assert [(audit_words.label(each), audit_words.note(each)) for each in found.scopes] == [
        ("could not check", "not a known scope of this connector"),
        ("could not check", "sensitive"),
        ("added by Base44", ""),
    ]
