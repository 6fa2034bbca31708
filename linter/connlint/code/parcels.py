"""What one process has read of code, as bytes for another one."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping

from connlint.code.model import (
    CodeReading,
    ConnectorCall,
    Exposure,
    Receiver,
    Request,
    Unfollowed,
)
from connlint.source import SourceFile, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["packed", "unpacked"]

_KINDS: tuple[Callable[..., object], ...] = (
    tuple,
    SourceFile,
    Receiver,
    Span,
    CodeReading,
    ConnectorCall,
    Request,
    Exposure,
    Unfollowed,
)
"""The types of what readings consist of, besides texts and numbers."""
_NUMBERS = {kind: number for number, kind in enumerate(_KINDS)}
_WIDTH = 4
"""The bytes in which the length of a reading is told."""


def packed(number: int, reading: CodeReading) -> bytes:
    """A reading with its number; nothing where connlint failed, which is for one process alone."""
    if reading.failures:
        return b""
    data = marshal.dumps((number, _plain(reading)))
    return len(data).to_bytes(_WIDTH, "big") + data


def unpacked(data: bytes, sources: Mapping[str, SourceFile]) -> dict[int, CodeReading]:
    """The readings that were packed by their numbers, about texts that are known by location.

    Reads what a copy of this very process has packed, and nothing else; of data that was cut off,
    what is whole.
    """
    found: dict[int, CodeReading] = {}
    at = _WIDTH
    while (end := at + int.from_bytes(data[at - _WIDTH : at], "big")) <= len(data) >= at:
        number, reading = marshal.loads(data[at:end])  # noqa: S302 - it was packed above
        made = _made(reading, sources)
        if isinstance(made, CodeReading):
            found[number] = made
        at = end + _WIDTH
    return found


def _plain(value: object) -> Any:  # noqa: ANN401 - marshal has no type for what it takes
    """A value as texts, numbers and tuples, each of which begins with the number of its type."""
    number = _NUMBERS.get(type(value))
    if isinstance(value, SourceFile):
        # Texts are there on both sides: their places are enough.
        return number, value.location
    if isinstance(value, Receiver):
        return number, value.value
    return (number, *map(_plain, value)) if isinstance(value, tuple) else value


def _made(value: object, sources: Mapping[str, SourceFile]) -> object:
    """The value of which _plain has made this."""
    if not isinstance(value, tuple):
        return value
    kind = _KINDS[value[0]]
    if kind is SourceFile:
        return sources[value[1]]
    parts = [_made(part, sources) for part in value[1:]]
    return tuple(parts) if kind is tuple else kind(*parts)
