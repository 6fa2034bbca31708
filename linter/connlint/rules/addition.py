"""Addition of strings to an array, with the rest of the text unchanged.

New strings come after the last one, in the layout of the array: each on a line of its own where
the last one is, with a trailing comma where there is one. A comment behind the last one stays
with it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from connlint.jsonc import ArrayNode
from connlint.jsonc.lexer import COMMENT, tokenize
from connlint.text.source import Span, newline_of

__all__ = ["addition"]

_UNIT = "  "
_BLANK = " "


def addition(text: str, array: ArrayNode, strings: Sequence[str]) -> tuple[tuple[Span, str], ...]:
    """Return the edits that append strings to an array of valid JSON5, in text order."""
    texts = [json.dumps(string, ensure_ascii=False) for string in strings]
    if not texts:
        return ()
    if not array.elements:
        return (_into_empty(text, array, texts),)
    last = array.elements[-1].span
    stop, has_comma, ends_line = _end_of_last(text, last.end, array.span.end - 1)
    gap = _gap(text, last.start)
    if ends_line and gap == _BLANK:
        gap = f"{newline_of(text)}{_indent(text, last.start)}{_UNIT}"
    body = ",".join(gap + each for each in texts)
    if has_comma:
        return ((Span(stop, stop), f"{body},"),)
    if stop == last.end:
        return ((Span(stop, stop), f",{body}"),)
    return (Span(last.end, last.end), ","), (Span(stop, stop), body)


def _end_of_last(text: str, start: int, end: int) -> tuple[int, bool, bool]:
    """Return where the last element ends with what belongs to it, from the text behind it.

    The others say whether it has a comma, and whether a comment ends only with the line.
    """
    stop, has_comma, ends_line = start, False, False
    for kind, first, final in tokenize(text[start:end]):
        if kind == ",":
            stop, has_comma = start + final, True
        elif kind == COMMENT:
            if any(char in text[stop : start + first] for char in "\r\n"):
                break
            stop, ends_line = start + final, text.startswith("//", start + first)
    return stop, has_comma, ends_line


def _into_empty(text: str, array: ArrayNode, texts: Sequence[str]) -> tuple[Span, str]:
    """Return the edit that fills an empty array, on lines of its own where its property is."""
    start, end = array.span.start + 1, array.span.end - 1
    inner = text[start:end]
    indent = _indent(text, array.span.start)
    is_alone = _line_before(text, array.span.start).strip()[:1] not in {"{", ""}
    if not inner.strip() and "\n" not in inner and not is_alone:
        return Span(start, end), ", ".join(texts)
    newline = newline_of(text)
    items = ",".join(f"{newline}{indent}{indent or _UNIT}{each}" for each in texts)
    # Comments in the array stay in front.
    stop = start + len(inner.rstrip())
    return Span(stop, end), f"{items}{newline}{indent}"


def _gap(text: str, start: int) -> str:
    """Return what is between two elements behind their comma, for the element at `start`.

    A comment before the element does not count.
    """
    line = _line_before(text, start)
    before = line.lstrip()
    if before and not (before.startswith("/*") and before.rstrip().endswith("*/")):
        return _BLANK
    return f"{newline_of(text)}{line[: len(line) - len(before)]}"


def _indent(text: str, at: int) -> str:
    line = _line_before(text, at)
    return line[: len(line) - len(line.lstrip())]


def _line_before(text: str, at: int) -> str:
    """Return the part of a line before an offset."""
    return text[max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1 : at]
