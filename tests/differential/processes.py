"""Installed connlints, and what one prints as a process of its own."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.packaging.programs import (
    clean_environment,
    project_file,
    quick_environment,
    script,
)

__all__ = ["Installed", "Outcome", "install"]

_NEWEST = 20
"""No Python 3 with a higher minor version is looked for."""
_MOST = 240
"""The seconds after which connlint hangs, however busy the machine is."""


class Outcome(NamedTuple):
    """What became of a process; the status is None where it did not end."""

    status: int | None
    out: bytes
    err: bytes

    @property
    def is_healthy(self) -> bool:
        """Whether it printed nothing but the line with which a healthy run ends."""
        is_said = self.err.startswith(b"No") and self.err.count(b"\n") == 1
        return self.status == 0 and self.out == b"" and is_said

    def shown(self) -> str:
        """Give it as text to read in a report."""
        streams = (self.out + self.err).decode("utf-8", "backslashreplace")
        return f"status {self.status}\n{streams}"


class Installed(NamedTuple):
    """A connlint without what it is developed with, and the Python that runs it."""

    python: str
    program: Path

    def run(self, arguments: Sequence[str], cwd: Path, cache: Path) -> Outcome:
        """Run it in a folder, with a folder for its cache."""
        command = [os.fspath(self.program), *arguments]
        unwanted = ("CONNLINT_", "PYTHON", "XDG_")
        kept = {
            name: value
            for name, value in clean_environment().items()
            if not name.startswith(unwanted)
        }
        environ = {**kept, "LC_ALL": "C.UTF-8", "CONNLINT_CACHE_DIR": os.fspath(cache)}
        try:
            done = subprocess.run(
                command,
                cwd=cwd,
                env=environ,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=_MOST,
            )
        except subprocess.TimeoutExpired as error:
            return Outcome(None, error.stdout or b"", error.stderr or b"")
        return Outcome(done.returncode, done.stdout, done.stderr)


def install(folder: Path, wheel: Path) -> tuple[Installed, Installed]:
    """Install connlint from a wheel for the oldest and for the newest Python that are here."""
    pythons = dict(_pythons())
    installed = {minor: _install(folder, minor, pythons[minor], wheel) for minor in _ends(pythons)}
    return installed[min(pythons)], installed[max(pythons)]


def _ends(numbers: Iterable[int]) -> set[int]:
    """Give the lowest and the highest number, which may be the same."""
    ordered = sorted(numbers)
    return {ordered[0], ordered[-1]}


def _install(folder: Path, minor: int, python: str, wheel: Path) -> Installed:
    environment = quick_environment(folder / f"python-3.{minor}", [wheel], python=python)
    return Installed(f"3.{minor}", script(environment, "connlint"))


def _pythons() -> Iterator[tuple[int, str]]:
    """The Pythons that connlint supports, on the PATH or where pyenv keeps them."""
    oldest = int(project_file()["project"]["requires-python"].removeprefix(">=3."))
    home = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    for minor in range(oldest, _NEWEST):
        kept = sorted(glob.glob(f"{home}/versions/3.{minor}.*/bin/python"))
        candidates = (sys.executable, shutil.which(f"python3.{minor}"), *kept)
        found = next((path for path in candidates if path and _runs(path, minor)), None)
        if found:
            yield minor, found


def _runs(python: str, minor: int) -> bool:
    """Tell whether a Python is of that version and whole: pyenv's names may lead to none."""
    code = f"import ensurepip, sys, venv; sys.exit(sys.version_info[:2] != (3, {minor}))"
    return subprocess.run([python, "-c", code], capture_output=True, check=False).returncode == 0
