"""The words for what changed from one state of the catalogue to another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.catalogue.differences import State, differences, main, read_state
from tools.catalogue.pins import Pin

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).resolve().parents[2]


def entry(kind: str, scopes: dict[str, Any], **more: str) -> dict[str, Any]:
    """A part of an entry of the catalogue."""
    facts = {"type": kind, "name": kind.title(), "status": "documented", "completeness": "complete"}
    return {**facts, "scopes": scopes, **more}


BEFORE = State(
    date="2026-01-01",
    entries={
        "mail": entry(
            "mail",
            {
                "mail.all": {"implies": ["mail.old"]},
                "mail.old": {"access": "read"},
                "mail.read": {"access": "read"},
                "mail.send": {"access": "write"},
                "mail.wide": {"deprecated": True, "replacement": "mail.send"},
            },
        ),
        "notes": entry("notes", {"a": {}}, status="observed"),
        "same": entry("same", {"a": {}}),
        "zero": entry("zero", {}),
    },
    providers={"Acme": ["one", "two"]},
    requests={
        "mail.v1": {
            "GET https://mail.example/{id}": ["['mail.read']"],
            "POST https://mail.example": [],
        },
        "old.v1": {"GET https://old.example": []},
    },
    packages={"acme": Pin("1.0", "2026-01-01"), "gone": Pin("1", "2026-01-01")},
)
AFTER = State(
    date="2026-02-02",
    entries={
        "chat": entry("chat", {"x": {}}, name="Chat @all <b>`", completeness="open"),
        "mail": entry(
            "mail",
            {
                "mail.all": {},
                "mail.new": {"access": "read"},
                "mail.read": {"access": "read", "deprecated": True},
                "mail.send": {"access": "admin"},
                "mail.wide": {},
            },
            completeness="partial",
        ),
        "notes": entry("notes", {"a": {}}),
        "same": entry("same", {"a": {}}),
    },
    providers={"Acme": ["two", *(f"s{number}" for number in range(10))]},
    requests={
        "mail.v1": {
            "GET https://mail.example/{id}": ["['mail.new']"],
            "PUT https://mail.example": [],
        },
        "new.v1": {"GET https://new.example": []},
    },
    packages={"acme": Pin("1.1`", "2026-02-02"), "more": Pin("3", "2026-02-02")},
)

TEXT = """\
The catalogue as of 2026-02-02, compared with that of 2026-01-01.

## Packages

- `acme`: 1.0 → 1.1
- `more` is a new source, at 3
- `gone` is no longer a source

## Types

- Chat all b (`chat`) is new, with 1 scope
- Notes (`notes`) is documented by Base44 now
- Zero (`zero`) is gone

## Scopes

- Mail (`mail`): 1 added (`mail.new`); 1 retired (`mail.read`); 1 in use again (`mail.wide`); \
1 gone (`mail.old`); 1 covering others than before (`mail.all`); \
1 with other access or other marks (`mail.send`)
- all services of Acme: 10 added (`s0`, `s1`, `s2`, `s3`, `s4`, `s5`, `s6`, `s7` and 2 more); \
1 gone (`one`)

## How complete the lists are

- Mail (`mail`): complete → partial

## Requests

- `mail.v1`: 1 added (`PUT https://mail.example`); 1 gone (`POST https://mail.example`); \
1 with other scopes (`GET https://mail.example/{id}`)
- `new.v1`: 1 added (`GET https://new.example`)
- `old.v1`: 1 gone (`GET https://old.example`)
"""


def test_each_kind_of_change_is_said() -> None:
    assert differences(BEFORE, AFTER) == TEXT


def test_days_alone_are_one_line() -> None:
    later = BEFORE._replace(
        date="2026-02-02",
        packages={name: Pin(pin.version, "2026-02-02") for name, pin in BEFORE.packages.items()},
    )
    assert differences(BEFORE, later) == (
        "The catalogue as of 2026-02-02, compared with that of 2026-01-01. No fact changed.\n"
    )


def test_the_catalogue_of_this_checkout_is_read_and_is_like_itself(
    capsys: pytest.CaptureFixture[str],
) -> None:
    state = read_state(ROOT)
    accepted = state.requests["gmail.v1"][
        "GET https://gmail.googleapis.com/gmail/v1/users/{userId}/labels"
    ]
    assert "['https://www.googleapis.com/auth/gmail.labels']" in str(accepted)
    assert main([str(ROOT), str(ROOT)]) == 0
    assert capsys.readouterr().out == (
        f"The catalogue as of {state.date}, compared with that of {state.date}. No fact changed.\n"
    )


def test_other_arguments_are_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "Usage: " in capsys.readouterr().err
