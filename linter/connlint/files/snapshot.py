"""A Disk whose files are given: those of a commit, or an app in memory."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable, Mapping

from connlint.files.reading import SIZE_LIMIT, Disk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.files.reading import Entry

    _Folder = dict[str, "_Folder | _Kind"]

__all__ = ["Snapshot"]

_MOST_LINKS = 40
"""The most links on the way to a file, as for Linux."""
_LONGEST_TARGET = 4096
_STEPS = {os.curdir: 0, os.pardir: 1}


class _Kind:
    """The kind of an entry that is not a folder."""


_FILE = _Kind()
_LINK = _Kind()
_MODES = {_FILE: stat.S_IFREG | 0o644, _LINK: stat.S_IFLNK | 0o777}


class Snapshot(Disk):
    """Files and links below one folder, and nothing else: no other path exists.

    Links are followed as a file system follows them, so one that leads out leads to nothing.
    """

    __slots__ = ("_read", "_root", "_top")

    def __init__(
        self,
        top: str,
        files: Iterable[str],
        read: Callable[[str, int], tuple[int, bytes]],
        links: Iterable[str] = (),
        folders: Iterable[str] = (),
    ) -> None:
        """Place the files, given by their normalized absolute paths below `top`.

        `read` returns the size and the content of a file, which is empty if it is larger than
        the limit given, and raises OSError; for one of `links`, which are among the files, the
        content is the target. `folders` are folders that exist even if they are empty.
        """
        self._top = top
        self._read = read
        self._root: _Folder = {}
        for folder in (top, *folders):
            self._folder(_parts(folder))
        linked = frozenset(links)
        for location in files:
            *above, name = _parts(location)
            self._folder(above)[name] = _LINK if location in linked else _FILE

    @classmethod
    def of(
        cls,
        top: str,
        contents: Mapping[str, bytes],
        links: Iterable[str] = (),
        folders: Iterable[str] = (),
    ) -> Snapshot:
        """Return the snapshot of files in memory, given by their normalized absolute paths."""

        def read(location: str, limit: int) -> tuple[int, bytes]:
            data = contents[location]
            return len(data), data if len(data) <= limit else b""

        return cls(top, contents, read, links, folders)

    def _folder(self, names: Iterable[str]) -> _Folder:
        folder = self._root
        for name in names:
            below = folder.get(name)
            if not isinstance(below, dict):
                below = folder[name] = {}
            folder = below
        return folder

    def read(self, location: str, limit: int = SIZE_LIMIT) -> tuple[int, bytes]:
        """Return a file's size and content as Disk does."""
        node, real = self._find(location)
        if isinstance(node, dict):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), location)
        return self._read(real, limit)

    def require(self, location: str) -> None:
        """Raise OSError for a path that leads to nothing, as Disk does."""
        self._find(location)

    def _mode(self, location: str) -> int:
        try:
            return _mode_of(self._find(location)[0])
        except (OSError, ValueError):
            return 0

    def has_entry(self, location: str) -> bool:
        """Tell whether there is anything at a path, as Disk does."""
        try:
            self._find(location, follow=False)
        except (OSError, ValueError):
            return False
        return True

    def entries(self, directory: str) -> list[Entry]:
        """List a folder as Disk does."""
        node, _ = self._find(directory)
        if not isinstance(node, dict):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), directory)
        return [_Entry(self, directory, name, below) for name, below in node.items()]

    def real_path(self, path: str) -> str | None:
        """Resolve the links of a path, of which the last parts need not exist, as Disk does."""
        try:
            return self._resolve(path, missing=True)[1]
        except (OSError, ValueError):
            return None

    def is_link(self, location: str) -> bool:
        """Tell whether a path is a link, as Disk does."""
        try:
            return self._find(location, follow=False)[0] is _LINK
        except (OSError, ValueError):
            return False

    def _find(self, location: str, *, follow: bool = True) -> tuple[_Folder | _Kind, str]:
        """Return what is at a path, and its real path; raises OSError if there is nothing."""
        node, real = self._resolve(location, follow=follow)
        if node is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), location)
        return node, real

    def _resolve(
        self, location: str, *, follow: bool = True, missing: bool = False
    ) -> tuple[_Folder | _Kind | None, str]:
        """Follow a path part by part, with `missing` beyond what exists."""
        _ensure_possible(location)
        pending = _parts(location)[::-1]
        drive = os.path.splitdrive(self._top)[0]
        way: list[tuple[str, _Folder | _Kind | None]] = []
        links = 0
        while pending:
            name = pending.pop()
            above = way[-1][1] if way else self._root
            if not isinstance(above, dict) and not missing:
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), location)
            if name in _STEPS:
                # One back for `..`, and nothing for `.`.
                del way[len(way) - _STEPS[name] :]
                continue
            node = above.get(name) if isinstance(above, dict) else None
            if node is None and not missing:
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), location)
            if node is _LINK and (follow or pending):
                links += 1
                if links > _MOST_LINKS:
                    if missing:
                        way.append((name, None))
                        continue
                    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), location)
                place = os.sep.join([drive, *(each for each, _ in way), name])
                target = self._target(place)
                if os.path.isabs(target):
                    way.clear()
                pending.extend(_parts(target)[::-1])
                continue
            way.append((name, node))
        real = os.sep.join([drive, *(name for name, _ in way)]) or os.sep
        return (way[-1][1] if way else self._root), real

    def _target(self, link: str) -> str:
        return os.fsdecode(self._read(link, _LONGEST_TARGET)[1]).replace("/", os.sep)

    def is_of_kind(self, location: str, kind: int) -> bool:
        """Tell whether a path leads to a file or folder of a kind; raises OSError as DirEntry."""
        try:
            return stat.S_IFMT(_mode_of(self._find(location)[0])) == kind
        except FileNotFoundError:
            return False


class _Entry:
    """An entry of a folder, with the methods of os.DirEntry that are used."""

    __slots__ = ("_disk", "_node", "name", "path")

    def __init__(self, disk: Snapshot, directory: str, name: str, node: _Folder | _Kind) -> None:
        self.name = name
        self.path = os.path.join(directory, name)
        self._disk = disk
        self._node = node

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        """Tell whether it is a folder."""
        if self._node is _LINK and follow_symlinks:
            return self._disk.is_of_kind(self.path, stat.S_IFDIR)
        return isinstance(self._node, dict)

    def is_file(self, *, follow_symlinks: bool = True) -> bool:
        """Tell whether it is a regular file."""
        if self._node is _LINK and follow_symlinks:
            return self._disk.is_of_kind(self.path, stat.S_IFREG)
        return self._node is _FILE

    def is_symlink(self) -> bool:
        """Tell whether it is a link."""
        return self._node is _LINK


def _mode_of(node: _Folder | _Kind) -> int:
    return stat.S_IFDIR | 0o755 if isinstance(node, dict) else _MODES[node]


def _ensure_possible(location: str) -> None:
    """Raise ValueError for what no file can be called."""
    if "\0" in location:
        raise ValueError("embedded null byte")
    if not location.isascii():
        os.fsencode(location)


def _parts(location: str) -> list[str]:
    """Return the names on the way to a path, without the drive that Windows has."""
    return [name for name in os.path.splitdrive(location)[1].split(os.sep) if name]
