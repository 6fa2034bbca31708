"""Backwards: what the properties of objects and the elements of arrays can be."""

from __future__ import annotations

from collections.abc import Sequence

from connlint.code.expressions import method_name, static_fields
from connlint.code.names import REST, Names, pattern_key
from connlint.code.places import At, Frame
from connlint.code.syntax import text_of
from connlint.code.value import Value
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from connlint.code.values import Values

__all__ = ["property_of"]

_DIGITS = 9
"""The digits of an index that is looked up; Python refuses to read very many."""


class _Parts(NamedTuple):
    """The parts of an object: the last number of each name, and the numbers of spreads."""

    children: Sequence[Node]
    last: dict[str, int]
    spreads: Sequence[int]


def property_of(values: Values, value: Value, name: str, depth: int) -> Sequence[Value] | None:
    """What a property of an object or an element of an array can be.

    Empty where it surely has none, None where that is not known.
    """
    node = value.at.node
    if value.is_missing:
        return []
    if node.type in {"class_declaration", "enum_declaration"}:
        places = static_fields(value.at, name)
        return values.few(values.of(place, None, depth - 1) for place in places)
    if node.type == "array":
        return _item(values, value, name, depth)
    if node.type != "object" or name == REST:
        return None
    key = "property", node.id, id(value.frame), name
    return values.answers.ask(key, depth, lambda: _in_object(values, value, name, depth))


def _in_object(values: Values, value: Value, name: str, depth: int) -> Sequence[Value] | None:
    names = value.at.names
    parts = names.once(("parts", value.at.node.id), lambda: _parts(names, value.at.node))
    last = parts.last.get(name, -1)
    found: list[Value] | None = []
    # The last one wins.
    for number in reversed(parts.spreads):
        if number < last:
            break
        spread = At(names, names.syntax.children(parts.children[number])[0])
        inside = _spread(values, spread, name, value.frame, depth)
        if inside and all(each is not None for each in inside):
            return values.few([[each for each in inside if each], found or []])
        found = None if inside is None or found is None else [*found, *filter(None, inside)]
    if last < 0:
        return found
    child = parts.children[last]
    if child.type == "method_definition":
        return [Value(At(names, child), value.frame)]
    inner = child if child.type != "pair" else child.child_by_field_name("value")
    mine = values.of(At(names, inner), value.frame, depth - 1) if inner else []
    return values.few([mine, found or []])


def _parts(names: Names, node: Node) -> _Parts:
    children = names.syntax.children(node)
    last: dict[str, int] = {}
    spreads: list[int] = []
    for number, child in enumerate(children):
        if child.type == "pair":
            last[pattern_key(child)] = number
        elif child.type == "shorthand_property_identifier":
            last[text_of(child)] = number
        elif child.type == "method_definition":
            last[method_name(child)] = number
        elif child.type == "spread_element" and names.syntax.children(child):
            spreads.append(number)
    return _Parts(children, last, spreads)


def _item(values: Values, array: Value, name: str, depth: int) -> Sequence[Value] | None:
    items = array.at.names.syntax.children(array.at.node)
    if not name.isdecimal() or len(name) > _DIGITS or int(name) >= len(items):
        return None
    return values.of(At(array.at.names, items[int(name)]), array.frame, depth - 1)


def _spread(
    values: Values, at: At, name: str, frame: Frame | None, depth: int
) -> list[Value | None] | None:
    """What a property of something that is spread can be; None in the list for not there."""
    found: list[Value | None] = []
    for value in values.of(at, frame, depth - 1):
        inside = [] if value.is_nothing else property_of(values, value, name, depth - 1)
        if inside is None:
            return None
        found += inside or [None]
    return found
