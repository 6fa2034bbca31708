"""Units of code read by several processes at a time, while it is still found out which there are.

Parsing keeps Python's lock, so threads gain nothing. A process begins as a copy of this one, and
gives back what it has read; whatever goes wrong in one, its share is read here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from connlint.code.errand import IDLE, Errand
from connlint.code.model import CodeReading
from connlint.code.unit_queue import UnitQueue
from connlint.code.units import Imports, Unit
from connlint.source import SourceFile
from connlint.tuples import NamedTuple

__all__ = ["Readers", "can_fork"]

_Read = Callable[[Unit, Imports], CodeReading]
_Key = tuple[str, ...]
_MANY = 12
"""A process reads as many units in the time in which another one begins."""


class _Process(NamedTuple):
    number: int
    pipe: int


def can_fork() -> bool:
    """Whether this system can copy a process, and be left as it was."""
    import sys

    # On a Mac, libraries of the system may have threads that a copy does not.
    return hasattr(os, "fork") and sys.platform == "linux"


class Readers:
    """Processes that read units of code, at most `jobs` of them with this one.

    The first of the others begins once there are a dozen units, and one more for each dozen.
    Where the system has nothing to give that they need, this process reads alone. `prepare` is
    what another process does before it waits for its first unit.
    """

    def __init__(self, read: _Read, jobs: int, prepare: Callable[[], None] | None = None) -> None:
        self._read = read
        self._prepare = prepare
        self._jobs = jobs if jobs > 1 and can_fork() else 1
        self._units: dict[_Key, Unit] = {}
        self._queue: UnitQueue | None = None
        self._others: list[_Process] = []

    @property
    def have_begun(self) -> bool:
        """Whether another process reads."""
        return bool(self._others)

    def stand_by(self) -> None:
        """Let the first of the others begin, for the units that are sure to come."""
        if self._jobs == 1 or self._queue is not None:
            return
        try:
            self._queue = UnitQueue()
            self._others.append(self._started(self._queue))
        except OSError:
            self._jobs = 1

    def add(self, unit: Unit, imports: Imports) -> None:
        """Let a unit be read; of a unit that is known already, this says nothing new."""
        key = _key(unit)
        if self._jobs == 1 or key in self._units:
            return
        self._units[key] = unit
        if self._queue is None and len(self._units) < _MANY:
            return
        try:
            self._hand_over(unit, imports)
        except OSError:
            # What has been put in already is in their hands; nothing more will be.
            self._jobs = 1

    def _hand_over(self, unit: Unit, imports: Imports) -> None:
        """Put a unit into the queue, or all of them when there is none yet."""
        if self._queue is not None:
            self._queue.put(unit, imports)
        else:
            self._queue = UnitQueue()
            for each in self._units.values():
                self._queue.put(each, imports)
        if len(self._others) < min(self._jobs - 1, len(self._units) // _MANY):
            self._others.append(self._started(self._queue))

    def _started(self, queue: UnitQueue) -> _Process:
        outlet, inlet = os.pipe()
        try:
            number = os.fork()
        except OSError:
            os.close(outlet)
            os.close(inlet)
            raise
        if number:
            os.close(inlet)
            return _Process(number, outlet)
        # The copy ends here: nothing of what it inherited may run on, or be written twice.
        status = 1
        try:
            queue.only_take()
            from connlint.code.parcels import packed

            if self._prepare is not None:
                self._prepare()
            found = [packed(place, self._read(unit, made)) for place, unit, made in queue.units()]
            with os.fdopen(inlet, "wb") as stream:
                stream.write(b"".join(found))
            status = 0
        finally:
            os._exit(status)

    def finish(self, imports: Imports, errand: Errand = IDLE) -> Callable[[Unit], CodeReading]:
        """Read what is left, together; what comes back gives what was read of each unit.

        `imports` has what all files import. A unit that was not added is read when it is asked for.
        """
        found: dict[int, CodeReading] = {}
        units = list(self._units.values())
        if self._queue is not None:
            for number in self._queue.numbers():
                errand.reach(number, len(units))
                found[number] = self._read(units[number], imports)
        sources = {file.source.location: file.source for unit in units for file in unit.files}
        for process in self._others:
            found.update(_finished(process, sources))
        known = {key: found[number] for number, key in enumerate(self._units) if number in found}

        def reading(unit: Unit) -> CodeReading:
            # What a process had taken that has failed is read here.
            return known.get(_key(unit)) or self._read(unit, imports)

        return reading


def _key(unit: Unit) -> _Key:
    return tuple([file.source.location for file in unit.files])


def _finished(process: _Process, sources: Mapping[str, SourceFile]) -> dict[int, CodeReading]:
    """What another process has read; nothing where it has failed."""
    from connlint.code.parcels import unpacked

    with os.fdopen(process.pipe, "rb") as stream:
        # While the process comes to its end.
        found = unpacked(stream.read(), sources)
    _, status = os.waitpid(process.number, 0)
    return {} if status else found
