"""Search for the apps in an open folder, in a thread, so that nothing waits for a slow disk.

A folder can be the root of a machine, or contain a network drive that does not answer. So a search
ends after a number of folders, and after some seconds even if the system never answers it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from enum import Enum
from typing import NamedTuple

from connlint.files.overlay import OverlayDisk
from connlint.project import Target
from connlint.project.discovery import visits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.files.reading import Entry

__all__ = ["LIMITS", "AppSearch", "End", "Limits", "SearchResult"]

_BATCH = 0.1
"""The seconds between two reports of a search."""


class Limits(NamedTuple):
    """Limits of a search: folders to look into, seconds, and apps to find."""

    folders: int = 30_000
    seconds: float = 10
    apps: int = 500


LIMITS = Limits()


class End(Enum):
    """The reason for the end of a search, in words for the log."""

    COMPLETE = "complete"
    FOLDERS = "stopped, because there are more folders"
    SECONDS = "stopped, because it took long"
    APPS = "stopped, because there are more apps"
    CANCELLED = "cancelled"


class SearchResult(NamedTuple):
    """The apps found in a folder so far; `end` is None while the search goes on.

    `looked` counts the folders that were looked into, `seconds` is the time it has taken.
    """

    folder: str
    targets: tuple[Target, ...]
    looked: int
    seconds: float
    end: End | None


class _PlacedDisk(OverlayDisk):
    """A disk that remembers which directory was listed last."""

    __slots__ = ("place",)

    def __init__(self, contents: Mapping[str, bytes], place: str) -> None:
        super().__init__(contents)
        self.place = place

    def entries(self, directory: str) -> list[Entry]:
        """Return the entries of a directory, as Disk.entries does."""
        self.place = directory
        return super().entries(directory)


class AppSearch:
    """A search in one folder, which reports what it has found now and then, and in the end.

    `contents` are those of unsaved documents, by location; `skipped` are folders that are not
    looked into. `report` is called in the thread of the search, with the search and what it has
    found so far, last with the reason for the end.
    """

    def __init__(
        self,
        folder: str,
        contents: Mapping[str, bytes],
        report: Callable[[AppSearch, SearchResult], None],
        *,
        skipped: frozenset[str] = frozenset(),
        limits: Limits = LIMITS,
    ) -> None:
        self.folder = folder
        self._disk = _PlacedDisk(contents, folder)
        self._report = report
        self._skipped = skipped
        self._limits = limits
        self._started = time.monotonic()
        self._is_cancelled = threading.Event()
        self._targets: list[Target] = []
        self._looked = 0

    @property
    def place(self) -> str:
        """Return the folder into which the search looks at this moment."""
        return self._disk.place

    def start(self) -> None:
        """Start the thread; the process does not wait for it at its end."""
        threading.Thread(target=self._run, name="connlint search", daemon=True).start()

    def cancel(self) -> None:
        """End the search as soon as the system answers."""
        self._is_cancelled.set()

    def _run(self) -> None:
        reported = self._started
        end = End.COMPLETE
        steps = visits(self.folder, self._disk, level_by_level=True, skipped=self._skipped)
        for visit in steps:
            self._looked += 1
            if visit.target is not None and not visit.is_ignored:
                self._targets.append(visit.target)
            reached = self._reached()
            if reached is not None:
                end = reached
                break
            if time.monotonic() - reported > _BATCH:
                self._report(self, self.result(None))
                reported = time.monotonic()
        self._report(self, self.result(end))

    def _reached(self) -> End | None:
        """Return the limit that is reached, None for none."""
        if self._is_cancelled.is_set():
            return End.CANCELLED
        if time.monotonic() - self._started > self._limits.seconds:
            return End.SECONDS
        if self._looked >= self._limits.folders:
            return End.FOLDERS
        return End.APPS if len(self._targets) >= self._limits.apps else None

    def result(self, end: End | None) -> SearchResult:
        """Return what has been found so far."""
        seconds = time.monotonic() - self._started
        return SearchResult(self.folder, tuple(self._targets), self._looked, seconds, end)
