"""The summary of a job in GitHub Actions: when it is written, and how much of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from .console import MISTYPED, SLACK, Outcome, app, connlint, no_problems, program

FOUND = "### connlint\n\nFound 1 error in 1 file.\n\n#### `base44/connectors/slack.jsonc`\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _environ(path: Path | str, actions: str = "true") -> dict[str, str]:
    return {"GITHUB_ACTIONS": actions, "GITHUB_STEP_SUMMARY": str(path)}


def test_findings_are_added_to_what_is_there(root: Path) -> None:
    app(root, {"slack.jsonc": MISTYPED})
    (root / "summary").write_text("# Before\n")
    outcome = connlint("check", environ=_environ(root / "summary"))
    assert outcome.out.startswith("::error file=")
    text = (root / "summary").read_text("utf-8")
    assert text.startswith(f"# Before\n{FOUND}")
    assert "- **error**, line 2, column 11: " in text


def test_a_healthy_app_has_a_summary_as_well_and_each_time(root: Path) -> None:
    app(root, {"slack.jsonc": SLACK})
    for _ in range(2):
        summary = root / "summary"
        summary.write_text("")
        outcome = program("check", cwd=root, environ=_environ(summary))
        assert outcome == Outcome(0, "", no_problems())
        assert summary.read_text("utf-8") == "### connlint\n\nNo problems found.\n"


@pytest.mark.parametrize(
    "arguments, actions",
    [(["--format=concise"], "true"), (["--format=sarif"], "true"), (["--format=github"], "")],
)
def test_it_is_written_for_annotations_and_in_github_actions(
    arguments: list[str], actions: str, root: Path
) -> None:
    app(root, {"slack.jsonc": MISTYPED})
    connlint("check", *arguments, environ=_environ(root / "summary", actions))
    assert not (root / "summary").exists()


def test_no_summary_is_wanted_where_its_path_is_empty(root: Path) -> None:
    app(root, {"slack.jsonc": MISTYPED})
    outcome = connlint("check", environ=_environ(""))
    assert (outcome.status, outcome.err) == (1, "")


def test_what_cannot_be_written_is_said_and_changes_no_status(root: Path) -> None:
    app(root, {"slack.jsonc": MISTYPED})
    outcome = connlint("check", environ=_environ(root / "none/summary"))
    assert (outcome.status, outcome.err) == (
        1,
        "connlint: the job summary cannot be written: No such file or directory\n",
    )


def test_it_is_never_longer_than_github_takes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connlint.cli.job_summary._MOST", 1_500)
    app(root, {f"{number}.jsonc": MISTYPED for number in range(9)})
    (root / "summary").write_text("x" * 100)
    connlint("check", environ=_environ(root / "summary"))
    data = (root / "summary").read_bytes()
    assert 1_000 < len(data) <= 1_500
    assert data.endswith(b"more findings did not fit here.\n")


def test_a_full_summary_gets_nothing_more(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connlint.cli.job_summary._MOST", 100)
    app(root, {"slack.jsonc": MISTYPED})
    (root / "summary").write_text("x" * 99)
    connlint("check", environ=_environ(root / "summary"))
    assert (root / "summary").read_text() == "x" * 99
