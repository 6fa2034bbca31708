"""Benchmark of `connlint fleet`: apps per second, for each processor, and memory.

Usage: python -m tools.bench.fleet [--apps 1000,10000] [--workers 1,2] [--only WORDS]

The apps are synthetic (tools/bench/fleet_apps.py): a third has backend functions. Each row of the
table is a run of its own: a plain loop over the same batches in one process, the fleet without a
cluster, the fleet with so many workers, and `connlint check` of the same apps on disk. The times
have everything in them, from the start of Python to the last byte. Seconds of processors are those
of all processes together; unlike the others they hardly depend on what else the machine does.
The memory is that of the largest process. "driver alone" is what the process that reads, sends and
writes can do if linting takes no time, which is the limit for any number of workers.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tools.bench.fleet_apps import write_folders, write_table

__all__ = ["main"]

ROOT = Path(__file__).resolve().parents[2]
LOOP, DRIVER = "loop", "driver"


class Figure(NamedTuple):
    """A run: its seconds, those of all processors, and the MiB of its largest process."""

    name: str
    seconds: float
    processors: float
    memory: float


def main() -> int:
    """Measure all runs, and print a table for each number of apps."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--apps", default="1000", help="numbers of apps, with commas (1000)")
    parser.add_argument("--workers", default="1,2", help="numbers of workers, with commas (1,2)")
    parser.add_argument("--part", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--only", default="", help="words in the names of runs, with commas")
    options = parser.parse_args()
    if options.part:
        {LOOP: _loop, DRIVER: _driver}[options.part[0]](Path(options.part[1]))
        return 0
    only = options.only.split(",")
    workers = [int(number) for number in options.workers.split(",")]
    for apps in map(int, options.apps.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            figures = _measured(Path(folder), apps, workers, only)
        print(_table(apps, figures), flush=True)
    return 0


def _measured(folder: Path, apps: int, workers: Sequence[int], only: Sequence[str]) -> list[Figure]:
    table, folders = folder / "apps.parquet", folder / "apps"
    write_table(table, apps)
    python = [sys.executable, "-m"]
    bench = [*python, "tools.bench.fleet", "--part"]
    fleet = [*python, "connlint", "fleet", str(table), "--output", str(folder / "found.parquet")]
    check = [*python, "connlint", "check", str(folders), "--no-cache", "--format", "json"]
    runs = {
        "plain loop": [*bench, LOOP, str(table)],
        "fleet as it is": fleet,
        **{f"fleet, --workers {n}": [*fleet, "--workers", str(n)] for n in workers},
        "check, --jobs 1": [*check, "--jobs", "1"],
        "check as it is": check,
        "driver alone": [*bench, DRIVER, str(table)],
    }
    chosen = {name: words for name, words in runs.items() if any(word in name for word in only)}
    if any(name.startswith("check") for name in chosen):
        write_folders(folders, apps)
    return [Figure(name, *_run(command)) for name, command in chosen.items()]


def _run(command: Sequence[str]) -> tuple[float, float, float]:
    """Return the seconds of a command, those of processors, and the MiB of its largest process."""
    before = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        raise RuntimeError(f"{command} ended with {process.returncode}")
    seconds = time.perf_counter() - before
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def _table(apps: int, figures: Sequence[Figure]) -> str:
    titles = (
        f"{apps:,} apps",
        "seconds",
        "apps per second",
        "seconds of processors",
        "apps per second of a processor",
        "MiB",
    )
    lines = [f"| {' | '.join(titles)} |", f"|---|{'--:|' * (len(titles) - 1)}"]
    for each in figures:
        cells = (
            each.name,
            f"{each.seconds:.1f}",
            f"{apps / each.seconds:,.0f}",
            f"{each.processors:.1f}",
            f"{apps / each.processors:,.0f}",
            f"{each.memory:.0f}",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _loop(table: Path) -> None:
    """Lint the batches of a table one after the other, without a guard."""
    from connlint.fleet.batch import lint_batch

    for batch in _batches(table):
        lint_batch(batch)


def _driver(table: Path) -> None:
    """Do all for the batches of a table but lint them: each has results of the first apps."""
    import pyarrow as pa

    from connlint.fleet.batch import lint_batch
    from connlint.fleet.packing import pack, unpack
    from connlint.fleet.parts import Parts

    parts = Parts(f"{table}.parts", "", None)
    results = b""
    with parts.opened(keep=False):
        for batch in _batches(table):
            key = parts.key(batch)
            pack(batch)
            results = results or pack(pa.concat_batches([lint_batch(batch.slice(0, 100))] * 25))
            parts.write(key, unpack(results))
        parts.remove()


def _batches(table: Path):  # type: ignore[no-untyped-def] # noqa: ANN202 - pyarrow has no types
    from connlint.fleet.grouping import group, look_through
    from connlint.fleet.sources import open_source

    source = open_source(str(table))
    return group(source.batches(), look_through(source.apps()))


if __name__ == "__main__":
    sys.exit(main())
