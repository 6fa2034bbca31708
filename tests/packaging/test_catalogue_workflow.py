"""The script that proposes a refreshed catalogue, run by bash in a repository of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from .programs import ROOT
from .workflows import scripts

SCRIPT = scripts(ROOT / ".github" / "workflows" / "catalogue.yml")[-1]
BRANCH = "catalogue-refresh"
GH = """\
#!/bin/sh
echo "$*" >>"$RUNNER_TEMP/calls"
if [ "$2" = list ]; then printf '%s' "$OPEN"; fi
"""
AUTHOR = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")

pytestmark = pytest.mark.skipif(
    shutil.which("bash") is None or os.name == "nt", reason="needs a shell like that of the runner"
)


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *AUTHOR, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of a repository with one file, beside it the runner's folder and a `gh`."""
    (tmp_path / "change").mkdir()
    (tmp_path / "change" / "text.md").write_text("One type is new.\n", "utf-8")
    program = tmp_path / "bin" / "gh"
    program.parent.mkdir()
    program.write_text(GH, "utf-8")
    program.chmod(0o755)
    folder = tmp_path / "checkout"
    git(tmp_path, "init", "--quiet", "--bare", "origin.git")
    git(tmp_path, "clone", "--quiet", "origin.git", "checkout")
    (folder / "facts.json").write_text("1\n", "utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Facts")
    git(folder, "push", "--quiet", "origin", "HEAD:main")
    (folder / "facts.json").write_text("2\n", "utf-8")
    patch = git(folder, "diff", "--binary")
    (tmp_path / "change" / "change.patch").write_text(patch, "utf-8")
    git(folder, "checkout", "--quiet", "facts.json")
    return folder


def propose(checkout: Path, *, number: str = "") -> Sequence[str]:
    """Run the script where a pull request of that number is open; what `gh` was asked for."""
    temp = checkout.parent
    environ = {
        **os.environ,
        "PATH": f"{temp / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "RUNNER_TEMP": str(temp),
        "HOME": str(temp),
        "OPEN": number,
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", SCRIPT]
    subprocess.run(command, cwd=checkout, env=environ, check=True, capture_output=True)
    calls = temp / "calls"
    text = calls.read_text("utf-8") if calls.exists() else ""
    return text.replace(str(temp), "TEMP").splitlines()


def test_a_change_is_pushed_and_its_pull_request_opened(checkout: Path) -> None:
    assert propose(checkout) == [
        "auth setup-git",
        f"pr list --head {BRANCH} --state open --json number --jq .[].number",
        f"pr create --head {BRANCH} --title Refresh the catalogue --body-file TEMP/change/text.md",
    ]
    assert git(checkout, "show", f"origin/{BRANCH}:facts.json") == "2\n"
    assert git(checkout, "log", "--format=%an: %s", "-1", f"origin/{BRANCH}") == (
        "github-actions[bot]: Refresh the catalogue from published packages\n"
    )


def test_an_open_pull_request_gets_the_new_text(checkout: Path) -> None:
    git(checkout, "commit", "--quiet", "--allow-empty", "--message", "Last week's")
    git(checkout, "push", "--quiet", "origin", f"HEAD:{BRANCH}")
    git(checkout, "reset", "--quiet", "--hard", "HEAD~1")
    assert propose(checkout, number="7")[-1] == "pr edit 7 --body-file TEMP/change/text.md"
    assert git(checkout, "show", f"origin/{BRANCH}:facts.json") == "2\n"


def test_without_a_change_nothing_is_asked_for(checkout: Path) -> None:
    (checkout.parent / "change" / "change.patch").write_text("", "utf-8")
    assert propose(checkout) == []
    assert BRANCH not in git(checkout, "branch", "--all")
