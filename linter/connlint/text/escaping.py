"""Foreign text made safe for messages: quoted, escaped, and shortened to fit a line."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["at_line_start", "escape_unprintable", "listing", "plural", "quote", "within_sentence"]

_LONGEST_QUOTE = 80

# GitHub Actions obeys `##[command]` anywhere in a line, and `::command::` at its start.
_COMMAND = "##["

_SHORT = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


def escape_unprintable(text: str) -> str:
    """Escape each character that could deceive a reader, so that the text is safe to show.

    These are control characters (terminal escapes begin with one), bidirectional
    controls and other invisible characters, blanks other than the space, line and
    paragraph separators, lone surrogates, private and unassigned characters: everything
    that Unicode does not call printable. The last bracket of `##[`, which would begin a
    command of GitHub Actions, is escaped as well.
    """
    if _COMMAND in text:
        text = text.replace(_COMMAND, _COMMAND[:-1] + _escape(_COMMAND[-1]))
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escape(char) for char in text)


def _escape(char: str) -> str:
    return _SHORT.get(char) or f"\\u{{{ord(char):x}}}"


def at_line_start(path: str) -> str:
    """Escape a path for the start of a line; one that looks like a command gets `./` before it."""
    shown = escape_unprintable(path)
    return f"./{shown}" if shown.lstrip().startswith("::") else shown


def quote(text: str) -> str:
    """Put foreign text in double quotes, safe to print; long text is shortened in the middle."""
    if len(text) > _LONGEST_QUOTE:
        half = _LONGEST_QUOTE // 2
        return f'"{escape_unprintable(text[:half])}…{escape_unprintable(text[-half:])}"'
    return f'"{escape_unprintable(text)}"'


def listing(words: Iterable[str], conjunction: str = "and") -> str:
    """Join words as in `a`, `a and b` or `a, b and c`."""
    items = list(words)
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} {conjunction} {items[-1]}"


def within_sentence(text: str) -> str:
    """Return a sentence as a part of another one: with a small letter at its beginning."""
    return f"{text[:1].lower()}{text[1:]}"


def plural(count: int, noun: str) -> str:
    """Return a count with its noun, as in `1 error` or `2 errors`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
