"""The catalogue is what the tools make of the facts in the repository."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tools.catalogue import build as builder
from tools.catalogue.build import build, scope_entry
from tools.catalogue.methods import compact, render, without_scopes

FILES = build()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_file_is_what_the_facts_give(path: Path) -> None:
    assert path.read_text("utf-8") == FILES[path]


def test_check_says_what_would_change_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = tmp_path / "entry.json"
    monkeypatch.setattr(builder, "build", lambda: {entry: "new\n"})
    assert builder.main(["--check"]) == 1
    assert capsys.readouterr().out == "would change: entry.json\n"
    assert list(tmp_path.iterdir()) == []
    assert builder.main([]) == 0
    assert entry.read_text("utf-8") == "new\n"
    assert builder.main(["--check"]) == 0
    assert capsys.readouterr().out == ""


def test_methods_in_the_compact_form() -> None:
    rows: list[dict[str, Any]] = [
        {"http": "POST", "url": "https://a.b/v1/x", "id": "x.make", "scopes": ["w", "admin"]},
        {
            "http": "GET",
            "url": "https://a.b/v1/x/{id}",
            "id": "x.get",
            "scopes": ["r"],
            "least": ["r"],
        },
        {"http": "PUT", "url": "https://a.b/v1/y", "scopes": ["r", "w"], "all_of": True},
        {
            "http": "PUT",
            "url": "https://a.b/v1/z",
            "scopes": ["r", "w"],
            "any_of": [["r"], ["w", "r"]],
        },
        {"id": "only.an.id"},
    ]
    assert compact("demo", rows) == {
        "api": "demo",
        "base": "https://a.b/v1/",
        "scopes": ["admin", "r", "w"],
        "methods": [
            ["", "", "only.an.id", []],
            ["POST", "x", "x.make", [2, 0]],
            ["GET", "x/{id}", "x.get", [1], 1],
            ["PUT", "y", "", [[1, 2]]],
            ["PUT", "z", "", [1, [2, 1]]],
        ],
    }


def test_the_text_of_a_methods_file_has_a_line_for_each_method() -> None:
    value = {"api": "a", "base": "", "scopes": [], "methods": [["GET", "x", "", []]]}
    assert (
        render(value)
        == '{"api":"a",\n"base":"",\n"scopes":[],\n"methods":[\n["GET","x","",[]]\n]}\n'
    )


def test_what_a_scope_covers_is_said_once_however_many_sources_say_so() -> None:
    scopes: dict[str, Any] = {
        "all": {"access": "write", "implies": ["read", "part", "read", "gone", "twin"]},
        "part": {},
        "read": {"access": "read"},
        "twin": {"implies": ["all"]},
    }
    found = scope_entry("all", scopes["all"], scopes, None, lambda _: "")
    assert found == {"access": "write", "implies": ["part", "read"]}


def test_names_that_are_no_scopes_leave_the_methods() -> None:
    content: dict[str, Any] = {
        "api": "demo",
        "base": "https://a.b/",
        "scopes": ["PLANTED", "r", "w"],
        "methods": [
            ["GET", "x", "both", [0, 1], 1],
            ["PUT", "x", "together", [[0, 2], 2], 0],
            ["POST", "x", "nothing else", [0]],
            ["GET", "y", "needs none", []],
        ],
    }
    assert without_scopes(content, frozenset()) is content
    assert without_scopes(content, frozenset({"PLANTED"})) == {
        "api": "demo",
        "base": "https://a.b/",
        "scopes": ["r", "w"],
        "methods": [
            ["GET", "x", "both", [0], 0],
            ["PUT", "x", "together", [1]],
            ["GET", "y", "needs none", []],
        ],
    }
