"""What `.ci/run` says about itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
RUN = (ROOT / ".ci" / "run").read_text("utf-8")
LISTED = (ROOT / ".ci" / "each-python").read_text("utf-8").splitlines()


@pytest.mark.parametrize("line", LISTED)
def test_what_runs_on_each_python_is_there(line: str) -> None:
    path, _, reason = line.partition("#")
    assert (ROOT / path.strip()).exists()
    assert reason.strip()


def test_what_runs_beside_other_steps_is_waited_for() -> None:
    started = re.findall(r'^background "([^"]+)"', RUN, re.MULTILINE)
    finished = re.findall(r'^finish "([^"]+)"', RUN, re.MULTILINE)
    assert len(started) == len(set(started)) > 0
    assert sorted(started) == sorted(finished)
