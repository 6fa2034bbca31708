"""The counts of instructions that the benchmark compares."""

from __future__ import annotations

import sys

import pytest
from tools.bench.instructions import can_count, instructions_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not can_count(), reason="there is no valgrind on this machine"),
]


def _count(code: str) -> int:
    return instructions_of([sys.executable, "-I", "-c", code])


def test_two_runs_take_equally_many_and_work_takes_more() -> None:
    first, second, more = _count("pass"), _count("pass"), _count("sum(range(1_000_000))")
    assert abs(first - second) < first / 1000
    assert more > first + 1_000_000


def test_child_processes_count_too() -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-I', '-c', {!r}])"
    assert _count(code.format("sum(range(1_000_000))")) > _count(code.format("pass")) + 1_000_000


def test_what_cannot_be_counted_raises() -> None:
    with pytest.raises(RuntimeError, match="counted nothing"):
        instructions_of(["/no/such/program"])
