"""An app whose names and texts try to break out of the report, through every format."""

from __future__ import annotations

import json
import os
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from junitparser import JUnitXml
from tests.cli.console import CONFIG, CONNECTORS, Outcome, connlint

from connlint.render.registry import FORMATS

from .test_github import read_command

ATTACKS = (
    "x\n::error::owned",
    "x\r::warning::owned",
    "x\r\n##[error]owned",
    "##[stop-commands]owned",
    "%0A::error::owned",
    "\x1b[31mowned\x1b[0m",
    "\x9b2Jowned",
    "]]><failure/>",
    "<!--&owned;",
    '"/><testcase name="owned',
    "\u202eowned\u2066",
    "x\u2028::error::owned",
    "x\x85::error::owned",
    "\ud800owned",
    "\0owned",
    "[owned](https://example.com)",
    "a,b:c=d;e",
    "{0}{owned}",
)
NAMES = (
    "x\n::error::owned.jsonc",
    "::error::owned.jsonc",
    " ::error::owned.jsonc",
    "##[error]owned.jsonc",
    "%0A::error::owned.jsonc",
    "\x1b[31mowned.jsonc",
    "]]><failure>&.jsonc",
    "\u202eowned.jsonc",
    "\udcffowned.jsonc",
    'a,b:c=d;e"[x](y).jsonc',
)

