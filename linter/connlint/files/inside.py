"""The boundary of a repository: files outside it are not read, whatever links or paths lead there.

A link in a repository, or a path in its settings, can lead to any file of the machine: to the
secrets in `/proc/self/environ`, or to private keys. A report may be public, like the log of a
pull request. A file that is not read cannot leak into one.
"""

from __future__ import annotations

import os

from connlint.files.reading import DISK, Disk

__all__ = ["Boundary", "is_below", "repository_of"]

_GIT = ".git"
"""Marks a folder as a repository. It may hold credentials, so it counts as outside."""
_CLIMBS = frozenset({os.curdir, os.pardir})


class Boundary:
    """The folder that an app's files must be in: its repository, or its own root without one.

    Links are followed: the real path of a file counts. Answers are cached, so an instance is for
    one run only. A link that is created between the answer and the reading of the file is not
    noticed.
    """

    def __init__(self, root: str, disk: Disk = DISK) -> None:
        """Find the folder for an app whose root has this absolute path."""
        self._disk = disk
        repository = repository_of(root, disk)
        self.top = repository or root
        self._real_top: str | None = None
        if repository is None:
            # The path of the app may be a link to a folder of a repository.
            real = disk.real_path(root) or root
            repository = repository_of(real, disk)
            self._real_top = repository or real
        self.name = "the repository" if repository else "the app's folder"
        self._plain = {self.top: True}

    def has(self, location: str) -> bool:
        """Tell whether a file or a folder, which need not exist, is inside."""
        if os.altsep:
            location = location.replace(os.altsep, os.sep)
        # This runs for every file, and os.path.split would take as long as everything else here.
        directory, _, name = location.rpartition(os.sep)
        if self._is_plain(directory) and _is_plain_name(name) and not self._disk.is_link(location):
            return True
        if self._real_top is None:
            self._real_top = self._disk.real_path(self.top) or self.top
        real = self._disk.real_path(location)
        return (
            real is not None
            and is_below(real, self._real_top)
            and not _is_in_git(real[len(self._real_top) :])
        )

    def reason(self, location: str) -> str:
        """Say why a path is not inside, in words that follow its name."""
        if self._disk.is_link(location):
            return f"is a link that leads out of {self.name}"
        return f"is outside {self.name}"

    def spells(self, location: str) -> bool:
        """Tell whether a path is inside by its spelling alone; links are not followed."""
        return is_below(location, self.top)

    def _is_plain(self, directory: str) -> bool:
        """Tell whether a directory is below the top, with no link on the way to it."""
        answer = self._plain.get(directory)
        if answer is not None:
            return answer
        climbed: list[str] = []
        while directory not in self._plain:
            climbed.append(directory)
            parent = os.path.dirname(directory)
            if parent == directory:
                # This is the root of the file system.
                self._plain[directory] = False
                break
            directory = parent
        is_plain = self._plain[directory]
        for folder in reversed(climbed):
            name = os.path.basename(folder)
            is_plain = is_plain and _is_plain_name(name) and not self._disk.is_link(folder)
            self._plain[folder] = is_plain
        return is_plain


def repository_of(directory: str, disk: Disk = DISK) -> str | None:
    """Return the nearest folder with `.git` in it, from a directory upwards, None without one."""
    while not disk.exists(os.path.join(directory, _GIT)):
        parent = os.path.dirname(directory)
        if parent == directory:
            return None
        directory = parent
    return directory


def is_below(path: str, directory: str) -> bool:
    """Tell whether a path is a directory or in it, by the spelling of both."""
    path, directory = os.path.normcase(path), os.path.normcase(directory)
    base = directory if directory.endswith(os.sep) else directory + os.sep
    return path == directory or path.startswith(base)


def _is_plain_name(name: str) -> bool:
    return name not in _CLIMBS and name.casefold() != _GIT


def _is_in_git(path: str) -> bool:
    return any(part.casefold() == _GIT for part in path.split(os.sep))
