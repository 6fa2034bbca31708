"""Traversal of the directories of an app that visits each of them once."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator

from connlint.files.reading import Disk
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.files.reading import Entry

__all__ = ["walk"]


_MISSING = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG})


class _Content(NamedTuple):
    """The names of files, directories, and links to directories in a directory."""

    files: set[str]
    directories: list[str]
    links: list[str]


def walk(
    top: str, skipped: frozenset[str], may_follow: Callable[[str], bool], disk: Disk
) -> Iterator[tuple[str, set[str] | None]]:
    """Yield directories with their file names, each directory once; None if it cannot be listed.

    Links to directories are followed last, so that a directory is visited by its own path if
    it has one below `top`. `may_follow` decides for each link whether it is followed.
    """
    seen: set[str] = set()
    pending = [(top, disk.real_path(top) or top)]
    links: list[str] = []
    while pending or links:
        if not pending:
            links.sort(reverse=True)
            link = links.pop()
            if not may_follow(link):
                continue
            pending.append((link, disk.real_path(link) or link))
        directory, real = pending.pop()
        if real in seen:
            continue
        seen.add(real)
        try:
            content = _content(directory, disk)
        except OSError as error:
            # The config may name a directory that does not or cannot exist.
            if directory != top or error.errno not in _MISSING:
                yield directory, None
            continue
        # Most directories belong to a function, and have neither directories nor links.
        if content.directories:
            walked = [name for name in content.directories if _is_walked(name, skipped)]
            base, real_base = os.path.join(directory, ""), os.path.join(real, "")
            pending += [(base + name, real_base + name) for name in walked]
        if content.links:
            walked = [name for name in content.links if _is_walked(name, skipped)]
            links += [os.path.join(directory, name) for name in walked]
        yield directory, content.files


def _is_walked(name: str, skipped: frozenset[str]) -> bool:
    return name[0] != "." and name not in skipped


def _content(directory: str, disk: Disk) -> _Content:
    """Return the names in a directory; raises OSError if it cannot be listed."""
    content = _Content(set(), [], [])
    for entry in _entries(directory, disk):
        try:
            if entry.is_dir(follow_symlinks=False):
                content.directories.append(entry.name)
            elif entry.is_file():
                content.files.add(entry.name)
            elif entry.is_dir():
                content.links.append(entry.name)
        except OSError:  # noqa: PERF203 - a loop of symbolic links
            continue
    return content


def _entries(directory: str, disk: Disk) -> list[Entry]:
    try:
        return disk.entries(directory)
    except ValueError:
        # The config's path has a NUL or a lone surrogate.
        return []
