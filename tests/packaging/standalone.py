"""The standalone program, built once for each run of the tests."""

from __future__ import annotations

import sys
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from subprocess import DEVNULL, CompletedProcess
from subprocess import run as run_process
from typing import NamedTuple

import pytest
from tests.once import locked, once
from tools.standalone.platforms import EXECUTABLES, this_platform

from .programs import ROOT, missing, run

__all__ = ["Standalone", "bare", "standalone"]

_SECONDS = 120
"""The time after which a program hangs."""


class Standalone(NamedTuple):
    """The program unpacked, and the archive that it comes from."""

    program: Path
    archive: Path


@pytest.fixture(scope="session")
def standalone(shared: Path) -> Standalone:
    """The program in a folder as people may have it, with a space and an umlaut in its name."""
    folder = once(shared / "standalone", _build)
    name = f"connlint-{this_platform()}"
    program = folder / "Für alle" / name / EXECUTABLES[this_platform()]
    return Standalone(program, folder / f"{name}.tar.gz")


def _build(folder: Path) -> None:
    # The environment that it is built in is the same for all runs.
    with locked(ROOT / ".cache" / "standalone"):
        done = run([sys.executable, "-m", "tools.standalone", "--output", folder], ROOT)
    if done.returncode and "'pip', 'install'" in done.stdout:
        missing(f"PyInstaller cannot be installed: {done.stdout[-800:]}")
    assert done.returncode == 0, done.stdout
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as files:
        if hasattr(tarfile, "data_filter"):
            files.extractall(folder / "Für alle", filter="data")
        else:
            files.extractall(folder / "Für alle")  # noqa: S202 - older Pythons know no filter


def bare(
    command: Sequence[object], cwd: Path, home: Path, more: Mapping[str, str] | None = None
) -> CompletedProcess[bytes]:
    """Run a program that has no other programs to find, and no variables but a home."""
    return run_process(
        [str(word) for word in command],
        cwd=cwd,
        env={"PATH": "", "HOME": str(home), **(more or {})},
        stdin=DEVNULL,
        capture_output=True,
        check=False,
        timeout=_SECONDS,
    )
