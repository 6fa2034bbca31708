"""What is changed about an object after it was made, looked for in all places that have it.

What has an object and is none of the uses that are known here may change it in any way.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from connlint.code.binding import MEMBERS
from connlint.code.callees import functions
from connlint.code.callers import called
from connlint.code.expressions import (
    argument,
    arguments,
    callee_name,
    callee_of,
    member_name,
    operator_of,
    parsed_around,
)
from connlint.code.names import parameter_at, pattern_key
from connlint.code.places import At, Frame
from connlint.code.syntax import text_of
from connlint.code.values import TRANSPARENT, Values
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["Change", "changes"]

_DEEP = 6
_FOR_A_USE = 2
_NAMES = frozenset({"identifier", "shorthand_property_identifier_pattern"})
_NAMING = frozenset(
    {
        "assignment_expression",
        "assignment_pattern",
        "object_assignment_pattern",
        "optional_parameter",
        "required_parameter",
        "variable_declarator",
    }
)
_HOLDING = frozenset({"object", "pair", "spread_element"})
_READING = frozenset(
    {
        "expression_statement",
        "if_statement",
        "while_statement",
        "do_statement",
        "switch_statement",
        "template_substitution",
        "spread_element",
        "throw_statement",
    }
)
_OPERATORS = frozenset({"+", "==", "===", "!=", "!==", "in", "instanceof", "<", ">", "<=", ">="})
_READERS = frozenset(
    {
        "Boolean",
        "FormData",
        "JSON.stringify",
        "Object.entries",
        "Object.fromEntries",
        "Object.keys",
        "Object.values",
        "Request",
        "String",
        "URL",
        "URLSearchParams",
        "encodeURI",
        "encodeURIComponent",
        "fetch",
    }
)
_COPYING = frozenset(
    {
        "Array.from",
        "Object.freeze",
        "Object.preventExtensions",
        "Object.seal",
        "Promise.resolve",
        "structuredClone",
    }
)
"""What they give is looked through, as if it was what they are given."""
_GIVING = frozenset({"Object.entries", "Object.fromEntries", "Object.values"})
"""Of the readers, those that give back what an object holds."""
_HELD = "held as "
"""Begins the kind of an object that holds the one that is looked for, by the name that follows."""
_CONSOLE = "console."
_SENDERS = frozenset(
    {"create", "delete", "extend", "get", "head", "patch", "post", "put", "request"}
)
_SETTERS = frozenset({"set", "append"})
_GETTERS = {
    "search": frozenset(
        {"delete", "entries", "forEach", "get", "getAll", "has", "keys", "sort", "toString"}
        | {"size", "values"}
    ),
    "url": frozenset({"toString", "toJSON"}),
    "object": frozenset({"hasOwnProperty", "toString"}),
    "array": frozenset({"filter", "forEach", "join"}),
}


class Change(NamedTuple):
    """A change: a name gets a value, or all that another object has is added.

    `name` is None for all of `value`; a `value` that is None is not known.
    """

    name: At | str | None
    value: At | None
    frame: Frame | None


def changes(
    values: Values, made: At, frame: Frame | None, kind: str, senders: Container[object]
) -> Iterator[Change | None]:
    """The changes of an object, of a `URL` (`url`) or of `URLSearchParams` (`search`).

    None stands for one of which nothing is known. `senders` are the keys of calls that only
    read what they get.
    """
    yield from _Uses(values, senders).of(made, frame, kind, _DEEP)


class _Uses:
    def __init__(self, values: Values, senders: Container[object]) -> None:
        self._values = values
        self._senders = senders
        self._seen: set[object] = set()

    def of(self, at: At, frame: Frame | None, kind: str, depth: int) -> Iterator[Change | None]:
        """What is done with the value of an expression where it stands."""
        syntax = at.names.syntax
        syntax.spend(_FOR_A_USE)
        parent = syntax.parent(at.node)
        if parent is None or depth <= 0:
            yield None
        elif parent.type in TRANSPARENT or _is_side(at.node, parent):
            yield from self.of(At(at.names, parent), frame, kind, depth)
        elif parent.type in _NAMING:
            yield from self._kept(at, parent, frame, kind, depth)
        elif parent.type in MEMBERS:
            yield from self._member(At(at.names, parent), at, frame, kind, depth)
        elif parent.type == "arguments":
            yield from self._given(at, parent, frame, kind, depth)
        elif parent.type in _HOLDING and (parent.type != "spread_element" or _is_held(kind)):
            yield from self._held(at, parent, frame, kind, depth)
        elif not _is_read(at.node, parent):
            yield None

    def _held(
        self, at: At, parent: Node, frame: Frame | None, kind: str, depth: int
    ) -> Iterator[Change | None]:
        """It is in another object, whose uses may be uses of it."""
        outer = at.to(parent if parent.type == "object" else at.names.syntax.parent(parent))
        key = text_of(at.node) if parent.type == "object" else pattern_key(parent)
        if outer is None or outer.node.type != "object":
            yield None
        elif parent.type == "spread_element":
            yield from self.of(outer, frame, kind, depth - 1)
        elif _is_held(kind) or key == "*":
            yield None
        else:
            yield from self.of(outer, frame, _HELD + key, depth - 1)

    def _kept(
        self, at: At, parent: Node, frame: Frame | None, kind: str, depth: int
    ) -> Iterator[Change | None]:
        """It is declared, assigned, or the default of a parameter."""
        fields = ("name", "left", "pattern")
        name = next((each for field in fields if (each := parent.child_by_field_name(field))), None)
        if name == at.node or (
            # What is assigned to the query of a URL becomes a text.
            kind == "search"
            and name is not None
            and name.type == "member_expression"
            and member_name(name) == "search"
        ):
            return
        if parent.type == "assignment_expression":
            around = at.names.syntax.parent(parent)
            if around is None or around.type != "expression_statement":
                yield None
        yield from self._named(at, name, frame, kind, depth)

    def _named(
        self, at: At, name: Node | None, frame: Frame | None, kind: str, depth: int
    ) -> Iterator[Change | None]:
        """It gets a name, and is used by that."""
        if name is not None and name.type == "object_pattern" and kind == "object":
            return
        names = at.names
        declaration = None
        if name is not None and name.type in _NAMES:
            declaration = names.declaration_at(name) or names.resolve(name)
        if declaration is None:
            yield None
            return
        key = declaration.node.id, id(frame), kind
        if key in self._seen:
            return
        self._seen.add(key)
        for use in self._values.program.references(names, declaration):
            yield from self.of(use, frame, kind, depth - 1)

    def _member(
        self, member: At, at: At, frame: Frame | None, kind: str, depth: int
    ) -> Iterator[Change | None]:
        if member.node.child_by_field_name("object") != at.node:
            # It is the name of something else's property.
            return
        name = member_name(member.node)
        call = called(member)
        if _is_held(kind):
            is_assigned = member.names.assigned(member.node) is not None
            if not is_assigned and name in {"", kind.removeprefix(_HELD)}:
                yield None
        elif call is not None:
            if kind == "search" and name in _SETTERS:
                yield Change(argument(call, 0), argument(call, 1), frame)
            elif name not in _GETTERS[kind]:
                yield None
        elif kind == "url" and not name:
            yield None
        elif kind == "url" and name == "searchParams":
            yield from self.of(member, frame, "search", depth - 1)
        else:
            yield from self._put(member, name, frame, kind)

    def _put(
        self, member: At, name: str, frame: Frame | None, kind: str
    ) -> Iterator[Change | None]:
        """Something may be put into a property."""
        if kind == "array":
            # It may be an element, and changed itself.
            yield from () if name == "length" else (None,)
            return
        parent = member.names.syntax.parent(member.node)
        is_left = parent is not None and parent.child_by_field_name("left") == member.node
        if parent is None or parent.type.endswith("pattern"):
            yield None
        elif parent.type == "update_expression":
            yield Change(name, None, frame) if name and kind == "object" else None
        elif is_left and parent.type.endswith(("assignment_expression", "for_in_statement")):
            right = member.to(parent.child_by_field_name("right"))
            is_known = parent.type == "assignment_expression"
            if kind == "url" and name == "search":
                yield Change(None, right, frame)
            elif kind == "object":
                yield Change(name, right if is_known else None, frame) if name else None
            elif kind == "search" or not name:
                yield None

    def _given(
        self, at: At, parent: Node, frame: Frame | None, kind: str, depth: int
    ) -> Iterator[Change | None]:
        """It is an argument of a call."""
        names = at.names
        call = At(names, names.syntax.parent(parent) or parent)
        callee = callee_of(call)
        if callee is None:
            yield None
            return
        index = names.syntax.position(at.node)
        name = callee_name(callee)
        is_held = _is_held(kind)
        if name == "Object.assign":
            outer = names.syntax.parent(call.node)
            is_target = index == 0
            if outer is None or outer.type != "expression_statement" or (is_held and not is_target):
                yield None
            for other in arguments(call)[1:] if is_target and not is_held else ():
                yield Change(None, At(names, other), frame)
            return
        copy = _copy(call, name)
        if copy is not None:
            yield from self.of(copy, frame, kind, depth - 1)
            return
        if self._only_reads(call, name):
            if is_held and name in _GIVING:
                yield None
            return
        found = functions(self._values, callee, frame)
        if not found.is_complete and (found.entered or name.rpartition(".")[2] not in _SENDERS):
            yield None
        for function in found.entered:
            yield from self._entered(function, call, index, frame, kind, depth)

    def _entered(
        self, function: At, call: At, index: int, frame: Frame | None, kind: str, depth: int
    ) -> Iterator[Change | None]:
        """A function of the program gets it."""
        syntax = function.names.syntax
        parameter = parameter_at(syntax, function.node, index)
        if parameter is None:
            # By way of `arguments` at the most.
            if syntax.occurrences("arguments", function.node):
                yield None
            return
        while parameter.type in {"required_parameter", "optional_parameter", "assignment_pattern"}:
            inner = parameter.child_by_field_name("pattern") or parameter.child_by_field_name(
                "left"
            )
            if inner is None:
                break
            parameter = inner
        entered = self._values.program.frame(function, call, frame)
        yield from self._named(function, parameter, entered, kind, depth - 1)

    def _only_reads(self, call: At, name: str) -> bool:
        """Whether what is called changes nothing that it is given."""
        if call.key in self._senders:
            return True
        first = name.partition(".")[0]
        is_own = bool(call.names.declared(first))
        return not is_own and (name in _READERS or name.startswith(_CONSOLE))


def _copy(call: At, name: str) -> At | None:
    """What has a copy of an argument of a call."""
    if name in _COPYING:
        return call
    return parsed_around(call) if name == "JSON.stringify" else None


def _is_held(kind: str) -> bool:
    return kind.startswith(_HELD)


def _is_side(node: Node, parent: Node) -> bool:
    """Whether an expression is what the one around it may be."""
    if parent.type == "ternary_expression":
        return parent.child_by_field_name("condition") != node
    if parent.type != "binary_expression":
        return False
    # What is on the left of && is only tested.
    is_right = parent.child_by_field_name("right") == node
    operator = operator_of(parent)
    return operator in {"||", "??"} or (operator == "&&" and is_right)


def _is_read(node: Node, parent: Node) -> bool:
    """Whether nothing around an expression gets hold of its value."""
    if parent.type in _READING:
        return True
    if parent.type == "binary_expression":
        return operator_of(parent) in {*_OPERATORS, "&&"}
    if parent.type == "unary_expression":
        return True
    if parent.type == "ternary_expression":
        return parent.child_by_field_name("condition") == node
    if parent.type == "for_in_statement":
        return parent.child_by_field_name("right") == node
    return parent.type == "augmented_assignment_expression" and operator_of(parent) == "+="
