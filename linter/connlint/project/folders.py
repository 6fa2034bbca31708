"""Directories of an app, walked so that each is met once."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator

from connlint.disk import Disk
from connlint.tuples import NamedTuple

__all__ = ["walk"]


_MISSING = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG})


class _Content(NamedTuple):
    """What a directory has, by name: `links` are those to directories."""

    files: set[str]
    directories: list[str]
    links: list[str]


def walk(
    top: str, skipped: frozenset[str], may_follow: Callable[[str], bool], disk: Disk
) -> Iterator[tuple[str, set[str] | None]]:
    """Directories with the names of their files, each directory once; None where it is not listed.

    Links to directories come last, so that a directory has its own path where it has one.
    `may_follow` is asked about each of them.
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
            # The config may name what is not there, or cannot be.
            if directory != top or error.errno not in _MISSING:
                yield directory, None
            continue
        # Most directories are those of a function, and have neither.
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
    """The names in a directory; OSError where it cannot be listed."""
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


def _entries(directory: str, disk: Disk) -> list[os.DirEntry[str]]:
    try:
        return disk.entries(directory)
    except ValueError:
        # A NUL or half a surrogate pair in the config's text.
        return []
