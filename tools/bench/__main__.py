"""How long connlint takes, as a ratio to starting Python.

Usage: python tools/bench [--rounds N] [--short]

connlint is installed from this checkout into an environment of its own, as a user has
it, because an editable installation starts more slowly. Each round runs `python -c pass`
and then every command, so that a busy machine slows all of them alike; the figures are
medians. Ends with status 1 when a budget is missed in each of ten tries: a busy machine misses
some, and a change that costs something misses all.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TRIES = 10


@dataclass(frozen=True)
class Case:
    """A command to measure, and how many times a Python start it may take."""

    name: str
    arguments: tuple[str, ...]
    budget: float | None = None
    short: bool = True


def main() -> int:
    """Install, measure, print, compare with the budgets."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=20, help="runs of each command (20)")
    parser.add_argument("--short", action="store_true", help="only what has a budget")
    options = parser.parse_args()
    # Run by its path, this folder is what Python looks into first.
    sys.path.insert(0, str(ROOT))
    from tools.bench.installation import install_connlint

    python = install_connlint()
    with tempfile.TemporaryDirectory() as folder:
        cases = [case for case in _cases(Path(folder)) if case.short or not options.short]
        for attempt in range(1, TRIES + 1):
            missed = _measure(python, cases, options.rounds)
            if not missed:
                return 0
            print(f"over budget: {', '.join(missed)} (try {attempt} of {TRIES})")
    return 1


def _cases(folder: Path) -> list[Case]:
    from tools.bench.connectors import app_with_connectors, healthy_app
    from tools.bench.functions import app_with_functions

    healthy = str(ROOT / "examples" / "healthy-app")
    connectors = folder / "connectors"
    shutil.copytree(f"{healthy}/base44/connectors", connectors / "base44" / "connectors")
    coded = str(app_with_functions(folder / "coded", 500, 50))
    broken = str(ROOT / "examples" / "broken-app")
    many = str(healthy_app(folder / "many", 2000))
    unknown = str(app_with_connectors(folder / "unknown", 2000))
    return [
        Case("10 connectors", ("check", str(connectors)), 2.5),
        Case("2,000 connectors in one app", ("check", many), 9),
        Case("500 functions of 10 KB, 50 with calls", ("check", coded), 12),
        Case("2,000 connectors, most of unknown types", ("check", unknown), short=False),
        Case("healthy app, 10 connectors, 6 functions", ("check", healthy), short=False),
        Case("its audit", ("audit", healthy), short=False),
        Case("broken app, text", ("check", broken), short=False),
        Case("healthy app, JSON", ("check", healthy, "--format", "json"), short=False),
        Case("--version", ("--version",), short=False),
    ]


def _measure(python: Path, cases: list[Case], rounds: int) -> list[str]:
    """Print a line for each case; the names of those over budget come back."""
    from tools.bench.timing import seconds_of

    connlint = str(python.with_name("connlint"))
    start = [str(python), "-c", "pass"]
    commands = {case.name: [connlint, *case.arguments] for case in cases}
    for command in (start, *commands.values()):
        seconds_of(command)
    starts: list[float] = []
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        starts.append(seconds_of(start))
        for name, command in commands.items():
            times[name].append(seconds_of(command))
    base = statistics.median(starts)
    print(f"{'python -c pass':40} {base * 1000:7.1f} ms")
    missed = []
    for case in cases:
        median = statistics.median(times[case.name])
        ratio = median / base
        budget = f"budget {case.budget:g}" if case.budget else ""
        print(f"{case.name:40} {median * 1000:7.1f} ms  {ratio:5.2f} times  {budget}")
        if case.budget and ratio > case.budget:
            missed.append(case.name)
    return missed


if __name__ == "__main__":
    sys.exit(main())
