"""Outlines of requests that no known method fits, to be reported without an app's own text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from connlint.catalog.methods import Methods, Segments, Vocabulary
from connlint.catalog.model import ConnectorType
from connlint.catalog.paths import Path, place_of

__all__ = ["outline"]

_VERSION = re.compile(r"v?\d{1,4}(?:\.\d{1,3})?")
_UNKNOWN = "*"
_VERBS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def outline(
    methods: Methods, entry: ConnectorType, verb: str, address: Sequence[str | None]
) -> str:
    """Return a request as verb and address, with `*` for each part that may be the app's own text.

    A part of the path is shown if it is a version, or if it stands where the service's methods have
    this word. Behind a part that no method has, it is shown if it is a word of any of them.
    Returns an empty string if the host is none of the service's.
    """
    url = place_of(address)
    if url is None:
        return ""
    host = methods.host(entry.type, address) or _host_of(entry, "".join(map(str, url.host)))
    if not host:
        return ""
    shown_verb = verb.upper() if verb.upper() in _VERBS else _UNKNOWN
    path = _shown(url.path, methods.vocabulary(entry.type))
    return f"{shown_verb} https://{'/'.join([host, *path])}"


def _host_of(entry: ConnectorType, host: str) -> str:
    return host if host in entry.hosts else ""


def _shown(path: Path, known: Vocabulary) -> Iterator[str]:
    heads: set[Segments] = {()}
    for segment in path:
        text = segment[0] if len(segment) == 1 and segment[0] is not None else _UNKNOWN
        literal = {(*head, text) for head in heads}.intersection(known.beginnings)
        other = {(*head, _UNKNOWN) for head in heads}.intersection(known.beginnings)
        is_word = literal or (not other and text in known.words)
        yield text if is_word or _VERSION.fullmatch(text) else _UNKNOWN
        heads = literal | other
