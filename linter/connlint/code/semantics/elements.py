"""Evaluation of lists, maps and objects that built-in functions create.

Examples: `Object.values(URLS)`, `new Map([["mail", url]]).get(kind)`, `list.filter(…)[0]`. A pair
of `Object.entries` or of a Map is the node of the property, of the list or of the arguments.
"""

from __future__ import annotations

from collections.abc import Sequence

from connlint.code.semantics.abstract_value import AbstractValue
from connlint.code.semantics.classes import class_named, constructor_of, members
from connlint.code.syntax import grammar
from connlint.code.syntax.additions import added_elements
from connlint.code.syntax.literals import name_text
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import argument, arguments, callee_of, member_name, returned
from connlint.code.syntax.patterns import ANY, KEYS, is_any
from connlint.code.syntax.symbol_table import FUNCTIONS
from connlint.code.syntax.treesitter import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.code.semantics.interface import EvaluatorInterface

__all__ = ["call_of", "part_of_call", "part_of_new"]

_TRANSPARENT = frozenset(
    {
        "Array.from",
        "Object.freeze",
        "Object.seal",
        "Object.preventExtensions",
        "Promise.resolve",
        "structuredClone",
    }
)
"""Functions whose result has the same parts as their first argument."""
_COPYING = frozenset({name.rpartition(".")[2] for name in _TRANSPARENT} | {"parse"})
"""The names of these functions and of `JSON.parse`, without the receiver."""
_ELEMENT_GETTERS = frozenset({"at", "find", "findLast", "pop", "shift"})
_SUBLISTS = frozenset({"filter", "reverse", "slice", "sort", "toReversed", "toSorted", "values"})
_KEY_TYPES = frozenset({"property_identifier", "string"})
_PROMISE_LISTS = frozenset({"Promise.all", "Promise.allSettled"})


def call_of(
    evaluator: EvaluatorInterface, at: NodeRef, context: CallContext | None, depth: int
) -> Sequence[AbstractValue] | None:
    """Return the values of a call of a built-in function; None for any other call."""
    callee = callee_of(at)
    if callee is None:
        return None
    if callee.node.type == "import":
        module = evaluator.program.imported_by(at)
        return (
            [AbstractValue(NodeRef(module, module.syntax.root), None)]
            if module is not None
            else None
        )
    if callee.node.type != "member_expression":
        return _copied(evaluator, at, callee.text, context, depth)
    name = member_name(callee.node)
    target = callee.to(grammar.object_of(callee.node))
    if target is None:
        return None
    if name in _ELEMENT_GETTERS:
        return _part_of_all(evaluator, target, context, ANY, depth)
    if name == "get":
        return _map_entry(evaluator, target, argument(at, 0), context, depth)
    if name not in _COPYING:
        return None
    return _copied(evaluator, at, _builtin_name(callee), context, depth)


def _copied(
    evaluator: EvaluatorInterface, at: NodeRef, name: str, context: CallContext | None, depth: int
) -> Sequence[AbstractValue] | None:
    """Return the values of a call that gives its first argument or a copy; None for others."""
    first = argument(at, 0)
    if first is None:
        return None
    if name in _TRANSPARENT and len(arguments(at)) == 1:
        return evaluator.evaluate(first, context, depth - 1)
    if name == "JSON.parse" and first.node.type == "call_expression":
        callee, inner = callee_of(first), argument(first, 0)
        if callee is not None and inner is not None and _builtin_name(callee) == "JSON.stringify":
            return evaluator.evaluate(inner, context, depth - 1)
    return None


def _builtin_name(callee: NodeRef) -> str:
    """Return the full name of a built-in function: `Object.values`; empty for any other callee."""
    target = grammar.object_of(callee.node)
    if target is None or target.type != "identifier" or callee.names.resolve(target) is not None:
        return ""
    return f"{text_of(target)}.{member_name(callee.node)}"


