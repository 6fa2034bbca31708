"""The facts about scopes that give only a part, and what the build makes of them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from tools.catalogue.files import COLLECTED, FACTS, METHODS, ROOT, SCHEMAS, load
from tools.catalogue.graph import with_me
from tools.catalogue.partial import Partial
from tools.catalogue.sources.google import expand

from connlint.catalog import Catalog
from connlint.catalog.partial import KINDS, Coverage

TABLE = load(FACTS / "partial.json")
PARTIAL = Partial(TABLE, load(COLLECTED / "microsoft.json")["delegated"])
OUTCOMES = {given.name.lower() for given in Coverage}
_KEYS = {
    "scopes": {"provider", "scopes", "match", "partial", "source"},
    "requests": {
        *("apis", "methods", "paths", "verbs", "scopes", "match", "siblings", "several", "accepts"),
        *("partial", "gives", "blocks", "parameters", "kinds", "source"),
    },
    "also": {"api", "methods", "paths", "verbs", "scope", "source"},
}


def _rows() -> list[Any]:
    return [
        pytest.param(key, row, id=f"{key}{number}")
        for key in _KEYS
        for number, row in enumerate(TABLE[key])
    ]


@pytest.mark.parametrize(("key", "row"), _rows())
def test_each_fact_has_its_source_and_is_about_something(key: str, row: dict[str, Any]) -> None:
    assert set(row) <= _KEYS[key]
    assert re.match(r"https://[\w.-]+/", row["source"])
    assert row.get("partial", "part") in KINDS
    assert row.get("gives", "whole") == "whole"
    for rule in row.get("parameters", {}).values():
        assert {rule.get("otherwise", "part"), rule.get("absent", "part")} <= OUTCOMES
        assert set(rule.get("contains", {}).values()) <= OUTCOMES
        assert set(rule) <= {*OUTCOMES, "otherwise", "absent", "contains", "list"}
    # What names scopes or methods that do not exist is a misprint.
    alone = Partial({"scopes": [], "requests": [], "also": [], key: [row]}, _delegated())
    assert _is_of_use(alone, key, row)


def _delegated() -> list[str]:
    return list(load(COLLECTED / "microsoft.json")["delegated"])


def _is_of_use(alone: Partial, key: str, row: dict[str, Any]) -> bool:
    if key == "scopes":
        known = {
            scope
            for path in (SCHEMAS / "catalog").glob("*.json")
            for entry in [load(path)]
            if entry["provider"] == row["provider"]
            for scope in entry["scopes"]
        }
        named = set(map(expand, row.get("scopes", ())))
        return named <= known and any(alone.kind(scope, row["provider"]) for scope in known)
    if key == "also":
        return expand(row["scope"]) in load(METHODS / f"{row['api']}.json")["scopes"]
    contents = [load(METHODS / f"{api}.json") for api in row["apis"]]
    named = set(map(expand, row.get("scopes", ())))
    if named and not all(named & set(content["scopes"]) for content in contents):
        return False
    # That a scope gives the whole is said by no rule.
    return row.get("gives") == "whole" or any(_has_rules(alone, content) for content in contents)


def _has_rules(alone: Partial, content: dict[str, Any]) -> bool:
    rows = [
        [verb, url, name or f"{verb} /{url}", content["accepted"][number][0]]
        for verb, url, name, number, *_ in content["methods"]
    ]
    rules, sets, _ = alone.parts({**content, "methods": rows}, "", {})
    return bool(rules or sets)


def test_what_googles_documents_get_wrong_is_known_to_be_a_part() -> None:
    narrowed = load(ROOT / "tools/catalogue/sources/google_exclusions.json")["narrowed"]
    assert [each for each in narrowed if not PARTIAL.kind(expand(each), "Google")] == []


def test_the_schema_of_entries_has_the_kinds() -> None:
    schema = json.loads((SCHEMAS / "catalog-entry.schema.json").read_text("utf-8"))
    scope = schema["$defs"]["scope"]["properties"]
    assert scope["partial"]["enum"] == sorted(KINDS)


def test_no_scope_covers_one_that_gives_more_for_a_method() -> None:
    catalog = Catalog()
    for name in catalog.types():
        entry = catalog.entry(name.type)
        assert entry is not None
        for api in catalog.facts(name.type)["methods"]:
            content = load(METHODS / f"{api}.json")
            for row in content["methods"]:
                pairs = content["parts"][row[4]][0] if len(row) > 4 else []
                parts = {content["scopes"][scope] for scope, _ in pairs}
                indices = {each for each in content["accepted"][row[3]][0] if isinstance(each, int)}
                wholes = {content["scopes"][index] for index in indices} - parts
                for part in parts & entry.facts.keys():
                    assert wholes.isdisjoint(entry.implied_by(part)), (row, part)


def test_graph_serves_what_it_does_for_a_user_for_the_user_of_the_token() -> None:
    content = {
        "api": "graph",
        "base": "https://graph.microsoft.com/{version}/",
        "scopes": ["A", "B"],
        "methods": [
            ["GET", "me/b", "GET /me/b", [1]],
            ["GET", "users/{id}", "GET /users/{id}", [0]],
            ["GET", "users/{id}/a", "GET /users/{id}/a", [0, 1], 1],
            ["POST", "users/{id}/a", "POST /users/{id}/a", [0]],
            ["GET", "users/{id}/b", "GET /users/{id}/b", [0]],
        ],
    }
    assert [row for row in with_me(content)["methods"] if row[1].startswith("me")] == [
        ["GET", "me/a", "GET /me/a", [0, 1], 1],
        ["POST", "me/a", "POST /me/a", [0]],
        ["GET", "me/b", "GET /me/b", [1]],
    ]


def test_no_path_of_a_user_is_missing_for_the_user_of_the_token() -> None:
    for path in METHODS.glob("graph.*.json"):
        found = {(verb, url) for verb, url, *_ in load(path)["methods"]}
        missing = {
            (verb, url)
            for verb, url in found
            if (own := re.sub(r"^users/\{[^{}]*\}/", "me/", url)) != url
            and (verb, own) not in found
        }
        assert missing == set(), path.name
