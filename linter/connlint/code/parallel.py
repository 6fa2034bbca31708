"""Units of code read by several processes at a time.

Parsing keeps Python's lock, so threads gain nothing. A child begins as a copy of this process,
and gives back what it has read; whatever goes wrong in one, its share is read here.
"""

from __future__ import annotations

import io
import os
import pickle
from collections.abc import Callable, Sequence
from typing import NamedTuple

from connlint.code.model import CodeReading
from connlint.code.units import Unit
from connlint.source import SourceFile

__all__ = ["can_fork", "read_in_parallel"]

_Read = Callable[[Unit], CodeReading]


class _Child(NamedTuple):
    process: int
    pipe: int
    share: Sequence[Unit]


def can_fork() -> bool:
    """Whether this system can copy a process, and be left as it was."""
    import sys

    # On a Mac, libraries of the system may have threads that a copy does not.
    return hasattr(os, "fork") and sys.platform == "linux"


def read_in_parallel(units: Sequence[Unit], read: _Read, jobs: int) -> list[CodeReading]:
    """What `read` gives for each unit, in no particular order, by at most `jobs` processes."""
    shares = [units[number::jobs] for number in range(min(jobs, len(units)))]
    children = [_started(share, read) for share in shares[1:]]
    found = [read(unit) for unit in shares[0]]
    sources = {file.source.location: file.source for unit in units for file in unit.files}
    for child in children:
        found += _finished(child, sources) or [read(unit) for unit in child.share]
    return found


def _started(share: Sequence[Unit], read: _Read) -> _Child:
    outlet, inlet = os.pipe()
    process = os.fork()
    if process:
        os.close(inlet)
        return _Child(process, outlet, share)
    # The copy ends here: nothing of what it inherited may run on, or be written twice.
    status = 1
    try:
        with os.fdopen(inlet, "wb") as stream:
            _Pickler(stream, pickle.HIGHEST_PROTOCOL).dump([read(unit) for unit in share])
        status = 0
    finally:
        os._exit(status)


def _finished(child: _Child, sources: dict[str, SourceFile]) -> list[CodeReading]:
    """What a child has read; nothing where it has failed."""
    with os.fdopen(child.pipe, "rb") as stream:
        data = stream.read()
    _, status = os.waitpid(child.process, 0)
    if status:
        return []
    found: list[CodeReading] = _Unpickler(data, sources).load()
    return found


class _Pickler(pickle.Pickler):
    """Texts are there on both sides: their places are enough."""

    def persistent_id(self, value: object) -> str | None:
        return value.location if isinstance(value, SourceFile) else None


class _Unpickler(pickle.Unpickler):
    """Reads what a copy of this very process has written, and nothing else."""

    def __init__(self, data: bytes, sources: dict[str, SourceFile]) -> None:
        super().__init__(io.BytesIO(data))
        self._sources = sources

    def persistent_load(self, location: str) -> SourceFile:
        return self._sources[location]
