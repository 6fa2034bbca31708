"""What connlint suggests in place of a scope or a type: what was meant, and never more than that."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from connlint.catalog import Catalog, ConnectorType
from connlint.rules.suggestions import meant_scope

CATALOG = Catalog()
GOOGLE = "https://www.googleapis.com/auth/"
RANKS = {"read": 0, "write": 1, "admin": 2}
TYPES = [each.type for each in CATALOG.types()]


def _entry(name: str) -> ConnectorType:
    entry = CATALOG.entry(name)
    assert entry is not None
    return entry


@pytest.mark.parametrize(
    ("name", "written", "meant"),
    [
        # To read is to read, however the provider calls it.
        ("gmail", "~gmail.read", "~gmail.readonly"),
        ("gmail", "~gmail.read-only", "~gmail.readonly"),
        ("gmail", "~gmail.reader", "~gmail.readonly"),
        ("gmail", "gmail.read", "~gmail.readonly"),
        ("googledrive", "~drive.read", "~drive.readonly"),
        ("googlecalendar", "~calendar.event.read", "~calendar.events.readonly"),
        ("slack", "channels:readonly", "channels:read"),
        ("outlook", "Mail.ReadOnly", "Mail.Read"),
        ("hubspot", "crm.objects.contacts.readonly", "crm.objects.contacts.read"),
        # Slips.
        ("gmail", "~gmail.sent", "~gmail.send"),
        ("gmail", "~gmail.sned", "~gmail.send"),
        ("gmail", "https://www.googleapi.com/auth/gmail.send", "~gmail.send"),
        ("gmail", "https://mail.goggle.com/", "https://mail.google.com/"),
        ("googlesheets", "~spreadsheet", "~spreadsheets"),
        ("slack", "chat:wirte", "chat:write"),
        ("slack", "chatwrite", "chat:write"),
        ("outlook", "https://graph.microsoft.com/Mail.Raed", "Mail.Read"),
        ("outlook", "Mail.Sed", "Mail.Send"),
        ("github", "read:users", "read:user"),
        # A word more asks for less, or for something else.
        ("googledrive", "~drive.x", None),
        ("googledrive", "~drive.write", None),
        # Nothing is near.
        ("linkedin", "w_messages", None),
        ("gmail", "", None),
    ],
)
def test_what_somebody_meant(name: str, written: str, meant: str | None) -> None:
    expected = meant and meant.replace("~", GOOGLE)
    assert meant_scope(written.replace("~", GOOGLE), _entry(name)) == expected


def _slip(word: str, chance: random.Random) -> str:
    """A word with one slip in it: a character added, dropped, changed, or two swapped."""
    at, other = chance.randrange(len(word)), chance.choice("abcdefghijklmnopqrstuvwxyz._:/-")
    start, end = word[:at], word[at + 1 :]
    return chance.choice(
        [
            start + other + word[at:],
            start + end,
            start + other + end,
            start + end[:1] + word[at] + end[1:],
        ]
    )


def _slips(entry: ConnectorType, most: int) -> Iterator[tuple[str, str]]:
    """Each scope of a type, and what becomes of it by one slip or more, in turn."""
    chance = random.Random(entry.type)  # noqa: S311 - the same slips each time
    for number, scope in enumerate(entry.facts):
        prefix = entry.scope_prefix if scope.startswith(entry.scope_prefix) else ""
        written = scope[len(prefix) :]
        for _ in range(number % most + 1):
            written = _slip(written, chance) if written else written
        if not entry.has(prefix + written):
            yield scope, prefix + written


def _rank(scope: str, entry: ConnectorType) -> int:
    return RANKS.get(str(entry.facts[scope].get("access")), len(RANKS))


@pytest.mark.parametrize("name", TYPES)
def test_no_suggestion_gives_more_than_what_was_meant(name: str) -> None:
    entry = _entry(name)
    wider = [
        (scope, written, meant)
        for scope, written in _slips(entry, most=3)
        if (meant := meant_scope(written, entry)) is not None
        and (
            _rank(meant, entry) > _rank(scope, entry)
            or (scope in entry.reach([meant]) and meant not in entry.reach([scope]))
        )
    ]
    assert wider == []


def test_nearly_every_slip_is_understood() -> None:
    meant = [
        (scope, meant_scope(written, entry))
        for name in TYPES[::6]
        for entry in [_entry(name)]
        for scope, written in _slips(entry, most=1)
    ]
    assert sum(scope == found for scope, found in meant) > 0.9 * len(meant)


@pytest.mark.parametrize("name", TYPES)
def test_who_wants_to_read_is_never_sent_to_a_scope_that_writes(name: str) -> None:
    entry = _entry(name)
    asked = {f"{scope.rpartition('.')[0]}.read" for scope in entry.facts if "." in scope}
    found = {scope: meant_scope(scope, entry) for scope in asked if not entry.has(scope)}
    assert {
        scope: meant
        for scope, meant in found.items()
        if meant is not None and entry.facts[meant].get("access") != "read"
    } == {}