def _part_of_all(
    evaluator: EvaluatorInterface, at: NodeRef, context: CallContext | None, name: str, depth: int
) -> Sequence[AbstractValue] | None:
    """Return a part of all values of an expression; None where one is unknown or there is none."""
    parts = [
        evaluator.part(value, name, depth - 1)
        for value in evaluator.evaluate(at, context, depth - 1)
    ]
    if not parts or None in parts:
        return None
    return evaluator.capped(part for part in parts if part) or None


def _map_entry(
    evaluator: EvaluatorInterface,
    target: NodeRef,
    key: NodeRef | None,
    context: CallContext | None,
    depth: int,
) -> Sequence[AbstractValue] | None:
    """Return what a Map has under keys that may equal a key; None where that is not known."""
    values: list[Sequence[AbstractValue]] = []
    wanted = _key_names(evaluator, key, context, depth) if key is not None else None
    for value in evaluator.evaluate(target, context, depth - 1):
        if value.at.node.type != "new_expression" or _class_of(value.at) not in {"Map", "WeakMap"}:
            return None
        pairs = part_of_new(evaluator, value, ANY, depth - 1)
        if pairs is None:
            return None
        for pair in pairs:
            keys, inner = (evaluator.part(pair, part, depth - 1) for part in ("0", "1"))
            if keys is None or inner is None:
                return None
            names = _names_of(keys)
            is_other = wanted is not None and names is not None and not names & wanted
            values += [inner] if not is_other else []
    return evaluator.capped(values) or None


def _key_names(
    evaluator: EvaluatorInterface, at: NodeRef, context: CallContext | None, depth: int
) -> set[str] | None:
    """Return the strings that a key can be, None where it can be something else."""
    return _names_of(evaluator.evaluate(at, context, depth - 1))


def _names_of(keys: Sequence[AbstractValue]) -> set[str] | None:
    """Return the names that keys are, None where one of them is no string literal or name."""
    if any(key.at.node.type not in _KEY_TYPES or key.is_missing for key in keys):
        return None
    return {name_text(key.at.node) for key in keys}


def _class_of(created: NodeRef) -> str:
    """Return the name of the built-in class that `new` creates; empty for any other."""
    maker = grammar.constructor_of(created.node)
    if maker is None or maker.type != "identifier" or created.names.resolve(maker) is not None:
        return ""
    return text_of(maker)


def part_of_new(
    evaluator: EvaluatorInterface, value: AbstractValue, name: str, depth: int
) -> Sequence[AbstractValue] | None:
    """Return what an object created by `new` has under a name; see property_of."""
    maker = grammar.constructor_of(value.at.node)
    if maker is None:
        return None
    kind = _class_of(value.at)
    if kind in {"Map", "Set", "WeakMap", "WeakSet", "Array"}:
        if not is_any(name):
            return None
        first = argument(value.at, 0)
        values = []
        if first is not None:
            whole = _part_of_all(evaluator, first, value.context, name, depth)
            if whole is None:
                return None
            values.append(whole)
        added = added_elements(value.at)
        if added is None:
            return None
        values += [
            evaluator.evaluate(NodeRef(value.at.names, node), value.context, depth - 1)
            if node.type != "arguments"
            else [AbstractValue(NodeRef(value.at.names, node), value.context)]
            for node in added
        ]
        return evaluator.capped(values)
    owner = class_named(evaluator.program, NodeRef(value.at.names, maker))
    if owner is None or is_any(name) or name == KEYS:
        return None
    return _of_instance(evaluator, value, owner, name, depth)


def _of_instance(
    evaluator: EvaluatorInterface, value: AbstractValue, owner: NodeRef, name: str, depth: int
) -> Sequence[AbstractValue] | None:
    """Return the values of a member of an instance, in the context of its constructor call."""
    candidates, is_all = members(evaluator.program, owner, name)
    constructor, is_known = constructor_of(evaluator.program, owner)
    if not candidates or not is_all or not is_known:
        return None
    context = value.context
    if constructor is not None:
        context = evaluator.program.context(constructor, value.at, context)
    return evaluator.of_members(candidates, context, depth)


