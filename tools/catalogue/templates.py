"""URL templates, read as the routes that the catalogue has of them.

What a provider writes in several ways is brought into one form here, so that no run of connlint has
to do it. How a route is written says connlint.catalog.routes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from connlint.catalog.graph_paths import canonical_template
from connlint.catalog.paths import Path, Place, Segment, place_of

__all__ = ["Template", "head_of", "route_of", "template_of"]

_PARAMETER = re.compile(r"\{[^{}]*\}+|(?<=/)\([\w-]+\)(?=/)")
# An expansion that keeps slashes, or by its name the path of a file.
_WIDE = re.compile(r"\{(?:\+\w+|path)\}\Z")
_EXAMPLE = re.compile(r"root:/[^{]")


class Template(NamedTuple):
    """A place with None for each parameter; the last one of a wide template may be a whole path."""

    place: Place
    is_wide: bool


def template_of(url: str, provider: str = "") -> Template | None:
    """Read the template of a URL of a provider; None where it has no host, or means nothing."""
    read = _TEMPLATES.get(provider, _read)
    return read(url)


def _read(url: str) -> Template | None:
    pieces: list[str | None] = []
    end = 0
    for found in _PARAMETER.finditer(url):
        pieces += [url[end : found.start()], None]
        end = found.end()
    place = place_of([*pieces, url[end:]])
    return Template(place, bool(_WIDE.search(url))) if place else None


def _read_graph(url: str) -> Template | None:
    found = _read(url)
    # Two templates name a file of an example, where its id says the same better.
    if found is None or _EXAMPLE.search(url):
        return None
    place = found.place._replace(path=canonical_template(found.place.path))
    return found._replace(place=place)


_TEMPLATES: dict[str, Callable[[str], Template | None]] = {"Microsoft": _read_graph}


def route_of(template: Template) -> str:
    """Write a template as a route; ValueError where a text could be taken for something else."""
    host, path = template.place
    segments = ["".join("*" if piece is None else piece for piece in host)]
    segments += map(_segment, path)
    if template.is_wide:
        segments[-1] = "{+}"
    return " ".join(segments)


def _segment(segment: Segment) -> str:
    if any(char in (piece or "") for piece in segment for char in " {|}"):
        raise ValueError(f"no route can have the segment {segment!r}")
    if len(segment) > 1:
        # What a parameter has around it is all that counts.
        return f"{{{segment[0] or ''}|{segment[-1] or ''}}}"
    return "{}" if segment[0] is None else segment[0]


def head_of(template: Path, texts: int) -> str:
    """The head of a template that ends with so many texts, or with the template."""
    head: list[str] = []
    for segment in template:
        if sum(each != "*" for each in head) == texts:
            break
        head.append((segment[0] or "*") if len(segment) == 1 else "*")
    return "/".join(head)
