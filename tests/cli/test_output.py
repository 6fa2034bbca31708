"""Where the report of `check` goes, and which format it has where none is asked for."""

from __future__ import annotations

import io
import json
import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from connlint.cli.check import check
from connlint.cli.console import Console, guard
from connlint.cli.options import CheckOptions
from connlint.render.registry import FORMATS

from .console import (
    CLOSING,
    CONNECTORS,
    MISTYPED,
    SLACK,
    Outcome,
    Stream,
    app,
    connlint,
    no_problems,
    program,
)

CONCISE = (
    "base44/connectors/slack.jsonc:2:11: "
    'error[unknown-type] "slak" is not a Base44 connector type '
    "[fixable with --fix --unsafe-fixes]\n"
)
COMMAND = (
    "::error file=base44/connectors/slack.jsonc,line=2,endLine=2,col=11,endColumn=17,"
    'title=connlint unknown-type::"slak" is not a Base44 connector type. '
    'Help: Did you mean "slack" (Slack User)?\n'
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def mistyped(root: Path) -> Path:
    return app(root, {"slack.jsonc": MISTYPED})


# ---------------------------------------------------------------- a file


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_gets_what_standard_output_would(name: str, mistyped: Path) -> None:
    printed = connlint("check", f"--format={name}")
    assert printed.out
    closing = CLOSING if name == "concise" else ""
    assert connlint("check", f"--format={name}", "--output-file=report") == Outcome(1, "", closing)
    assert (mistyped / "report").read_bytes().decode() == printed.out


def test_a_file_is_no_terminal(mistyped: Path) -> None:
    outcome = connlint("check", "--output-file=report", environ={"COLUMNS": "30"}, terminal=True)
    assert outcome == Outcome(1, "", "")
    plain = connlint("check")
    assert (mistyped / "report").read_text() == plain.out
    connlint("check", "--output-file=report", "--color=always")
    assert (mistyped / "report").read_text() == connlint("check", "--color=always").out


def test_it_has_all_characters_whatever_the_terminal_lacks(root: Path) -> None:
    app(root, {"slack.jsonc": '{"type": "zlück\\ud800", "scopes": []}\n'})
    outcome = connlint("check", "--format=concise", "--output-file=report", "-q", encoding="ascii")
    assert outcome == Outcome(1, "", "")
    assert '"zlück\\u{d800}"' in (root / "report").read_text("utf-8")


@pytest.mark.parametrize(
    "name, empty", [("text", ""), ("concise", ""), ("github", ""), ("gitlab", "[]\n")]
)
def test_a_healthy_app_leaves_no_old_report(name: str, empty: str, root: Path) -> None:
    app(root, {"slack.jsonc": SLACK})
    (root / "report").write_text("of yesterday")
    outcome = connlint("check", f"--format={name}", "--output-file=report")
    assert outcome == Outcome(0, "", no_problems())
    assert (root / "report").read_text() == empty


def test_what_is_said_beside_findings_goes_to_standard_error(mistyped: Path) -> None:
    outcome = connlint(
        "check", "--format=concise", "--output-file=report", "--fix", "--unsafe-fixes"
    )
    assert outcome == Outcome(0, "", f"Fixed 1 finding.\n{no_problems()}")
    assert (mistyped / "report").read_text() == ""


def test_with_standard_input_the_text_and_the_report_do_not_meet(root: Path) -> None:
    app(root, {})
    outcome = connlint(
        "check",
        f"--stdin-filename={CONNECTORS}/slack.jsonc",
        "--fix",
        "--format=gitlab",
        "--output-file=report",
        stdin=MISTYPED.encode(),
    )
    assert outcome == Outcome(1, MISTYPED, "")
    assert [issue["check_name"] for issue in json.loads((root / "report").read_text())] == [
        "unknown-type"
    ]


def test_a_link_is_followed_and_the_mode_is_kept(mistyped: Path) -> None:
    (mistyped / "real").write_text("old")
    (mistyped / "real").chmod(0o600)
    (mistyped / "report").symlink_to("real")
    assert connlint("check", "--format=concise", "--output-file=report").out == ""
    assert (mistyped / "report").is_symlink()
    assert (mistyped / "real").read_text() == CONCISE
    assert stat.S_IMODE((mistyped / "real").stat().st_mode) == 0o600
    assert sorted(path.name for path in mistyped.iterdir()) == ["base44", "real", "report"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_pipe_stays_a_pipe(mistyped: Path) -> None:
    pipe = mistyped / "report"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        outcome = connlint("check", "--quiet", "--format=concise", "--output-file=report")
        assert outcome == Outcome(1, "", "")
        assert os.read(reader, 1000).decode() == CONCISE
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize(
    "path, reason",
    [("none/report", "No such file or directory"), ("base44", "Is a directory")],
)
def test_a_file_that_cannot_be_written_is_status_2(path: str, reason: str, mistyped: Path) -> None:
    assert mistyped.is_dir()
    assert connlint("check", f"--output-file={path}") == Outcome(
        2, "", f'connlint: Cannot write the report "{path}": {reason}\n'
    )


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["--diff"], "--diff prints no report that --output-file could hold"),
        (["--show-files"], "--show-files prints no report that --output-file could hold"),
        (["--show-config"], "--show-config prints no report that --output-file could hold"),
        (
            ["--write-baseline=known.json"],
            "--write-baseline prints no report that --output-file could hold",
        ),
    ],
)
def test_without_a_report_there_is_nothing_to_write(
    arguments: list[str], message: str, mistyped: Path
) -> None:
    outcome = connlint("check", "--output-file=report", *arguments)
    assert outcome == Outcome(2, "", f"connlint: {message}. See connlint check --help\n")
    assert connlint("check", "--output-file=").err == (
        "connlint: --output-file needs a value. See connlint check --help\n"
    )
    assert [path.name for path in mistyped.iterdir()] == ["base44"]