def part_of_call(
    evaluator: EvaluatorInterface, value: AbstractValue, name: str, depth: int
) -> Sequence[AbstractValue] | None:
    """Return a part of the result of a built-in function; see property_of."""
    at, context = value.at, value.context
    callee, first = callee_of(at), argument(at, 0)
    if callee is None or callee.node.type != "member_expression":
        return None
    call_of = _builtin_name(callee)
    method = member_name(callee.node)
    target = callee.to(grammar.object_of(callee.node))
    is_list = is_any(name) or name.isdecimal()
    element = name if is_any(name) else ANY
    if call_of and first is not None:
        return _of_function(evaluator, call_of, first, name, context, depth)
    if target is None or not is_list:
        return None
    if method in _SUBLISTS or (method == "entries" and not arguments(at)):
        return _part_of_all(evaluator, target, context, element, depth)
    if method == "concat":
        lists = [target, *(NodeRef(at.names, node) for node in arguments(at))]
        parts = [_part_of_all(evaluator, listed, context, ANY, depth) for listed in lists]
        return None if None in parts else evaluator.capped(part for part in parts if part)
    return _mapped(evaluator, at, first, context, depth) if method == "map" and first else None


def _of_function(
    evaluator: EvaluatorInterface,
    call_of: str,
    first: NodeRef,
    name: str,
    context: CallContext | None,
    depth: int,
) -> Sequence[AbstractValue] | None:
    """Return a part of the result of `Object.values` and similar functions; None if unknown."""
    if call_of == "Object.fromEntries":
        return _from_pairs(evaluator, first, name, context, depth)
    if call_of in _PROMISE_LISTS:
        return _part_of_all(evaluator, first, context, name, depth)
    element = name if is_any(name) else ANY
    if not is_any(name) and not name.isdecimal():
        return None
    if call_of == "Object.entries":
        return _object_entries(evaluator, first, context, element, depth)
    if call_of in {"Object.values", "Array.from"}:
        return _part_of_all(evaluator, first, context, element, depth)
    return (
        _part_of_all(evaluator, first, context, KEYS, depth) if call_of == "Object.keys" else None
    )


def _mapped(
    evaluator: EvaluatorInterface,
    at: NodeRef,
    first: NodeRef,
    context: CallContext | None,
    depth: int,
) -> Sequence[AbstractValue] | None:
    """Return the results of the function that `map` calls for each element; None if unknown."""
    functions = evaluator.evaluate(first, context, depth - 1)
    if any(function.at.node.type not in FUNCTIONS for function in functions):
        return None
    return evaluator.capped(
        evaluator.evaluate(
            result, evaluator.program.context(function.at, at, context, is_callback=True), depth - 1
        )
        for function in functions
        for result in returned(function.at)
    )


def _object_entries(
    evaluator: EvaluatorInterface, at: NodeRef, context: CallContext | None, name: str, depth: int
) -> Sequence[AbstractValue] | None:
    """Return the properties of object literals as pairs; None for anything but plain pairs."""
    entries: list[AbstractValue] = []
    for value in evaluator.evaluate(at, context, depth - 1):
        syntax = value.at.names.syntax
        children = syntax.children(value.at.node)
        if value.at.node.type != "object" or any(child.type != "pair" for child in children):
            return None
        pairs = [AbstractValue(NodeRef(value.at.names, child), value.context) for child in children]
        entries += evaluator.choices.one_of(name, value.at.node.id, pairs)
    return evaluator.capped([entries])


def _from_pairs(
    evaluator: EvaluatorInterface, at: NodeRef, name: str, context: CallContext | None, depth: int
) -> Sequence[AbstractValue] | None:
    """Return a property of an object that is made of pairs; None where that is not known."""
    pairs = _part_of_all(evaluator, at, context, ANY, depth)
    if pairs is None or name == KEYS:
        return None
    values: list[Sequence[AbstractValue]] = []
    for pair in pairs:
        keys, inner = (evaluator.part(pair, part, depth - 1) for part in ("0", "1"))
        names = _names_of(keys) if keys is not None else None
        if names is None or inner is None:
            return None
        if is_any(name) or name in names:
            values.append(inner)
    return evaluator.capped(values)
