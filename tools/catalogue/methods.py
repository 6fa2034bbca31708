"""Compact form of API methods and of the scopes that each accepts.

A file is `{"api", "base", "scopes", "methods"}`. A method is a row of HTTP method, URL
template relative to `base`, method id, and what it accepts: a list of alternatives, each an
index into `scopes`, or a list of indices of scopes that are needed together. No alternative
means that no scope is known to be needed. A fifth column is the index of the least
privileged scope, where the provider names it. `doubtful` has the methods whose scopes are
not sure, each as verb and relative URL, and `besides` maps such methods to the indices of scopes
that they may need as well.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

__all__ = ["compact", "render", "without_scopes"]

Row = Mapping[str, Any]


def compact(api: str, rows: Iterable[Row]) -> dict[str, Any]:
    """Return rows of collected facts in the compact form.

    A row has `http`, `url`, `id`, `scopes`, and may have `any_of` (alternatives as lists of
    scopes), `all_of` (all scopes are needed), `least` (the least privileged first), `doubtful`,
    and `besides` (scopes that may be needed as well).
    The order of methods is by URL and HTTP method, that of scopes alphabetical.
    """
    sorted_rows = sorted(
        rows, key=lambda row: (row.get("url", ""), row.get("http", ""), row.get("id", ""))
    )
    scopes = sorted(
        {
            scope
            for row in sorted_rows
            for scope in (*row.get("scopes", ()), *row.get("besides", ()))
        }
    )
    number = {scope: index for index, scope in enumerate(scopes)}
    base = _base([row["url"] for row in sorted_rows if row.get("url")])
    methods = []
    for row in sorted_rows:
        url = row.get("url", "")
        accepted = [_alternative(scopes, number) for scopes in _alternatives(row)]
        method: list[Any] = [row.get("http", ""), url[len(base) :], row.get("id", ""), accepted]
        if row.get("least"):
            method.append(number[row["least"][0]])
        methods.append(method)
    content: dict[str, Any] = {"api": api, "base": base, "scopes": scopes, "methods": methods}
    doubtful = []
    besides = {}
    for row, (verb, url, *_) in zip(sorted_rows, methods, strict=True):
        if row.get("doubtful"):
            doubtful.append(f"{verb} {url}")
        if row.get("besides"):
            besides[f"{verb} {url}"] = sorted(number[scope] for scope in row["besides"])
    return content | _filled(doubtful=doubtful, besides=besides)


def _filled(**facts: object) -> dict[str, object]:
    return {name: value for name, value in facts.items() if value}


def _alternatives(row: Row) -> list[list[str]]:
    if row.get("any_of"):
        return [list(scopes) for scopes in row["any_of"]]
    scopes = list(row.get("scopes", ()))
    if row.get("all_of"):
        return [scopes] if scopes else []
    return [[scope] for scope in scopes]


def _alternative(scopes: list[str], number: Mapping[str, int]) -> int | list[int]:
    indices = [number[scope] for scope in scopes]
    return indices[0] if len(indices) == 1 else indices


def _base(urls: list[str]) -> str:
    """Return the common prefix of all URLs, up to a slash."""
    if not urls:
        return ""
    first, last = min(urls), max(urls)
    length = 0
    while length < min(len(first), len(last)) and first[length] == last[length]:
        length += 1
    return first[: first.rfind("/", 0, length) + 1]


def without_scopes(content: dict[str, Any], not_scopes: Collection[str]) -> dict[str, Any]:
    """Return methods, in compact form, without names that are no scopes.

    A method that accepted nothing else is left out: what it needs is not known.
    """
    if not not_scopes:
        return content
    scopes = [scope for scope in content["scopes"] if scope not in not_scopes]
    number = {
        index: scopes.index(scope)
        for index, scope in enumerate(content["scopes"])
        if scope in scopes
    }
    methods = []
    for verb, url, name, accepted, *rest in content["methods"]:
        kept = [
            each
            for alternative in accepted
            if (each := _renumbered(alternative, number)) is not None
        ]
        if kept or not accepted:
            least = [number[index] for index in rest if index in number]
            methods.append([verb, url, name, kept, *least])
    besides = {
        method: [number[index] for index in indices if index in number]
        for method, indices in content.get("besides", {}).items()
    }
    return {**content, "scopes": scopes, "methods": methods, **_filled(besides=besides)}


def _renumbered(alternative: int | list[int], number: Mapping[int, int]) -> int | list[int] | None:
    """Return an alternative by new numbers of scopes; None if it needs one that has none."""
    if isinstance(alternative, int):
        return number.get(alternative)
    known = [number[index] for index in alternative if index in number]
    return known if len(known) == len(alternative) else None


def render(value: Mapping[str, Any]) -> str:
    """Return a file's text, with a line for each entry of a list or an object, for diffs."""
    parts = []
    for key, content in value.items():
        if isinstance(content, list) and content:
            lines = ",\n".join(_line(item) for item in content)
            parts.append(f"{_line(key)}:[\n{lines}\n]")
        elif isinstance(content, dict) and content:
            lines = ",\n".join(f"{_line(name)}:{_line(item)}" for name, item in content.items())
            parts.append(f"{_line(key)}:{{\n{lines}\n}}")
        else:
            parts.append(f"{_line(key)}:{_line(content)}")
    return "{" + ",\n".join(parts) + "}\n"


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
