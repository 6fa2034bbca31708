"""Parser for valid text, and the entry point of the package.

`parse` reads valid text in one pass. At the first error it gives up and leaves the
text to the recovery, which reports what is wrong. Both build the same tree from the
same tokens; a property test checks that they agree.
"""

from __future__ import annotations

import re

from connlint.jsonc.lexer import SPACES, WHOLE
from connlint.jsonc.tree import (
    ArrayNode,
    ConstantNode,
    Document,
    Key,
    Member,
    Node,
    NumberNode,
    ObjectNode,
    StringNode,
)
from connlint.text.source import Span

__all__ = ["parse"]

# A token with the blanks before it, the blanks at the end, or a character of no token.
# So the matches tile any text, and the number of the group is the kind of the token.
_STEP = re.compile(f"{SPACES}*(?:{WHOLE}|\\Z|(?P<other>[\\s\\S]))", re.VERBOSE)
_MARK, _STRING, _COMMENT, _OTHER = (
    _STEP.groupindex[name] for name in ("mark", "string", "comment", "other")
)

# What the parser expects next.
_ROOT, _KEY, _COLON, _VALUE, _ELEMENT, _AFTER_MEMBER, _AFTER_ELEMENT, _NOTHING = range(8)

# What it expects after a comma or a value, by what it expected before.
_AFTER_COMMA = {_AFTER_MEMBER: _KEY, _AFTER_ELEMENT: _ELEMENT}
_AFTER_VALUE = {_VALUE: _AFTER_MEMBER, _ELEMENT: _AFTER_ELEMENT, _ROOT: _NOTHING}

_Open = tuple[int, list[Member | Node], Key | None, int]
"""An open container: its opener's offset, its entries so far, the key of the value that comes
next, and what is expected; the innermost one is in local variables."""


def parse(text: str) -> Document:
    """Parse any text as JSON5 into a Document; never raises.

    The accepted language is that of npm json5 2.x (`JSON5.parse`), which Base44's
    CLI uses for connector files.
    """
    document = _read_valid(text)
    if document is None:
        from connlint.jsonc.recovery import recover

        document = recover(text)
    return document


class _Invalid(Exception):  # noqa: N818 - it only ends the parsing of broken text
    """An exception for text that is not valid."""


def _read_valid(text: str) -> Document | None:
    try:
        return _read(text)
    except _Invalid:
        return None


def _read(text: str) -> Document:  # noqa: C901, PLR0912, PLR0915 - calls would double its time
    """Return the tree of valid text; raise _Invalid for any other."""
    # Named tuples are made without their constructors, whose calls would take most of the time.
    new = tuple.__new__
    comments: list[Span] = []
    outer: list[_Open] = []
    start_of = 0
    entries: list[Member | Node] = []
    key: Key | None = None
    waits = _ROOT
    for match in _STEP.finditer(text):
        kind = match.lastindex
        if kind is None:
            break
        start, end = match.span(kind)
        if kind == _MARK:
            mark = text[start]
            if mark == "," and waits in _AFTER_COMMA:
                waits = _AFTER_COMMA[waits]
                continue
            if mark == ":" and waits == _COLON:
                waits = _VALUE
                continue
            if (mark == "{" or mark == "[") and waits in _AFTER_VALUE:
                outer.append((start_of, entries, key, waits))
                start_of, entries, key = start, [], None
                waits = _KEY if mark == "{" else _ELEMENT
                continue
            node = _closed(mark, waits, new(Span, (start_of, end)), entries)
            start_of, entries, key, waits = outer.pop()
        elif kind == _STRING:
            value = text[start + 1 : end - 1]
            if "\\" in value:
                value = _decoded(text, start, end)
            if waits == _KEY:
                key = new(Key, (new(Span, (start, end)), value))
                waits = _COLON
                continue
            node = new(StringNode, (new(Span, (start, end)), value))
        elif kind == _COMMENT:
            comments.append(new(Span, (start, end)))
            continue
        elif kind == _OTHER:
            raise _Invalid
        elif waits == _KEY:
            key = Key(Span(start, end), _name(text[start:end]))
            waits = _COLON
            continue
        else:
            node = _word(text, Span(start, end))
        # A value is complete, so it is added to the open container.
        if waits not in _AFTER_VALUE:
            raise _Invalid
        entries.append(node if key is None else new(Member, (key, node)))
        waits = _AFTER_VALUE[waits]
    if waits != _NOTHING or kind is not None:
        raise _Invalid
    return new(Document, (entries[0], tuple(comments), ()))


def _closed(mark: str, waits: int, span: Span, entries: list[Member | Node]) -> Node:
    """Return the node of a container; raise _Invalid for a mark that does not close it here."""
    new = tuple.__new__
    if mark == "}" and waits in (_AFTER_MEMBER, _KEY):
        return new(ObjectNode, (span, tuple(entries)))
    if mark == "]" and waits in (_AFTER_ELEMENT, _ELEMENT):
        return new(ArrayNode, (span, tuple(entries)))
    raise _Invalid


def _name(word: str) -> str:
    from connlint.jsonc.literals import decode_name

    name = decode_name(word)
    if name is None:
        raise _Invalid
    return name


def _word(text: str, span: Span) -> Node:
    from connlint.jsonc.literals import CONSTANTS, parse_number

    word = text[span.start : span.end]
    if word in CONSTANTS:
        return ConstantNode(span, CONSTANTS[word])
    number = parse_number(word)
    if number is None:
        raise _Invalid
    return NumberNode(span, number)


def _decoded(text: str, start: int, end: int) -> str:
    """Return the value of a string with escapes; `start` and `end` include the quotes."""
    from connlint.jsonc.literals import decode_string

    return decode_string(text, start + 1, end - 1, _refuse)


def _refuse(_start: int, _end: int, _message: str, _help: str) -> None:
    raise _Invalid
