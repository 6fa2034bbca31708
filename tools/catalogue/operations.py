"""API requests of providers that publish no package with their scopes, from collected tables.

`facts/collected/operations/<table>.json` has a table's rows by their source: verb, URL template,
alternatives of scopes, and how sure the row is (`documented`, `second-hand` or `believed`).
`facts/operations.json` says what becomes of them. For each API:

- `tables`: the tables that it is made of, by default the one with its name.
- `claims`: how sure a row must be (`documented` by default, `second-hand`, or `nothing`) for
  connlint to say that a request needs these scopes. Every other row is doubtful: the request is
  understood, and nothing is said about its scopes.
- `trust` and `doubt`: regular expressions, of which one that fits `VERB URL` of a row decides
  before `claims` does, `doubt` first.
- `undecided`: scopes whose rows are doubtful if they accept nothing else.
- `besides`: scopes that requests may need as well, so that none of them is ever needless; a
  regular expression for `VERB URL`, and the scopes.
- `rows`: more rows, each with its `source`; one with the verb and URL of a collected row replaces
  it.
- `is_rough`: true for templates that stand for several methods, and count only where no other fits.
- `checked`: the day on which somebody last compared the facts with their sources.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from tools.catalogue.files import COLLECTED, FACTS, load

__all__ = ["Operations", "collected", "operation_apis", "render_table"]

Facts = dict[str, Any]

_TABLES = COLLECTED / "operations"
_LEVELS = {"documented": "documented", "second-hand": "second-hand", "own knowledge": "believed"}
_CLAIMED = {
    "nothing": frozenset[str](),
    "documented": frozenset({"documented"}),
    "second-hand": frozenset({"documented", "second-hand"}),
}
# The last word of a source in which each operation has a name.
_NAMED = re.compile(r"(.*\.(?:json|ya?ml)(?: x-oauth-scope)?) ([\w.-]+)")


def collected(rows: Iterable[Mapping[str, Any]]) -> Facts:
    """Return a table of collected rows in the form of the repository."""
    table: Facts = {}
    for row in rows:
        match = _NAMED.fullmatch(row["source"])
        source, name = match.groups() if match else (row["source"], "")
        kept = [row["method"], row["path"], row["scopes"], _LEVELS[row["sure"]]]
        table.setdefault(source, []).append([*kept, name] if name else kept)
    return table


def render_table(table: Facts) -> str:
    """Return a table's text, with a line for each row, for diffs."""
    parts = []
    for source, rows in table.items():
        lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        parts.append(f"{json.dumps(source, ensure_ascii=False)}: [\n{lines}\n]")
    return "{\n" + ",\n".join(parts) + "\n}\n"


class Operations(NamedTuple):
    """An API with rows for tools.catalogue.methods.compact; see `is_rough` above."""

    api: str
    rows: list[Facts]
    is_rough: bool


def operation_apis() -> Iterator[Operations]:
    """Yield the APIs of facts/operations.json."""
    for api, decision in load(FACTS / "operations.json").items():
        rows = {(row["http"], row["url"]): row for row in _rows(decision.get("tables", [api]))}
        for row in decision.get("rows", ()):
            own = _row(row["source"], *row["row"])
            rows[own["http"], own["url"]] = own
        decided = [_decided(row, decision) for row in rows.values()]
        yield Operations(api, decided, decision.get("is_rough", False))


def _rows(tables: Iterable[str]) -> Iterator[Facts]:
    for name in tables:
        for source, rows in load(_TABLES / f"{name}.json").items():
            for row in rows:
                yield _row(source, *row)


def _row(
    source: str, verb: str, url: str, scopes: list[list[str]], level: str, name: str = ""
) -> Facts:
    return {
        "http": verb,
        "url": url,
        "id": name or _name(verb, url),
        "any_of": scopes,
        "scopes": [scope for alternative in scopes for scope in alternative],
        "level": level,
        "source": source,
    }


def _name(verb: str, url: str) -> str:
    """Return what a request without a name is called: its verb and path, without a version."""
    path = url.partition("://")[2].partition("/")[2].removeprefix("{version}/")
    shown = f"/{path.removesuffix('{path}')}{'…' if path.endswith('{path}') else ''}"
    return shown if verb == "*" else f"{verb} {shown}"


def _decided(row: Facts, decision: Facts) -> Facts:
    """Return a row with `doubtful` and `besides`."""
    about = f"{row['http']} {row['url']}"

    def fits(key: str) -> bool:
        return any(re.search(pattern, about) for pattern in decision.get(key, ()))

    is_claimed = row["level"] in _CLAIMED[decision.get("claims", "documented")]
    is_undecided = bool(row["scopes"]) and set(row["scopes"]) <= {*decision.get("undecided", ())}
    # A way without a scope beside ways with one says little about which token it is.
    is_open = bool(row["scopes"]) and [] in row["any_of"]
    besides = [
        scope
        for pattern, scopes in decision.get("besides", {}).items()
        if re.search(pattern, about)
        for scope in scopes
    ]
    return {
        **row,
        "any_of": [scopes for scopes in row["any_of"] if scopes],
        "doubtful": fits("doubt") or is_undecided or is_open or not (is_claimed or fits("trust")),
        "besides": list(dict.fromkeys(besides)),
    }
