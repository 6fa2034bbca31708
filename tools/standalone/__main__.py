"""Build connlint as a folder that needs no Python, and pack it.

Usage: python -m tools.standalone [--output DIR]

Makes `DIR/connlint-<platform>/` with the program, `DIR/connlint-<platform>.tar.gz`, and its
SHA-256 beside it; DIR is dist/standalone if it is left out. The Python that runs this goes into
the program.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tools.standalone.environment import ROOT, new_environment, run
from tools.standalone.packing import files_of, pack, write_checksum
from tools.standalone.platforms import EXECUTABLES, this_platform
from tools.standalone.specification import specification

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Build and pack the program; the exit status is 2 if that fails."""
    parser = argparse.ArgumentParser(prog="python -m tools.standalone", description=__doc__)
    parser.add_argument("--output", type=Path, default=ROOT / "dist" / "standalone")
    output = parser.parse_args(argv).output.resolve()
    try:
        archive = _build(output, f"connlint-{this_platform()}")
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        print(f"standalone: {error}", file=sys.stderr)
        return 2
    print(f"{archive} ({archive.stat().st_size / 1_000_000:.1f} MB)")
    return 0


def _build(output: Path, name: str) -> Path:
    """Build the program as a folder, and pack it; return the path of the archive."""
    python = new_environment()
    folder = output / name
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        spec = work / "connlint.spec"
        spec.write_text(specification(Path(__file__).with_name("start.py")), "utf-8")
        run(python, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN", str(spec), cwd=work)
        run(python, "-m", "tools.standalone.licenses", str(work / "dist" / "connlint"))
        shutil.rmtree(folder, ignore_errors=True)
        output.mkdir(parents=True, exist_ok=True)
        shutil.move(work / "dist" / "connlint", folder)
    archive = output / f"{name}.tar.gz"
    program = EXECUTABLES[this_platform()]
    pack(archive, files_of(folder, name), frozenset({f"{name}/{program}"}))
    write_checksum(archive)
    return archive


if __name__ == "__main__":
    sys.exit(main())
