"""Standard input as the language server reads it: headers in any form that clients send.

The protocol has header fields like those of HTTP, so their names have no case, their order does
not matter, and there may be spaces around values. pygls accepts one form only; it reads through an
`Input`, which gives it that form.
"""

from __future__ import annotations

import json
import logging
import re
from typing import BinaryIO

__all__ = ["LONGEST", "TOO_LONG", "Input"]

LONGEST = 64 * 1024 * 1024
"""The bytes that a message may have: an editor's largest document has far fewer."""
TOO_LONG = "a message may have 64 MiB"
"""The message, a JSON string, that is read in place of one that is too long."""

# A search, so that bytes that belong to no message do not hide the header behind them.
_LENGTH = re.compile(rb"content-length[ \t]*:[ \t]*(\d{1,15})[ \t]*\r?\n\Z", re.IGNORECASE)
_LONGEST_LINE = 64 * 1024
_PIECE = 1024 * 1024


class Input:
    """A binary stream of messages, each with one `Content-Length` field before it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lines: list[bytes] = []
        self._body: bytes | None = None

    def readline(self) -> bytes:
        """Return the next line of a header; empty at the end of the stream."""
        if not self._lines:
            length = self._next_length()
            if length is None:
                return b""
            if length > LONGEST:
                self._skip(length)
                self._body = json.dumps(TOO_LONG).encode()
                length = len(self._body)
            self._lines = [b"\r\n", b"Content-Length: %d\r\n" % length]
        return self._lines.pop()

    def read(self, count: int) -> bytes:
        """Return the body of a message; fewer bytes at the end of the stream."""
        if self._body is not None:
            body, self._body = self._body, None
            return body
        return self._stream.read(count)

    def _next_length(self) -> int | None:
        """Read a header, and return the length of what follows; None at the end of the stream."""
        length = 0
        while line := self._stream.readline(_LONGEST_LINE):
            if match := _LENGTH.search(line):
                length = int(match[1])
            elif not line.strip() and length:
                return length
        return None

    def _skip(self, count: int) -> None:
        """Read bytes that nobody needs, without keeping them."""
        logging.getLogger(__name__).warning("skipping a message of %d bytes", count)
        while count > 0 and (piece := self._stream.read(min(count, _PIECE))):
            count -= len(piece)
