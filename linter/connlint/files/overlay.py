"""Files with other contents than on disk, like those that are open and unsaved in an editor."""

from __future__ import annotations

from collections.abc import Mapping

from connlint.files.reading import DISK, SIZE_LIMIT, Disk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.files.reading import Entry

__all__ = ["OverlayDisk"]


class OverlayDisk(Disk):
    """A disk on which some files, by their absolute paths, have other contents, or exist at all.

    A file that exists only here is not an entry of its directory.
    """

    __slots__ = ("_contents", "_disk")

    def __init__(self, contents: Mapping[str, bytes], disk: Disk = DISK) -> None:
        self._contents = contents
        self._disk = disk

    def read(self, location: str, limit: int = SIZE_LIMIT) -> tuple[int, bytes]:
        """Return the size and the content of a file, as Disk.read does."""
        content = self._contents.get(location)
        if content is None:
            return self._disk.read(location, limit)
        return len(content), content if len(content) <= limit else b""

    def is_file(self, location: str) -> bool:
        """Tell whether a path leads to a regular file, as Disk.is_file does."""
        return location in self._contents or self._disk.is_file(location)

    def is_directory(self, location: str) -> bool:
        """Tell whether a path leads to a directory, as Disk.is_directory does."""
        return location not in self._contents and self._disk.is_directory(location)

    def exists(self, location: str) -> bool:
        """Tell whether a path leads to anything, as Disk.exists does."""
        return location in self._contents or self._disk.exists(location)

    def require(self, location: str) -> None:
        """Raise OSError for a path that leads to nothing, as Disk.require does."""
        self._disk.require(location)

    def has_entry(self, location: str) -> bool:
        """Tell whether there is anything at a path on the disk below, as Disk.has_entry does."""
        return self._disk.has_entry(location)

    def entries(self, directory: str) -> list[Entry]:
        """Return the entries of a directory of the disk below, as Disk.entries does."""
        return self._disk.entries(directory)

    def real_path(self, path: str) -> str | None:
        """Return a path with its links resolved, as Disk.real_path does."""
        return self._disk.real_path(path)

    def is_link(self, location: str) -> bool:
        """Tell whether a path is a link, as Disk.is_link does."""
        return self._disk.is_link(location)
