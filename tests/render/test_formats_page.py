"""The page about the formats shows what is printed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest
from tests.cli.console import app, connlint

from connlint.cli import commands

PAGE = (Path(__file__).parents[2] / "docs" / "formats.md").read_text("utf-8")
BLOCKS = {
    name: text
    for _, name, text in re.findall(
        r"^(````?)(\w+ \S+)\n(.*?)^\1\n", PAGE, re.DOTALL | re.MULTILINE
    )
}


@pytest.fixture(autouse=True)
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = BLOCKS["jsonc base44/connectors/slack.jsonc"]
    monkeypatch.chdir(app(tmp_path, {"slack.jsonc": text}))


@pytest.mark.parametrize(
    "block", ["text github", "json gitlab", "xml junit", "json rdjson", "markdown markdown"]
)
def test_the_examples_are_what_is_printed(block: str) -> None:
    assert connlint("check", f"--format={block.split()[1]}").out == BLOCKS[block]


def test_the_result_is_that_of_the_log() -> None:
    (run,) = json.loads(connlint("check", "--format=sarif").out)["runs"]
    (result,) = run["results"]
    assert json.dumps(result, indent=2) + "\n" == BLOCKS["json sarif"]


def test_every_format_is_on_the_page_and_in_the_readme() -> None:
    command = commands._connlint.commands["check"]  # noqa: SLF001 - the options as click has them
    (option,) = [each for each in command.params if each.name == "format"]
    assert isinstance(option.type, click.Choice)
    names = set(option.type.choices)
    table = re.findall(r"^\| \[?`(\w+)`", PAGE, re.MULTILINE)
    assert set(table) == names
    assert len(table) == len(names)
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    (listed,) = re.findall(r"^\| `--format ([^`]+)` \|", readme, re.MULTILINE)
    assert set(listed.split("\\|")) == names
