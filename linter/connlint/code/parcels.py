"""What one process has read of code, as bytes for another one."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Mapping

from connlint.code.model import (
    CodeReading,
    ConnectorCall,
    Exposure,
    Receiver,
    Request,
    Unfollowed,
)
from connlint.source import SourceFile, Span
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["packed", "unpacked"]

_WIDTH = 4
"""The bytes in which the length of a reading is told."""


class _Shape(NamedTuple):
    """Which fields of a named tuple have something else than texts, numbers, and tuples of them."""

    kind: type[ConnectorCall | Request | Exposure | Unfollowed]
    source: int
    spans: tuple[int, ...]
    receiver: int | None = None


def _shape(kind: type[ConnectorCall | Request | Exposure | Unfollowed], *spans: str) -> _Shape:
    at = kind._fields.index
    receiver = at("receiver") if "receiver" in kind._fields else None
    return _Shape(kind, at("source"), tuple(map(at, spans)), receiver)


_SHAPES = (
    _shape(
        ConnectorCall, "span", "method_span", "argument", "literal", "client", "awaited", "variable"
    ),
    _shape(Request, "span"),
    _shape(Exposure, "span"),
    _shape(Unfollowed, "span"),
)
"""The shapes of what the first fields of a reading hold."""


def packed(number: int, reading: CodeReading) -> bytes:
    """A reading with its number; nothing where connlint failed, which is for one process alone."""
    if reading.failures:
        return b""
    fields = zip(reading, _SHAPES, strict=False)
    found = [[_plain(each, shape) for each in values] for values, shape in fields]
    data = marshal.dumps((number, found, reading.unread))
    return len(data).to_bytes(_WIDTH, "big") + data


def unpacked(data: bytes, sources: Mapping[str, SourceFile]) -> dict[int, CodeReading]:
    """The readings that were packed by their numbers, about texts that are known by location.

    Reads what a copy of this very process has packed, and nothing else; of data that was cut off,
    what is whole.
    """
    found: dict[int, CodeReading] = {}
    at = _WIDTH
    while (end := at + int.from_bytes(data[at - _WIDTH : at], "big")) <= len(data) >= at:
        number, fields, unread = marshal.loads(data[at:end])  # noqa: S302 - it was packed above
        calls, requests, exposures, unfollowed = [
            tuple([_made(each, shape, sources) for each in values])
            for values, shape in zip(fields, _SHAPES, strict=True)
        ]
        found[number] = CodeReading(calls, requests, exposures, unfollowed, unread=unread)
        at = end + _WIDTH
    return found


def _plain(found: Iterable[Any], shape: _Shape) -> list[Any]:
    """The fields of a named tuple, as texts, numbers and tuples of them."""
    parts = list(found)
    # Texts are there on both sides: their places are enough.
    parts[shape.source] = parts[shape.source].location
    for at in shape.spans:
        parts[at] = parts[at] and tuple(parts[at])
    if shape.receiver is not None:
        parts[shape.receiver] = parts[shape.receiver].value
    return parts


def _made(parts: list[Any], shape: _Shape, sources: Mapping[str, SourceFile]) -> Any:  # noqa: ANN401 - of the type that the shape names
    """The named tuple of which _plain has made the parts."""
    parts[shape.source] = sources[parts[shape.source]]
    for at in shape.spans:
        parts[at] = parts[at] and Span(*parts[at])
    if shape.receiver is not None:
        parts[shape.receiver] = Receiver(parts[shape.receiver])
    return shape.kind(*parts)
