"""Try connlint with generated inputs, for a given time.

Usage: python tools/fuzz [TARGET …] [--seconds N] [--seed N]
       python tools/fuzz TARGET --input FILE

Each target runs for N seconds under atheris, which is installed into .cache/programs. Inputs that
reach new code stay in .cache/fuzz for the next run; with a seed a run begins only from
the examples and cases of the tests. An input that fails is written to a file, which the
last line names, and the status is 1; `--input` tries it again, without atheris.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import SystemRandom
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "fuzz"
ATHERIS = "atheris==3.0.0"
_FIGURE = re.compile(r"^stat::number_of_executed_units:\s*(\d+)$", re.MULTILINE)
_DONE = re.compile(r"^Done (\d+) runs in (\d+) second", re.MULTILINE)
_MOST_KEPT = 800
"""The number of inputs of earlier runs that are kept: the smallest, which are also the fastest."""
_STARTING = 300
"""The seconds that reading the kept inputs may take in addition to a run's time."""


class Outcome(NamedTuple):
    """The result of a target: its number of inputs, the seconds they took, and the failed ones."""

    target: str
    seed: int
    executions: int
    seconds: float
    found: tuple[Path, ...]
    status: int
    log: Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the targets one after the other, and print a table."""
    # If this file is run by its path, Python searches this folder first.
    sys.path.insert(0, str(ROOT))
    from tools.fuzz.targets import TARGETS

    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=int, default=60, help="for each target (60)")
    parser.add_argument("--seed", type=int, default=0, help="of the changes; any when not given")
    parser.add_argument("--input", type=Path, help="a file to try with the target")
    options = parser.parse_args(arguments)
    names = options.targets or list(TARGETS)
    if unknown := [name for name in names if name not in TARGETS]:
        parser.error(f"no target {unknown[0]}; there are {', '.join(TARGETS)}")
    if options.input is not None:
        for name in names:
            TARGETS[name](options.input.read_bytes())
        return 0
    packages = _packages()
    if packages is None:
        return 2
    outcomes = [_run(name, options.seconds, options.seed, packages) for name in names]
    print(_table(outcomes))
    for outcome in outcomes:
        if outcome.status and not outcome.found:
            print(f"{outcome.target} ended with status {outcome.status}: see {outcome.log}")
        for path in outcome.found:
            print(f"{outcome.target} fails with {path}: see {outcome.log}")
    return int(any(outcome.status or outcome.found for outcome in outcomes))


def _packages() -> Path | None:
    """Return the folder with atheris; None, after printing why, if it cannot be installed."""
    import pytest
    from tests.packaging.programs import program, succeed

    try:
        python = program("python", ATHERIS)
        code = "import sysconfig; print(sysconfig.get_path('platlib'))"
        return Path(succeed([python, "-c", code], ROOT).strip())
    except (pytest.skip.Exception, pytest.fail.Exception) as error:
        print(error, file=sys.stderr)
        return None


def _run(name: str, seconds: int, seed: int, packages: Path) -> Outcome:
    """Fuzz one target in a separate process."""
    from tools.fuzz.seeds import seeds_of

    folder = CACHE / name
    artifacts = folder / "failed"
    artifacts.mkdir(parents=True, exist_ok=True)
    before = set(artifacts.iterdir())
    kept = folder / "corpus"
    corpus = Path(tempfile.mkdtemp(prefix="connlint-fuzz-")) if seed else kept
    corpus.mkdir(exist_ok=True)
    # A run begins by running each kept input once, which takes long if there are many.
    for kept_one in sorted(corpus.iterdir(), key=lambda each: each.stat().st_size)[_MOST_KEPT:]:
        kept_one.unlink()
    for number, data in enumerate(seeds_of(name)):
        (corpus / f"seed-{number:04}").write_bytes(data)
    chosen = seed or SystemRandom().randrange(1, 2**31)
    words: list[object] = [name, corpus, artifacts, seconds, chosen]
    command = [sys.executable, "-m", "tools.fuzz.child", *map(str, words)]
    search = os.pathsep.join([str(ROOT), str(packages)])
    log = folder / "log.txt"
    with log.open("wb") as file:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": search},
            stdout=file,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=seconds + _STARTING,
        )
    if seed:
        shutil.rmtree(corpus)
    text = log.read_text("utf-8", "replace")
    figure, time = _FIGURE.search(text), _DONE.search(text)
    return Outcome(
        name,
        chosen,
        int(figure[1]) if figure else 0,
        float(time[2]) if time else 0,
        tuple(sorted(set(artifacts.iterdir()) - before)),
        done.returncode,
        log,
    )


def _table(outcomes: Sequence[Outcome]) -> str:
    lines = ["| target | seed | executions | executions/s | found |", "|---|---|---|---|---|"]
    for outcome in outcomes:
        rate = f"{outcome.executions / outcome.seconds:,.0f}" if outcome.seconds else ""
        failed = ", ".join(path.name for path in outcome.found) or (
            "failed" if outcome.status else "nothing"
        )
        lines.append(
            f"| {outcome.target} | {outcome.seed} | {outcome.executions:,} | {rate} | {failed} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
