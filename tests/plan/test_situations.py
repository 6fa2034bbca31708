"""The plan of real situations, word for word in each format, from real repositories.

UPDATE_SNAPSHOTS=1 writes what is expected; read the diff.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.cli.console import connlint
from tests.git.repositories import change, commit, git
from tests.plan.situations import SITUATIONS

import connlint_schemas

GOLDEN = Path(__file__).with_name("golden")
ENDINGS = {"text": "txt", "json": "json", "markdown": "md", "github": "github"}
SCHEMA = json.loads(connlint_schemas.read("plan.schema.json"))


@pytest.fixture(params=SITUATIONS)
def situation(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    """The name of a situation, in a repository with the older state as its last commit."""
    name = str(request.param)
    commit(tmp_path, SITUATIONS[name].before)
    change(tmp_path, SITUATIONS[name].after)
    monkeypatch.chdir(tmp_path)
    return name


@pytest.mark.parametrize("output_format", ENDINGS)
def test_the_plan(situation: str, output_format: str) -> None:
    found = connlint("plan", "--format", output_format)
    golden = GOLDEN / f"{situation}.{ENDINGS[output_format]}"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(found.out)
    assert found.out == golden.read_text()
    assert (found.status, found.err) == (SITUATIONS[situation].status, "")
    if output_format == "json":
        Draft202012Validator(SCHEMA).validate(json.loads(found.out))


@pytest.mark.usefixtures("situation")
def test_committed_or_not_the_plan_is_the_same(tmp_path: Path) -> None:
    uncommitted = connlint("plan").out
    commit(tmp_path, {})
    assert connlint("plan", "--since", "HEAD~1").out == uncommitted.replace("main", "HEAD~1", 1)
    nothing = json.loads(connlint("plan", "--format", "json").out)
    assert (nothing["since"], nothing["changes"]) == ("main", [])
    assert nothing["verdict"].startswith("The next push changes nothing")


def test_a_commit_and_its_checkout_give_the_same_plan(situation: str, tmp_path: Path) -> None:
    checkout = tmp_path.parent / f"{tmp_path.name}-then"
    git(tmp_path, "worktree", "add", "-q", "--detach", str(checkout), "HEAD")
    plan = connlint("plan", "--from", str(checkout)).out
    assert plan.replace(str(checkout), "main") == (GOLDEN / f"{situation}.txt").read_text()


def test_there_is_no_other_golden_file() -> None:
    names = {f"{name}.{ending}" for name in SITUATIONS for ending in ENDINGS.values()}
    assert {path.name for path in GOLDEN.iterdir()} == names
