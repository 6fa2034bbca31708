"""Removal of an entry from an array or object, with the rest of the text unchanged.

The entry is removed with one comma; a trailing comma stays as it was. An entry that is alone
on its lines is removed with them and the comments in them; every other comment stays.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from connlint.diagnostics.severity import Safety
from connlint.jsonc import ArrayNode, Document, Member, Node, ObjectNode
from connlint.jsonc.lexer import COMMENT, tokenize
from connlint.rules.rule import Change
from connlint.text.source import Span
from connlint.tuples import NamedTuple

__all__ = ["removal", "remove"]

_SPACES = " \t"


def remove(
    title: str,
    safety: Safety,
    text: str,
    document: Document,
    container: ArrayNode | ObjectNode,
    entry: Span,
) -> tuple[Change, ...]:
    """Return the fix that removes an entry from its container.

    There is none in a document with problems, because it is unclear where its commas belong.
    """
    if document.problems:
        return ()
    entries: Sequence[Node | Member] = (
        container.elements if isinstance(container, ArrayNode) else container.members
    )
    index = bisect_left(entries, entry.start, key=lambda item: item.span.start)
    begin = entries[index - 1].span.end if index else container.span.start + 1
    is_last = index + 1 == len(entries)
    end = container.span.end - 1 if is_last else entries[index + 1].span.start
    (first, *more) = removal(text, entry, Span(begin, end))
    return (Change(title, safety, first, "", tuple((span, "") for span in more)),)


def removal(text: str, entry: Span, room: Span) -> tuple[Span, ...]:
    """Return the spans to delete, in text order, to remove an entry from valid JSON5.

    `room` extends from the end of the previous entry, or from after the opening bracket, to the
    start of the next entry, or to the closing bracket.
    """
    before = _Gap.of(text, room.start, entry.start)
    after = _Gap.of(text, entry.end, room.end)
    # Lines that leave the room have other entries in them; the limit also keeps searches short.
    start = _line_start(text, entry.start, room.start - 1)
    end = _line_end(text, entry.end, room.end)
    comma: int | None
    if after.comma is not None and after.comma < end:
        comma, gap = after.comma, after
    elif before.comma is not None and before.comma >= start:
        comma, gap = before.comma, before
    elif after.comma is not None:
        comma, gap = after.comma, after
    else:
        comma, gap = before.comma, before
    if _owns_lines(before, after, room, Span(start, end)):
        line = Span(start, end)
        if comma is None or start <= comma < end:
            return (line,)
        return tuple(sorted((line, _lone_comma(text, comma))))
    if comma is None:
        return (Span(_spaces_before(text, entry.start, room.start), entry.end),)
    if gap is before:
        return _with_comma_before(text, entry, comma, before)
    return _with_comma_after(text, entry, comma, after, room)


class _Gap(NamedTuple):
    """The text between two entries: the offset of the comma, if any, and the comments."""

    comma: int | None
    comments: tuple[Span, ...]

    @classmethod
    def of(cls, text: str, start: int, end: int) -> _Gap:
        comma = None
        comments = []
        for kind, first, last in _tokens(text, start, end):
            if kind == ",":
                comma = first
            elif kind == COMMENT:
                comments.append(Span(first, last))
        return cls(comma, tuple(comments))

    def has_comment(self, start: int, end: int) -> bool:
        return any(start <= comment.start < end for comment in self.comments)


def _tokens(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    for kind, first, last in tokenize(text[start:end]):
        yield kind, start + first, start + last


def _owns_lines(before: _Gap, after: _Gap, room: Span, lines: Span) -> bool:
    """Tell whether the entry's lines contain only it, its comments and at most one comma."""
    if room.start > lines.start or lines.end > room.end:
        return False
    if any(comment.start < lines.start < comment.end for comment in before.comments):
        return False
    if any(comment.start < lines.end < comment.end for comment in after.comments):
        return False
    has_comma_before = before.comma is not None and before.comma >= lines.start
    has_comma_after = after.comma is not None and after.comma < lines.end
    return not (has_comma_before and has_comma_after)


def _with_comma_before(text: str, entry: Span, comma: int, before: _Gap) -> tuple[Span, ...]:
    if before.has_comment(comma, entry.start):
        return (
            Span(comma, comma + 1),
            Span(_spaces_before(text, entry.start, comma + 1), entry.end),
        )
    return (Span(comma, entry.end),)


def _with_comma_after(
    text: str, entry: Span, comma: int, after: _Gap, room: Span
) -> tuple[Span, ...]:
    if after.has_comment(entry.end, comma):
        return (
            Span(entry.start, _spaces_after(text, entry.end, comma)),
            Span(comma, comma + 1),
        )
    end = _spaces_after(text, comma + 1, room.end)
    if text[end] in "]}\r\n":
        # Otherwise the spaces before the entry would remain.
        return (Span(_spaces_before(text, entry.start, room.start), comma + 1),)
    return (Span(entry.start, end),)


def _lone_comma(text: str, comma: int) -> Span:
    """Return the span of a comma outside its entry's lines, or of its line if that has only it."""
    start, end = _line_start(text, comma, 0), _line_end(text, comma, len(text))
    before, behind = text[start:comma], text[comma + 1 : end]
    if before.strip(_SPACES):
        return Span(comma, comma + 1)
    if not behind.strip(_SPACES + "\r\n"):
        return Span(start, end)
    return Span(comma, _spaces_after(text, comma + 1, end))


def _line_start(text: str, at: int, limit: int) -> int:
    """Return the start of the line that contains the offset `at`, but no less than `limit`."""
    found = max(text.rfind("\n", limit, at), text.rfind("\r", limit, at))
    return found + 1 if found >= 0 else limit


def _line_end(text: str, at: int, limit: int) -> int:
    """Return the start of the next line, or the offset after `limit` if no line ends before it."""
    ends = [end for newline in "\r\n" if (end := text.find(newline, at, limit)) >= 0]
    if not ends:
        return min(limit + 1, len(text))
    end = min(ends)
    return end + (2 if text[end : end + 2] == "\r\n" else 1)


def _spaces_before(text: str, at: int, limit: int) -> int:
    while at > limit and text[at - 1] in _SPACES:
        at -= 1
    return at


def _spaces_after(text: str, at: int, limit: int) -> int:
    while at < limit and text[at] in _SPACES:
        at += 1
    return at
