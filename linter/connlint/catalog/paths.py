"""Parsing of URLs in pieces into a host and the segments of a path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from connlint.tuples import NamedTuple

__all__ = [
    "Path",
    "Place",
    "Segment",
    "heads",
    "is_certain",
    "place_of",
]

Segment = tuple[str | None, ...]
"""The part between two slashes: strings, and None for a part known only at run time."""
Path = tuple[Segment, ...]

_EXACT = 2


class Place(NamedTuple):
    """A host, which may have unknown parts, and the path after it."""

    host: Segment
    path: Path


def place_of(address: Iterable[str | None]) -> Place | None:
    """Split a URL into host and path; return None unless it is https with a known beginning.

    Strings of the path are percent-decoded, but only after the path is split. Empty segments
    are dropped.
    """
    scheme, *rest = _split(address)
    if len(scheme) != 1 or (scheme[0] or "").lower() != "https:" or rest[:1] != [()]:
        return None
    if len(rest) == 1 or not rest[1]:
        return None
    host = tuple(piece and piece.lower() for piece in rest[1])
    return Place(host, tuple(_decoded(segment) for segment in rest[2:] if segment))


def is_certain(path: Iterable[Segment]) -> bool:
    """Tell whether no segment has two unknown parts in a row, of which one may be a query."""
    return not any(
        left is None and right is None for segment in path for left, right in pairwise(segment)
    )


def _split(address: Iterable[str | None]) -> list[Segment]:
    segments: list[list[str | None]] = [[]]
    for piece in address:
        if piece is None:
            segments[-1].append(None)
            continue
        for number, text in enumerate(piece.split("/")):
            if number:
                segments.append([])
            if not text:
                continue
            last = segments[-1][-1] if segments[-1] else None
            if last is None:
                segments[-1].append(text)
            else:
                segments[-1][-1] = last + text
    return [tuple(segment) for segment in segments]


def _decoded(segment: Sequence[str | None]) -> Segment:
    if not any("%" in piece for piece in segment if piece):
        return tuple(segment)
    from urllib.parse import unquote

    return tuple(unquote(piece) if piece and "%" in piece else piece for piece in segment)


def heads(path: Path, deepest: int) -> tuple[str, ...]:
    """Return the keys that a path may have in the index of methods, the least exact first.

    A head ends with the first or the second literal segment of a template's path, `*` stands for
    each parameter before it; the empty one is for all paths. No head exceeds `deepest` segments.
    """
    closed_heads, open_heads = [""], [("", 0)]
    for segment in path[:deepest]:
        text = segment[0] if len(segment) == 1 else None
        longer = [(f"{head}/*".lstrip("/"), count) for head, count in open_heads]
        if text is not None:
            literal = [(f"{head}/{text}".lstrip("/"), count + 1) for head, count in open_heads]
            closed_heads += [head for head, _ in literal]
            longer += [each for each in literal if each[1] < _EXACT]
        open_heads = longer
    return (*closed_heads, *(head for head, _ in open_heads if len(path) <= deepest))
