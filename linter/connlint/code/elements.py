"""Backwards: what lists, maps and objects hold that the language's own functions make.

`Object.values(URLS)`, `new Map([["mail", url]]).get(kind)`, `list.filter(…)[0]` and the like. A
pair of `Object.entries` and of a Map is the node of the property, or the list that is written.
"""

from __future__ import annotations

from collections.abc import Sequence

from connlint.code.additions import added_to
from connlint.code.binding import ANY, KEYS, is_any
from connlint.code.classes import class_named, constructor_of, members
from connlint.code.expressions import argument, arguments, callee_of, member_name, returned
from connlint.code.names import FUNCTIONS
from connlint.code.places import At, Frame
from connlint.code.syntax import text_of
from connlint.code.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.code.values import Values

__all__ = ["call_of", "part_of_call", "part_of_made"]

_SAME = frozenset(
    {
        "Array.from",
        "Object.freeze",
        "Object.seal",
        "Object.preventExtensions",
        "Promise.resolve",
        "structuredClone",
    }
)
"""What they give has the same parts as their first argument."""
_COPYING = frozenset({name.rpartition(".")[2] for name in _SAME} | {"parse"})
"""The names of these functions without what has them."""
_ONE_OF = frozenset({"at", "find", "findLast", "pop", "shift"})
_SOME_OF = frozenset({"filter", "reverse", "slice", "sort", "toReversed", "toSorted", "values"})
_KEYS = frozenset({"property_identifier", "string"})
_GATHERED = frozenset({"Promise.all", "Promise.allSettled"})


def call_of(values: Values, at: At, frame: Frame | None, depth: int) -> Sequence[Value] | None:
    """Return what a call of one of the language's own functions gives; None for any other call."""
    callee = callee_of(at)
    if callee is None:
        return None
    if callee.node.type == "import":
        module = values.program.imported_by(at)
        return [Value(At(module, module.syntax.root), None)] if module is not None else None
    if callee.node.type != "member_expression":
        return _copied(values, at, callee.text, frame, depth)
    name = member_name(callee.node)
    target = callee.to(callee.node.child_by_field_name("object"))
    if target is None:
        return None
    if name in _ONE_OF:
        return _each(values, target, frame, ANY, depth)
    if name == "get":
        return _entry(values, target, argument(at, 0), frame, depth)
    if name not in _COPYING:
        return None
    return _copied(values, at, _name(callee), frame, depth)


def _copied(
    values: Values, at: At, name: str, frame: Frame | None, depth: int
) -> Sequence[Value] | None:
    """What is the same as the first argument, or a copy of it."""
    first = argument(at, 0)
    if first is None:
        return None
    if name in _SAME and len(arguments(at)) == 1:
        return values.of(first, frame, depth - 1)
    if name == "JSON.parse" and first.node.type == "call_expression":
        callee, inner = callee_of(first), argument(first, 0)
        if callee is not None and inner is not None and _name(callee) == "JSON.stringify":
            return values.of(inner, frame, depth - 1)
    return None


def _name(callee: At) -> str:
    """The name of one of the language's own functions: `Object.values`."""
    target = callee.node.child_by_field_name("object")
    if target is None or target.type != "identifier" or callee.names.resolve(target) is not None:
        return ""
    return f"{text_of(target)}.{member_name(callee.node)}"


def _each(
    values: Values, at: At, frame: Frame | None, name: str, depth: int
) -> Sequence[Value] | None:
    """A part of all that an expression can be; None where one of them is not known."""
    found = [values.part(value, name, depth - 1) for value in values.of(at, frame, depth - 1)]
    if not found or None in found:
        return None
    return values.few(each for each in found if each) or None


def _entry(
    values: Values, target: At, key: At | None, frame: Frame | None, depth: int
) -> Sequence[Value] | None:
    """What a Map has under a key: of those that are the same text, or any."""
    found: list[Sequence[Value]] = []
    wanted = _texts(values, key, frame, depth) if key is not None else None
    for made in values.of(target, frame, depth - 1):
        if made.at.node.type != "new_expression" or _maker(made.at) not in {"Map", "WeakMap"}:
            return None
        pairs = part_of_made(values, made, ANY, depth - 1)
        if pairs is None:
            return None
        for pair in pairs:
            keys, inner = (values.part(pair, part, depth - 1) for part in ("0", "1"))
            if keys is None or inner is None:
                return None
            names = _names_of(keys)
            is_other = wanted is not None and names is not None and not names & wanted
            found += [inner] if not is_other else []
    return values.few(found) or None


def _texts(values: Values, at: At, frame: Frame | None, depth: int) -> set[str] | None:
    """The texts that a key can be, None where it can be something else."""
    return _names_of(values.of(at, frame, depth - 1))


def _names_of(keys: Sequence[Value]) -> set[str] | None:
    """The names that keys are, None where one of them is no text that is written out."""
    if any(each.at.node.type not in _KEYS or each.is_missing for each in keys):
        return None
    return {each.at.text.strip("\"'`") for each in keys}


