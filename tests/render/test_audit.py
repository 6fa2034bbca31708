"""The formats of the least-privilege report, with text that tries to break out of them."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError
from tests.audit.apps import connector, function
from tests.cli.console import connlint
from tests.render.hostile_texts import HOSTILE_TEXTS

import connlint_schemas

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads(connlint_schemas.read("audit.schema.json"))
EVIL = [
    *HOSTILE_TEXTS,
    "\ud800",
    '"><img src=x>',
]
OF_GITHUB = ["GET https://api.github.com/user", "GET https://api.github.com/meta"]
FORMATS = ["text", "json", "markdown", "html"]


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    connector(tmp_path, "gmail", EVIL)
    function(tmp_path, "x\n::error::y|`<b>", "gmail", ["GET https://gmail.googleapis.com/<i>|`"])
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize("name", FORMATS)
def test_nothing_deceptive_is_printed(name: str) -> None:
    found = connlint("audit", "--format", name)
    assert (found.status, found.err) == (0, "")
    lines = found.out.split("\n")
    assert all(line.isprintable() for line in lines)
    assert not any(line.startswith("::") for line in lines)


@pytest.mark.usefixtures("hostile")
def test_json_keeps_foreign_text_as_it_is() -> None:
    report = json.loads(connlint("audit", "--format", "json").out)
    (found,) = report["projects"][0]["connectors"]
    assert [scope["scope"] for scope in found["scopes"]] == EVIL


@pytest.mark.usefixtures("hostile")
def test_a_table_in_markdown_has_four_cells_in_each_row() -> None:
    rows = [
        line
        for line in connlint("audit", "--format", "markdown").out.split("\n")
        if line.startswith("|")
    ]
    assert len(rows) == len(EVIL) + 2
    for row in rows:
        assert row.replace("\\\\", "").replace("\\|", "").count("|") == 5, row
        assert "](" not in re.sub(r"`[^`]*`", "", row)


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        assert not any(name.startswith("on") for name, _ in attrs)


@pytest.mark.usefixtures("hostile")
def test_the_page_has_only_elements_of_ours() -> None:
    elements = _Elements()
    elements.feed(connlint("audit", "--format", "html").out)
    assert elements.names & {"script", "img", "i", "link", "form"} == set()
    assert {"table", "details", "code"} & elements.names


@pytest.mark.parametrize("app", ["healthy-app", "broken-app"])
def test_json_has_the_form_of_its_schema(app: str) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    report = json.loads(connlint("audit", str(ROOT / "examples" / app), "--format", "json").out)
    Draft202012Validator(SCHEMA).validate(report)
    assert report["projects"][0]["connectors"]
    del report["projects"][0]["connectors"][0]["smallest"]
    with pytest.raises(ValidationError, match="'smallest' is a required property"):
        Draft202012Validator(SCHEMA).validate(report)


def test_verdicts_are_painted_in_a_terminal() -> None:
    path = str(ROOT / "examples" / "broken-app")
    painted = connlint("audit", path, "--color", "always").out
    assert "\x1b[1;31mmissing" in painted
    plain = connlint("audit", path, "--color", "never").out
    assert "\x1b" not in plain
    for mark in ("\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[0m", "\x1b[1m", "\x1b[2m"):
        painted = painted.replace(mark, "")
    assert painted == plain


def test_a_wrong_path_is_said_in_a_line() -> None:
    found = connlint("audit", "nowhere")
    assert (found.status, found.out) == (2, "")
    assert found.err == "connlint: nowhere: no such file or directory\n"


def test_several_apps_are_reported_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        connector(tmp_path / name, "notion", [])
    monkeypatch.chdir(tmp_path)
    assert connlint("audit").out == (
        "one: 1 connector with 0 scopes.\n\n"
        "Notion (notion), one/base44/connectors/notion.jsonc\n  Notion has no scopes\n\n"
        "two: 1 connector with 0 scopes.\n\n"
        "Notion (notion), two/base44/connectors/notion.jsonc\n  Notion has no scopes\n"
    )
    page = connlint("audit", "--format", "html").out
    assert '<a href="#p1">one</a>' in page
    assert '<a href="#p2c1">Notion</a>' in page


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
@pytest.mark.parametrize("app", ["healthy-app", "broken-app"])
def test_lines_are_wrapped_between_words(app: str, columns: int) -> None:
    path = str(ROOT / "examples" / app)
    wide = connlint("audit", path).out
    found = connlint("audit", path, environ={"COLUMNS": str(columns)}, terminal=True)
    plain = re.sub(r"\x1b\[[\d;]*m", "", found.out)
    assert plain.split() == wide.split()
    for line in plain.split("\n"):
        # What is too long is one word, or a label and one.
        assert len(line) <= columns or len(line.split()) == 1, line


def test_all_formats_have_the_same_scopes_requests_and_gaps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connector(tmp_path, "github", ["read:user", "gist"])
    connector(tmp_path, "googlecalender", ["email"])
    function(tmp_path, "who", "github", [*OF_GITHUB, "GET https://api.github.com/x", "?"])
    monkeypatch.chdir(tmp_path)
    for name in ("text", "markdown", "html"):
        shown = connlint("audit", "--format", name).out
        plain = re.sub(r"<[^>]+>|[`\\]", "", shown)
        for part in (
            "maybe needed",
            "added by Base44",
            "checked as googlecalendar",
            "base44/functions/who/entry.ts:7 users/get-authenticated "
            "(needs a scope only for private data)",
            "base44/functions/who/entry.ts:8 meta/get",
            "2 requests connlint could not check",
            "base44/functions/who/entry.ts:9: connlint does not know GET",
            "base44/functions/who/entry.ts:10: the address of the request is known only",
            "1 place connlint could not check",
            "base44/connectors/googlecalender.jsonc:2: ",
            "Recommended, as far as connlint can tell",
        ):
            assert part in plain, (name, part)
        assert "not understood" not in plain
