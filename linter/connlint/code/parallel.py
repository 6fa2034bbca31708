"""Units of code read by several processes at a time.

Parsing keeps Python's lock, so threads gain nothing. A child begins as a copy of this process,
and gives back what it has read; whatever goes wrong in one, its share is read here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence

from connlint.code.errand import IDLE, Errand
from connlint.code.model import CodeReading
from connlint.code.units import Unit
from connlint.source import SourceFile
from connlint.tuples import NamedTuple

__all__ = ["can_fork", "read_in_parallel"]

_Read = Callable[[Unit], CodeReading]
_WIDTH = 4
"""The bytes of a number in the queue, of which a read takes all or none."""
_SHARES = 10_000
"""The most numbers in the queue, all of which must have room in a pipe at once."""


class _Child(NamedTuple):
    process: int
    pipe: int


def can_fork() -> bool:
    """Whether this system can copy a process, and be left as it was."""
    import sys

    # On a Mac, libraries of the system may have threads that a copy does not.
    return hasattr(os, "fork") and sys.platform == "linux"


def read_in_parallel(
    units: Sequence[Unit],
    read: _Read,
    jobs: int,
    errand: Errand = IDLE,
) -> list[CodeReading]:
    """What `read` gives for each unit, by at most `jobs` processes.

    The errand begins here once the others have begun; whoever is free takes the next unit.
    """
    queue = _queue(len(units))
    children = [_started(units, read, queue) for _ in range(min(jobs, len(units)) - 1)]
    files = {file.source.location: file for unit in units for file in unit.files}
    if children:
        errand.begin(tuple(files.values()))
        # Not at the end, when everyone waits for it.
        import connlint.code.parcels  # noqa: F401
    found = dict(_taken(units, read, queue, errand))
    os.close(queue)
    sources = {location: file.source for location, file in files.items()}
    for child in children:
        found.update(_finished(child, sources))
    # What a process had taken that has failed is read here.
    return [found.get(number) or read(unit) for number, unit in enumerate(units)]


def _queue(count: int) -> int:
    """A pipe that holds the numbers of the first unit of each share."""
    outlet, inlet = os.pipe()
    os.set_blocking(inlet, False)
    starts = range(0, count, _share(count))
    os.write(inlet, b"".join([number.to_bytes(_WIDTH, "big") for number in starts]))
    os.close(inlet)
    return outlet


def _share(count: int) -> int:
    """How many of so many units a process takes at a time."""
    return count // _SHARES + 1


def _taken(
    units: Sequence[Unit], read: _Read, queue: int, errand: Errand = IDLE
) -> Iterator[tuple[int, CodeReading]]:
    """What one process reads: number after number from the queue, until that is empty."""
    while len(taken := os.read(queue, _WIDTH)) == _WIDTH:
        first = int.from_bytes(taken, "big")
        errand.reach(first, len(units))
        for number in range(first, min(first + _share(len(units)), len(units))):
            yield number, read(units[number])


def _started(units: Sequence[Unit], read: _Read, queue: int) -> _Child:
    outlet, inlet = os.pipe()
    process = os.fork()
    if process:
        os.close(inlet)
        return _Child(process, outlet)
    # The copy ends here: nothing of what it inherited may run on, or be written twice.
    status = 1
    try:
        from connlint.code.parcels import Parcel

        parcel = Parcel()
        for number, found in _taken(units, read, queue):
            parcel.add(number, found)
        with os.fdopen(inlet, "wb") as stream:
            stream.write(parcel.content())
        status = 0
    finally:
        os._exit(status)


def _finished(child: _Child, sources: dict[str, SourceFile]) -> dict[int, CodeReading]:
    """What a child has read; nothing where it has failed."""
    from connlint.code.parcels import unpacked

    with os.fdopen(child.pipe, "rb") as stream:
        # While the child comes to its end.
        found = unpacked(stream.read(), sources)
    _, status = os.waitpid(child.process, 0)
    return {} if status else found
