"""Files in memory in the place of a disk: their names are checked, then they are found and read."""

from __future__ import annotations

import os
from collections.abc import Mapping

from connlint.files.conventions import SETTINGS_NAME
from connlint.files.snapshot import Snapshot
from connlint.project import Target, find_targets
from connlint.text.escaping import quote

__all__ = ["TOP", "FilesInMemory"]

TOP = f"{os.sep}connlint-files"
"""The absolute path that the files are below. Nothing is read there: only names are made of it."""
_GIT = ".git"
_STEPS = frozenset({"", os.curdir, os.pardir})


class FilesInMemory:
    """The files of a repository, or of an app alone, as a Disk below TOP.

    `disk` reads them.
    """

    def __init__(self, files: Mapping[str, str | bytes], settings: str | None = None) -> None:
        """Take files by their `/`-separated paths from the top; a name ending in `/` is a folder.

        `settings` is the text of a connlint.toml that takes the place of all settings in the files,
        as if it were at the top. Raises ValueError for a path that cannot be one of a file there,
        TypeError for a content that is neither text nor bytes.
        """
        contents: dict[str, bytes] = {}
        folders = [os.path.join(TOP, _GIT)]
        for path, content in files.items():
            if path.endswith("/"):
                folders.append(_location(path[:-1]))
            else:
                contents[_location(path)] = _bytes(path, content)
        self._settings: str | None = None
        if settings is not None:
            self._settings = os.path.join(TOP, SETTINGS_NAME)
            contents[self._settings] = _bytes("settings", settings)
        _refuse_files_as_folders(contents, folders)
        self.disk = Snapshot.of(TOP, contents, folders=folders)

    def targets(self, path: str) -> tuple[Target, ...]:
        """Return the apps that a path from the top denotes; raises as find_targets does."""
        targets = find_targets([path], TOP, self.disk)
        if self._settings is None:
            return targets
        return tuple(target._replace(settings=self._settings) for target in targets)


def _location(path: str) -> str:
    """Return the absolute path of a file; raises ValueError if it cannot be one."""
    names = path.split("/")
    is_wrong = not _STEPS.isdisjoint(names) or "\0" in path or (os.sep != "/" and os.sep in path)
    if is_wrong or names[0] == _GIT:
        raise ValueError(
            f"{quote(path)} is not a path of a file: names are separated by one /, and neither "
            "., .. nor the folder .git is allowed"
        )
    return os.path.join(TOP, *names)


def _bytes(path: str, content: object) -> bytes:
    if isinstance(content, str):
        return content.encode("utf-8", "surrogatepass")
    if isinstance(content, bytes | bytearray | memoryview):
        return bytes(content)
    raise TypeError(f"the content of {quote(path)} must be str or bytes, not {type(content)}")


def _refuse_files_as_folders(contents: Mapping[str, bytes], folders: list[str]) -> None:
    """Raise ValueError for a path that is both a file and a folder."""
    for folder in {*folders, *map(os.path.dirname, contents)}:
        above = folder
        while len(above) > len(TOP):
            if above in contents:
                shown = above[len(TOP) + 1 :].replace(os.sep, "/")
                raise ValueError(f"{quote(shown)} is a file and a folder")
            above = os.path.dirname(above)
