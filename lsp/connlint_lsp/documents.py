"""Documents that are open in an editor, and their updates by its edits."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from lsprotocol import types

from connlint.text.source import SourceFile
from connlint_lsp.positions import Encoding, from_position

__all__ = ["OpenDocument", "changed", "location_of", "uri_of"]


class OpenDocument(NamedTuple):
    """A document open in an editor; `location` is its absolute path, or a path made up for it."""

    uri: str
    location: str
    language: str
    version: int
    text: str

    @property
    def content(self) -> bytes:
        """Return the bytes that would be on disk."""
        return self.text.encode("utf-8", "surrogatepass")


def changed(
    document: OpenDocument,
    version: int,
    changes: Iterable[types.TextDocumentContentChangeEvent],
    encoding: Encoding,
) -> OpenDocument:
    """Apply edits to a document in their order; positions outside it mean its nearest end."""
    text = document.text
    for change in changes:
        if isinstance(change, types.TextDocumentContentChangePartial):
            source = SourceFile("", text)
            start = from_position(source, change.range.start, encoding)
            end = from_position(source, change.range.end, encoding)
            text = text[: min(start, end)] + change.text + text[max(start, end) :]
        else:
            text = change.text
    return document._replace(version=version, text=text)


def location_of(uri: str) -> str:
    """Return the absolute path of a file URI; empty for any other URI."""
    parts = urlsplit(uri)
    if parts.scheme != "file":
        return ""
    host = f"//{parts.netloc}" if parts.netloc and parts.netloc != "localhost" else ""
    return os.path.normpath(
        url2pathname(host + parts.path) if os.name == "nt" else unquote(parts.path)
    )


def uri_of(location: str) -> str:
    """Return the URI of a file."""
    from pathlib import Path

    return Path(location).as_uri()
