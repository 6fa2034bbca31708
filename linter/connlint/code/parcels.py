"""What one process has read of code, as bytes for another one."""

from __future__ import annotations

import io
from collections.abc import Mapping

from connlint.code.model import CodeReading
from connlint.source import SourceFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pickle
    from typing import BinaryIO
else:
    try:
        # The part that is not Python: the module around it imports what only the other part needs.
        import _pickle as pickle
    except ImportError:
        import pickle

__all__ = ["Parcel", "unpacked"]

_PROTOCOL = 5


class Parcel:
    """Readings as bytes, packed one after the other."""

    def __init__(self) -> None:
        self._stream = io.BytesIO()
        self._pickler = _Pickler(self._stream, _PROTOCOL)

    def add(self, number: int, reading: CodeReading) -> None:
        """Put in a reading with its number."""
        self._pickler.dump((number, reading))

    def content(self) -> bytes:
        """What has been put in."""
        return self._stream.getvalue()


def unpacked(data: bytes, sources: Mapping[str, SourceFile]) -> dict[int, CodeReading]:
    """The readings in a parcel by their numbers, about texts that are known by their location.

    Reads what a copy of this very process has written, and nothing else; of a parcel that was
    cut off, what is whole.
    """
    stream = io.BytesIO(data)
    unpickler = _Unpickler(stream, sources)
    found: dict[int, CodeReading] = {}
    try:
        while stream.tell() < len(data):
            number, reading = unpickler.load()
            found[number] = reading
    except (EOFError, pickle.UnpicklingError):
        return found
    return found


class _Pickler(pickle.Pickler):
    """Texts are there on both sides: their places are enough."""

    def persistent_id(self, value: object) -> str | None:
        return value.location if isinstance(value, SourceFile) else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, stream: BinaryIO, sources: Mapping[str, SourceFile]) -> None:
        super().__init__(stream)
        self._sources = sources

    def persistent_load(self, location: str) -> SourceFile:
        return self._sources[location]