pytestmark = pytest.mark.skipif(
    sys.platform in {"win32", "darwin"},
    reason="this system refuses the names of the files: they are no UTF-8, or have its separators",
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The connectors directory of an app in which everything is hostile, and where we are.

    From there a path is a name, and so begins the line wherever it comes first.
    """
    connectors = tmp_path / CONNECTORS
    connectors.mkdir(parents=True)
    (tmp_path / "base44/config.jsonc").write_text(CONFIG)
    texts = [
        *({"type": "slack", "scopes": [attack]} for attack in ATTACKS),
        *({"type": attack, "scopes": []} for attack in ATTACKS),
        *({"type": "gmail", "scopes": [], attack: attack} for attack in ATTACKS),
        {"type": "hubspot", "scopes": list(ATTACKS), **dict.fromkeys(ATTACKS, 1)},
    ]
    for number, value in enumerate(texts):
        # Escapes in JSON may hold what the file itself cannot.
        (connectors / f"{number}.jsonc").write_text(json.dumps(value))
    for name in NAMES:
        (connectors / name).write_text(json.dumps({"type": name, "scopes": [name]}))
    for number, attack in enumerate(ATTACKS):
        text = f'{{"type": "slack", scopes: [1], "{attack}": {attack}}}'
        (connectors / f"raw-{number}.jsonc").write_bytes(text.encode("utf-8", "surrogatepass"))
    monkeypatch.chdir(connectors)
    return connectors


def _check(*arguments: str) -> Outcome:
    return connlint("check", ".", "--min-severity=info", *arguments)


def _findings() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(_check("--format=json").out)["diagnostics"]
    return found


@pytest.fixture
def findings(folder: Path) -> list[dict[str, Any]]:
    """What there is to report, with every attack and every name in it."""
    assert Path.cwd() == folder
    found = _findings()
    assert len(found) > 200
    words = "".join(each["message"] + each["help"] for each in found)
    assert words.count("owned") > len(ATTACKS)
    assert {each["path"] for each in found} >= set(NAMES)
    return found


def _commands(text: str) -> list[str]:
    """The lines of a log that the runner of GitHub Actions may take for commands.

    `::name …::` counts at the start of a line, whatever blanks stand before it, and the old
    `##[name …]` anywhere. The `:::` of a picture is none: no command is called `:`.
    """
    return [
        line
        for line in text.splitlines()
        if re.match(r"\s*::[\w-]+( .*)?::", line) or "##[" in line
    ]


@pytest.mark.parametrize(
    "arguments", [[f"--format={name}"] for name in FORMATS] + [["--statistics"]]
)
def test_nothing_is_printed_raw_and_nothing_is_a_command(
    arguments: list[str], findings: list[dict[str, Any]]
) -> None:
    outcome = _check(*arguments)
    assert outcome.status == 1
    for text in (outcome.out, outcome.err):
        assert {char for char in text if not char.isprintable()} <= {"\n"}
        is_log = text == outcome.out and "--format=github" in arguments
        expected = len(findings) if is_log else 0
        assert len(_commands(text)) == expected


def test_the_list_of_files_has_no_command(folder: Path) -> None:
    outcome = _check("--show-files")
    assert outcome.out.count("\n") == len(list(folder.iterdir())) + 1
    assert {char for char in outcome.out if not char.isprintable()} == {"\n"}
    assert _commands(outcome.out) == []


def test_text_has_a_picture_for_each(findings: list[dict[str, Any]]) -> None:
    lines = _check("--format=text").out.splitlines()
    assert sum(line.lstrip().startswith("--> ") for line in lines) == len(findings)


def test_concise_has_a_line_for_each(findings: list[dict[str, Any]]) -> None:
    lines = _check("--format=concise").out.splitlines()
    assert len(lines) == len(findings)
    for line, found in zip(lines, findings, strict=True):
        assert f": {found['severity']}[{found['rule']}] " in line


def test_statistics_count_each(findings: list[dict[str, Any]]) -> None:
    *lines, total = _check("--statistics").out.splitlines()
    assert sum(int(line.split()[0]) for line in lines) == len(findings)
    assert total == f"{len(findings)}  in total"


def _of_sarif(text: str) -> list[tuple[str, str, int]]:
    (run,) = json.loads(text)["runs"]
    places = [each["locations"][0]["physicalLocation"] for each in run["results"]]
    paths = [os.fsdecode(unquote_to_bytes(each["artifactLocation"]["uri"])) for each in places]
    lines = [each["region"]["startLine"] for each in places]
    return list(zip(paths, (each["ruleId"] for each in run["results"]), lines, strict=True))


def _of_github(text: str) -> list[tuple[str, str, int]]:
    commands = [read_command(line) for line in text.splitlines()]
    return [
        (
            each.properties["file"],
            each.properties["title"].removeprefix("connlint "),
            int(each.properties["line"]),
        )
        for each in commands
    ]


def _of_gitlab(text: str) -> list[tuple[str, str, int]]:
    issues = json.loads(text)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    places = [issue["location"] for issue in issues]
    return [
        (place["path"], issue["check_name"], place["lines"]["begin"])
        for issue, place in zip(issues, places, strict=True)
    ]


# A command of GitHub has these names with an escape: it would not carry them otherwise.
_SHOWN = {
    "##[error]owned.jsonc": "##\\u{5b}error]owned.jsonc",
    "\x1b[31mowned.jsonc": "\\u{1b}[31mowned.jsonc",
    "\u202eowned.jsonc": "\\u{202e}owned.jsonc",
    "\udcffowned.jsonc": "\\u{dcff}owned.jsonc",
}


@pytest.mark.parametrize(
    "name, read", [("sarif", _of_sarif), ("github", _of_github), ("gitlab", _of_gitlab)]
)
def test_it_is_read_again_with_the_real_names(
    name: str,
    read: Callable[[str], list[tuple[str, str, int]]],
    findings: list[dict[str, Any]],
) -> None:
    expected = [(each["path"], each["rule"], each["range"]["start"]["line"]) for each in findings]
    if name == "github":
        expected = [(_SHOWN.get(path, path), rule, line) for path, rule, line in expected]
    assert sorted(read(_check(f"--format={name}").out)) == sorted(expected)


def test_junit_has_a_test_for_each_file_and_no_other(findings: list[dict[str, Any]]) -> None:
    text = _check("--format=junit").out
    (suite,) = ET.fromstring(text)  # noqa: S314 - the text is our own
    files = {each["path"] for each in findings}
    assert len(suite) == len(files)
    assert all([part.tag for part in case] == ["failure"] for case in suite)
    failures = [case[0].text or "" for case in suite]
    lines = [line for text in failures for line in text.splitlines()]
    assert sum(line.startswith("line ") for line in lines) == len(findings)
    (parsed,) = JUnitXml.fromstring(text.encode())
    assert (parsed.tests, parsed.failures) == (len(files), len(files))
