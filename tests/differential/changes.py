"""A change to an app between two runs, of which the second must not hear from the cache."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

__all__ = ["KINDS", "Change"]


class Change(NamedTuple):
    """One change: its kind, the path in the world, and a content or another path."""

    kind: str
    path: str
    content: bytes = b""

    def apply(self, world: Path) -> None:
        """Change an app on disk; a change that its other files make impossible changes nothing."""
        with suppress(OSError):
            KINDS[self.kind](world / self.path, self.content)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _append(path: Path, content: bytes) -> None:
    with path.open("ab") as file:
        file.write(content)


def _replace(path: Path, content: bytes) -> None:
    """Put another file into the place of the old one, as editors do."""
    beside = path.with_name("replacement.tmp")
    beside.write_bytes(content)
    beside.replace(path)


def _swap(path: Path, content: bytes) -> None:
    """Change a file, but neither its size nor its time."""
    status = path.stat()
    path.write_bytes(content[: status.st_size].ljust(status.st_size, b" "))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def _delete(path: Path, _: bytes) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _rename(path: Path, content: bytes) -> None:
    path.rename(path.parent / os.fsdecode(content))


def _touch(path: Path, _: bytes) -> None:
    os.utime(path)


def _link(path: Path, content: bytes) -> None:
    """Put a link into the place of a file; `content` is where it leads."""
    if os.path.lexists(path):
        path.unlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(os.fsdecode(content))


KINDS: dict[str, Callable[[Path, bytes], None]] = {
    "write": _write,
    "append": _append,
    "replace": _replace,
    "swap": _swap,
    "delete": _delete,
    "rename": _rename,
    "touch": _touch,
    "link": _link,
}
