"""Iteration over the properties of an object: `Object.entries(…)` and loops over it."""

from __future__ import annotations

from connlint.code.syntax import grammar
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import argument, callee_name, callee_of, member_name

__all__ = ["entries_of", "is_value_of", "looped"]


def entries_of(at: NodeRef) -> NodeRef | None:
    """Return the object whose entries an expression has, all or some; None if it has none."""
    call: NodeRef | None = at
    while call is not None and call.node.type == "call_expression":
        callee = callee_of(call)
        if callee is None:
            return None
        name = callee_name(callee)
        if name in {"Object.entries", "Object.fromEntries"}:
            first = argument(call, 0)
            if name == "Object.entries":
                return first
            call = first
        elif callee.node.type == "member_expression" and member_name(callee.node) == "filter":
            call = callee.to(grammar.object_of(callee.node))
        else:
            return None
    return None


def looped(name: NodeRef) -> NodeRef | None:
    """Return the object of a loop over entries, given its variable for names; None otherwise."""
    declaration = name.names.resolve(name.node) if name.node.type == "identifier" else None
    if declaration is None or declaration.path != ("0",):
        return None
    home = name.to(declaration.home)
    if home is None or name.names.assignments(declaration):
        return None
    if declaration.kind == "loop":
        right = home.to(grammar.right_of(home.node))
        return entries_of(right) if right is not None else None
    # Otherwise the variable is a parameter of a function that is passed to `forEach`.
    syntax = name.names.syntax
    around = home.to(syntax.parent(home.node))
    call = around.to(syntax.parent(around.node)) if around is not None else None
    callee = callee_of(call) if call is not None else None
    if callee is None or declaration.position or member_name(callee.node) != "forEach":
        return None
    target = callee.to(grammar.object_of(callee.node))
    return entries_of(target) if target is not None else None


def is_value_of(value: NodeRef, name: NodeRef | str | None) -> bool:
    """Tell whether a value is the second variable of the loop over entries that declares a name."""
    converted = argument(value, 0) if value.node.type == "call_expression" else None
    callee = callee_of(value) if converted is not None else None
    if converted is not None and callee is not None and callee.text == "String":
        value = converted
    if value.node.type != "identifier" or not isinstance(name, NodeRef):
        return False
    one, other = (ref.names.resolve(ref.node) for ref in (value, name))
    return (
        one is not None
        and other is not None
        and one.home == other.home
        and one.path == ("1",)
        and not value.names.assignments(one)
    )
