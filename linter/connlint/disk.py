"""What is asked of the disk before anything is made of it: bytes, and where settings lie.

Imports nothing that costs anything, as layout does.
"""

from __future__ import annotations

import os

from connlint.layout import SETTINGS_NAME

__all__ = ["SIZE_LIMIT", "find_settings", "read_bytes", "read_whole"]

_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0)
SIZE_LIMIT = 1024 * 1024
"""The largest file that is read, in bytes. The platform's own files have a few hundred."""


def read_bytes(location: str) -> tuple[int, bytes]:
    """The size of a file, and its content unless that is too large.

    Raises OSError for one that cannot be read.
    """
    # Twice as fast as open(), and there are thousands of files in the worst case.
    file = os.open(location, _FLAGS)
    try:
        size = os.fstat(file).st_size
        if size > SIZE_LIMIT:
            return size, b""
        data = os.read(file, size + 1)
        # Files that the system makes up, and files that grow, give more than their size.
        while len(data) != size and len(data) <= SIZE_LIMIT:
            more = os.read(file, SIZE_LIMIT)
            if not more:
                break
            data += more
        return len(data), data
    finally:
        os.close(file)


def read_whole(location: str) -> bytes:
    """The content of a file; ValueError for one that is too large, OSError for one without."""
    size, data = read_bytes(location)
    if size > SIZE_LIMIT:
        raise ValueError("the file is too large")
    return data


def find_settings(directory: str, root: str) -> str | None:
    """The path of the nearest connlint.toml, from a directory up to the repository's root.

    The search goes beyond `root`, the project's, only as far as a directory with `.git`.
    """
    beyond: list[str] = []
    inside = True
    while True:
        path = os.path.join(directory, SETTINGS_NAME)
        if os.path.isfile(path):
            if inside:
                return path
            beyond.append(path)
        if os.path.exists(os.path.join(directory, ".git")):
            return beyond[0] if beyond else None
        inside = inside and directory != root
        parent = os.path.dirname(directory)
        if parent == directory:
            # No repository: what lies above the project is none of its business.
            return None
        directory = parent
