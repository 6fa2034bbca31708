"""Words after `connlint`: paths without a command, help, versions, and wrong calls."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from connlint import __version__
from connlint.bug_report import ISSUES, bug_report
from connlint.catalog import Catalog
from connlint.cli.commands import _connlint as top
from connlint.cli.first_word import COMMANDS, with_command
from connlint.cli.help_texts import EXAMPLES, SECTIONS

from .console import (
    CLOSING,
    CONNECTORS,
    MISTYPED,
    SLACK,
    Outcome,
    app,
    connlint,
    no_problems,
    program,
)

FOUND = (
    "base44/connectors/slack.jsonc:2:11: error[unknown-type] "
    '"slak" is not a Base44 connector type [fixable with --fix --unsafe-fixes]\n'
)
FORMATS = "text, concise, json, sarif, github, gitlab, junit, rdjson, markdown"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return app(tmp_path, {"slack.jsonc": MISTYPED})


# ---------------------------------------------------------------- check may be left out


@pytest.mark.parametrize(
    "arguments",
    [
        [".", "--format", "concise"],
        ["--format", "concise", "."],
        ["--format=concise"],
        [CONNECTORS, "--format=concise"],
        [f"{CONNECTORS}/slack.jsonc", "--format=concise"],
        ["--format=concise", "--", "."],
    ],
)
def test_paths_and_options_without_a_command_are_checked(arguments: list[str], root: Path) -> None:
    assert connlint(*arguments) == Outcome(1, FOUND, CLOSING)
    assert program(*arguments, cwd=root) == Outcome(1, FOUND, CLOSING)


WORDS = {
    "nothing": ([], []),
    "a command": (["rule"], ["rule"]),
    "a command that is a folder as well": (["catalog"], ["catalog"]),
    "a folder": (["folder"], ["check", "folder"]),
    "an option": (["--fix"], ["check", "--fix"]),
    "an option and a folder with the name of a command": (
        ["--fix", "catalog"],
        ["check", "--fix", "catalog"],
    ),
    "an option before its command": (["--format", "json", "rule"], ["--format", "json", "rule"]),
    "standard input": (["-"], ["check", "-"]),
    "an option of connlint itself": (["-V"], ["-V"]),
    "anything else": (["nowhere"], ["nowhere"]),
}


@pytest.mark.parametrize("given, meant", WORDS.values(), ids=WORDS)
def test_the_first_word_decides(given: list[str], meant: list[str], root: Path) -> None:
    (root / "folder").mkdir()
    (root / "catalog").mkdir()
    assert with_command(given) == meant
    assert with_command(meant) == meant


def test_the_commands_are_listed_for_the_first_word() -> None:
    assert sorted(COMMANDS) == sorted(top.commands)


# ---------------------------------------------------------------- help and version


def _paths(command: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    parts = command.commands.items() if isinstance(command, click.Group) else ()
    return [path, *(each for name, part in parts for each in _paths(part, (*path, name)))]


PATHS = _paths(top)


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_every_command_has_help_with_examples(
    path: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    shown = connlint("help", *path)
    assert (shown.status, shown.err) == (0, "")
    assert shown.out.startswith(f"Usage: {' '.join(('connlint', *path))} ")
    assert "\nExamples:\n  " in shown.out
    for option in ("--help", "-h"):
        # This help is printed by click itself.
        assert connlint(*path, option).status == 0
        assert capsys.readouterr() == (shown.out, "")
    assert max(map(len, shown.out.splitlines())) <= 80


def test_examples_and_sections_are_those_of_commands() -> None:
    names = {" ".join(("connlint", *path)) for path in PATHS}
    assert set(EXAMPLES) == names
    assert set(SECTIONS) <= names
    listed = [name for names in SECTIONS["connlint check"].values() for name in names]
    options = [
        max(option.opts, key=len)
        for option in top.commands["check"].params
        if isinstance(option, click.Option)
    ]
    assert sorted(listed) == sorted([*options, "--help"])


def test_the_options_of_check_are_in_groups() -> None:
    lines = connlint("help", "check").out.splitlines()
    assert [line for line in lines if line[:1].isupper() and line.endswith(":")] == [
        "What to check:",
        "Rules:",
        "Output:",
        "Fixes:",
        "Baseline:",
        "Run:",
        "Examples:",
    ]


@pytest.mark.parametrize("word", ["version", "-V", "--version"])
def test_the_version_is_there_in_three_ways(word: str) -> None:
    line = f"connlint {__version__} (catalogue {Catalog().date})\n"
    assert connlint(word) == Outcome(0, line, "")


# ---------------------------------------------------------------- wrong calls

WRONG = {
    "lint": '"lint" is not a command of connlint. Did you mean: connlint check? See connlint --help',
    "lnit": '"lnit" is not a command of connlint. Did you mean: connlint check? See connlint --help',
    "inti": '"inti" is not a command of connlint. Did you mean: connlint init? See connlint --help',
    "fix": '"fix" is not a command of connlint. Did you mean: connlint check --fix? See connlint --help',
    "unknown-type": (
        '"unknown-type" is not a command of connlint. Did you mean: connlint rule unknown-type? '
        "See connlint --help"
    ),
    "somewhere": (
        '"somewhere" is neither a command nor a file or folder here. '
        "To check an app: connlint check PATH/TO/APP. See connlint --help"
    ),
    "src/slack.jsonc": (
        '"src/slack.jsonc" does not exist. '
        "To check an app: connlint check PATH/TO/APP. See connlint --help"
    ),
    "\x1b[31mx": (
        '"\\u{1b}[31mx" is neither a command nor a file or folder here. '
        "To check an app: connlint check PATH/TO/APP. See connlint --help"
    ),
    "help lint": (
        '"lint" is not a command of connlint. Did you mean: connlint check? See connlint --help'
    ),
    "help somewhere": '"somewhere" is not a command of connlint. See connlint --help',
    "help check x": "connlint check has no commands. See connlint check --help",
    "catalog shwo": (
        '"shwo" is not a command of connlint catalog. Did you mean: connlint catalog show? '
        "See connlint catalog --help"
    ),
    "catalog gmail": (
        '"gmail" is not a command of connlint catalog. Did you mean: connlint catalog show gmail? '
        "See connlint catalog --help"
    ),
    "catalog xyzzy": '"xyzzy" is not a command of connlint catalog. See connlint catalog --help',
    "check --formt json": (
        "Unknown option --formt. Did you mean --format? See connlint check --help"
    ),
    "completion --shell bash": "Unknown option --shell. See connlint completion --help",
    "check -x": "Unknown option -x. See connlint check --help",
    "--xyzzy": "Unknown option --xyzzy. See connlint check --help",
    "--format json rule": (
        "--format is not an option of connlint itself. Put options after the command. "
        "See connlint --help"
    ),
    "check --format": "--format needs a value. See connlint check --help",
    "check --config=": "--config needs a value. See connlint check --help",
    "check --fix=1": "--fix takes no value. See connlint check --help",
    "check --format xml": f'--format: "xml" is not one of {FORMATS}. See connlint check --help',
    "check --jobs 0": '--jobs: "0" is not a number of at least 1. See connlint check --help',
    "check --jobs many": '--jobs: "many" is not a number of at least 1. See connlint check --help',
    "check - .": "Use - or other paths, not both. See connlint check --help",
    "rule one two": "Unexpected argument (two). See connlint rule --help",
    "catalog show": "connlint catalog show needs TYPE. See connlint catalog show --help",
    "catalog search": "connlint catalog search needs WORDS. See connlint catalog search --help",
    "completion": "Name a shell, or use --install. See connlint completion --help",
    "completion tcsh": (
        'SHELL: "tcsh" is not one of bash, zsh, fish. See connlint completion --help'
    ),
}


@pytest.mark.parametrize("line", WRONG, ids=ascii)
@pytest.mark.usefixtures("root")
def test_a_wrong_call_is_one_line_with_the_way_to_the_help(line: str) -> None:
    assert connlint(*line.split(" ")) == Outcome(2, "", f"connlint: {WRONG[line]}\n")


# ---------------------------------------------------------------- standard input and output


def test_a_dash_is_a_connector_file_on_standard_input(root: Path) -> None:
    text = '{"type": "slak", "scopes": []}'
    found = (
        '<stdin>:1:10: error[unknown-type] "slak" is not a Base44 connector type '
        "[fixable with --fix --unsafe-fixes]\n"
    )
    for words in (["check", "-"], ["-"], ["--stdin-filename", "<stdin>"]):
        arguments = (*words, "--format=concise")
        assert connlint(*arguments, stdin=text.encode()) == Outcome(1, found, CLOSING)
        assert program(*arguments, cwd=root, stdin=text.encode()) == Outcome(1, found, CLOSING)


def test_that_file_belongs_to_no_app(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Neither its name nor the other files of the folder are looked at.
    monkeypatch.chdir(root / CONNECTORS)
    arguments = ("check", "-", "--min-severity=info", "--format=concise")
    assert connlint(*arguments, stdin=SLACK.encode()) == Outcome(0, "", no_problems())


def test_a_dash_with_a_name_is_the_file_of_that_name(root: Path) -> None:
    name = f"{CONNECTORS}/other.jsonc"
    arguments = ("--format=concise", "--stdin-filename", name, "-")
    (root / CONNECTORS / "slack.jsonc").write_text(SLACK)
    outcome = connlint("check", *arguments, stdin=SLACK.encode())
    assert "error[duplicate-type]" in outcome.out


def test_fixes_of_standard_input_go_to_standard_output(root: Path) -> None:
    assert root.is_dir()
    outcome = connlint("check", "-", "--fix", stdin=b'{"type": "slack", "scopes": ["a", "a"]}')
    assert outcome.out == '{"type": "slack", "scopes": ["a"]}'


def test_a_dash_as_the_output_file_is_standard_output(root: Path) -> None:
    assert connlint("check", "--format=concise", "--output-file", "-") == Outcome(1, FOUND, CLOSING)
    assert not (root / "-").exists()
    assert connlint("check", "--output-file=-", "--show-files").status == 0


# ---------------------------------------------------------------- bugs


def test_a_report_of_a_bug_says_nothing_of_the_app(tmp_path: Path) -> None:
    space: dict[str, object] = {"__name__": "secret.module"}
    path = tmp_path / "secret.py"
    exec(compile("def fail(*_):\n    raise KeyError('secret token')\n", path, "exec"), space)  # noqa: S102
    try:
        with_command([space["fail"]()])  # type: ignore[operator]
    except KeyError as error:
        said = bug_report(error)
    assert "secret" not in said
    assert str(tmp_path) not in said
    assert said.startswith(f"This is a bug in connlint. Report it at {ISSUES} with this text: ")
    assert said.endswith(": KeyError")
