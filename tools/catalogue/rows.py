"""Rows of the table of connector types: names, where they are from, and when they were looked at.

The table is collected (see tools.catalogue.import_facts); `observed.json` adds types that the
collection lacks. The packages of Base44 itself name types, too: one that only they know has an
entry without scopes, until somebody collects them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tools.catalogue.files import COLLECTED, FACTS, load
from tools.catalogue.pins import Pin, checked_by_pins, read_pins, written_with

__all__ = ["read_rows", "rows_of"]

Facts = dict[str, Any]

_KEYS = ("name", "aliases", "status", "sources")
_SDK, _CLI = "base44_sdk", "base44_cli"
# What the sources of an entry say of a package that names the type, before the version and after.
_NAMED_BY = {
    _SDK: ("@base44/sdk", 'dist/modules/connectors.types.d.ts, "Available connectors" table'),
    _CLI: ("base44 CLI", "src/core/resources/connector/schema.ts (KnownIntegrationTypes)"),
}


def read_rows() -> dict[str, Facts]:
    """Return the row of each type, in alphabetical order, from the facts of the repository."""
    table, observed = load(COLLECTED / "types.json"), load(FACTS / "observed.json")
    sdk = load(FACTS / _SDK / "types.json")["types"]
    cli = load(FACTS / _CLI / "types.json")["types"]
    pins = read_pins()
    rows = rows_of(table, observed, {_SDK: sdk, _CLI: {name: name for name in cli}}, pins)
    written = written_with(pins)
    for row in rows.values():
        row["sources"] = [written(source) for source in row["sources"]]
    return rows


def rows_of(
    table: Facts,
    observed: Facts,
    named: Mapping[str, Mapping[str, str]],
    pins: Mapping[str, Pin],
) -> dict[str, Facts]:
    """Return the row of each type: `name`, `aliases`, `status`, `sources` and `checked`.

    `named` has for each source that only names types the types with their services. A type was
    looked at when it was collected or observed, or when a package with facts about it was.
    """
    by_pins = checked_by_pins(pins)
    known = {
        name: {key: fact[key] for key in _KEYS} | {"checked": fact.get("checked", table["date"])}
        for name, fact in (observed | table["types"]).items()
        if "name" in fact
    }
    for source, types in named.items():
        for name, service in types.items():
            new = {"name": service, "aliases": [], "status": "documented", "sources": []}
            known.setdefault(name, {**new, "checked": pins[source].checked})
    rows = {}
    for name, row in sorted(known.items()):
        namers = [source for source, types in named.items() if name in types]
        rows[name] = {
            **row,
            "status": "documented" if namers else row["status"],
            "sources": [*_others(row["sources"]), *(_text(each, pins) for each in namers)],
            "checked": max(
                row["checked"], observed.get(name, row).get("checked", ""), by_pins.get(name, "")
            ),
        }
    return rows


def _text(source: str, pins: Mapping[str, Pin]) -> str:
    package, where = _NAMED_BY[source]
    return f"{package} {pins[source].version} {where}"


def _others(sources: Iterable[str]) -> list[str]:
    """Return the sources without those that the packages' own facts are about."""
    return [
        source
        for source in sources
        if not any(
            source.startswith(package) and source.endswith(where)
            for package, where in _NAMED_BY.values()
        )
    ]
