"""Access to the file system: a run reads and examines files only through a Disk.

So all these accesses can be recorded in one place, as the result cache does.
"""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Entry(Protocol):
        """An entry of a directory: what os.DirEntry has, as far as it is used."""

        @property
        def name(self) -> str:
            """The name in the directory."""

        @property
        def path(self) -> str:
            """The name, with the directory as it was asked for."""

        def is_dir(self, *, follow_symlinks: bool = True) -> bool:
            """Tell whether it is a directory; raises OSError where links form a loop."""

        def is_file(self, *, follow_symlinks: bool = True) -> bool:
            """Tell whether it is a regular file; raises OSError where links form a loop."""

        def is_symlink(self) -> bool:
            """Tell whether it is a symbolic link."""


__all__ = ["DISK", "SIZE_LIMIT", "Disk"]

_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0)
SIZE_LIMIT = 1024 * 1024
"""The largest file that is read, in bytes. The platform's own files have a few hundred."""


class Disk:
    """The files and directories of this machine."""

    __slots__ = ()

    def read(self, location: str, limit: int = SIZE_LIMIT) -> tuple[int, bytes]:
        """Return a file's size in bytes and its content, which is empty if larger than `limit`.

        Raises OSError for one that cannot be read, ValueError for a path that cannot exist.
        """
        # os.open is twice as fast as open(), and there may be thousands of files.
        file = os.open(location, _FLAGS)
        try:
            size = self._status(location, file).st_size
            if size > limit:
                return size, b""
            data = os.read(file, size + 1)
            # Files that the system generates, and files that grow, have more bytes than their size.
            while len(data) != size and len(data) <= limit:
                more = os.read(file, limit)
                if not more:
                    break
                data += more
            return len(data), data
        finally:
            os.close(file)

    def _status(self, location: str, file: int) -> os.stat_result:  # noqa: ARG002 - for recording subclasses
        """Return the status of an open file, taken before its content is read."""
        return os.fstat(file)

    def is_file(self, location: str) -> bool:
        """Tell whether a path leads to a regular file, directly or through links."""
        return stat.S_ISREG(self._mode(location))

    def is_directory(self, location: str) -> bool:
        """Tell whether a path leads to a directory, directly or through links."""
        return stat.S_ISDIR(self._mode(location))

    def exists(self, location: str) -> bool:
        """Tell whether a path leads to anything, directly or through links."""
        return self._mode(location) != 0

    def require(self, location: str) -> None:
        """Raise OSError for a path that leads to nothing, ValueError for one that cannot exist."""
        os.stat(location)

    def _mode(self, location: str) -> int:
        """Return the type and permission bits of the path's target; 0 for nothing."""
        try:
            return os.stat(location).st_mode
        except (OSError, ValueError):
            return 0

    def has_entry(self, location: str) -> bool:
        """Tell whether there is anything at a path itself, a broken link included."""
        return os.path.lexists(location)

    def entries(self, directory: str) -> list[Entry]:
        """Return the entries of a directory, in no order.

        Raises OSError for one that cannot be listed, ValueError for a path that cannot exist.
        """
        with os.scandir(directory) as entries:
            return list(entries)

    def names(self, directory: str) -> list[str]:
        """Return the names in a directory, in no order; raises as `entries` does."""
        return [entry.name for entry in self.entries(directory)]

    def real_path(self, path: str) -> str | None:
        """Return a path with its links resolved; None where that is impossible."""
        try:
            return os.path.realpath(path)
        except (OSError, ValueError, RecursionError):
            # A string that cannot be a path, or more links than Python follows before 3.13.
            return None

    def is_link(self, location: str) -> bool:
        """Tell whether a path is a symbolic link, or a junction of Windows."""
        try:
            return os.path.islink(location) or (os.name == "nt" and _is_junction(location))
        except ValueError:
            # The string has a lone surrogate or a NUL.
            return False


def _is_junction(location: str) -> bool:
    try:
        tag = getattr(os.lstat(location), "st_reparse_tag", 0)
    except OSError:
        return False
    return tag == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)


DISK = Disk()
"""The disk for callers that record nothing."""
