"""Evaluation of the properties of objects and the elements of arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from connlint.code.semantics.abstract_value import AbstractValue
from connlint.code.semantics.classes import members_of
from connlint.code.semantics.elements import part_of_call, part_of_new
from connlint.code.syntax import grammar
from connlint.code.syntax.additions import added_elements
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import method_name, static_fields
from connlint.code.syntax.patterns import ANY, KEYS, is_any
from connlint.code.syntax.symbol_table import REST, SymbolTable, pattern_key
from connlint.code.syntax.treesitter import text_of
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from connlint.code.semantics.interface import EvaluatorInterface

__all__ = ["property_of"]

_DIGITS = 9
"""The most digits of an index that is looked up; Python refuses to parse very many."""


class _Parts(NamedTuple):
    """The parts of an object literal: the last index of each name, and the indexes of spreads."""

    children: Sequence[Node]
    last: dict[str, int]
    spreads: Sequence[int]


def property_of(
    evaluator: EvaluatorInterface, value: AbstractValue, name: str, depth: int
) -> Sequence[AbstractValue] | None:
    """Return the values of a property of an object or an element of an array.

    `name` may be ANY for each of them, and KEYS for their names. Empty where there surely is
    none, None where that is not known.
    """
    node = value.at.node
    if value.is_missing:
        return []
    if name == REST or depth <= 0 or value.part:
        return None
    lookup = _LOOKUPS.get(node.type)
    if lookup is None:
        return None
    key = "property", node.id, id(value.context), name
    return evaluator.memo.ask(key, depth, lambda: lookup(evaluator, value, name, depth))


def _in_class(
    evaluator: EvaluatorInterface, value: AbstractValue, name: str, depth: int
) -> Sequence[AbstractValue] | None:
    fields = static_fields(value.at, name)
    values = evaluator.capped(evaluator.evaluate(field, None, depth - 1) for field in fields)
    if values or value.at.node.type == "enum_declaration":
        return values
    methods = members_of(evaluator.program, value.at, name, static=True)
    return [
        AbstractValue(item.at, None) for item in methods if item.is_method and not item.is_getter
    ]


def _in_file(
    evaluator: EvaluatorInterface, value: AbstractValue, name: str, depth: int
) -> Sequence[AbstractValue] | None:
    """Return the values that a file exports under a name."""
    exported = (
        None if is_any(name) or name == KEYS else evaluator.program.exported(value.at.names, name)
    )
    return evaluator.declared(*exported, depth - 1) if exported is not None else None


def _in_pair(
    evaluator: EvaluatorInterface, value: AbstractValue, name: str, depth: int
) -> Sequence[AbstractValue] | None:
    """Return the name (0) or the value (1) of a property, as `Object.entries` gives them."""
    key, inner = grammar.key_of(value.at.node), grammar.value_of(value.at.node)
    if name == "0" and key is not None and key.type != "computed_property_name":
        return [AbstractValue(NodeRef(value.at.names, key), value.context)]
    if name == "1" and inner is not None:
        return evaluator.evaluate(NodeRef(value.at.names, inner), value.context, depth - 1)
    return None


def _in_arguments(
    evaluator: EvaluatorInterface, value: AbstractValue, name: str, depth: int
) -> Sequence[AbstractValue] | None:
    """Return the key (0) or the value (1) of the arguments of `map.set(key, value)`."""
    items = value.at.names.syntax.children(value.at.node)
    if name not in {"0", "1"} or any(item.type == "spread_element" for item in items):
        return None
    part = items[int(name) : int(name) + 1]
    return (
        evaluator.evaluate(NodeRef(value.at.names, part[0]), value.context, depth - 1)
        if part
        else []
    )


def _in_object(
    evaluator: EvaluatorInterface, value: AbstractValue, name: str, depth: int
) -> Sequence[AbstractValue] | None:
    names = value.at.names
    parts = names.once(("parts", value.at.node.id), lambda: _parts(names, value.at.node))
    if is_any(name) or name == KEYS:
        return _all_properties(evaluator, value, parts, name, depth)
    if ANY in parts.last:
        # A computed name may be equal to this one.
        return None
    last = parts.last.get(name, -1)
    later: list[AbstractValue] | None = []
    # Later properties and spreads override earlier ones.
    for number in reversed(parts.spreads):
        if number < last:
            break
        spread = NodeRef(names, names.syntax.children(parts.children[number])[0])
        inside = _spread(evaluator, spread, name, value.context, depth)
        if inside and all(each is not None for each in inside):
            return evaluator.capped([[each for each in inside if each], later or []])
        later = None if inside is None or later is None else [*later, *filter(None, inside)]
    if last < 0:
        return later
    child = parts.children[last]
    if child.type == "method_definition":
        return [AbstractValue(NodeRef(names, child), value.context)]
    inner = child if child.type != "pair" else grammar.value_of(child)
    own = evaluator.evaluate(NodeRef(names, inner), value.context, depth - 1) if inner else []
    return evaluator.capped([own, later or []])


def _all_properties(
    evaluator: EvaluatorInterface, value: AbstractValue, parts: _Parts, name: str, depth: int
) -> Sequence[AbstractValue] | None:
    """Return the values of all properties of an object, or their names; None if unknown."""
    if parts.spreads or (name == KEYS and ANY in parts.last):
        return None
    names, context = value.at.names, value.context
    values: list[Sequence[AbstractValue]] = []
    for number in parts.last.values():
        child = parts.children[number]
        part = child if child.type != "pair" else grammar.value_of(child)
        if name == KEYS:
            key = grammar.key_of(child) or grammar.name_of(child)
            values.append([AbstractValue(NodeRef(names, key or child), context)])
        elif child.type == "method_definition":
            values.append([AbstractValue(NodeRef(names, child), context)])
        elif part is not None:
            values.append(evaluator.evaluate(NodeRef(names, part), context, depth - 1))
    return evaluator.capped(evaluator.choices.one_of(name, value.at.node.id, values))


def _parts(names: SymbolTable, node: Node) -> _Parts:
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


def _in_array(
    evaluator: EvaluatorInterface, array: AbstractValue, name: str, depth: int
) -> Sequence[AbstractValue] | None:
    names, context = array.at.names, array.context
    items = names.syntax.children(array.at.node)
    added = added_elements(array.at)
    if name == KEYS or added is None:
        return None
    if is_any(name):
        elements: list[Sequence[AbstractValue] | None] = []
        for item in (*items, *added):
            if item.type == "spread_element":
                inner = names.syntax.children(item)[:1]
                whole = (
                    evaluator.evaluate(NodeRef(names, inner[0]), context, depth - 1)
                    if inner
                    else []
                )
                elements += [property_of(evaluator, each, name, depth - 1) for each in whole]
            else:
                elements.append(evaluator.evaluate(NodeRef(names, item), context, depth - 1))
        if None in elements:
            return None
        parts = [each for each in elements if each]
        return evaluator.capped(evaluator.choices.one_of(name, array.at.node.id, parts))
    if not name.isdecimal() or len(name) > _DIGITS or added:
        return None
    index = int(name)
    for item in items:
        position = names.syntax.position(item)
        if item.type == "spread_element" or position >= index:
            is_at = item.type != "spread_element" and position == index
            return evaluator.evaluate(NodeRef(names, item), context, depth - 1) if is_at else None
    return None


def _spread(
    evaluator: EvaluatorInterface, at: NodeRef, name: str, context: CallContext | None, depth: int
) -> list[AbstractValue | None] | None:
    """Return the values of a property of a spread; None in the list for an absent property."""
    values: list[AbstractValue | None] = []
    for value in evaluator.evaluate(at, context, depth - 1):
        inside = [] if value.is_nothing else property_of(evaluator, value, name, depth - 1)
        if inside is None:
            return None
        values += inside or [None]
    return values


_LOOKUPS: Mapping[
    str, Callable[[EvaluatorInterface, AbstractValue, str, int], Sequence[AbstractValue] | None]
] = {
    "class_declaration": _in_class,
    "class": _in_class,
    "enum_declaration": _in_class,
    "array": _in_array,
    "object": _in_object,
    "arguments": _in_arguments,
    "pair": _in_pair,
    "program": _in_file,
    "new_expression": part_of_new,
    "call_expression": part_of_call,
}
"""The functions that look up the parts of each kind of expression."""
