"""Folders that several processes want and one of them makes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

__all__ = ["locked", "once"]

_READY = "ready"
"""The file that says that a folder is complete."""


def once(folder: Path, make: Callable[[Path], object]) -> Path:
    """Make a folder unless it is complete; a process that comes later waits for it.

    What an earlier process has left incomplete is removed first.
    """
    ready = folder / _READY
    if not ready.is_file():
        with locked(folder):
            if not ready.is_file():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir(parents=True)
                make(folder)
                ready.touch()
    return folder


def locked(path: Path) -> FileLock:
    """Give the lock of a path, which one process of the machine holds at a time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(path.with_name(f"{path.name}.lock"))
