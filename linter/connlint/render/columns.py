"""Text in terminal columns: how wide it is, where to break it, what part of it to show."""

from __future__ import annotations

from connlint.wording import visible

__all__ = ["cut", "shown", "width", "wrap"]

_TAB = "    "
_MORE = "…"
# Any number of combining characters fits into a column; nobody can read this many.
_MOST = 8


def shown(text: str) -> str:
    """Source text as it is printed: tabs as four blanks, deceptive characters as escapes."""
    return visible(text.replace("\t", _TAB))


def width(text: str) -> int:
    """How many terminal columns printed text takes; wide characters take two, combining none."""
    if text.isascii():
        return len(text)
    # Only text beyond ASCII needs the tables, which take a while to import.
    from wcwidth import wcswidth

    columns = wcswidth(text)
    return columns if columns >= 0 else len(text)


def wrap(text: str, columns: int | None) -> list[str]:
    """The text in lines of at most `columns`, broken at blanks only; one line for None."""
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
    """The part of a source line that fits into `columns` and shows `start` to `end`.

    `start` and `end` are indices into the line. Comes back as the text to print, and
    the columns at which the range begins and ends in it; at least one column wide.
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
            # A combining character is underlined where it stands: below the one before.
            begin = max(begin - 1, 0)
        text = longer
        if index < start:
            begin = width(text)
        if index < end:
            finish = width(text)
    return text, begin, max(finish, begin + 1)


def _left(line: str, start: int, end: int, columns: int) -> int:
    """The index of the first character to show, so that the beginning of the range is seen."""
    if start <= columns:
        head = width(shown(line[start : min(end, start + columns)]))
        if width(shown(line[:start])) + max(1, min(head, columns // 2)) < columns:
            return 0
    # Keep a little of what stands before the range, for orientation.
    left = start
    while 0 < left > start - columns and width(shown(line[left - 1 : start])) <= columns // 4:
        left -= 1
    return left
