"""What one process has read of code, as bytes for another one."""

from __future__ import annotations

import io
import pickle
from collections.abc import Mapping

from connlint.code.model import CodeReading
from connlint.source import SourceFile

__all__ = ["packed", "unpacked"]


def packed(readings: Mapping[int, CodeReading]) -> bytes:
    """Readings, each with its number, as bytes."""
    stream = io.BytesIO()
    _Pickler(stream, pickle.HIGHEST_PROTOCOL).dump(readings)
    return stream.getvalue()


def unpacked(data: bytes, sources: Mapping[str, SourceFile]) -> dict[int, CodeReading]:
    """The readings in what `packed` made of them, about texts that are known by their location.

    Reads what a copy of this very process has written, and nothing else.
    """
    found: dict[int, CodeReading] = _Unpickler(data, sources).load()
    return found


class _Pickler(pickle.Pickler):
    """Texts are there on both sides: their places are enough."""

    def persistent_id(self, value: object) -> str | None:
        return value.location if isinstance(value, SourceFile) else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, data: bytes, sources: Mapping[str, SourceFile]) -> None:
        super().__init__(io.BytesIO(data))
        self._sources = sources

    def persistent_load(self, location: str) -> SourceFile:
        return self._sources[location]
