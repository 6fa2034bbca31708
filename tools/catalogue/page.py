"""The tables at the end of docs/catalogue.md: what is known of each type, and the sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tools.catalogue.clients import clients_of
from tools.catalogue.files import FACTS, ROOT, load
from tools.catalogue.pins import read_pins
from tools.catalogue.sources.registry import SOURCES

from connlint.text.escaping import listing

__all__ = ["PAGE", "origin_of", "page_of", "read_origins"]

Facts = dict[str, Any]

PAGE = ROOT / "docs" / "catalogue.md"
_MARK = "<!-- tools.catalogue.build writes what follows -->"
_MANY = 8


def page_of(text: str, entries: Mapping[str, Facts], requests: Mapping[str, int]) -> str:
    """Return the page about the catalogue with its tables, from its text.

    `requests` has the number of methods of each API. Raises KeyError for a source whose origin,
    version and licence are not recorded.
    """
    head, mark, _ = text.partition(_MARK)
    origins = read_origins()
    parts = [
        f"{head}{mark}",
        "",
        "### What is known of each type",
        "",
        "One of the requests may represent all whose paths begin alike. connlint recognizes a",
        "client under any name that the code gives it.",
        "",
        *_types(entries, requests, origins),
        "",
        "### Where the facts come from",
        "",
        *_sources(entries, origins),
    ]
    return "\n".join(parts) + "\n"


def read_origins() -> list[Facts]:
    """Return the origins of sources; the version of a package is the one that is pinned."""
    pins = read_pins()
    return [
        {**origin, "version": listing([pins[origin["pin"]].version, *_older(origin["pin"])])}
        if "pin" in origin
        else origin
        for origin in load(FACTS / "origins.json")
    ]


def _older(source: str) -> list[str]:
    return list(getattr(SOURCES[source], "OLDER", ()))


def origin_of(source: str, origins: Iterable[Facts]) -> Facts:
    """Return the origin of a source: the first whose pattern it matches; KeyError without one."""
    for origin in origins:
        if re.search(origin["match"], source):
            return origin
    raise KeyError(f"no origin for {source!r}")


def _types(
    entries: Mapping[str, Facts], requests: Mapping[str, int], origins: list[Facts]
) -> list[str]:
    rows = [
        f"| `{name}` | {_scopes(entry)} | {_completeness(entry)} | "
        f"{sum(requests[api] for api in entry['methods']) or '–'} | "
        f"{_clients(name, entry)} | "
        f"{'; '.join(_origins(entry, origins))} | {entry['checked']} |"
        for name, entry in sorted(entries.items())
    ]
    head = [
        "| type | scopes | list | requests | clients | source | checked |",
        "|---|---|---|---|---|---|---|",
    ]
    return [*head, *rows]


def _clients(name: str, entry: Facts) -> str:
    return ", ".join(f"`{each}`" for each in clients_of(name, str(entry["provider"]))) or "–"


def _scopes(entry: Facts) -> str:
    if not entry["takes_scopes"]:
        return "none"
    return str(len(entry["scopes"]) or "–")


def _completeness(entry: Facts) -> str:
    return str(entry["completeness"]) if entry["takes_scopes"] else ""


def _origins(entry: Facts, origins: list[Facts]) -> list[str]:
    """Return the names of the origins of an entry's facts.

    Those that only name the type are left out, unless there are no others.
    """
    found = [origin_of(source, origins) for source in entry["sources"]]
    about = [origin["name"] for origin in found if not origin.get("names_types")]
    return list(dict.fromkeys(about or (origin["name"] for origin in found)))


def _sources(entries: Mapping[str, Facts], origins: list[Facts]) -> list[str]:
    types: dict[str, set[str]] = {origin["name"]: set() for origin in origins}
    for name, entry in entries.items():
        for source in entry["sources"]:
            types[origin_of(source, origins)["name"]].add(name)
    rows = [
        f"| {origin['name']} | {origin['version']} | {origin['licence']} | "
        f"{len(users) if len(users) > _MANY else ', '.join(sorted(users))} |"
        for origin in sorted(origins, key=lambda origin: str(origin["name"]).casefold())
        if (users := types[origin["name"]])
    ]
    return ["| source | version | license | types |", "|---|---|---|---|", *rows]
