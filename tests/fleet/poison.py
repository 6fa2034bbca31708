"""A child process of a guard in which apps can do what no app should.

The file `poison` of an app says what happens when it is linted; KINDS has what that can be.
"""

from __future__ import annotations

import ctypes
import os
import re
import signal
import sys
from collections.abc import Iterable
from pathlib import Path

from connlint import run
from connlint.api.in_memory import TOP
from connlint.catalog import Catalog
from connlint.files.reading import Disk
from connlint.fleet.guard_child import main
from connlint.project import Target

_kept: list[bytes] = []
_real = run.lint_targets


def _is_killed(_: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _faults(_: str) -> None:
    ctypes.string_at(0)


def _exits(_: str) -> None:
    os._exit(3)


def _hangs(_: str) -> None:
    while True:
        pass


def _is_trapped(_: str) -> None:
    # C code that lets no other thread run.
    re.match(r"(a+)+$", "a" * 99 + "b")


def _eats(_: str) -> None:
    while True:
        _kept.append(bytes(10_000_000))


def _prints(_: str) -> None:
    sys.stdout.write("words\n")
    sys.stderr.write("words\n")
    sys.stdout.flush()
    os.write(1, b"bytes\n")


def _closes(_: str) -> None:
    os.closerange(0, 99)
    signal.pause()


def _tells(path: str) -> None:
    """Write the number of this process to a pipe, which is open for as long as the process lives."""
    os.write(os.open(path, os.O_WRONLY), f"{os.getpid()}\n".encode())


def _waits(path: str) -> None:
    _tells(path)
    while True:
        signal.pause()


def _waits_once(path: str) -> None:
    mark = Path(f"{path}.mark")
    if not mark.exists():
        mark.touch()
        _waits(path)


KINDS = {
    "is killed": _is_killed,
    "faults": _faults,
    "exits": _exits,
    "hangs": _hangs,
    "is trapped": _is_trapped,
    "eats": _eats,
    "prints": _prints,
    "closes": _closes,
    "tells": _tells,
    "waits": _waits,
    "waits once": _waits_once,
}


def _lint_targets(targets: Iterable[Target], cwd: str, *, disk: Disk, catalog: Catalog) -> run.Run:
    location = os.path.join(TOP, "poison")
    if disk.is_file(location):
        kind, _, path = disk.read(location)[1].decode().partition(": ")
        KINDS[kind](path)
    return _real(targets, cwd, disk=disk, catalog=catalog)


if __name__ == "__main__":
    setattr(run, "lint_targets", _lint_targets)  # noqa: B010 - it takes fewer arguments
    main()
