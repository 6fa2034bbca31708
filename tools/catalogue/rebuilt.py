"""Facts of the rebuilt sources, in the form that tools.catalogue.build uses.

tools/catalogue/refresh writes the files that this module reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tools.catalogue.files import FACTS, load
from tools.catalogue.sources.google import expand

__all__ = ["google_scopes", "rebuilt_apis", "rebuilt_methods", "rebuilt_scopes", "with_google"]

Facts = dict[str, Any]


def google_scopes() -> dict[str, list[str]]:
    """Return all scopes of Google with the names of the APIs that accept them, without versions."""
    table = load(FACTS / "google" / "scopes.json")
    return {
        scope: sorted({api.partition(":")[0] for api in apis})
        for scope, apis in sorted((expand(key), value) for key, value in table["scopes"].items())
    }


def with_google(name: str, scopes: Facts) -> Facts:
    """Return a type's collected scopes with the facts of Google's discovery documents.

    The documents may add scopes; the access of their scopes, and which scopes cover which, come
    from them alone. Other collected facts (sensitivity, names of identity scopes) are kept.
    """
    types = load(FACTS / "google" / "types.json")["types"]
    if name not in types:
        return scopes
    merged = {scope: {**fact, "implies": []} for scope, fact in scopes.items()}
    for short, fact in types[name]["scopes"].items():
        scope = merged.setdefault(expand(short), {})
        scope["access"] = fact["access"]
        scope["data_narrowed"] = fact.get("data_narrowed", False)
    computed = load(FACTS / "google" / "implications.json")
    twins = {wide: [covered] for wide, covered in computed["readonly_twins"].items()}
    for table in (computed["implies"], twins):
        for wide, covered in table.items():
            if expand(wide) in merged:
                implied = merged[expand(wide)].setdefault("implies", [])
                implied.extend(expand(scope) for scope in covered)
    return merged


def rebuilt_scopes() -> dict[str, Facts]:
    """Return the scopes of types that rebuilt sources name, beside Google's, with what is known.

    They are added to the collected ones: a new scope is known as soon as its package has it.
    """
    slack = load(FACTS / "slack" / "scopes.json")
    github = load(FACTS / "github" / "methods.json")["methods"]
    named = {
        "discord": load(FACTS / "discord" / "scopes.json")["scopes"],
        "quickbooks": load(FACTS / "quickbooks" / "scopes.json")["scopes"],
        "slack": slack["user"],
        "slackbot": slack["bot"],
    }
    known: dict[str, Facts] = {
        name: {scope: {} for scope in scopes} for name, scopes in named.items()
    }
    # They are read from sentences, in which other words may look like a scope.
    of_github = {
        scope
        for row in github.values()
        for scopes in (*row["any_of"], row.get("besides", ()))
        for scope in scopes
    }
    known["github"] = {scope: {"unverified": True} for scope in of_github}
    return known


def rebuilt_apis() -> set[str]:
    """Return the APIs whose methods come from a rebuilt source."""
    return {*load(FACTS / "google" / "apis.json"), "github"}


def rebuilt_methods() -> Iterator[tuple[str, list[Facts]]]:
    """Yield each rebuilt API with its methods, as rows for tools.catalogue.methods.compact."""
    for api, fact in load(FACTS / "google" / "apis.json").items():
        methods = load(FACTS / "google" / f"methods.{api}.json")["methods"]
        yield api, _least_first(list(_google_rows(methods, fact["base"])))
    github = load(FACTS / "github" / "methods.json")
    yield (
        "github",
        [
            {
                **row,
                "id": name,
                "url": github["base"] + row["url"],
                "scopes": [scope for scopes in row["any_of"] for scope in scopes],
            }
            for name, row in github["methods"].items()
        ],
    )


def _least_first(rows: list[Facts]) -> list[Facts]:
    """Return the rows with their scopes sorted by what these allow, the least first.

    Read-only scopes come first, then those that the fewest methods accept.
    """
    method_counts: dict[str, int] = {}
    for row in rows:
        for scope in row["scopes"]:
            method_counts[scope] = method_counts.get(scope, 0) + 1
    return [
        {
            **row,
            "scopes": sorted(
                row["scopes"],
                key=lambda scope: (not scope.endswith(".readonly"), method_counts[scope], scope),
            ),
        }
        for row in rows
    ]


def _google_rows(methods: Facts, base: str) -> Iterator[Facts]:
    host = "/".join(base.split("/")[:3])
    for name, row in methods.items():
        scopes = [expand(scope) for scope in row.get("scopes", ())]
        method = {"http": row["http"], "id": name, "scopes": scopes}
        yield {**method, "url": base + row["url"]}
        for path in row.get("uploads", {}).values():
            yield {**method, "url": host + path}
