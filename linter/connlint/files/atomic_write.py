"""Files written so that a reader sees the old text or the new one, and never half of it."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile

__all__ = ["write_atomically"]


def write_atomically(path: str, content: str | bytes) -> None:
    """Put bytes, or text in UTF-8, into a file, by way of a temporary file beside it.

    A symbolic link is followed, and the mode and the owner of a file that is there are
    kept. Raises OSError when the file cannot be written or is read-only; then the old
    text is still there.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    path = os.path.realpath(path)
    try:
        old = os.stat(path)
    except FileNotFoundError:
        old = None
    # To replace a file one needs no leave to write it, and yet it says that it is not to change.
    if old is not None and not (old.st_mode & 0o222 and os.access(path, os.W_OK)):
        raise PermissionError(errno.EACCES, "the file is read-only", path)
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".connlint-")
    try:
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if old is not None and hasattr(os, "chown"):
            with contextlib.suppress(OSError):
                os.chown(temporary, old.st_uid, old.st_gid)
        os.chmod(temporary, old.st_mode & 0o7777 if old is not None else 0o644)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
