"""Tests of real editors that fail are run once more, and both outcomes are printed."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import NoReturn

import pytest
from tests.editors.twice import Twice
from tests.packaging.programs import ROOT, run

TESTS = """\
from pathlib import Path
import pytest
from tests.editors.real import REAL
from tests.packaging.programs import missing

COUNT = Path("count")

@pytest.fixture
def turn(request):
    with COUNT.open("a") as file:
        print(request.node.name, file=file)
    return COUNT.read_text().split().count(request.node.name)

class TestReal:
    pytestmark = REAL

    def test_late(self, turn):
        assert turn == 2, "a key was lost"

    def test_broken(self, turn):
        assert turn == 7, "this key does nothing"

    def test_absent(self, turn):
        missing("there is no editor")

@pytest.mark.slow
def test_other(turn):
    assert turn == 2, "no editor"
"""


def test_a_failing_test_is_run_once_more_and_both_outcomes_are_printed(tmp_path: Path) -> None:
    (tmp_path / "test_planted.py").write_text(TESTS, "utf-8")
    command = [sys.executable, "-m", "pytest", "-c", ROOT / "pyproject.toml", "-m", "slow"]
    options = ["--rootdir", tmp_path, "-p", "no:cacheprovider", "-o", f"pythonpath={ROOT}"]
    done = run([*command, *options, "test_planted.py"], tmp_path, {"CONNLINT_REQUIRE_ORACLES": "1"})
    assert done.returncode == 1
    summary = done.stdout.partition("rerun test summary info")[2]
    said = re.findall(
        r"^(RERUN|PASSED|FAILED) test_planted.py::(?:TestReal::)?test_(\w+)", summary, re.MULTILINE
    )
    assert said == [
        *(("RERUN", "late"), ("PASSED", "late")),
        *(("RERUN", "broken"), ("FAILED", "broken")),
        *(("FAILED", "broken"), ("FAILED", "absent"), ("FAILED", "other")),
    ]
    first, _, rest = summary.partition("PASSED")
    assert "a key was lost" in first
    assert "this key does nothing" in rest
    assert "3 failed, 1 passed, 2 rerun" in done.stdout
    assert sorted((tmp_path / "count").read_text("utf-8").split()) == [
        *("test_absent", "test_broken", "test_broken", "test_late", "test_late", "test_other")
    ]


def test_what_several_tests_look_at_is_done_twice_at_most() -> None:
    numbers = iter(range(9))
    work = Twice(lambda: next(numbers))
    asked = (False, False, True, False, True, True)
    assert [work.result(again=again) for again in asked] == [0, 0, 1, 1, 1, 1]


def test_what_fails_twice_is_not_done_a_third_time() -> None:
    outcomes = iter([ZeroDivisionError, ZeroDivisionError])

    def fail() -> NoReturn:
        raise next(outcomes)

    work = Twice(fail)
    for again in (False, True):
        with pytest.raises(ZeroDivisionError):
            work.result(again=again)
    for again in (False, True):
        with pytest.raises(AssertionError, match="failed twice"):
            work.result(again=again)
