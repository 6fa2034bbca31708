"""Pins of the packages that facts come from: a version, and the day on which it was looked at.

They are in `pins.json`, which `python -m tools.catalogue.refresh --latest` writes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from tools.catalogue.files import FACTS, load
from tools.catalogue.sources.common import render
from tools.catalogue.sources.registry import SOURCES

__all__ = ["PINS", "Pin", "checked_by_pins", "read_pins", "write_pins", "written_with"]

PINS = Path(__file__).with_name("pins.json")
_REVISION = re.compile(r"\b([A-Za-z]+\.v\w+) rev \d+")


class Pin(NamedTuple):
    """The version from which the committed facts were made, and when it was the newest one."""

    version: str
    checked: str
    """A day, as YYYY-MM-DD."""


def read_pins(path: Path = PINS) -> dict[str, Pin]:
    """Return the pin of each source."""
    pins = json.loads(path.read_text("utf-8"))
    return {name: Pin(pin["version"], pin["checked"]) for name, pin in pins.items()}


def write_pins(pins: Mapping[str, Pin], path: Path = PINS) -> None:
    """Write the pin of each source."""
    text = render({name: pin._asdict() for name, pin in pins.items()})
    path.write_text(text, "utf-8", newline="\n")


def checked_by_pins(pins: Mapping[str, Pin]) -> dict[str, str]:
    """Return for each type the last day on which a package with facts about it was looked at."""
    checked: dict[str, str] = {}
    for name, source in SOURCES.items():
        for type_name in source.CHECKS:
            checked[type_name] = max(checked.get(type_name, ""), pins[name].checked)
    return checked


def written_with(pins: Mapping[str, Pin]) -> Callable[[str], str]:
    """Return a function that puts the pinned versions into the text of a source of an entry."""
    apis = load(FACTS / "google" / "apis.json")
    versions = [
        (re.compile(rf"(?<![\w/-]){re.escape(source.PACKAGE.name)} \d[\w.]*"), name)
        for name, source in SOURCES.items()
    ]

    def revision(match: re.Match[str]) -> str:
        known = apis.get(match[1])
        return f"{match[1]} rev {known['revision']}" if known else match[0]

    def written(text: str) -> str:
        for pattern, name in versions:
            package = SOURCES[name].PACKAGE.name
            text = pattern.sub(f"{package} {pins[name].version}", text)
        return _REVISION.sub(revision, text)

    return written
