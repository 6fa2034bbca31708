"""Elements that are added to lists, sets and maps after their creation."""

from __future__ import annotations

from collections.abc import Sequence

from connlint.code.syntax import grammar
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import call_of, is_assigned, member_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["added_elements", "is_changed"]

_ADDING = frozenset({"add", "push", "unshift"})
_MOVING = frozenset({"copyWithin", "fill", "reverse", "sort", "splice"})

_CHANGING = frozenset(
    {"hash", "host", "hostname", "href", "pathname", "pop", "push", "splice", "unshift"}
)


def added_elements(made: NodeRef) -> Sequence[Node] | None:
    """Return the nodes that are added to a list, map or set after its creation; None if unknown.

    For a map these are the argument lists of the calls of `set`.
    """
    return made.names.once(("added", made.node.id), lambda: _added_to(made))


def _added_to(creation: NodeRef) -> Sequence[Node] | None:
    names, syntax = creation.names, creation.names.syntax
    home = syntax.parent(creation.node)
    while home is not None and home.type in {"as_expression", "satisfies_expression"}:
        home = syntax.parent(home)
    declaration = names.declaration_at(grammar.name_of(home)) if home else None
    if declaration is None:
        return []
    added: list[Node] = []
    for use in names.references(declaration):
        member = syntax.parent(use)
        if member is None or grammar.object_of(member) != use:
            continue
        right = names.assigned(member)
        call = syntax.parent(member)
        if right is not None:
            added.append(right)
        elif call is None or grammar.function_of(call) != member:
            continue
        elif member_name(member) in _ADDING:
            added += syntax.children(grammar.arguments_of(call))
        elif member_name(member) == "set":
            arguments = grammar.arguments_of(call)
            added += [arguments] if arguments is not None else []
        elif member_name(member) in _MOVING:
            return None
    return added


def is_changed(created: NodeRef) -> bool:
    """Tell whether the path of a URL, or what a list holds, is changed after its creation."""
    names = created.names
    home = names.syntax.parent(created.node)
    declaration = names.declaration_at(home and grammar.name_of(home))
    if declaration is None:
        return False
    return names.once(
        ("changed", declaration.node.id),
        lambda: any(
            (member := names.syntax.parent(use)) is not None
            and member.type == "member_expression"
            and member_name(member) in _CHANGING
            and (is_assigned(NodeRef(names, member)) or call_of(NodeRef(names, member)) is not None)
            for use in names.references(declaration)
        ),
    )
