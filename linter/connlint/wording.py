"""How foreign text is put into a message: quoted, escaped, and never longer than a line bears."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["listing", "plural", "quote", "visible"]

_LONGEST_QUOTE = 80

# What a terminal, a log viewer or a reviewer could be deceived by: control
# characters (C0, DEL, C1), line and paragraph separators, bidirectional
# controls, invisible characters, tag characters and lone surrogates.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_SHORT = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    code = ord(char)
    if char in _SHORT:
        return _SHORT[char]
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\u{{{code:x}}}"


def visible(text: str) -> str:
    """The text with each character that could deceive a reader written as an escape."""
    return _UNSAFE.sub(_escape, text)


def quote(text: str) -> str:
    """Foreign text in double quotes, safe to print, cut in the middle when it is long."""
    if len(text) > _LONGEST_QUOTE:
        half = _LONGEST_QUOTE // 2
        return f'"{visible(text[:half])}…{visible(text[-half:])}"'
    return f'"{visible(text)}"'


def listing(words: Iterable[str], conjunction: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    items = list(words)
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} {conjunction} {items[-1]}"


def plural(count: int, noun: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
