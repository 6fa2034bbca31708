"""Benchmark of connlint and other programs on the same connector files.

Usage: python -m tools.bench.peers [--short] [--json FILE]
       python -m tools.bench.peers --write

Healthy apps of up to 20,000 connector files in strict JSON, which all programs can read, and an
app of 500 functions, which only connlint reads. Programs come from PyPI and npm at pinned
versions, connlint from this checkout as a user has it. Each is checked to report broken files and
to be silent about healthy ones; then all run in turns, and the figures are ratios to
`python -c pass`. `--write` measures nothing: it puts the tables of docs/benchmark.json into
docs/performance.md. Needs a system with `fork`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .cases import CASES, SHORT, Case, make_app
from .measuring import LIMIT, Runner, takes_part
from .programs import PROGRAMS, install
from .rendering import place, render
from .results import Results, read, write

__all__ = ["KEPT", "PAGE", "main", "measure"]

ROOT = Path(__file__).resolve().parents[3]
KEPT = ROOT / "docs" / "benchmark.json"
PAGE = ROOT / "docs" / "performance.md"


def main() -> int:
    """Measure and print, or write earlier results into the page."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench.peers", description=_summary())
    parser.add_argument("--short", action="store_true", help="a few files and rounds")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the results in FILE")
    parser.add_argument("--write", action="store_true", help=f"{KEPT.name} into {PAGE.name}")
    options = parser.parse_args()
    if options.write:
        text = place(PAGE.read_text("utf-8"), render(read(KEPT)))
        PAGE.write_text(text, "utf-8")
        return 0
    results = measure(SHORT if options.short else CASES)
    print(render(results))
    if options.json:
        write(options.json, results)
    return 0


def measure(cases: Sequence[Case]) -> Results:
    """Install all programs, measure them, and return the results."""
    words: dict[str, list[str]] = {}
    missing: dict[str, str] = {}
    for program in PROGRAMS:
        words[program.name], missing[program.name] = install(program)
    python = Path(words["connlint"][0]).with_name("python")
    present = [program for program in PROGRAMS if words[program.name]]
    results: Results = {
        "version": 1,
        "date": dt.datetime.now(tz=dt.timezone.utc).date().isoformat(),
        "machine": {
            "system": f"{platform.system()} {platform.machine()}",
            "processor": _processor(),
            "cores": os.cpu_count() or 0,
            "open_files": _open_files(),
        },
        "runtimes": {"Python": platform.python_version(), "Node": _node_version()},
        "limit": LIMIT,
        "programs": [
            {
                "name": program.name,
                "version": program.version or _connlint_version(words["connlint"]),
                "invocation": program.invocation,
                "remark": program.remark,
                "missing": missing[program.name],
            }
            for program in PROGRAMS
        ],
        "cases": [],
    }
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder).resolve() / "home"
        home.mkdir()
        runner = Runner(python, words, home)
        for number, case in enumerate(cases):
            app = make_app(home.parent / str(number), case)
            chosen = [program for program in present if takes_part(program, case)]
            results["cases"].append(runner.measure(case, chosen, app))
            shutil.rmtree(app)
    return results


def _summary() -> str:
    return (__doc__ or "").partition("\n")[0]


def _connlint_version(words: list[str]) -> str:
    printed = subprocess.run([*words, "--version"], capture_output=True, text=True, check=True)
    return printed.stdout.split()[1]


def _node_version() -> str:
    node = shutil.which("node")
    if node is None:
        return "is not installed"
    printed = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)
    return printed.stdout.strip().removeprefix("v")


def _open_files() -> int:
    import resource

    # The hard limit counts, because Node raises the soft limit to it.
    return resource.getrlimit(resource.RLIMIT_NOFILE)[1]


def _processor() -> str:
    """Return the processor's name as far as the system tells it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown processor"


if __name__ == "__main__":
    sys.exit(main())
