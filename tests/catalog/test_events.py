"""The events that automations are known to wait for."""

from __future__ import annotations

import json
import re

import pytest

import connlint_schemas
from connlint.catalog import Catalog

TYPES = json.loads(connlint_schemas.read("catalog.json"))["types"]
EVENTS = json.loads(connlint_schemas.read("events.json"))

KNOWN = [
    ("gmail", ("mailbox",)),
    ("googlecalendar", ("events",)),
    ("googledrive", ("file.update",)),
    ("slack", ("message",)),
    ("notion", ()),
    ("no_type", ()),
]


@pytest.mark.parametrize(("name", "events"), KNOWN)
def test_a_type_has_the_events_that_are_known_of_it(name: str, events: tuple[str, ...]) -> None:
    assert Catalog().events(name) == events


def test_each_event_says_how_it_is_known() -> None:
    assert EVENTS["types"].keys() <= TYPES.keys()
    for events in EVENTS["types"].values():
        assert events
        assert set(events.values()) <= {"documented", "observed"}
    assert EVENTS["types"]["slack"] == {"message": "documented"}
    assert EVENTS["types"]["gmail"] == {"mailbox": "observed"}


def test_the_events_are_of_a_day_up_to_that_of_the_catalogue() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", EVENTS["date"])
    assert EVENTS["date"] <= Catalog().date


@pytest.mark.parametrize("name", TYPES)
def test_an_entry_has_the_same_events(name: str) -> None:
    assert tuple(Catalog().facts(name)["events"]) == Catalog().events(name)
