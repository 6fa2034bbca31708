"""Variables of the environment that set options."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path

import click
import pytest

from connlint.cli.commands import _connlint as top
from connlint.cli.variables import variable_of

from .console import CLOSING, CONNECTORS, MISTYPED, SLACK, Outcome, app, connlint, program

ROOT = Path(__file__).parents[2]
SETTLED = 2.1
"""Seconds after which a change is old enough for the cache."""
FOUND = (
    "base44/connectors/slack.jsonc:2:11: error[unknown-type] "
    '"slak" is not a Base44 connector type [fixable with --fix --unsafe-fixes]\n'
)
FORMATS = "text, concise, json, sarif, github, gitlab, junit, rdjson, markdown"
TO_HELP = ". See connlint check --help\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return app(tmp_path, {"slack.jsonc": MISTYPED})


def _options(command: click.Command) -> list[click.Option]:
    own = [each for each in command.params if isinstance(each, click.Option)]
    parts = command.commands.values() if isinstance(command, click.Group) else ()
    return [*own, *(option for part in parts for option in _options(part))]


OPTIONS = {
    variable_of(option): option
    for option in _options(top)
    if not option.is_eager and not option.hidden
}


def test_every_variable_is_in_the_documentation() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    section = page.partition("## Options as variables\n")[2].partition("\n## ")[0]
    listed = re.findall(r"^\| `(CONNLINT_[A-Z_]+)`", section, re.MULTILINE)
    assert sorted(listed) == sorted(OPTIONS)


SETTING = {
    "a choice": ({"CONNLINT_FORMAT": "concise"}, ["check"], FOUND),
    "without a command": ({"CONNLINT_FORMAT": "concise"}, ["."], FOUND),
    "an option wins": ({"CONNLINT_FORMAT": "json"}, ["check", "--format=concise"], FOUND),
    "rules": (
        {"CONNLINT_SELECT": "unknown-type,duplicate-type", "CONNLINT_FORMAT": "concise"},
        ["check"],
        FOUND,
    ),
    "rules with spaces": (
        {"CONNLINT_SELECT": "duplicate-type, unknown-type", "CONNLINT_FORMAT": "concise"},
        ["check"],
        FOUND,
    ),
    "a switch": (
        {"CONNLINT_STATISTICS": "1", "CONNLINT_SELECT": "unknown-type"},
        ["check"],
        "1  unknown-type\n1  in total\n",
    ),
    "a switch that is off": (
        {"CONNLINT_STATISTICS": "0", "CONNLINT_FORMAT": "concise"},
        ["check"],
        FOUND,
    ),
    "an empty one": ({"CONNLINT_STATISTICS": "", "CONNLINT_FORMAT": "concise"}, ["check"], FOUND),
    "of a command that gives way to an option": (
        {"CONNLINT_CONFIG": "none.toml", "CONNLINT_FORMAT": "concise"},
        ["check", "--no-config"],
        FOUND,
    ),
    "one that is of no use here": (
        {"CONNLINT_UNSAFE_FIXES": "1", "CONNLINT_FORMAT": "concise"},
        ["check"],
        FOUND,
    ),
}


@pytest.mark.parametrize("environ, words, shown", SETTING.values(), ids=SETTING)
def test_a_variable_sets_an_option(
    environ: dict[str, str], words: list[str], shown: str, root: Path
) -> None:
    said = CLOSING if shown == FOUND else CLOSING.partition("\n")[2]
    assert connlint(*words, environ=environ) == Outcome(1, shown, said)
    assert program(*words, cwd=root, environ=environ) == Outcome(1, shown, said)


def test_a_variable_reaches_the_commands_of_a_command() -> None:
    environ = {"CONNLINT_FORMAT": "json"}
    for words in (["rule"], ["catalog"], ["catalog", "show", "gmail"], ["catalog", "search", "x"]):
        assert connlint(*words, environ=environ).out.startswith("{\n")


def test_a_format_that_another_command_has_does_not_concern_this_one() -> None:
    assert connlint("rule", environ={"CONNLINT_FORMAT": "sarif"}) == connlint("rule")
    assert connlint("rule", environ={"CONNLINT_FORMAT": "html"}) == connlint("rule")


BAD = {
    "a choice": (
        {"CONNLINT_FORMAT": "xml"},
        f'CONNLINT_FORMAT: "xml" is not one of {FORMATS}{TO_HELP}',
    ),
    "a switch": (
        {"CONNLINT_FIX": "perhaps"},
        f'CONNLINT_FIX: "perhaps" is not 1 or 0{TO_HELP}',
    ),
    "a number": (
        {"CONNLINT_JOBS": "0"},
        f'CONNLINT_JOBS: "0" is not a number of at least 1{TO_HELP}',
    ),
    "a rule": (
        {"CONNLINT_IGNORE": "unkown-type"},
        'Unknown rule "unkown-type". Did you mean unknown-type? (set by CONNLINT_IGNORE)\n',
    ),
    "a file": (
        {"CONNLINT_CONFIG": "none.toml"},
        'The configuration file "none.toml" does not exist (set by CONNLINT_CONFIG)\n',
    ),
    "two that exclude each other": (
        {"CONNLINT_CONFIG": "a.toml", "CONNLINT_NO_CONFIG": "1"},
        "Use --config or --no-config, not both (set by CONNLINT_CONFIG and CONNLINT_NO_CONFIG)"
        f"{TO_HELP}",
    ),
}


@pytest.mark.parametrize("environ, line", BAD.values(), ids=BAD)
def test_a_bad_value_names_the_variable(environ: dict[str, str], line: str, root: Path) -> None:
    assert connlint("check", environ=environ) == Outcome(2, "", f"connlint: {line}")
    assert program("check", cwd=root, environ=environ) == Outcome(2, "", f"connlint: {line}")


def test_a_cached_run_is_that_of_its_variables(tmp_path: Path) -> None:
    root = tmp_path / "app"
    shutil.copytree(ROOT / "examples" / "healthy-app", root)
    time.sleep(SETTLED)
    cache = {"CONNLINT_CACHE_DIR": str(tmp_path / "cache")}
    plain = program("check", cwd=root, environ=cache)
    assert (plain.status, plain.out) == (0, "")
    assert any((tmp_path / "cache").iterdir())
    assert program("check", cwd=root, environ=cache) == plain
    listed = program("check", cwd=root, environ={**cache, "CONNLINT_SHOW_FILES": "1"})
    assert CONNECTORS in listed.out
    as_json = program(".", cwd=root, environ={**cache, "CONNLINT_FORMAT": "json"})
    assert as_json.out.startswith("{\n")
    bad = program("check", cwd=root, environ={**cache, "CONNLINT_FORMAT": "xml"})
    assert bad.status == 2
    # A path that reads like a variable is another run.
    (root / "CONNLINT_FORMAT=json").mkdir()
    assert program("check", "CONNLINT_FORMAT=json", cwd=root, environ=cache).out != as_json.out


def test_variables_of_others_change_nothing(root: Path) -> None:
    (root / CONNECTORS / "slack.jsonc").write_text(SLACK)
    environ = {"CONNLINT_SEEDS": "1", "CONNLINT_VERSION": "1", "CONNLINT_HELP": "1"}
    assert program("check", cwd=root, environ=environ) == program("check", cwd=root)
