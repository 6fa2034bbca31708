"""Mutations of an object after its creation, searched for in all places that have it.

A place that has an object and is not one of the known uses may change it in any way.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from connlint.code.requests.read_only_uses import (
    RETURNING,
    copy_by,
    is_of_library,
    is_read,
    is_reader,
)
from connlint.code.semantics.callees import functions
from connlint.code.semantics.evaluate import TRANSPARENT, Evaluator
from connlint.code.semantics.origins import origins_in_contexts
from connlint.code.syntax import grammar
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import (
    argument,
    arguments,
    call_of,
    callee_name,
    callee_of,
    member_name,
    operator_of,
)
from connlint.code.syntax.parameter_list import parameter_at
from connlint.code.syntax.patterns import MEMBERS
from connlint.code.syntax.symbol_table import pattern_key
from connlint.code.syntax.treesitter import text_of
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["Change", "changes"]

_DEPTH = 6
_STEPS_PER_USE = 2
_NAMES = frozenset({"identifier", "shorthand_property_identifier_pattern"})
_BINDING = frozenset(
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
_HELD = "held as "
"""The prefix of the kind of an object that holds the mutated one under the name that follows."""
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
    """A mutation: a name gets a value, or all that another object has is added.

    `name` is None where all of `value` is added; a `value` that is None is not known.
    """

    name: NodeRef | str | None
    value: NodeRef | None
    context: CallContext | None


def changes(
    evaluator: Evaluator,
    made: NodeRef,
    context: CallContext | None,
    kind: str,
    senders: Container[object],
) -> Iterator[Change | None]:
    """Yield the changes of an `object`, an `array`, a URL (`url`) or URLSearchParams (`search`).

    None is a change of which nothing is known. `senders` are the keys of calls that only read
    their arguments.
    """
    yield from _Uses(evaluator, senders).of(made, context, kind, _DEPTH)


class _Uses:
    def __init__(self, evaluator: Evaluator, senders: Container[object]) -> None:
        self._evaluator = evaluator
        self._senders = senders
        self._seen: set[object] = set()

    def of(
        self, at: NodeRef, context: CallContext | None, kind: str, depth: int
    ) -> Iterator[Change | None]:
        """Yield the changes by what the code around an expression does with its value."""
        syntax = at.names.syntax
        syntax.spend(_STEPS_PER_USE)
        parent = syntax.parent(at.node)
        if parent is None or depth <= 0:
            yield None
        elif parent.type in TRANSPARENT or _is_side(at.node, parent):
            yield from self.of(NodeRef(at.names, parent), context, kind, depth)
        elif parent.type in _BINDING:
            yield from self._bound(at, parent, context, kind, depth)
        elif parent.type in MEMBERS:
            yield from self._member(NodeRef(at.names, parent), at, context, kind, depth)
        elif parent.type == "arguments":
            yield from self._passed(at, parent, context, kind, depth)
        elif parent.type in _HOLDING and (parent.type != "spread_element" or _is_held(kind)):
            yield from self._held(at, parent, context, kind, depth)
        elif not is_read(at.node, parent):
            yield None

    def _held(
        self, at: NodeRef, parent: Node, context: CallContext | None, kind: str, depth: int
    ) -> Iterator[Change | None]:
        """Yield the changes of a value within another object, by the uses of that object."""
        outer = at.to(parent if parent.type == "object" else at.names.syntax.parent(parent))
        key = text_of(at.node) if parent.type == "object" else pattern_key(parent)
        if outer is None or outer.node.type != "object":
            yield None
        elif parent.type == "spread_element":
            yield from self.of(outer, context, kind, depth - 1)
        elif _is_held(kind) or key == "*":
            yield None
        else:
            yield from self.of(outer, context, _HELD + key, depth - 1)

    def _bound(
        self, at: NodeRef, parent: Node, context: CallContext | None, kind: str, depth: int
    ) -> Iterator[Change | None]:
        """Yield the changes of a value that is declared, assigned, or a parameter's default."""
        name = grammar.name_of(parent) or grammar.left_of(parent) or grammar.pattern_of(parent)
        if name == at.node or (
            # The value that is assigned to the query of a URL becomes a string.
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
        yield from self._named(at, name, context, kind, depth)

    def _named(
        self, at: NodeRef, name: Node | None, context: CallContext | None, kind: str, depth: int
    ) -> Iterator[Change | None]:
        """Yield the changes of a value by the references to a name that gets it."""
        if name is not None and name.type == "object_pattern" and kind == "object":
            return
        names = at.names
        declaration = None
        if name is not None and name.type in _NAMES:
            declaration = names.declaration_at(name) or names.resolve(name)
        if declaration is None:
            yield None
            return
        key = declaration.node.id, id(context), kind
        if key in self._seen:
            return
        self._seen.add(key)
        for use in self._evaluator.program.references(names, declaration):
            yield from self.of(use, context, kind, depth - 1)

    def _member(
        self, member: NodeRef, at: NodeRef, context: CallContext | None, kind: str, depth: int
    ) -> Iterator[Change | None]:
        if grammar.object_of(member.node) != at.node:
            # The value is the index of an access to something else.
            return
        name = member_name(member.node)
        call = call_of(member)
        if _is_held(kind):
            is_assigned = member.names.assigned(member.node) is not None
            if not is_assigned and name in {"", kind.removeprefix(_HELD)}:
                yield None
        elif call is not None:
            if kind == "search" and name in _SETTERS:
                yield Change(argument(call, 0), argument(call, 1), context)
            elif name not in _GETTERS[kind]:
                yield None
        elif kind == "url" and not name:
            yield None
        elif kind == "url" and name == "searchParams":
            yield from self.of(member, context, "search", depth - 1)
        else:
            yield from self._written(member, name, context, kind)

    def _written(
        self, member: NodeRef, name: str, context: CallContext | None, kind: str
    ) -> Iterator[Change | None]:
        """Yield the changes by what may be assigned to a member."""
        if kind == "array":
            # The member may be an element, which may be changed itself.
            yield from () if name == "length" else (None,)
            return
        parent = member.names.syntax.parent(member.node)
        is_left = parent is not None and grammar.left_of(parent) == member.node
        if parent is None or parent.type.endswith("pattern"):
            yield None
        elif parent.type == "update_expression":
            yield Change(name, None, context) if name and kind == "object" else None
        elif is_left and parent.type.endswith(("assignment_expression", "for_in_statement")):
            right = member.to(grammar.right_of(parent))
            is_known = parent.type == "assignment_expression"
            if kind == "url" and name == "search":
                yield Change(None, right, context)
            elif kind == "object":
                yield Change(name, right if is_known else None, context) if name else None
            elif kind == "search" or not name:
                yield None

    def _passed(
        self, at: NodeRef, parent: Node, context: CallContext | None, kind: str, depth: int
    ) -> Iterator[Change | None]:
        """Yield the changes of a value that is an argument of a call."""
        names = at.names
        call = NodeRef(names, names.syntax.parent(parent) or parent)
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
                yield Change(None, NodeRef(names, other), context)
            return
        copy = copy_by(call, name)
        if copy is not None:
            yield from self.of(copy, context, kind, depth - 1)
            return
        if call.key in self._senders or is_reader(call, name):
            if is_held and name in RETURNING:
                yield None
            return
        callees = functions(self._evaluator, callee, context)
        is_known = callees.is_complete or (
            not callees.entered
            and (
                name.rpartition(".")[2] in _SENDERS
                or is_of_library(origins_in_contexts(self._evaluator, callee, context))
            )
        )
        if not is_known:
            yield None
        for function in callees.entered:
            yield from self._entered(function, call, index, context, kind, depth)

    def _entered(
        self,
        function: NodeRef,
        call: NodeRef,
        index: int,
        context: CallContext | None,
        kind: str,
        depth: int,
    ) -> Iterator[Change | None]:
        """Yield the changes of a value by a function of the program that gets it."""
        syntax = function.names.syntax
        parameter = parameter_at(syntax, function.node, index)
        if parameter is None:
            # The function can only get the value from `arguments`.
            if syntax.occurrences("arguments", function.node):
                yield None
            return
        while parameter.type in {"required_parameter", "optional_parameter", "assignment_pattern"}:
            inner = grammar.pattern_of(parameter) or grammar.left_of(parameter)
            if inner is None:
                break
            parameter = inner
        entered = self._evaluator.program.context(function, call, context)
        yield from self._named(function, parameter, entered, kind, depth - 1)


def _is_held(kind: str) -> bool:
    return kind.startswith(_HELD)


def _is_side(node: Node, parent: Node) -> bool:
    """Tell whether an expression may be the value of the one around it."""
    if parent.type == "ternary_expression":
        return grammar.condition_of(parent) != node
    if parent.type != "binary_expression":
        return False
    # The left side of && is only tested.
    is_right = grammar.right_of(parent) == node
    operator = operator_of(parent)
    return operator in {"||", "??"} or (operator == "&&" and is_right)
