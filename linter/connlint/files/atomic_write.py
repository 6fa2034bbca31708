"""Files replaced as a whole: a reader sees the old text or the new one, and never half of it.

The new text is written to a temporary file beside the old one, which then takes its place. The
temporary file of a program that was killed stays behind; `remove_leftovers` takes it away later.
The folder is not synced: after a power cut the old text may be back, but as a whole.
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

__all__ = ["FileChangedError", "remove_leftovers", "replace_file", "write_atomically"]

_PREFIX, _SUFFIX = ".connlint-", ".tmp"
_LEFTOVER = re.compile(r"\.connlint-[a-z0-9_]{8}\.tmp")
_OLD = 10 * 60
"""The age in seconds at which a temporary file has no owner any more."""


class FileChangedError(OSError):
    """Somebody else has changed a file since it was read; their text is kept."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.EBUSY, "the file has changed since connlint read it", path)


def write_atomically(path: str, content: str | bytes) -> None:
    """Put bytes, or text in UTF-8, into a file, whatever is in it now.

    A symbolic link is followed, and the mode and the owner of a file that is there are kept.
    Raises OSError when the file cannot be written, is read-only or has several names (hard
    links), of which the others would keep the old text; then the old text is still there.
    """
    path = os.path.realpath(path)
    remove_leftovers(os.path.dirname(path))
    data = content.encode("utf-8") if isinstance(content, str) else content
    old = _status(path)
    with _temporary(path, data, old) as temporary:
        os.replace(temporary, path)


def replace_file(path: str, before: bytes | None, after: bytes) -> None:
    """Replace the content of a file as write_atomically does, but only if it still is `before`.

    None stands for a file that must not exist. Raises FileChangedError, an OSError, otherwise.
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

    These are regular files whose names have exactly the form of ours, and that nobody has
    written to for minutes.
    """
    try:
        with os.scandir(directory or os.curdir) as entries:
            found = [entry for entry in entries if _LEFTOVER.fullmatch(entry.name)]
    except OSError:
        return
    for entry in found:
        # Somebody else may have removed it, or it is not ours to remove.
        with contextlib.suppress(OSError):
            if _is_leftover(entry.stat(follow_symlinks=False)):
                os.unlink(entry.path)


def _is_leftover(status: os.stat_result) -> bool:
    is_ours = not hasattr(os, "getuid") or status.st_uid == os.getuid()
    return is_ours and stat.S_ISREG(status.st_mode) and time.time() - status.st_mtime > _OLD


def _status(path: str) -> os.stat_result | None:
    """Look at the file that is to be replaced; raises OSError if that must not be done."""
    try:
        old = os.stat(path)
    except FileNotFoundError:
        return None
    # Replacing a file takes no right to write to it, and yet it is marked as not to be changed.
    if not (old.st_mode & 0o222 and os.access(path, os.W_OK)):
        raise PermissionError(errno.EACCES, "the file is read-only", path)
    if stat.S_ISREG(old.st_mode) and old.st_nlink > 1:
        reason = "the file has more than one name (hard links), and the others would not change"
        raise OSError(errno.EMLINK, reason, path)
    return old


@contextlib.contextmanager
def _temporary(path: str, data: bytes, old: os.stat_result | None) -> Iterator[str]:
    """Write a temporary file that can take the place of a file; it is gone in the end."""
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
    """Give a temporary file its name; raises FileChangedError where that is taken."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise FileChangedError(path) from None
    except OSError:
        # A file system without hard links: between these two lines somebody might make the file.
        if os.path.lexists(path):
            raise FileChangedError(path) from None
        os.replace(temporary, path)


def _swap(temporary: str, path: str, before: bytes) -> None:
    """Put a temporary file in the place of one whose content was `before` a moment ago.

    The two exchange their names, so that what was replaced can be looked at: if somebody has saved
    the file since, it gets its name back. What remains is a program that has opened the very file
    and writes to it after that look, some microseconds later; its text is lost. Where names cannot
    be exchanged, a save between the last look at the file and its replacement is lost too.
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
    # Who saves while the names are put back has the newest text, which must stay: it is there when
    # something else comes out than what was put in last.
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
