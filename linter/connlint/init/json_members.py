"""Insertion of values into a JSON file with comments; existing lines and comments are kept."""

from __future__ import annotations

import json

from connlint.init.refusal import InsertionError
from connlint.jsonc import ArrayNode, Document, Member, Node, ObjectNode, parse, to_python
from connlint.jsonc.lexer import COMMENT, END, SPACE, tokenize
from connlint.text.escaping import quote
from connlint.text.source import newline_of
from connlint.tuples import NamedTuple

__all__ = ["add_to_list", "add_to_object"]

_UNIT = "  "
_NO_VALUE_KINDS = frozenset({SPACE, COMMENT, END})
_DEEPEST = 20
"""More levels than any editor's settings have, and far below Python's recursion limit."""


class _Source(NamedTuple):
    text: str
    newline: str
    unit: str


def add_to_list(text: str, name: str, value: object) -> str:
    """Return the text with a value added at the end of the list in a property of its object.

    The property is added where it is missing, and the object where the text has no value.
    Raises InsertionError where the text is broken or the property is not a list.
    """
    newline = newline_of(text)
    document = parse(text)
    if document.root is None and all(kind in _NO_VALUE_KINDS for kind, *_ in tokenize(text)):
        gap = "" if not text.strip() or text.endswith("\n") else newline
        before = text if text.strip() else ""
        body = json.dumps({name: [value]}, indent=_UNIT, ensure_ascii=False) + "\n"
        return f"{before}{gap}{body.replace(chr(10), newline)}"
    if document.problems:
        line = text.count("\n", 0, document.problems[0].span.start) + 1
        raise InsertionError(f"line {line} is broken: {document.problems[0].message}")
    result = _added(text, document.root, name, (value,))
    _check(document, result, name, value)
    return result


def add_to_object(text: str, name: str, key: str, value: str) -> str:
    """Return JSON with a string added at the end of the object in a property of its object.

    The property is added where it is missing. Raises InsertionError where the text is not JSON, or
    the property is not an object.
    """
    document = parse(text)
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        raise InsertionError("it is not valid JSON") from None
    result = _added(text, document.root, name, (value, key))
    old = json.loads(text)
    if json.loads(result) != {**old, name: {**old.get(name, {}), key: value}}:
        raise InsertionError("there is no plain place for it")
    return result


def _added(
    text: str, root: Node | None, name: str, entry: tuple[object] | tuple[object, str]
) -> str:
    """Return the text with an entry in the property of that name, or with that property.

    The entry is an element of a list, or the value of a property of an object with its key.
    """
    if not isinstance(root, ObjectNode):
        raise InsertionError("it does not hold an object")
    source = _Source(text, newline_of(text), _unit(text, root))
    value, *key = entry
    kind, words = (ObjectNode, "an object") if key else (ArrayNode, "a list")
    member = _member(root, name)
    if member is None:
        return _insert(source, root, {key[0]: value} if key else [value], name)
    if isinstance(member.value, kind):
        return _insert(source, member.value, *entry)
    raise InsertionError(f"{quote(name)} is not {words} there")


def _member(root: ObjectNode, name: str) -> Member | None:
    """Return the property of that name; of several the last one, which editors use."""
    return next((member for member in reversed(root.members) if member.key.name == name), None)


def _check(old: Document, result: str, name: str, value: object) -> None:
    """Raise InsertionError unless the result has the old content and the new value."""
    new = parse(result)
    expected = to_python(old.root, _DEEPEST) if old.root is not None else {}
    if not isinstance(expected, dict):
        raise InsertionError("it does not hold an object")
    expected = {**expected, name: [*expected.get(name, []), value]}
    is_kept = new.root is not None and to_python(new.root, _DEEPEST) == expected
    if new.problems or not is_kept:
        raise InsertionError("there is no plain place for it")


def _unit(text: str, root: ObjectNode) -> str:
    """Return the indentation of one level of the text."""
    if not root.members:
        return _UNIT
    return _own_indent(text, root.members[0].key.span.start) or _UNIT


def _insert(
    source: _Source, container: ObjectNode | ArrayNode, value: object, name: str | None = None
) -> str:
    """Return the text with a value inserted after the last entry of a container."""
    text = source.text
    close = container.span.end - 1
    spans = [
        entry.span
        for entry in (
            container.members if isinstance(container, ObjectNode) else container.elements
        )
    ]
    start = spans[-1].end if spans else container.span.start + 1
    # Insert after the comma and the comments that follow the last entry.
    offset, comma = start, not spans
    for kind, first, last in tokenize(text[start:close]):
        if kind != SPACE and last > first:
            offset, comma = start + last, comma or kind == ","
    trailing = "," if spans and comma else ""
    if spans and not comma:
        text, offset, close = f"{text[:start]},{text[start:]}", offset + 1, close + 1
    tail = text[offset:close]
    if spans and "\n" not in tail:
        rendered = _rendered(value, name, None)
        return f"{text[:offset]} {rendered}{trailing}{text[offset:]}"
    outer = _line_indent(text, container.span.start)
    indent = (_own_indent(text, spans[-1].start) if spans else "") or outer + source.unit
    lines = _rendered(value, name, source.unit).replace("\n", f"\n{indent}")
    added = f"\n{indent}{lines}{trailing}".replace("\n", source.newline)
    if "\n" not in tail:
        return f"{text[:offset]}{added}{source.newline}{outer}{text[close:]}"
    return f"{text[:offset]}{added}{text[offset:]}"


def _rendered(value: object, name: str | None, unit: str | None) -> str:
    """Return a value as JSON, after its name if it has one; on one line if `unit` is None."""
    shown = json.dumps(value, indent=unit, ensure_ascii=False)
    return shown if name is None else f"{json.dumps(name)}: {shown}"


def _line_indent(text: str, offset: int) -> str:
    """Return the blanks at the start of the line of an offset."""
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _own_indent(text: str, offset: int) -> str:
    """Return the blanks before an offset, if nothing else precedes it on its line, else empty."""
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    return "" if line.strip(" \t") else line
