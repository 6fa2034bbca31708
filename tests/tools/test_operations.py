"""API requests of providers that publish no package: what becomes of collected tables."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tools.catalogue import operations
from tools.catalogue.files import FACTS, load
from tools.catalogue.operations import collected, operation_apis, render_table

LEVELS = {"documented", "second-hand", "believed"}
COLLECTED = [
    {
        "method": "GET",
        "path": "https://a.b/c",
        "scopes": [["x"], ["y"]],
        "note": "a remark",
        "source": "https://a.b/docs",
        "sure": "documented",
    },
    {
        "method": "POST",
        "path": "https://a.b/c",
        "scopes": [["x", "y"]],
        "source": "owner/name openapi.json createIt",
        "sure": "own knowledge",
    },
]
TABLE = {
    "https://a.b/docs": [["GET", "https://a.b/c", [["x"], ["y"]], "documented"]],
    "owner/name openapi.json": [["POST", "https://a.b/c", [["x", "y"]], "believed", "createIt"]],
}


def test_a_table_has_rows_by_source_and_the_names_that_a_specification_gives() -> None:
    assert collected(COLLECTED) == TABLE
    assert json.loads(render_table(TABLE)) == TABLE


@pytest.fixture
def facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of facts with the table `a`."""
    monkeypatch.setattr(operations, "FACTS", tmp_path)
    monkeypatch.setattr(operations, "_TABLES", tmp_path)
    (tmp_path / "a.json").write_text(render_table(TABLE))
    return tmp_path


def shown(facts: Path, decision: dict[str, Any]) -> list[str]:
    """The rows of an API, each on a line."""
    (facts / "operations.json").write_text(json.dumps({"a": decision}))
    (api,) = operation_apis()
    lines = []
    for row in api.rows:
        scopes = " | ".join(" + ".join(alternative) for alternative in row["any_of"]) or "none"
        also = f", also {' '.join(row['besides'])}" if row["besides"] else ""
        lines.append(f"{row['id']}: {scopes}{also}{' at times' if row['doubtful'] else ''}")
    return lines


MORE = {"source": "https://a.b/more", "row": ["GET", "https://a.b/c", [[], ["z"]], "documented"]}


@pytest.mark.parametrize(
    "decision, expected",
    [
        ({}, ["GET /c: x | y", "createIt: x + y at times"]),
        ({"claims": "nothing"}, ["GET /c: x | y at times", "createIt: x + y at times"]),
        ({"trust": ["^POST "]}, ["GET /c: x | y", "createIt: x + y"]),
        (
            {"doubt": ["/c$"], "trust": ["."]},
            ["GET /c: x | y at times", "createIt: x + y at times"],
        ),
        ({"undecided": ["x", "y"]}, ["GET /c: x | y at times", "createIt: x + y at times"]),
        ({"undecided": ["x"]}, ["GET /c: x | y", "createIt: x + y at times"]),
        ({"besides": {"^GET ": ["v"]}}, ["GET /c: x | y, also v", "createIt: x + y at times"]),
        # A row of our own replaces a collected one; a way without a scope makes it doubtful.
        ({"rows": [MORE]}, ["GET /c: z at times", "createIt: x + y at times"]),
        ({"tables": [], "rows": [MORE]}, ["GET /c: z at times"]),
    ],
)
def test_what_is_decided_about_a_table(
    facts: Path, decision: dict[str, Any], expected: list[str]
) -> None:
    assert shown(facts, decision) == expected


@pytest.mark.parametrize(
    "verb, url, name",
    [
        ("GET", "https://a.b/c/{d}", "GET /c/{d}"),
        ("*", "https://a.b/v1/{path}", "/v1/…"),
        ("POST", "https://a.b/{version}/me/{path}", "POST /me/…"),
    ],
)
def test_what_a_request_without_a_name_is_called(
    facts: Path, verb: str, url: str, name: str
) -> None:
    row = {"source": "https://a.b", "row": [verb, url, [], "documented"]}
    assert shown(facts, {"tables": [], "rows": [row]}) == [f"{name}: none"]


@pytest.mark.parametrize("api", load(FACTS / "operations.json"))
def test_every_decision_is_about_something(api: str) -> None:
    decision = load(FACTS / "operations.json")[api]
    known = {"checked", "tables", "claims", "trust", "doubt", "undecided", "besides", "rows"}
    assert decision.keys() <= known | {"is_rough"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", decision["checked"])
    (rows,) = [each.rows for each in operation_apis() if each.api == api]
    assert {row["level"] for row in rows} <= LEVELS
    about = [f"{row['http']} {row['url']}" for row in rows]
    for pattern in (
        *decision.get("trust", ()),
        *decision.get("doubt", ()),
        *decision.get("besides", ()),
    ):
        assert any(re.search(pattern, each) for each in about), pattern
    for row in decision.get("rows", ()):
        assert row["source"].startswith("https://")
