"""Text to a tree: the way that healthy files take.

`parse` reads valid text in one pass. At the first thing that is not as it must be it
gives up and leaves the text to the recovery, which says what is wrong. Both build the
same tree from the same tokens; a property test holds that they agree.
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
from connlint.source import Span

__all__ = ["parse"]

# A token with the blanks before it, the blanks at the end, or what is no token. So the
# matches tile any text, and the number of the group says what was found.
_STEP = re.compile(f"{SPACES}*(?:{WHOLE}|\\Z|(?P<other>[\\s\\S]))", re.VERBOSE)
_MARK, _STRING, _COMMENT, _OTHER = (
    _STEP.groupindex[name] for name in ("mark", "string", "comment", "other")
)

# What the text must go on with.
_KEY, _COLON, _VALUE, _ELEMENT, _AFTER_MEMBER, _AFTER_ELEMENT, _NOTHING = range(7)


def parse(text: str) -> Document:
    """Read any text as JSON5; never raises. See Document for what comes back.

    The accepted language is that of npm json5 2.x (`JSON5.parse`), which Base44's
    CLI uses for connector files.
    """
    document = _read_valid(text)
    if document is None:
        from connlint.jsonc.recovery import recover

        document = recover(text)
    return document


class _Invalid(Exception):  # noqa: N818 - it ends the reading of broken text, nothing else
    """The text is not valid."""


def _read_valid(text: str) -> Document | None:
    try:
        return _read(text)
    except _Invalid:
        return None


def _read(text: str) -> Document:  # noqa: C901, PLR0912, PLR0915 - calls would double its time
    """The tree of valid text; raises _Invalid for any other.

    An open container is its opener's offset, the entries so far, and the key of the
    member that it is the value of; the innermost one is in local variables.
    """
    # Named tuples without their constructors: most of the time would go into calling those.
    new = tuple.__new__
    comments: list[Span] = []
    outer: list[tuple[int, list[Member] | None, list[Node], Key | None]] = []
    start_of = 0
    members: list[Member] | None = None
    elements: list[Node] = []
    key: Key | None = None
    waits = _VALUE
    for match in _STEP.finditer(text):
        kind = match.lastindex
        if kind is None:
            break
        start, end = match.span(kind)
        if kind == _MARK:
            mark = text[start]
            if mark == ",":
                if waits == _AFTER_ELEMENT:
                    waits = _ELEMENT
                elif waits == _AFTER_MEMBER:
                    waits = _KEY
                else:
                    raise _Invalid
                continue
            if mark == ":":
                if waits != _COLON:
                    raise _Invalid
                waits = _VALUE
                continue
            if mark == "{" or mark == "[":
                if waits != _VALUE and waits != _ELEMENT:
                    raise _Invalid
                outer.append((start_of, members, elements, key))
                start_of, members, elements, key = start, ([] if mark == "{" else None), [], None
                waits = _ELEMENT if members is None else _KEY
                continue
            if mark == "}":
                if members is None or (waits != _AFTER_MEMBER and waits != _KEY):
                    raise _Invalid
                node: Node = new(ObjectNode, (new(Span, (start_of, end)), tuple(members)))
            else:
                if waits != _AFTER_ELEMENT and waits != _ELEMENT:
                    raise _Invalid
                node = new(ArrayNode, (new(Span, (start_of, end)), tuple(elements)))
            start_of, members, elements, key = outer.pop()
        elif kind == _COMMENT:
            comments.append(new(Span, (start, end)))
            continue
        elif kind == _OTHER:
            raise _Invalid
        else:
            place = new(Span, (start, end))
            if kind == _STRING:
                value = text[start + 1 : end - 1]
                if "\\" in value:
                    value = _decoded(text, start, end)
                if waits == _KEY:
                    key = new(Key, (place, value))
                    waits = _COLON
                    continue
                node = new(StringNode, (place, value))
            elif waits == _KEY:
                key = Key(place, _name(text[start:end]))
                waits = _COLON
                continue
            else:
                node = _word(text, place)
            if waits != _VALUE and waits != _ELEMENT:
                raise _Invalid
        # A value is complete: it goes into the container that is open.
        if members is None:
            elements.append(node)
            waits = _AFTER_ELEMENT if outer else _NOTHING
        elif key is not None:
            members.append(new(Member, (key, node)))
            waits = _AFTER_MEMBER
    if waits != _NOTHING or kind is not None:
        raise _Invalid
    return Document(elements[0], tuple(comments), ())


def _name(word: str) -> str:
    from connlint.jsonc.literals import decode_name

    name = decode_name(word)
    if name is None:
        raise _Invalid
    return name


def _word(text: str, place: Span) -> Node:
    from connlint.jsonc.literals import CONSTANTS, parse_number

    word = text[place.start : place.end]
    if word in CONSTANTS:
        return ConstantNode(place, CONSTANTS[word])
    number = parse_number(word)
    if number is None:
        raise _Invalid
    return NumberNode(place, number)


def _decoded(text: str, start: int, end: int) -> str:
    """The value of a string with escapes, which goes from `start` to `end`, quotes included."""
    from connlint.jsonc.literals import decode_string

    return decode_string(text, start + 1, end - 1, _refuse)


def _refuse(_start: int, _end: int, _message: str, _help: str) -> None:
    raise _Invalid
