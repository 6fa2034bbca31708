"""Benchmark of connlint's runs, as ratios to starting Python.

Usage: python tools/bench [--rounds N] [--short] [--against CHECKOUT] [--json FILE]

connlint is installed from this checkout into an environment of its own, as a user has
it, because an editable installation starts more slowly. Each round runs `python -c pass`
and then every command, so that a busy machine slows all of them alike, and each round begins
with another command, so that none always runs first. The figures are medians. A cold run finds
an empty cache and fills it, a warm one is the next. `--against` measures another checkout in the
same rounds. Tries again what is over its budget, and says in the end what always was. Ends with
status 1 when that was by more than a quarter each time.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TRIES = 6
PAUSE = 30
"""The seconds before another try: what disturbs a machine, such as the end of tests, passes."""
SETTLED = 2.5
NOISE = 1.25
"""The factor by which a run may exceed its budget before it fails: machines may be busy."""
START = "python -c pass"


@dataclass(frozen=True)
class Case:
    """A command to measure, and its budgets as multiples of a start of Python.

    A `warm` budget is that of the run after the first; commands without one have no cache. `most`
    is what a first run that does not meet its budget yet may take.
    """

    name: str
    arguments: tuple[str, ...]
    cold: float | None = None
    warm: float | None = None
    is_short: bool = True
    most: float | None = None


@dataclass(frozen=True)
class Figure:
    """A measured run: its name, its median in seconds, and its budget in starts of Python.

    The benchmark fails above `most` if there is one, or else above the budget.
    """

    name: str
    seconds: float
    budget: float | None = None
    most: float | None = None


def main() -> int:
    """Install connlint, measure its runs, print the figures, and compare with the budgets."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=20, help="runs of each command (20)")
    parser.add_argument("--short", action="store_true", help="only what has a budget")
    parser.add_argument("--against", type=Path, metavar="CHECKOUT", help="measure this as well")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    options = parser.parse_args()
    # If this file is run by its path, Python searches this folder first.
    sys.path.insert(0, str(ROOT))
    from tools.bench.installation import install_connlint

    python = install_connlint()
    other = install_connlint(options.against) if options.against else None
    with tempfile.TemporaryDirectory() as folder:
        cases = [case for case in _cases(Path(folder)) if case.is_short or not options.short]
        if hasattr(os, "sync"):
            # What tests have written a moment ago is not written to the disk meanwhile.
            os.sync()
        # The cache does not trust files that have just been written.
        time.sleep(SETTLED)
        over: set[str] | None = None
        failed: set[str] | None = None
        for _ in range(TRIES):
            figures = _measure(python, other, cases, options.rounds, Path(folder))
            start = figures[0].seconds
            if options.json:
                rows = {figure.name: round(figure.seconds / start, 2) for figure in figures}
                options.json.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
            # One try within the budget is enough.
            now = _over(figures)
            over = now if over is None else over & now
            now = _failed(figures)
            failed = now if failed is None else failed & now
            if not over:
                break
            if failed:
                time.sleep(PAUSE)
        print(f"always over budget: {', '.join(sorted(over or ())) or 'nothing'}")
        return 1 if failed else 0


def _over(figures: list[Figure]) -> set[str]:
    """Return the names of the runs that take more than their budget."""
    start = figures[0].seconds
    return {each.name for each in figures if each.budget and each.seconds > each.budget * start}


def _failed(figures: list[Figure]) -> set[str]:
    """Return the names of the runs that exceed their limit by more than noise explains."""
    start = figures[0].seconds * NOISE
    limits = [(each, each.most or each.budget) for each in figures]
    return {each.name for each, limit in limits if limit and each.seconds > limit * start}


def _cases(folder: Path) -> list[Case]:
    from tools.bench.connectors import healthy_app
    from tools.bench.functions import app_with_functions

    healthy = str(ROOT / "examples" / "healthy-app")
    broken = str(ROOT / "examples" / "broken-app")
    ten = folder / "ten"
    shutil.copytree(f"{healthy}/base44/connectors", ten / "base44" / "connectors")
    for number in range(200):
        shutil.copytree(ten, folder / "apps" / f"app{number:03}")
    many = str(healthy_app(folder / "many", 2000))
    coded = str(app_with_functions(folder / "coded", 500, 50))
    large = str(app_with_functions(folder / "large", 1000, 400))
    return [
        Case("10 connectors", ("check", str(ten)), 3, 1.6),
        # The analysis of token flows exceeds these budgets; it must not get worse than `most`.
        Case("healthy app with code", ("check", healthy), 7, 1.6, most=9),
        Case("broken app", ("check", broken), 13, most=16),
        Case("2,000 connectors in one app", ("check", many), 10, 3),
        Case("200 apps of 10 connectors", ("check", str(folder / "apps")), 13, 3, most=15),
        Case("500 functions, 50 with calls", ("check", coded), 18, 2.5, most=25),
        Case("1,000 functions, 400 with calls", ("check", large), is_short=False),
        Case("the same in one process", ("check", large, "--jobs", "1"), is_short=False),
        Case("audit of the healthy app", ("audit", healthy), is_short=False),
        Case("healthy app, JSON", ("check", healthy, "--format", "json"), is_short=False),
        Case("--version", ("--version",), is_short=False),
    ]


def _measure(
    python: Path, other: Path | None, cases: list[Case], rounds: int, folder: Path
) -> list[Figure]:
    """Run everything, and print and return the figures; Python's start comes first."""
    from tools.bench.timing import seconds_of

    times: dict[str, list[float]] = {START: []}
    cache = folder / "cache"
    environment = {"CONNLINT_CACHE_DIR": str(cache)}
    # The first round warms the disk, and does not count.
    for number in range(rounds + 1):
        taken = {START: seconds_of([str(python), "-c", "pass"])}
        first = number % len(cases)
        for case in cases[first:] + cases[:first]:
            if other is not None:
                command = [str(other.with_name("connlint")), *case.arguments]
                taken[f"{case.name}, other"] = seconds_of(command, environment)
            shutil.rmtree(cache, ignore_errors=True)
            command = [str(python.with_name("connlint")), *case.arguments]
            taken[case.name] = seconds_of(command, environment)
            if case.warm is not None:
                taken[f"{case.name}, warm"] = seconds_of(command, environment)
        for name, seconds in taken.items():
            times.setdefault(name, []).extend([seconds] if number else [])
    budgets = {case.name: case.cold for case in cases}
    most = {case.name: case.most for case in cases}
    budgets |= {f"{case.name}, warm": case.warm for case in cases}
    figures = [
        Figure(name, statistics.median(seconds), budgets.get(name), most.get(name))
        for name, seconds in times.items()
    ]
    for figure in figures:
        ratio = figure.seconds / figures[0].seconds
        budget = f"budget {figure.budget:g}" if figure.budget else ""
        line = f"{figure.name:40} {figure.seconds * 1000:7.1f} ms  {ratio:6.2f} times  {budget}"
        print(line.rstrip(), flush=True)
    return figures


if __name__ == "__main__":
    sys.exit(main())
