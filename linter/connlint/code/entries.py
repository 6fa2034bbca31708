"""Objects that code goes through name by name: `Object.entries(…)` and loops over it."""

from __future__ import annotations

from connlint.code.expressions import argument, callee_name, callee_of, member_name
from connlint.code.places import At

__all__ = ["entries_of", "is_value_of", "looped"]


def entries_of(at: At) -> At | None:
    """The object whose entries an expression has, all or some of them."""
    call: At | None = at
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
            call = callee.to(callee.node.child_by_field_name("object"))
        else:
            return None
    return None


def looped(name: At) -> At | None:
    """The object that a loop goes through, where a variable of it is the name of a property."""
    declaration = name.names.resolve(name.node) if name.node.type == "identifier" else None
    if declaration is None or declaration.path != ("0",):
        return None
    home = name.to(declaration.home)
    if home is None or name.names.assignments(declaration):
        return None
    if declaration.kind == "loop":
        right = home.to(home.node.child_by_field_name("right"))
        return entries_of(right) if right is not None else None
    # The function is given to forEach of a list.
    syntax = name.names.syntax
    around = home.to(syntax.parent(home.node))
    call = around.to(syntax.parent(around.node)) if around is not None else None
    callee = callee_of(call) if call is not None else None
    if callee is None or declaration.position or member_name(callee.node) != "forEach":
        return None
    target = callee.to(callee.node.child_by_field_name("object"))
    return entries_of(target) if target is not None else None


def is_value_of(value: At, name: At | str | None) -> bool:
    """Whether a value is that of the property whose name is another variable of the same loop."""
    given = argument(value, 0) if value.node.type == "call_expression" else None
    callee = callee_of(value) if given is not None else None
    if given is not None and callee is not None and callee.text == "String":
        value = given
    if value.node.type != "identifier" or not isinstance(name, At):
        return False
    one, other = (each.names.resolve(each.node) for each in (value, name))
    return (
        one is not None
        and other is not None
        and one.home == other.home
        and one.path == ("1",)
        and not value.names.assignments(one)
    )
