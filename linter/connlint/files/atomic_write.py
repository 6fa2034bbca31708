"""Atomic replacement of files: a reader sees the whole old text or the whole new one.

The new text is written to a temporary file in the same folder, which is then renamed to the old
one. If the program is killed, its temporary file stays; `remove_leftovers` removes it later.
The folder is not synced: after a power cut the complete old text may be back.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import tempfile
import time
from collections.abc import Iterator

from connlint.files.exchange import exchange

__all__ = ["TEMPORARY", "FileChangedError", "remove_leftovers", "replace_file", "write_atomically"]

_PREFIX, _SUFFIX = TEMPORARY = (".connlint-", ".tmp")
"""The beginning and the ending of the names of temporary files."""
_LEFTOVER = re.compile(r"\.connlint-[a-z0-9_]{8}\.tmp")
_OLD = 10 * 60
"""The age in seconds after which a temporary file is taken to be abandoned."""


class FileChangedError(OSError):
    """Another program has changed a file since it was read; its text is kept."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.EBUSY, "the file has changed since connlint read it", path)


def write_atomically(path: str, content: str | bytes) -> None:
    """Write bytes, or text in UTF-8, to a file, whatever its content is now.

    A symbolic link is followed, and the mode and the owner of an existing file are kept. Raises
    OSError, and leaves the old text, when the file cannot be written, is read-only or has
    several names (hard links), of which the others would keep the old text.
    """
    path = os.path.realpath(path)
    remove_leftovers(os.path.dirname(path))
    data = content.encode("utf-8") if isinstance(content, str) else content
    old = _status(path)
    with _temporary(path, data, old) as temporary:
        os.replace(temporary, path)


def replace_file(path: str, before: bytes | None, after: bytes) -> None:
    """Replace the content of a file as write_atomically does, but only if it still is `before`.

    With None, the file must not exist. Raises FileChangedError, an OSError, otherwise.
    """
    path = os.path.realpath(path)
    old = _status(path)
    with _temporary(path, after, old) as temporary:
        if before is None:
            _create(temporary, path)
        elif not _has(path, before):
            raise FileChangedError(path)
        else:
            _swap(temporary, path, before)


def remove_leftovers(directory: str) -> None:
    """Remove the temporary files of this user that a killed run has left in a directory.

    These are regular files whose names have exactly the form that this module uses, and that
    have not been written to for ten minutes.
    """
    try:
        with os.scandir(directory or os.curdir) as entries:
            leftovers = [entry for entry in entries if _LEFTOVER.fullmatch(entry.name)]
    except OSError:
        return
    for entry in leftovers:
        # Another process may have removed it, or we may not have the right to.
        with contextlib.suppress(OSError):
            if _is_leftover(entry.stat(follow_symlinks=False)):
                os.unlink(entry.path)


def _is_leftover(status: os.stat_result) -> bool:
    is_ours = not hasattr(os, "getuid") or status.st_uid == os.getuid()
    return is_ours and stat.S_ISREG(status.st_mode) and time.time() - status.st_mtime > _OLD


def _status(path: str) -> os.stat_result | None:
    """Return the status of the file to replace, None without one; OSError if it must not be."""
    try:
        old = os.stat(path)
    except FileNotFoundError:
        return None
    # A file can be replaced without the right to write to it, but it is marked as read-only.
    if not (old.st_mode & 0o222 and os.access(path, os.W_OK)):
        raise PermissionError(errno.EACCES, "the file is read-only", path)
    if stat.S_ISREG(old.st_mode) and old.st_nlink > 1:
        reason = "the file has more than one name (hard links), and the others would not change"
        raise OSError(errno.EMLINK, reason, path)
    return old


@contextlib.contextmanager
def _temporary(path: str, data: bytes, old: os.stat_result | None) -> Iterator[str]:
    """Write a temporary file that can replace a file, and remove it if it is left at the end."""
    handle, temporary = tempfile.mkstemp(_SUFFIX, _PREFIX, os.path.dirname(path))
    try:
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if old is not None and hasattr(os, "chown"):
            with contextlib.suppress(OSError):
                os.chown(temporary, old.st_uid, old.st_gid)
        os.chmod(temporary, old.st_mode & 0o7777 if old is not None else 0o644)
        yield temporary
    finally:
        with contextlib.suppress(OSError):
            os.unlink(temporary)


def _create(temporary: str, path: str) -> None:
    """Give a temporary file its final name; raises FileChangedError if that exists."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise FileChangedError(path) from None
    except OSError:
        # A file system without hard links: another program may still create the file between
        # the check and the replacement.
        if os.path.lexists(path):
            raise FileChangedError(path) from None
        os.replace(temporary, path)


def _swap(temporary: str, path: str, before: bytes) -> None:
    """Replace a file whose content was `before` a moment ago with a temporary file.

    The two exchange their names, so that the replaced content can be checked: if the file has been
    saved since, it gets its name back. One race remains: a program that has the same file open and
    writes to it some microseconds after the check loses its text. Where names cannot be exchanged,
    a save between the last check of the file and its replacement is lost too.
    """
    mine = _identity(temporary)
    try:
        exchange(temporary, path)
    except FileNotFoundError:
        raise FileChangedError(path) from None
    except OSError:
        os.replace(temporary, path)
        return
    if _has(temporary, before):
        return
    # A program that saves while the names are exchanged back has the newest text, which must stay.
    # That has happened if the file that comes out is not the one that was put in last.
    last = mine
    while True:
        newer = _identity(temporary)
        exchange(temporary, path)
        if _identity(temporary) == last:
            raise FileChangedError(path)
        last = newer


def _has(path: str, content: bytes) -> bool:
    with open(path, "rb") as file:
        return file.read(len(content) + 1) == content


def _identity(path: str) -> tuple[int, int]:
    status = os.stat(path)
    return status.st_dev, status.st_ino
