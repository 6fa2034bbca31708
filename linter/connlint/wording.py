"""How foreign text is put into a message: quoted, escaped, and never longer than a line bears."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["at_line_start", "listing", "plural", "quote", "visible"]

_LONGEST_QUOTE = 80

# GitHub Actions obeys `##[command]` anywhere in a line, and `::command::` at its start.
_COMMAND = "##["

_SHORT = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


def visible(text: str) -> str:
    """Make text safe to show: what could deceive a reader comes out as an escape.

    These are control characters (terminal escapes begin with one), bidirectional
    controls and other invisible characters, blanks that are not the blank, line and
    paragraph separators, lone surrogates, private and unassigned characters: all that
    Unicode does not call printable. The bracket that makes a command of a line comes out
    as an escape as well.
    """
    if _COMMAND in text:
        text = text.replace(_COMMAND, _COMMAND[:-1] + _escape(_COMMAND[-1]))
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escape(char) for char in text)


def _escape(char: str) -> str:
    return _SHORT.get(char) or f"\\u{{{ord(char):x}}}"


def at_line_start(path: str) -> str:
    """A path, safe to begin a line with: one that looks like a command gets `./` before it."""
    shown = visible(path)
    return f"./{shown}" if shown.lstrip().startswith("::") else shown


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
