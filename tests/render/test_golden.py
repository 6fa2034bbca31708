"""The formats for programs, byte for byte, on the broken app of the examples.

UPDATE_SNAPSHOTS=1 writes what is expected; read the diff.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.console import Outcome, connlint, no_problems

from connlint import __version__
from connlint.catalog import Catalog
from connlint.render.pages import read_page
from connlint.render.registry import FORMATS
from connlint.render.rule_pages import read_parts
from connlint.rules import RULES

EXAMPLES = Path(__file__).parents[2] / "examples"
GOLDEN = Path(__file__).with_name("golden")


def _without_pages(text: str) -> str:
    """A SARIF log with the parts that other files hold taken out: versions, and rules' pages."""
    log = json.loads(text)
    assert json.dumps(log, indent=2) + "\n" == text
    driver = log["runs"][0]["tool"]["driver"]
    assert driver.pop("version") == driver.pop("semanticVersion") == __version__
    assert driver.pop("properties") == {"catalogue": Catalog().date}
    summaries = {rule.name: f"{rule.summary}." for rule in RULES}
    for rule in driver["rules"]:
        page = read_parts(read_page(rule["id"]))
        assert rule.pop("shortDescription") == {"text": summaries[rule["id"]]}
        assert rule.pop("fullDescription") == {"text": page.summary}
        assert rule.pop("help") == {"text": page.reason, "markdown": page.text}
    return json.dumps(log, indent=2) + "\n"


def _unchanged(text: str) -> str:
    return text


def _without_versions(text: str) -> str:
    value = json.loads(text)
    assert json.dumps(value, indent=2) + "\n" == text
    tool = value["tool"]
    assert (tool.pop("version"), tool.pop("catalogue")) == (__version__, Catalog().date)
    return json.dumps(value, indent=2) + "\n"


GOLDEN_FILES: dict[str, tuple[str, Callable[[str], str]]] = {
    "text": ("broken-app.text.txt", _unchanged),
    "concise": ("broken-app.concise.txt", _unchanged),
    "json": ("broken-app.json", _without_versions),
    "sarif": ("broken-app.sarif.json", _without_pages),
    "github": ("broken-app.github.txt", _unchanged),
    "gitlab": ("broken-app.gitlab.json", _unchanged),
    "junit": ("broken-app.junit.xml", _unchanged),
    "rdjson": ("broken-app.rdjson.json", _unchanged),
    "markdown": ("broken-app.md", _unchanged),
}


def test_each_format_has_a_golden_file_and_an_empty_report() -> None:
    assert GOLDEN_FILES.keys() == FORMATS.keys()
    # Those of json and sarif have versions; tests of their own look at them.
    assert EMPTY.keys() | {"json", "sarif"} == FORMATS.keys()


@pytest.mark.parametrize("name", GOLDEN_FILES)
def test_the_broken_app(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(EXAMPLES / "broken-app", tmp_path / "app")
    monkeypatch.chdir(tmp_path / "app")
    outcome = connlint("check", f"--format={name}")
    assert (outcome.status, bool(outcome.err)) == (1, name == "concise")
    file, cleaned = GOLDEN_FILES[name]
    text = cleaned(outcome.out)
    if os.environ.get("UPDATE_SNAPSHOTS") == "1":
        (GOLDEN / file).write_bytes(text.encode())
    assert (GOLDEN / file).read_bytes().decode() == text


EMPTY = {
    "text": "",
    "concise": "",
    "github": "",
    "gitlab": "[]\n",
    "markdown": "### connlint\n\nNo problems found.\n",
    "rdjson": (
        "{\n"
        '  "source": {\n'
        '    "name": "connlint",\n'
        '    "url": "https://github.com/connlint/connlint"\n'
        "  },\n"
        '  "diagnostics": []\n'
        "}\n"
    ),
    "junit": (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="connlint" tests="1" failures="0" errors="0">\n'
        '  <testsuite name="." tests="1" failures="0" errors="0" skipped="0">\n'
        '    <testcase classname="connlint" name="no findings"/>\n'
        "  </testsuite>\n"
        "</testsuites>\n"
    ),
}


@pytest.mark.parametrize("name", EMPTY)
def test_a_healthy_app(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(EXAMPLES / "healthy-app", tmp_path / "app")
    monkeypatch.chdir(tmp_path / "app")
    outcome = connlint("check", f"--format={name}")
    assert outcome == Outcome(0, EMPTY[name], no_problems(10, 6))


def test_a_healthy_app_is_a_run_without_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(EXAMPLES / "healthy-app", tmp_path / "app")
    monkeypatch.chdir(tmp_path / "app")
    outcome = connlint("check", "--format=sarif")
    (run,) = json.loads(outcome.out)["runs"]
    assert (outcome.status, run["results"], run["tool"]["driver"]["rules"]) == (0, [], [])
