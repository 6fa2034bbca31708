"""Bundles: several files in one input, as text that people can read and a mutator can change.

A line `=== PATH` begins a file; the text before the first one is a connector file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["FIRST", "MOST_FILES", "join", "split"]

FIRST = "base44/connectors/first.jsonc"
"""The path of the text before the first `=== PATH`."""
MOST_FILES = 12
"""The most files of an input; the text after them belongs to the last one."""
# A path that does not lead out of the app and that every file system accepts.
_HEAD = re.compile(
    rb"^=== ((?:[A-Za-z0-9_-][A-Za-z0-9_.-]{0,40}/){0,6}[A-Za-z0-9_.-]{1,40})\n", re.MULTILINE
)


def split(data: bytes) -> dict[str, bytes]:
    """Return the files of an input by their paths; of two with one path, the last counts."""
    files: dict[str, bytes] = {}
    path, start = FIRST, 0
    for match in _HEAD.finditer(data):
        files[path] = data[start : match.start()]
        path, start = match[1].decode(), match.end()
        if len(files) >= MOST_FILES or path in {".", ".."}:
            break
    files[path] = data[start:]
    if not files.get(FIRST, b"").strip() and len(files) > 1:
        files.pop(FIRST, None)
    return files


def join(files: Mapping[str, bytes]) -> bytes:
    """Return an input of files; a file without a final line end gets one."""
    parts = []
    for path, content in files.items():
        end = b"" if content.endswith(b"\n") or not content else b"\n"
        parts.append(b"=== " + path.encode() + b"\n" + content + end)
    return b"".join(parts)
