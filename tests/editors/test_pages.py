"""The pages about editors: what they tell people to copy is what the tests have run, or can be read."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from tests.cli.console import connlint
from tests.editors.stage import EDITORS
from tests.lsp.test_by_hand import SAID
from tests.packaging.programs import ROOT

from connlint_lsp.options import DEFAULTS, read_options

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PAGE = ROOT / "docs" / "editors.md"
# Visual Studio Code's is a program of its own, with tests of its own.
PAGES = [PAGE, *sorted(set(EDITORS.glob("*/README.md")) - {EDITORS / "vscode" / "README.md"})]
SERVER = ["connlint", "server"]

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)


def _blocks(page: Path) -> list[tuple[str, str, str]]:
    """Language, name of a file or nothing, and text of each block of a page."""
    return re.findall(
        r"^```(\w+) ?(\S*)\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )


@each_page
def test_what_is_to_be_copied_is_a_file_beside_the_page(page: Path) -> None:
    named = {name: text for _, name, text in _blocks(page) if name}
    beside = {each.name for each in page.parent.iterdir()} - {"README.md"}
    assert page == PAGE or set(named) == beside
    for name, text in named.items():
        assert text == (page.parent / name).read_text("utf-8"), name


@each_page
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES[1:], ids=[page.parent.name for page in PAGES[1:]])
def test_every_page_says_what_was_tested_and_is_linked(page: Path) -> None:
    assert "## What was tested" in page.read_text("utf-8")
    assert f"../editors/{page.parent.name}/README.md" in PAGE.read_text("utf-8")


def test_helix_starts_the_server_for_each_language() -> None:
    content = tomllib.loads((EDITORS / "helix" / "languages.toml").read_text("utf-8"))
    server = content["language-server"]["connlint"]
    assert [server["command"], *server["args"]] == SERVER
    assert {each["name"] for each in content["language"]} == {
        *("json", "jsonc", "toml"),
        *("javascript", "jsx", "typescript", "tsx"),
    }
    assert all("connlint" in each["language-servers"] for each in content["language"])


def test_sublime_text_starts_the_server() -> None:
    content = json.loads((EDITORS / "sublime" / "LSP.sublime-settings").read_text("utf-8"))
    client = content["clients"]["connlint"]
    assert client["command"] == SERVER
    assert read_options(client["initializationOptions"]) == (DEFAULTS, [])


def test_the_task_of_zed_can_be_run(monkeypatch: pytest.MonkeyPatch) -> None:
    (task,) = json.loads((EDITORS / "zed" / "tasks.json").read_text("utf-8"))
    assert task["command"] == "connlint"
    monkeypatch.chdir(ROOT / "examples" / "broken-app")
    found = connlint(*task["args"])
    assert found.status == 1
    assert "base44/connectors/calendar.jsonc:" in found.out


def test_jetbrains_start_the_server() -> None:
    text = (EDITORS / "jetbrains" / "README.md").read_text("utf-8")
    assert "| Server: Command | `connlint server` |" in text
    ((language, _, options),) = _blocks(EDITORS / "jetbrains" / "README.md")
    assert language == "json"
    assert read_options(json.loads(options)) == read_options({"minSeverity": "info"})


def test_the_options_are_those_of_the_table() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| (?:`(\w+)`|not set) \|", PAGE.read_text("utf-8"), re.MULTILINE
    )
    defaults = {name: json.loads(value) if value else None for name, value in rows}
    assert read_options(defaults) == (DEFAULTS, [])
    wrong = read_options(dict.fromkeys(defaults, "wrong"))[1]
    assert len(wrong) == len(DEFAULTS) == len(defaults)


def test_what_the_server_says_is_on_the_page() -> None:
    (console,) = [text for language, _, text in _blocks(PAGE) if language == "console"]
    assert console == f"$ connlint server\n{SAID}"
