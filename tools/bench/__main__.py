"""Benchmark of connlint's runs, as ratios to starting Python.

Usage: python tools/bench [--rounds N] [--short] [--against CHECKOUT] [--json FILE]

connlint is installed from this checkout into an environment of its own, as a user has
it, because an editable installation starts more slowly. Each round runs `python -c pass`
and then every command, so that a busy machine slows all of them alike, and each round begins
with another command, so that none always runs first. The figures are medians. A cold run finds
an empty cache and fills it, a warm one is the next. `--against` measures another checkout in the
same rounds. Tries again what is over its budget, and says in the end what always was.

Then valgrind counts the instructions of the same runs, where it is installed. Time depends on
the machine and on what else it does, also as a ratio; the instructions do not. So it ends with
status 1 when a run takes more instructions than its limit, or when its time was far over its
budget in each try, which finds what waits without computing.
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
TRIES = 4
PAUSE = 30
"""The seconds before another try: what disturbs a machine, such as the end of tests, passes."""
SETTLED = 2.5
FAR = 2.0
"""The factor by which a run's time may exceed its budget before it fails: machines may be busy."""
SLACK = 1.05
"""The factor by which instructions may exceed what was noted: Pythons differ by up to 4 %."""
START = "python -c pass"
CACHE = "cache"
"""The name of the folder of connlint's cache, beside the apps."""


@dataclass(frozen=True)
class Case:
    """A command to measure, and its budgets as multiples of a start of Python.

    A `warm` budget is that of the run after the first; commands without one have no cache.
    `instructions` are those of both runs as they were last noted.
    """

    name: str
    arguments: tuple[str, ...]
    cold: float | None = None
    warm: float | None = None
    is_short: bool = True
    instructions: tuple[float, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A measured run: its name, its median in seconds, and its budget in starts of Python."""

    name: str
    seconds: float
    budget: float | None = None


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
            now = _over(figures, FAR)
            failed = now if failed is None else failed & now
            if not over:
                break
            if failed:
                time.sleep(PAUSE)
        print(f"always over budget: {', '.join(sorted(over or ())) or 'nothing'}")
        for name in sorted(failed or ()):
            print(f"{name} took more than {FAR:g} times its budget in each of {TRIES} tries")
        grown = _count(python, cases, Path(folder))
        return 1 if failed or grown else 0


def _over(figures: list[Figure], factor: float = 1) -> set[str]:
    """Return the names of the runs that take more than so many times their budget."""
    start = figures[0].seconds * factor
    return {each.name for each in figures if each.budget and each.seconds > each.budget * start}


def _cases(folder: Path) -> list[Case]:
    from tools.bench.connectors import healthy_app
    from tools.bench.functions import app_with_functions

    healthy = str(ROOT / "examples" / "healthy-app")
    broken = str(ROOT / "examples" / "broken-app")
    ten = folder / "ten"
    shutil.copytree(f"{healthy}/base44/connectors", ten / "base44" / "connectors")
    for number in range(200):
        shutil.copytree(ten, folder / "apps" / f"app{number:03}")
    apps = str(folder / "apps")
    many = str(healthy_app(folder / "many", 2000))
    coded = str(app_with_functions(folder / "coded", 500, 50))
    large = str(app_with_functions(folder / "large", 1000, 400))
    return [
        Case("10 connectors", ("check", str(ten)), 3, 1.6, instructions=(3.6, 1.65)),
        Case("healthy app with code", ("check", healthy), 7, 1.6, instructions=(11.2, 1.75)),
        Case("broken app", ("check", broken), 13, instructions=(18.9,)),
        Case("2,000 connectors in one app", ("check", many), 10, 3, instructions=(18.8, 2.6)),
        Case("200 apps of 10 connectors", ("check", apps), 13, 3, instructions=(24.7, 4.2)),
        Case("500 functions, 50 with calls", ("check", coded), 18, 2.5, instructions=(37.4, 2.2)),
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
    cache = folder / CACHE
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
    budgets |= {f"{case.name}, warm": case.warm for case in cases}
    figures = [
        Figure(name, statistics.median(seconds), budgets.get(name))
        for name, seconds in times.items()
    ]
    for figure in figures:
        ratio = figure.seconds / figures[0].seconds
        budget = f"budget {figure.budget:g}" if figure.budget else ""
        line = f"{figure.name:40} {figure.seconds * 1000:7.1f} ms  {ratio:6.2f} times  {budget}"
        print(line.rstrip(), flush=True)
    return figures


def _count(python: Path, cases: list[Case], folder: Path) -> list[str]:
    """Count and print the instructions of runs; return the names of those that take too many."""
    from tools.bench.instructions import can_count, instructions_of

    if not can_count():
        print("instructions are not counted: there is no valgrind on this machine")
        return []
    start = instructions_of([str(python), "-c", "pass"])
    print(f"{START:40} {start / 1e6:7.1f} million instructions")
    cache = folder / CACHE
    environment = {"CONNLINT_CACHE_DIR": str(cache)}
    grown = []
    for case in cases:
        shutil.rmtree(cache, ignore_errors=True)
        command = [str(python.with_name("connlint")), *case.arguments]
        for name, noted in zip((case.name, f"{case.name}, warm"), case.instructions, strict=False):
            ratio = instructions_of(command, environment) / start
            print(f"{name:40} {ratio:7.2f} times, noted {noted:g}", flush=True)
            if ratio > noted * SLACK:
                print(f"{name} takes more instructions than noted, by more than {SLACK - 1:.0%}")
                grown.append(name)
    return grown


if __name__ == "__main__":
    sys.exit(main())
