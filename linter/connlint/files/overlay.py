"""Files with other contents than on disk, like those that are open and unsaved in an editor."""

from __future__ import annotations

import stat
from collections.abc import Mapping

from connlint.files.reading import SIZE_LIMIT, Disk

__all__ = ["OverlayDisk"]


class OverlayDisk(Disk):
    """A disk on which some files, by their absolute paths, have other contents, or exist at all.

    A file that exists only here is not an entry of its directory.
    """

    __slots__ = ("_contents",)

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self._contents = contents

    def read(self, location: str, limit: int = SIZE_LIMIT) -> tuple[int, bytes]:
        """Return the size and the content of a file, as Disk.read does."""
        content = self._contents.get(location)
        if content is None:
            return super().read(location, limit)
        return len(content), content if len(content) <= limit else b""

    def _mode(self, location: str) -> int:
        return stat.S_IFREG if location in self._contents else super()._mode(location)
