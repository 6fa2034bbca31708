"""`tools/fuzz` itself: ten seconds of each target under atheris."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from tests.packaging.programs import ROOT, missing, run
from tools.fuzz.targets import TARGETS

ROW = re.compile(r"^\| (\w+) \| 1 \| ([\d,]+) \| [\d,]+ \| nothing \|$", re.MULTILINE)


@pytest.mark.slow(seconds=60)
@pytest.mark.parametrize("target", TARGETS)
def test_a_short_run_finds_nothing(target: str) -> None:
    if sys.platform != "linux" or sys.version_info >= (3, 14):
        missing("atheris has wheels for Linux, and for Python up to 3.13")
    done = run([sys.executable, "tools/fuzz", target, "--seconds", "10", "--seed", "1"], ROOT)
    if done.returncode == 2:
        missing(done.stdout)
    assert done.returncode == 0, done.stdout
    ((name, count),) = ROW.findall(done.stdout)
    assert name == target
    assert int(count.replace(",", "")) > 20


def test_an_input_is_tried_without_atheris(tmp_path: Path) -> None:
    path = tmp_path / "input"
    path.write_bytes(b'{"type": "slack"}')
    tried = run([sys.executable, "tools/fuzz", "fix", "--input", path], ROOT)
    assert (tried.returncode, tried.stdout) == (0, "")
    unknown = run([sys.executable, "tools/fuzz", "nothing"], ROOT)
    assert unknown.returncode == 2
    assert "no target nothing; there are parse, lint, code, fix, render" in unknown.stdout