# ---------------------------------------------------------------- the format in GitHub Actions

ACTIONS = {"GITHUB_ACTIONS": "true"}


@pytest.mark.parametrize(
    "environ, terminal, arguments, expected",
    [
        (ACTIONS, False, [], COMMAND),
        (ACTIONS, False, ["--format=concise"], CONCISE),
        (ACTIONS, False, ["--statistics"], "1  unknown-type\n1  in total\n"),
        ({"GITHUB_ACTIONS": "false"}, False, ["--quiet"], None),
        ({"GITHUB_ACTIONS": ""}, False, ["--quiet"], None),
        ({}, False, ["--quiet"], None),
        (ACTIONS, True, ["--quiet"], None),
    ],
)
def test_github_is_the_format_where_github_runs_it(
    environ: Mapping[str, str],
    terminal: bool,  # noqa: FBT001 - a column of the table
    arguments: list[str],
    expected: str | None,
    mistyped: Path,
) -> None:
    assert mistyped.is_dir()
    environ = {**environ, "NO_COLOR": "1"}
    outcome = connlint("check", *arguments, environ=environ, terminal=terminal)
    if expected is None:
        expected = connlint("check", "--format=text", *arguments).out
        assert expected.startswith("error[unknown-type]")
    assert outcome.out == expected


def test_so_it_is_without_options_and_as_a_program(mistyped: Path) -> None:
    out = Stream()
    console = Console(io.BytesIO(), out, Stream(), ACTIONS)
    assert guard(console, lambda: check(CheckOptions(), console)) == 1
    assert out.text() == COMMAND
    assert program("check", cwd=mistyped, environ=ACTIONS) == Outcome(1, COMMAND, "")


@pytest.mark.parametrize(
    "workspace, folder", [("", "apps/notes/"), ("apps/notes", ""), ("other", ""), (None, "")]
)
def test_paths_begin_in_the_checkout(
    workspace: str | None, folder: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "other").mkdir()
    monkeypatch.chdir(app(root / "apps/notes", {"slack.jsonc": MISTYPED}))
    environ = dict(ACTIONS)
    if workspace is not None:
        environ["GITHUB_WORKSPACE"] = str(root / workspace)
    outcome = connlint("check", environ=environ)
    assert outcome.out == COMMAND.replace("file=", f"file={folder}")


def test_what_is_settled_opens_no_alerts_there(root: Path) -> None:
    scopes = '["x:y", // connlint-ignore unknown-scope\n"x:z"]'
    app(root, {"slack.jsonc": f'{{"type": "slack", "scopes": {scopes}}}\n', "slak.jsonc": MISTYPED})
    connlint("check", "--select=unknown-type", "--write-baseline=known.json")

    def kinds(**environ: str) -> list[tuple[str, list[str]]]:
        outcome = connlint("check", "--format=sarif", "--baseline=known.json", environ=environ)
        (run,) = json.loads(outcome.out)["runs"]
        return [
            (found["ruleId"], [each["kind"] for each in found["suppressions"]])
            for found in run["results"]
        ]

    assert kinds() == [
        ("unknown-scope", []),
        ("unknown-scope", ["inSource"]),
        ("unknown-type", ["external"]),
    ]
    assert kinds(**ACTIONS) == [("unknown-scope", [])]
    summary = json.loads(connlint("check", "--format=json", "--baseline=known.json").out)["summary"]
    assert (summary["suppressed"], summary["baselined"], summary["errors"]) == (1, 1, 1)


def test_projects_are_suites(root: Path) -> None:
    app(root / "apps/a", {"slack.jsonc": SLACK})
    app(root / "apps/b", {"slack.jsonc": MISTYPED})
    text = connlint("check", "--format=junit").out
    assert '<testsuite name="apps/a" tests="1" failures="0"' in text
    assert '<testsuite name="apps/b" tests="1" failures="1"' in text
