"""Values added to a JSON file with comments: every comment and every line stays where it is."""

from __future__ import annotations

import json

from connlint.init.refusal import CannotInsert
from connlint.jsonc import ArrayNode, Document, Member, ObjectNode, parse, to_python
from connlint.jsonc.lexer import COMMENT, END, SPACE, tokenize
from connlint.tuples import NamedTuple
from connlint.wording import quote

__all__ = ["add_to_list"]

_UNIT = "  "
_NO_VALUE = frozenset({SPACE, COMMENT, END})
_DEEPEST = 20
"""Deeper than the settings of any editor, and far from where Python's stack ends."""


class _Text(NamedTuple):
    text: str
    newline: str
    unit: str


def add_to_list(text: str, name: str, value: object) -> str:
    """The text with a value at the end of the list that a property of its object has.

    The property is added where it is missing, and the object where the text holds none.
    Raises CannotInsert where the text is broken or the property is no list.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    document = parse(text)
    if document.root is None and all(kind in _NO_VALUE for kind, *_ in tokenize(text)):
        gap = "" if not text.strip() or text.endswith("\n") else newline
        before = text if text.strip() else ""
        body = json.dumps({name: [value]}, indent=_UNIT, ensure_ascii=False) + "\n"
        return f"{before}{gap}{body.replace(chr(10), newline)}"
    if document.problems:
        line = text.count("\n", 0, document.problems[0].span.start) + 1
        raise CannotInsert(f"line {line} is broken: {document.problems[0].message}")
    if not isinstance(document.root, ObjectNode):
        raise CannotInsert("it does not hold an object")
    held = _Text(text, newline, _unit(text, document.root))
    member = _member(document.root, name)
    if member is None:
        result = _insert(held, document.root, [value], name)
    elif isinstance(member.value, ArrayNode):
        result = _insert(held, member.value, value)
    else:
        raise CannotInsert(f"{quote(name)} is not a list there")
    _check(document, result, name, value)
    return result


def _member(root: ObjectNode, name: str) -> Member | None:
    """The property of that name; the last, as for editors."""
    return next((each for each in reversed(root.members) if each.key.name == name), None)


def _check(old: Document, result: str, name: str, value: object) -> None:
    """Raises CannotInsert unless the result is the old content and the value."""
    new = parse(result)
    expected = to_python(old.root, _DEEPEST) if old.root is not None else {}
    if not isinstance(expected, dict):
        raise CannotInsert("it does not hold an object")
    expected = {**expected, name: [*expected.get(name, []), value]}
    is_kept = new.root is not None and to_python(new.root, _DEEPEST) == expected
    if new.problems or not is_kept:
        raise CannotInsert("there is no plain place for it")


def _unit(text: str, root: ObjectNode) -> str:
    """What a level of the text is indented by."""
    if not root.members:
        return _UNIT
    return _own_indent(text, root.members[0].key.span.start) or _UNIT


def _insert(
    held: _Text, container: ObjectNode | ArrayNode, value: object, name: str | None = None
) -> str:
    """The text with a value behind the last entry of a container."""
    text = held.text
    close = container.span.end - 1
    spans = [
        entry.span
        for entry in (
            container.members if isinstance(container, ObjectNode) else container.elements
        )
    ]
    start = spans[-1].end if spans else container.span.start + 1
    # Behind the comma and the comments that stand there already.
    at, comma = start, not spans
    for kind, first, last in tokenize(text[start:close]):
        if kind != SPACE and last > first:
            at, comma = start + last, comma or kind == ","
    trailing = "," if spans and comma else ""
    if spans and not comma:
        text, at, close = f"{text[:start]},{text[start:]}", at + 1, close + 1
    tail = text[at:close]
    if spans and "\n" not in tail:
        rendered = _rendered(value, name, None)
        return f"{text[:at]} {rendered}{trailing}{text[at:]}"
    outer = _line_indent(text, container.span.start)
    indent = (_own_indent(text, spans[-1].start) if spans else "") or outer + held.unit
    lines = _rendered(value, name, held.unit).replace("\n", f"\n{indent}")
    added = f"\n{indent}{lines}{trailing}".replace("\n", held.newline)
    if "\n" not in tail:
        return f"{text[:at]}{added}{held.newline}{outer}{text[close:]}"
    return f"{text[:at]}{added}{text[at:]}"


def _rendered(value: object, name: str | None, unit: str | None) -> str:
    """A value as JSON, behind its name if it has one; in one line without a unit."""
    shown = json.dumps(value, indent=unit, ensure_ascii=False)
    return shown if name is None else f"{json.dumps(name)}: {shown}"


def _line_indent(text: str, at: int) -> str:
    """The blanks that the line of an offset begins with."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _own_indent(text: str, at: int) -> str:
    """The blanks before an offset, where nothing else stands before it in its line."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return "" if line.strip(" \t") else line
