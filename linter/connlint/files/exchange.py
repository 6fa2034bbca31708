"""Atomic exchange of the names of two files, where the system can do that."""

from __future__ import annotations

import errno
import os
import sys

__all__ = ["exchange"]

_AT_FDCWD = -100
"""AT_FDCWD: relative paths are resolved from the working directory."""
_EXCHANGE = 1 << 1
"""RENAME_EXCHANGE."""


def exchange(first: str, second: str) -> None:
    """Exchange the names of two files.

    Raises OSError where that is impossible: on systems other than Linux, and on some file systems.
    """
    if not sys.platform.startswith("linux"):
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    import ctypes

    # Python has no function for it, and neither have older C libraries.
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    failed = rename(
        ctypes.c_int(_AT_FDCWD),
        ctypes.c_char_p(os.fsencode(first)),
        ctypes.c_int(_AT_FDCWD),
        ctypes.c_char_p(os.fsencode(second)),
        ctypes.c_uint(_EXCHANGE),
    )
    if failed:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), second)
