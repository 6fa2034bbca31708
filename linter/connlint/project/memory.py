"""What is kept from one reading of a project to the next, for those who read it again and again."""

from __future__ import annotations

import os
from collections.abc import Mapping

from connlint.disk import DISK, Disk
from connlint.project.model import FileProblem
from connlint.project.reading import decode, read_file
from connlint.source import SourceFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.code.reading import CodeReader

__all__ = ["Memory", "Read", "read_text"]

Read = tuple[SourceFile | None, FileProblem | None]
"""The text of a file, the reason why it has none or a doubtful one, or both."""


class Memory:
    """Texts of files, with what was made of them, and the code that was read.

    A file on disk is read again when its size, its time or its place in the file system is
    another one. Nothing is kept of a file that a reading did not ask for.
    """

    def __init__(self) -> None:
        self._texts: dict[str, tuple[object, Read]] = {}
        self._asked: set[str] = set()
        self._reader: CodeReader | None = None

    @property
    def reader(self) -> CodeReader:
        """Who reads code; made when there is some."""
        if self._reader is None:
            from connlint.code.reading import CodeReader

            self._reader = CodeReader()
        return self._reader

    def text(self, path: str, location: str, content: bytes | None, disk: Disk = DISK) -> Read:
        """The text of a file, or of the content that stands in for it."""
        self._asked.add(location)
        mark: object = content if content is not None else _mark(location)
        known = self._texts.get(location)
        if known is not None and mark is not None and known[0] == mark:
            return known[1]
        read = (
            read_file(path, location, disk) if content is None else decode(path, location, content)
        )
        self._texts[location] = mark, read
        return read

    def forget(self) -> None:
        """Drop what was not asked for since the last time."""
        self._texts = {place: each for place, each in self._texts.items() if place in self._asked}
        self._asked.clear()


def _mark(location: str) -> tuple[int, int, int] | None:
    """What tells a file's content from an earlier one; None where nothing can be told."""
    try:
        status = os.stat(location)
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def read_text(
    path: str,
    location: str,
    overlay: Mapping[str, bytes],
    memory: Memory | None,
    disk: Disk = DISK,
) -> Read:
    """The text of a file: the overlay's, else the disk's."""
    content = overlay.get(location)
    if memory is not None:
        return memory.text(path, location, content, disk)
    if content is None:
        return read_file(path, location, disk)
    return decode(path, location, content)
