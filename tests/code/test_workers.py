"""Many units of code are analyzed by several processes, with the same result."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from tests.code.examples import PAGES, read_examples
from tools.bench.functions import app_with_functions

from connlint.code import pool
from connlint.code.model import CodeAnalysis
from connlint.code.modules.units import units_of
from connlint.code.pool import _read_chunk, analyze_in_pool
from connlint.code.work import Work, analyze_here, work_of
from connlint.code.workers import MANY_UNITS, analyze_units
from connlint.project import find_targets, load_project

Readings = Sequence[CodeAnalysis]


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> list[Work]:
    """The units of all examples of code."""
    found = []
    for number, example in enumerate(read_examples(PAGES)):
        root = tmp_path_factory.mktemp(f"app{number}")
        example.write(root)
        (target,) = find_targets([str(root)], str(root))
        project = load_project(target, str(root))
        units = units_of(project.files, project.imports)
        found += work_of([unit for unit in units if unit.has_call], project.imports)
    return found


@pytest.fixture(scope="module")
def expected(work: list[Work]) -> Readings:
    return list(analyze_here(work))


def test_other_processes_find_the_same(work: list[Work], expected: Readings) -> None:
    assert len(work) > MANY_UNITS
    assert list(analyze_in_pool(work, 2)) == expected


def test_files_are_those_of_this_process(work: list[Work]) -> None:
    (reading,) = analyze_in_pool(work[:1], 2)
    assert reading.calls[0].source is work[0].unit.files[0].source


@pytest.mark.parametrize("jobs, count", [(1, 1000), (2, MANY_UNITS - 1)])
def test_few_units_are_analyzed_here(
    jobs: int, count: int, work: list[Work], expected: Readings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "analyze_in_pool", None)
    assert list(analyze_units(work[:count], jobs)) == expected[:count]


def _dies_at_app30(data: bytes) -> bytes:
    if b"app30" in data:
        os._exit(9)
    return _read_chunk(data)


def _fails_at_app30(data: bytes) -> bytes:
    """What comes back where connlint fails on a unit."""
    return b"" if b"app30" in data else _read_chunk(data)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not copy the process")
@pytest.mark.parametrize("fault", [_dies_at_app30, _fails_at_app30])
def test_what_another_process_fails_to_do_is_done_here(
    fault: Callable[[bytes], bytes],
    work: list[Work],
    expected: Readings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pool, "_read_chunk", fault)
    assert len(list(analyze_in_pool(work, 2))) < len(work)
    assert list(analyze_units(work, 2)) == expected


def test_a_run_with_several_processes_prints_the_same(tmp_path: Path) -> None:
    root = app_with_functions(tmp_path / "app", MANY_UNITS, MANY_UNITS)
    (root / "base44" / "connectors" / "gmail.jsonc").unlink()
    command = [sys.executable, "-m", "connlint", "check", ".", "--format", "json", "--jobs"]
    alone, together = [
        subprocess.run([*command, jobs], cwd=root, capture_output=True, check=False)
        for jobs in ("1", "2")
    ]
    assert (alone.returncode, alone.stderr) == (1, b"")
    assert b'"unconfigured-connector"' in alone.stdout
    assert (together.returncode, together.stdout, together.stderr) == (1, alone.stdout, b"")
