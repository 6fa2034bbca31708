"""A look for files and folders that are gone, because clients report few of these changes.

Many clients report no changes of files at all, and those that do report a deleted or renamed folder
by its own name only, which no pattern for the files in it matches.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

__all__ = ["Presence"]

_PAUSE = 2.0


class Presence:
    """A thread that looks every two seconds whether paths still exist.

    `report` is called in that thread with the paths that are gone.
    """

    def __init__(self, report: Callable[[frozenset[str]], None], pause: float = _PAUSE) -> None:
        self._report = report
        self._pause = pause
        self._paths: frozenset[str] = frozenset()
        self._has_ended = threading.Event()
        self._thread: threading.Thread | None = None

    def watch(self, paths: frozenset[str]) -> None:
        """Look for these paths from now on; each one that is gone is reported once."""
        self._paths = paths
        if paths and self._thread is None:
            self._thread = threading.Thread(target=self._run, name="connlint files", daemon=True)
            self._thread.start()

    def end(self) -> None:
        """End the thread after its next look."""
        self._has_ended.set()

    def _run(self) -> None:
        reported: frozenset[str] = frozenset()
        while not self._has_ended.wait(self._pause):
            paths = self._paths
            gone = frozenset(path for path in paths if not os.path.lexists(path))
            if not gone <= reported:
                self._report(gone - reported)
            reported = gone
