"""`tools/fuzz` itself: ten seconds of each target under atheris."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from tests.packaging.programs import ROOT, missing, run
from tools.fuzz.targets import TARGETS

ROW = re.compile(r"^\| (\w+) \| 1 \| ([\d,]+) \| [\d,]+ \| nothing \|$", re.MULTILINE)


@pytest.mark.slow
def test_a_short_run_of_each_target_finds_nothing() -> None:
    if sys.platform != "linux" or sys.version_info >= (3, 14):
        missing("atheris has wheels for Linux, and for Python up to 3.13")
    done = run([sys.executable, "tools/fuzz", "--seconds", "10", "--seed", "1"], ROOT)
    if done.returncode == 2:
        missing(done.stdout)
    assert done.returncode == 0, done.stdout
    counts = {name: int(count.replace(",", "")) for name, count in ROW.findall(done.stdout)}
    assert list(counts) == list(TARGETS)
    assert all(count > 20 for count in counts.values()), done.stdout


def test_an_input_is_tried_without_atheris(tmp_path: Path) -> None:
    path = tmp_path / "input"
    path.write_bytes(b'{"type": "slack"}')
    tried = run([sys.executable, "tools/fuzz", "fix", "--input", path], ROOT)
    assert (tried.returncode, tried.stdout) == (0, "")
    unknown = run([sys.executable, "tools/fuzz", "nothing"], ROOT)
    assert unknown.returncode == 2
    assert "no target nothing; there are parse, lint, code, fix, render" in unknown.stdout
