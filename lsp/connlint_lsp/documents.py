"""The texts that an editor has open, kept up by its edits."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from lsprotocol import types

from connlint.source import SourceFile
from connlint_lsp.positions import Encoding, from_position

__all__ = ["OpenDocument", "changed", "location_of", "uri_of"]


class OpenDocument(NamedTuple):
    """A text in an editor: its address there, its version and language, where it belongs."""

    uri: str
    location: str
    language: str
    version: int
    text: str

    @property
    def content(self) -> bytes:
        """The bytes that would be on disk."""
        return self.text.encode("utf-8", "surrogatepass")


def changed(
    document: OpenDocument,
    version: int,
    changes: Iterable[types.TextDocumentContentChangeEvent],
    encoding: Encoding,
) -> OpenDocument:
    """The document after edits, one after the other; a place outside of it means its end."""
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
    """The absolute path of a file's address; empty for an address that is no file's."""
    parts = urlsplit(uri)
    if parts.scheme != "file":
        return ""
    host = f"//{parts.netloc}" if parts.netloc and parts.netloc != "localhost" else ""
    return os.path.normpath(
        url2pathname(host + parts.path) if os.name == "nt" else unquote(parts.path)
    )


def uri_of(location: str) -> str:
    """The address of a file."""
    from pathlib import Path

    return Path(location).as_uri()
