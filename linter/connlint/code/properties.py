"""Backwards: what the properties of objects and the elements of arrays can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from connlint.code.additions import added_to
from connlint.code.binding import ANY, KEYS, is_any
from connlint.code.classes import members_of
from connlint.code.elements import part_of_call, part_of_made
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

    `name` may be ANY for each of them, and KEYS for what names them. Empty where it surely has
    none, None where that is not known.
    """
    node = value.at.node
    if value.is_missing:
        return []
    if name == REST or depth <= 0:
        return None
    look = _LOOKS.get(node.type)
    if look is None:
        return None
    key = "property", node.id, id(value.frame), name
    return values.answers.ask(key, depth, lambda: look(values, value, name, depth))


def _in_class(values: Values, value: Value, name: str, depth: int) -> Sequence[Value] | None:
    places = static_fields(value.at, name)
    found = values.few(values.of(place, None, depth - 1) for place in places)
    if found or value.at.node.type == "enum_declaration":
        return found
    methods = members_of(values.program, value.at, name, static=True)
    return [Value(each.at, None) for each in methods if each.is_method and not each.is_getter]


def _in_file(values: Values, value: Value, name: str, depth: int) -> Sequence[Value] | None:
    """What a file exports."""
    found = None if is_any(name) or name == KEYS else values.program.exported(value.at.names, name)
    return values.declared(*found, depth - 1) if found is not None else None


def _in_pair(values: Values, value: Value, name: str, depth: int) -> Sequence[Value] | None:
    """The name and the value of a property, as `Object.entries` gives them."""
    key, inner = (value.at.node.child_by_field_name(part) for part in ("key", "value"))
    if name == "0" and key is not None and key.type != "computed_property_name":
        return [Value(At(value.at.names, key), value.frame)]
    if name == "1" and inner is not None:
        return values.of(At(value.at.names, inner), value.frame, depth - 1)
    return None


def _in_arguments(values: Values, value: Value, name: str, depth: int) -> Sequence[Value] | None:
    """The arguments of `map.set(key, value)`, as a pair."""
    items = value.at.names.syntax.children(value.at.node)
    if name not in {"0", "1"} or any(item.type == "spread_element" for item in items):
        return None
    place = items[int(name) : int(name) + 1]
    return values.of(At(value.at.names, place[0]), value.frame, depth - 1) if place else []


def _in_object(values: Values, value: Value, name: str, depth: int) -> Sequence[Value] | None:
    names = value.at.names
    parts = names.once(("parts", value.at.node.id), lambda: _parts(names, value.at.node))
    if is_any(name) or name == KEYS:
        return _all_of_object(values, value, parts, name, depth)
    if ANY in parts.last:
        # A computed name may be this one.
        return None
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


def _all_of_object(
    values: Values, value: Value, parts: _Parts, name: str, depth: int
) -> Sequence[Value] | None:
    """The values of all properties of an object, or their names."""
    if parts.spreads or (name == KEYS and ANY in parts.last):
        return None
    names, frame = value.at.names, value.frame
    found: list[Sequence[Value]] = []
    for number in parts.last.values():
        child = parts.children[number]
        part = child if child.type != "pair" else child.child_by_field_name("value")
        if name == KEYS:
            key = child.child_by_field_name("key") or child.child_by_field_name("name")
            found.append([Value(At(names, key or child), frame)])
        elif child.type == "method_definition":
            found.append([Value(At(names, child), frame)])
        elif part is not None:
            found.append(values.of(At(names, part), frame, depth - 1))
    return values.few(values.choices.one_of(name, value.at.node.id, found))


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
    names, frame = array.at.names, array.frame
    items = names.syntax.children(array.at.node)
    added = added_to(array.at)
    if name == KEYS or added is None:
        return None
    if is_any(name):
        found: list[Sequence[Value] | None] = []
        for item in (*items, *added):
            if item.type == "spread_element":
                inner = names.syntax.children(item)[:1]
                whole = values.of(At(names, inner[0]), frame, depth - 1) if inner else []
                found += [property_of(values, each, name, depth - 1) for each in whole]
            else:
                found.append(values.of(At(names, item), frame, depth - 1))
        if None in found:
            return None
        parts = [each for each in found if each]
        return values.few(values.choices.one_of(name, array.at.node.id, parts))
    if not name.isdecimal() or len(name) > _DIGITS or added:
        return None
    index = int(name)
    for item in items:
        position = names.syntax.position(item)
        if item.type == "spread_element" or position >= index:
            is_it = item.type != "spread_element" and position == index
            return values.of(At(names, item), frame, depth - 1) if is_it else None
    return None


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


_LOOKS: Mapping[str, Callable[[Values, Value, str, int], Sequence[Value] | None]] = {
    "class_declaration": _in_class,
    "class": _in_class,
    "enum_declaration": _in_class,
    "array": _item,
    "object": _in_object,
    "arguments": _in_arguments,
    "pair": _in_pair,
    "program": _in_file,
    "new_expression": part_of_made,
    "call_expression": part_of_call,
}
"""How the parts of each kind of expression are looked up."""
