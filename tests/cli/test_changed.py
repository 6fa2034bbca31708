"""`--changed`: only files that git says have changed are reported, with a real git."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from .console import CONFIG, Outcome, connlint

BAD = '{"type": "slak%d", "scopes": []}\n'
ODD = ['a "b".jsonc', "é\n.jsonc", "-x.jsonc", "$(touch pwned).jsonc", "a\tb.jsonc"]


def _git(root: Path, *arguments: str) -> None:
    names = ("-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *names, *arguments], cwd=root, check=True, capture_output=True)


def _commit(root: Path) -> None:
    _git(root, "add", "-A")
    _git(root, "commit", "-q", "-m", "x")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A committed app with three connector files, each with a mistake."""
    connectors = tmp_path / "app" / "base44" / "connectors"
    connectors.mkdir(parents=True)
    (tmp_path / "app" / "base44" / "config.jsonc").write_text(CONFIG)
    for number, name in enumerate(("one", "two", "three")):
        (connectors / f"{name}.jsonc").write_text(BAD % number)
    _git(tmp_path, "init", "-q", "-b", "main")
    _commit(tmp_path)
    monkeypatch.chdir(tmp_path / "app")
    return connectors


def _names(*arguments: str) -> list[str]:
    outcome = connlint("check", "--format", "json", *arguments)
    assert "connlint: " not in outcome.err
    return sorted({os.path.basename(d["path"]) for d in json.loads(outcome.out)["diagnostics"]})


def test_without_changes_nothing_is_reported(root: Path) -> None:
    assert root.is_dir()
    assert _names("--changed") == []
    assert connlint("check", "--changed") == Outcome(0, "", "Nothing to check.\n")


def test_changed_staged_new_and_renamed_files_are_reported(root: Path) -> None:
    (root / "one.jsonc").write_text(BAD % 7)
    assert _names("--changed") == ["one.jsonc"]
    (root / "two.jsonc").write_text(BAD % 8)
    _git(root, "add", "two.jsonc")
    assert _names("--changed") == ["one.jsonc", "two.jsonc"]
    (root / "new.jsonc").write_text(BAD % 9)
    _git(root, "mv", "three.jsonc", "renamed.jsonc")
    expected = ["new.jsonc", "one.jsonc", "renamed.jsonc", "two.jsonc"]
    assert _names("--changed") == _names(".", "--changed") == expected
    (root / "one.jsonc").unlink()
    assert _names("--changed") == ["new.jsonc", "renamed.jsonc", "two.jsonc"]
    assert connlint("check", "--changed", "--show-files").out.splitlines() == [
        f"base44/connectors/{name}" for name in ("new.jsonc", "renamed.jsonc", "two.jsonc")
    ]


def test_a_revision_means_what_a_branch_has_changed(root: Path) -> None:
    _git(root, "checkout", "-q", "-b", "branch")
    (root / "one.jsonc").write_text(BAD % 7)
    _commit(root)
    _git(root, "checkout", "-q", "main")
    (root / "two.jsonc").write_text(BAD % 8)
    _commit(root)
    _git(root, "checkout", "-q", "branch")
    (root / "new.jsonc").write_text(BAD % 9)
    assert _names("--changed") == ["new.jsonc"]
    assert _names("--changed", "main") == ["new.jsonc", "one.jsonc"]
    assert _names("--changed", "HEAD") == ["new.jsonc"]


def test_odd_names_and_a_path_are_no_obstacle(root: Path) -> None:
    for number, name in enumerate(ODD):
        (root / name).write_text(BAD % (10 + number))
    assert _names("--changed") == _names("base44/connectors", "--changed") == sorted(ODD)
    assert not list(root.rglob("pwned"))
    (root.parent / "functions").mkdir()
    assert _names("base44/functions", "--changed") == []


def test_the_whole_app_is_read(root: Path) -> None:
    (root / "slack.jsonc").write_text('{"type": "slack", "scopes": []}')
    _commit(root)
    (root / "other.jsonc").write_text('{"type": "slack", "scopes": []}')
    outcome = connlint("check", "--changed", "--format", "concise")
    assert "duplicate-type" in outcome.out


def test_before_the_first_commit_all_files_have_changed(tmp_path: Path, root: Path) -> None:
    _git(tmp_path, "update-ref", "-d", "HEAD")
    assert _names("--changed") == ["one.jsonc", "three.jsonc", "two.jsonc"]
    assert root.is_dir()


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("revision", ["nope", "base44", "a b", "$(x)", "HEAD~9"])
def test_a_revision_that_git_does_not_know_is_said(revision: str) -> None:
    assert connlint("check", "--changed", revision) == Outcome(
        2,
        "",
        f'connlint: --changed: git knows no revision "{revision}"; to limit what is reported to a '
        "path, name it first: connlint check PATH --changed\n",
    )


def test_an_option_is_no_revision(root: Path) -> None:
    outcome = connlint("check", "--changed=--output=pwned")
    assert (outcome.status, outcome.out) == (2, "")
    assert not list(root.rglob("pwned"))


def test_where_git_cannot_tell_it_is_said(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(root))
    (root / "git").write_text("#!/bin/sh\n")
    (root / "git").chmod(0o755)
    assert connlint("check", "--changed") == Outcome(
        2, "", "connlint: --changed needs git, which is not installed\n"
    )
    monkeypatch.undo()
    monkeypatch.chdir(root)
    (tmp_path / ".git").rename(tmp_path / "git")
    (tmp_path / ".git").mkdir()
    broken = connlint("check", "--changed")
    assert (broken.status, broken.out) == (2, "")
    assert broken.err.startswith("connlint: --changed: git cannot tell what has changed: ")
    (tmp_path / ".git").rmdir()
    outside = connlint("check", "--changed")
    assert (outside.status, outside.out) == (2, "")
    assert outside.err.startswith("connlint: --changed needs a git repository, and ")
