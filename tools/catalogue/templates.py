"""Conversion of URL templates to the catalogue's routes, whose form connlint.catalog.routes has.

Templates that a provider writes in several ways are brought into one form here, so that no run of
connlint has to do it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from connlint.catalog.graph_paths import canonical_template
from connlint.catalog.paths import Path, Place, Segment, place_of

__all__ = ["Template", "head_of", "route_of", "template_of"]

_PARAMETER = re.compile(r"\{[^{}]*\}+|(?<=/)\([\w-]+\)(?=/)")
# A parameter that may have slashes, by its expansion or because its name is `path`.
_WIDE = re.compile(r"\{(?:\+\w+|path)\}\Z")
_EXAMPLE = re.compile(r"root:/[^{]")


class Template(NamedTuple):
    """A place with None for each parameter; the last one of a wide template may have slashes."""

    place: Place
    is_wide: bool


def template_of(url: str, provider: str = "") -> Template | None:
    """Parse the template of a provider's URL; None if it has no host, or is a mere example."""
    read = _TEMPLATES.get(provider, _read)
    return read(url)


def _read(url: str) -> Template | None:
    pieces: list[str | None] = []
    end = 0
    for parameter in _PARAMETER.finditer(url):
        pieces += [url[end : parameter.start()], None]
        end = parameter.end()
    place = place_of([*pieces, url[end:]])
    return Template(place, bool(_WIDE.search(url))) if place else None


def _read_graph(url: str) -> Template | None:
    template = _read(url)
    # Two templates name the file of an example; templates with the file's id mean the same.
    if template is None or _EXAMPLE.search(url):
        return None
    place = template.place._replace(path=canonical_template(template.place.path))
    return template._replace(place=place)


_TEMPLATES: dict[str, Callable[[str], Template | None]] = {"Microsoft": _read_graph}


def route_of(template: Template) -> str:
    """Return a template as a route; ValueError for a segment with characters that routes use."""
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
        # Only the text before and after the parameters counts.
        return f"{{{segment[0] or ''}|{segment[-1] or ''}}}"
    return "{}" if segment[0] is None else segment[0]


def head_of(template: Path, texts: int) -> str:
    """Return the head of a template up to `texts` literal segments, or the whole template."""
    head: list[str] = []
    for segment in template:
        if sum(each != "*" for each in head) == texts:
            break
        head.append((segment[0] or "*") if len(segment) == 1 else "*")
    return "/".join(head)
