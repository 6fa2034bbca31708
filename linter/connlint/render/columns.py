"""Width, wrapping and excerpts of text, measured in terminal columns."""

from __future__ import annotations

from connlint.text.escaping import escape_unprintable

__all__ = ["cut", "shown", "width", "wrap"]

_TAB = "    "
_MORE = "…"
# The most characters shown per column: any number of combining characters fits into one.
_MOST = 8


def shown(text: str) -> str:
    """Return source text as it is printed: tabs as four blanks, deceptive characters escaped."""
    return escape_unprintable(text.replace("\t", _TAB))


def width(text: str) -> int:
    """Return the terminal columns that printed text takes; wide characters take 2, combining 0."""
    if text.isascii():
        return len(text)
    # Only text beyond ASCII needs the tables, which take a while to import.
    from wcwidth import wcswidth

    columns = wcswidth(text)
    return columns if columns >= 0 else len(text)


def wrap(text: str, columns: int | None) -> list[str]:
    """Break a text at blanks into lines of at most `columns`, if words fit; one line for None."""
    if columns is None or width(text) <= columns:
        return [text]
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and width(longer) > columns:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def cut(line: str, start: int, end: int, columns: int) -> tuple[str, int, int]:
    """Return the part of a source line that fits into `columns` and shows `start` to `end`.

    `start` and `end` are indices into the line. The result is the text to print, and the
    columns at which the range begins and ends in it; it is at least one column wide.
    """
    if len(line) <= columns and line.isascii() and line.isprintable():
        return line, start, max(end, start + 1)
    left = _left(line, start, end, columns)
    text = _MORE if left else ""
    begin = finish = width(text)
    for index in range(left, len(line)):
        longer = text + shown(line[index])
        room = columns if index == len(line) - 1 else columns - 1
        if width(longer) > room or len(longer) > _MOST * columns:
            text += _MORE
            break
        if index == start and width(longer) == begin:
            # A combining character is underlined at the column of the character before it.
            begin = max(begin - 1, 0)
        text = longer
        if index < start:
            begin = width(text)
        if index < end:
            finish = width(text)
    return text, begin, max(finish, begin + 1)


def _left(line: str, start: int, end: int, columns: int) -> int:
    """Return the index of the first character to show, so that the range's start is visible."""
    if start <= columns:
        head = width(shown(line[start : min(end, start + columns)]))
        if width(shown(line[:start])) + max(1, min(head, columns // 2)) < columns:
            return 0
    # Keep a little of the text before the range as context.
    left = start
    while 0 < left > start - columns and width(shown(line[left - 1 : start])) <= columns // 4:
        left -= 1
    return left
