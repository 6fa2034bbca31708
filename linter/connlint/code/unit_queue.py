"""Units of code that wait to be read, for several processes that take one after the other.

A process that is copied from this one has the same queue, also for what is put in afterwards.
"""

from __future__ import annotations

import marshal
import os
from collections import deque
from collections.abc import Iterator

from connlint.code.files import CodeFile
from connlint.code.units import Imports, Unit
from connlint.source import SourceFile
from connlint.tuples import NamedTuple

__all__ = ["UnitQueue"]

_WIDTHS = (4, 8, 4)
"""The bytes of each number in a ticket."""


class _Ticket(NamedTuple):
    """The number of a unit, and where it is kept."""

    number: int
    start: int
    size: int


class UnitQueue:
    """Units in a file without a name, and a ticket for each of them in a pipe.

    Raises OSError where the system has neither to give.
    """

    def __init__(self) -> None:
        self._kept = os.memfd_create("units")
        self._end = 0
        self._texts: dict[str, tuple[int, int]] = {}
        self._outlet, self._inlet = os.pipe()
        os.set_blocking(self._inlet, False)
        self._waiting: deque[_Ticket] = deque()
        self._count = 0

    def put(self, unit: Unit, imports: Imports) -> int:
        """Put in a unit, with what its files import; its number comes back.

        A text that several units have is put in once. Raises OSError where there is no room.
        """
        content = []
        for file in unit.files:
            path, location = file.source.path, file.source.location
            imported = tuple(imports.get(location, ()))
            about = path, location, file.source.has_bom, file.in_front_end, imported
            content.append((self._text(file.source), about))
        number = self._count
        self._count += 1
        self._waiting.append(_Ticket(number, *self._keep(marshal.dumps(content))))
        self._hand_out()
        return number

    def numbers(self) -> Iterator[int]:
        """The numbers of the units that this process takes, which has put them in.

        Nothing can be put in from now on.
        """
        while self._waiting:
            yield self._waiting.pop().number
            self._hand_out()
        os.close(self._inlet)
        for ticket in self._tickets():
            yield ticket.number
        os.close(self._outlet)
        os.close(self._kept)

    def only_take(self) -> None:
        """Put nothing in any more from this process, which is another one than puts units in.

        Until then, nobody can be told that nothing more will come.
        """
        os.close(self._inlet)

    def units(self) -> Iterator[tuple[int, Unit, Imports]]:
        """The units that another process takes, with their numbers and what their files import."""
        sources: dict[str, SourceFile] = {}
        for ticket in self._tickets():
            files: list[CodeFile] = []
            imports: dict[str, tuple[str, ...]] = {}
            packed = os.pread(self._kept, ticket.size, ticket.start)
            for place, about in marshal.loads(packed):  # noqa: S302 - it was packed here
                path, location, has_bom, in_front_end, imported = about
                if location not in sources:
                    text = os.pread(self._kept, *place).decode("utf-8", "surrogatepass")
                    sources[location] = SourceFile(path, text, location, has_bom)
                files.append(CodeFile(sources[location], in_front_end))
                imports[location] = imported
            yield ticket.number, Unit(tuple(files)), imports
            # Hardly another unit has its entry.
            del sources[files[0].source.location]

    def _text(self, source: SourceFile) -> tuple[int, int]:
        """The size of a text, and where it is kept."""
        if source.location not in self._texts:
            start, size = self._keep(source.text.encode("utf-8", "surrogatepass"))
            self._texts[source.location] = size, start
        return self._texts[source.location]

    def _keep(self, data: bytes) -> tuple[int, int]:
        """Where data are kept from now on, and their size."""
        start = self._end
        while data:
            written = os.pwrite(self._kept, data, self._end)
            self._end += written
            data = data[written:]
        return start, self._end - start

    def _hand_out(self) -> None:
        """Put tickets into the pipe, as many as it has room for."""
        try:
            while self._waiting:
                os.write(self._inlet, _as_bytes(self._waiting[0]))
                self._waiting.popleft()
        except BlockingIOError:
            return

    def _tickets(self) -> Iterator[_Ticket]:
        # A read takes all of a ticket or none of it.
        while len(data := os.read(self._outlet, sum(_WIDTHS))) == sum(_WIDTHS):
            yield _from_bytes(data)


def _as_bytes(ticket: _Ticket) -> bytes:
    return b"".join(
        [part.to_bytes(width, "big") for part, width in zip(ticket, _WIDTHS, strict=True)]
    )


def _from_bytes(data: bytes) -> _Ticket:
    parts, at = [], 0
    for width in _WIDTHS:
        parts.append(int.from_bytes(data[at : at + width], "big"))
        at += width
    return _Ticket(*parts)
