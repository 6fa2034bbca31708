"""Wrong uses of `connlint scopes`: each is one clear line, with status 2."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.console import connlint
from tests.project.tree import make
from tests.rules.apps import write

from .apps import COMPLETE

MORE = ". See connlint scopes --help\n"
NO_APP = (
    "connlint: No Base44 app {} (looked for base44/config.jsonc, connector files and functions "
    "that call connectors, in this folder and above). Run connlint inside your app, or: connlint "
    "check PATH/TO/APP\n"
)


@pytest.mark.parametrize(
    "arguments, line",
    [
        (["--yes"], f"connlint: Use --yes with --write{MORE}"),
        (["--write", "--format", "json"], f"connlint: Use --write or --format, not both{MORE}"),
        (
            ["--format", "html"],
            'connlint: --format: "html" is not one of text, json, jsonc, command, markdown' + MORE,
        ),
        (["nowhere"], "connlint: nowhere: no such file or directory\n"),
        ([""], "connlint: PATH is empty. Name an app, a connectors folder or a file\n"),
        (["."], NO_APP.format("here")),
        (["--write", "--yes", "."], NO_APP.format("here")),
        (["empty"], NO_APP.format('in "empty"')),
        (["x\n\x1b"], "connlint: x\\n\\u{1b}: no such file or directory\n"),
    ],
)
def test_a_wrong_use_is_one_line(
    arguments: list[str], line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, {"empty/": "", ".git/": ""})
    monkeypatch.chdir(tmp_path)
    found = connlint("scopes", *arguments)
    assert (found.status, found.out, found.err) == (2, "", line)


@pytest.mark.parametrize("arguments", [["--frmat", "json"], ["a", "b"]])
def test_unknown_options_and_more_paths_are_one_line(arguments: list[str]) -> None:
    found = connlint("scopes", *arguments)
    assert (found.status, found.out, found.err.count("\n")) == (2, "", 1)


def test_variables_set_its_options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(COMPLETE, tmp_path)
    monkeypatch.chdir(tmp_path)
    shown = connlint("scopes", "--format", "command").out
    assert connlint("scopes", environ={"CONNLINT_FORMAT": "command"}).out == shown
    # A format of another command is none of this one.
    assert connlint("scopes", environ={"CONNLINT_FORMAT": "sarif"}).out == connlint("scopes").out
    # What asks for nothing to be written is no error beside a variable.
    assert connlint("scopes", environ={"CONNLINT_YES": "1"}).status == 0
    both = {"CONNLINT_FORMAT": "json", "CONNLINT_YES": "1"}
    assert connlint("scopes", "--write", environ=both).status == 0
    assert (tmp_path / "base44/connectors/gmail.jsonc").exists()


@pytest.mark.parametrize("path", [".", "base44", "base44/functions/work/entry.ts", "src"])
def test_any_place_in_an_app_is_the_app(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({**COMPLETE, "src/App.jsx": ""}, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert connlint("scopes", path).out == connlint("scopes").out
