"""Cache of file contents and analyzed code, kept between repeated readings of a project."""

from __future__ import annotations

import os
from collections.abc import Mapping

from connlint.config.settings import Settings
from connlint.files.reading import DISK, Disk
from connlint.project.model import FileProblem
from connlint.project.outside import OutsideFiles
from connlint.project.places import shown_path
from connlint.project.reading import decode, read_file
from connlint.text.source import SourceFile
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.code.analyzer import Analyzer

__all__ = ["FileAccess", "ProjectCache", "Read"]

Read = tuple[SourceFile | None, FileProblem | None]
"""The source of a file, the problem with its content, or both; see read_file."""


class ProjectCache:
    """Sources of files with everything computed from them, and the analyzer of their code.

    A file on disk is read again if its size, modification time or inode has changed.
    `forget` drops the files that the last reading did not request.
    """

    def __init__(self) -> None:
        self._texts: dict[str, tuple[object, Read]] = {}
        self._asked: set[str] = set()
        self._reader: Analyzer | None = None

    @property
    def reader(self) -> Analyzer:
        """Return the analyzer of code, which is created on first use."""
        if self._reader is None:
            from connlint.code.analyzer import Analyzer

            self._reader = Analyzer()
        return self._reader

    def text(self, path: str, location: str, content: bytes | None, disk: Disk = DISK) -> Read:
        """Return the source and the problem of a file; `content` replaces the one on disk."""
        self._asked.add(location)
        fingerprint: object = content if content is not None else _fingerprint(location)
        cached = self._texts.get(location)
        if cached is not None and fingerprint is not None and cached[0] == fingerprint:
            return cached[1]
        read = (
            read_file(path, location, disk) if content is None else decode(path, location, content)
        )
        self._texts[location] = fingerprint, read
        return read

    def evict_unused(self) -> None:
        """Drop the files that were not requested since the last call."""
        self._texts = {place: entry for place, entry in self._texts.items() if place in self._asked}
        self._asked.clear()


def _fingerprint(location: str) -> tuple[int, int, int] | None:
    """Return the time, size and inode that identify a file's content; None if it has no status."""
    try:
        status = os.stat(location)
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


class FileAccess(NamedTuple):
    """Access to the files of an app, with all that decides on what is read.

    `cwd` is the directory to which shown paths are relative. `overlay` maps locations to contents
    that replace those on disk. `settings` may exclude files, and `outside` records those that are
    not read because they are outside the repository. `cache`, if any, keeps unchanged files.
    """

    cwd: str
    overlay: Mapping[str, bytes]
    settings: Settings
    outside: OutsideFiles
    cache: ProjectCache | None = None
    disk: Disk = DISK

    def read(self, location: str) -> Read:
        """Return the source and the problem of a file, taken from the overlay, else from disk."""
        path, content = shown_path(location, self.cwd, self.disk), self.overlay.get(location)
        if self.cache is not None:
            return self.cache.text(path, location, content, self.disk)
        if content is None:
            return read_file(path, location, self.disk)
        return decode(path, location, content)
