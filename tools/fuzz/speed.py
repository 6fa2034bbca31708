"""Benchmark of the shapes: the time that each takes for its size, the slowest last.

Usage: python -m tools.fuzz.speed [SHAPE …] [--kilobytes N …]

The time is processor time, for the findings and the audit. The time of the smallest app of the
same shape, such as that of reading the catalogue, is shown separately and subtracted from the
milliseconds for each KB.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.clock import timed
from tools.fuzz.shapes import SHAPES

from connlint.audit.building import audit_projects
from connlint.project import find_targets
from connlint.run import Run, lint_targets

__all__ = ["bytes_of", "main", "seconds_of"]

_KILOBYTES = (1, 4, 16, 64)
_TRIES = 2
"""The number of runs, of which the fastest counts: other programs may need the processor."""


def bytes_of(files: Mapping[str, str]) -> int:
    """Return the size of an app in bytes."""
    return sum(len(text.encode()) for text in files.values())


def seconds_of(files: Mapping[str, str], root: Path) -> tuple[Run, float]:
    """Lint and audit an app in an otherwise empty folder; return the run and its seconds."""
    (root / "base44" / "connectors").mkdir(parents=True, exist_ok=True)
    settings = root / "connlint.toml"
    settings.write_text(files.get(settings.name, ""), "utf-8")
    home = os.path.realpath(root)
    overlay = {os.path.join(home, *path.split("/")): text.encode() for path, text in files.items()}
    targets = find_targets([home], home)

    def work() -> Run:
        run = lint_targets(targets, home, overlay=overlay)
        audit_projects([(home, project) for project in run.projects], run.catalog)
        return run

    return timed(work)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the shapes, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help="all when none is given")
    parser.add_argument("--kilobytes", nargs="+", type=float, default=_KILOBYTES)
    options = parser.parse_args(arguments)
    names = options.shapes or list(SHAPES)
    if unknown := [name for name in names if name not in SHAPES]:
        parser.error(f"no shape {unknown[0]!r}")
    heads = "".join(f" ms for {kilobytes:g} KB |" for kilobytes in options.kilobytes)
    print(f"| shape | fixed ms |{heads} most ms/KB |")
    print("|---|" + "---|" * (len(options.kilobytes) + 2))
    with tempfile.TemporaryDirectory() as folder:
        seconds_of(SHAPES["requests"](0), Path(folder))
        rows = [_row(name, options.kilobytes, Path(folder)) for name in names]
    for _, row in sorted(rows):
        print(row)
    return 0


def _row(name: str, sizes: Sequence[float], folder: Path) -> tuple[float, str]:
    """Return the most milliseconds for each KB, and the table row of a shape."""
    fixed = _fastest(SHAPES[name](0), folder)
    most = 0.0
    cells = ""
    for kilobytes in sizes:
        files = SHAPES[name](round(kilobytes * 1024))
        milliseconds = _fastest(files, folder)
        most = max(most, (milliseconds - fixed) * 1024 / bytes_of(files))
        cells += f" {milliseconds:,.0f} |"
    return most, f"| {name} | {fixed:.0f} |{cells} {most:.1f} |"


def _fastest(files: Mapping[str, str], folder: Path) -> float:
    return min(seconds_of(files, folder)[1] for _ in range(_TRIES)) * 1000


if __name__ == "__main__":
    raise SystemExit(main())