def _maker(made: At) -> str:
    """The name of what `new` makes, where the language itself has it."""
    maker = made.node.child_by_field_name("constructor")
    if maker is None or maker.type != "identifier" or made.names.resolve(maker) is not None:
        return ""
    return text_of(maker)


def part_of_made(values: Values, value: Value, name: str, depth: int) -> Sequence[Value] | None:
    """Return what an object that `new` makes has under a name; see property_of."""
    maker = value.at.node.child_by_field_name("constructor")
    if maker is None:
        return None
    kind = _maker(value.at)
    if kind in {"Map", "Set", "WeakMap", "WeakSet", "Array"}:
        if not is_any(name):
            return None
        first = argument(value.at, 0)
        found = []
        if first is not None:
            whole = _each(values, first, value.frame, name, depth)
            if whole is None:
                return None
            found.append(whole)
        added = added_to(value.at)
        if added is None:
            return None
        found += [
            values.of(At(value.at.names, node), value.frame, depth - 1)
            if node.type != "arguments"
            else [Value(At(value.at.names, node), value.frame)]
            for node in added
        ]
        return values.few(found)
    owner = class_named(values.program, At(value.at.names, maker))
    if owner is None or is_any(name) or name == KEYS:
        return None
    return _of_instance(values, value, owner, name, depth)


def _of_instance(
    values: Values, value: Value, owner: At, name: str, depth: int
) -> Sequence[Value] | None:
    """What an object of a class of the program has, made by the call that made it."""
    places, is_all = members(values.program, owner, name)
    maker, is_known = constructor_of(values.program, owner)
    if not places or not is_all or not is_known:
        return None
    frame = value.frame
    if maker is not None:
        frame = values.program.frame(maker, value.at, frame)
    return values.of_members(places, frame, depth)


def part_of_call(values: Values, value: Value, name: str, depth: int) -> Sequence[Value] | None:
    """Return what the result of one of the language's own functions has; see property_of."""
    at, frame = value.at, value.frame
    callee, first = callee_of(at), argument(at, 0)
    if callee is None or callee.node.type != "member_expression":
        return None
    known = _name(callee)
    method = member_name(callee.node)
    target = callee.to(callee.node.child_by_field_name("object"))
    is_list = is_any(name) or name.isdecimal()
    each = name if is_any(name) else ANY
    if known and first is not None:
        return _of_function(values, known, first, name, frame, depth)
    if target is None or not is_list:
        return None
    if method in _SOME_OF or (method == "entries" and not arguments(at)):
        return _each(values, target, frame, each, depth)
    if method == "concat":
        lists = [target, *(At(at.names, node) for node in arguments(at))]
        parts = [_each(values, listed, frame, ANY, depth) for listed in lists]
        return None if None in parts else values.few(part for part in parts if part)
    return _mapped(values, at, first, frame, depth) if method == "map" and first else None


def _of_function(
    values: Values, known: str, first: At, name: str, frame: Frame | None, depth: int
) -> Sequence[Value] | None:
    """A part of what `Object.values` and other functions of the language give."""
    if known == "Object.fromEntries":
        return _from_pairs(values, first, name, frame, depth)
    if known in _GATHERED:
        return _each(values, first, frame, name, depth)
    each = name if is_any(name) else ANY
    if not is_any(name) and not name.isdecimal():
        return None
    if known == "Object.entries":
        return _pairs(values, first, frame, each, depth)
    if known in {"Object.values", "Array.from"}:
        return _each(values, first, frame, each, depth)
    return _each(values, first, frame, KEYS, depth) if known == "Object.keys" else None


def _mapped(
    values: Values, at: At, first: At, frame: Frame | None, depth: int
) -> Sequence[Value] | None:
    """What the function gives that `map` calls for each element."""
    entered = values.of(first, frame, depth - 1)
    if any(each.at.node.type not in FUNCTIONS for each in entered):
        return None
    return values.few(
        values.of(result, values.program.frame(each.at, at, frame, is_handed=True), depth - 1)
        for each in entered
        for result in returned(each.at)
    )


def _pairs(
    values: Values, at: At, frame: Frame | None, name: str, depth: int
) -> Sequence[Value] | None:
    """The properties that an object is written with."""
    found: list[Value] = []
    for value in values.of(at, frame, depth - 1):
        syntax = value.at.names.syntax
        children = syntax.children(value.at.node)
        if value.at.node.type != "object" or any(child.type != "pair" for child in children):
            return None
        pairs = [Value(At(value.at.names, child), value.frame) for child in children]
        found += values.choices.one_of(name, value.at.node.id, pairs)
    return values.few([found])


def _from_pairs(
    values: Values, at: At, name: str, frame: Frame | None, depth: int
) -> Sequence[Value] | None:
    """A property of an object that is made of pairs."""
    pairs = _each(values, at, frame, ANY, depth)
    if pairs is None or name == KEYS:
        return None
    found: list[Sequence[Value]] = []
    for pair in pairs:
        keys, inner = (values.part(pair, part, depth - 1) for part in ("0", "1"))
        names = _names_of(keys) if keys is not None else None
        if names is None or inner is None:
            return None
        if is_any(name) or name in names:
            found.append(inner)
    return values.few(found)
