"""What is put into lists, sets and maps after they were made."""

from __future__ import annotations

from collections.abc import Sequence

from connlint.code.expressions import member_name
from connlint.code.places import At

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["added_to"]

_ADDING = frozenset({"add", "push", "unshift"})
_MOVING = frozenset({"copyWithin", "fill", "reverse", "sort", "splice"})


def added_to(made: At) -> Sequence[Node] | None:
    """Return what is put into a list, map or set after it was made; None where nobody can tell.

    For a map these are the arguments of `set`, as the lists that hold them.
    """
    return made.names.once(("added", made.node.id), lambda: _added_to(made))


def _added_to(made: At) -> Sequence[Node] | None:
    names, syntax = made.names, made.names.syntax
    home = syntax.parent(made.node)
    while home is not None and home.type in {"as_expression", "satisfies_expression"}:
        home = syntax.parent(home)
    declaration = names.declaration_at(home.child_by_field_name("name")) if home else None
    if declaration is None:
        return []
    found: list[Node] = []
    for use in names.references(declaration):
        member = syntax.parent(use)
        if member is None or member.child_by_field_name("object") != use:
            continue
        right = names.assigned(member)
        call = syntax.parent(member)
        if right is not None:
            found.append(right)
        elif call is None or call.child_by_field_name("function") != member:
            continue
        elif member_name(member) in _ADDING:
            found += syntax.children(call.child_by_field_name("arguments"))
        elif member_name(member) == "set":
            given = call.child_by_field_name("arguments")
            found += [given] if given is not None else []
        elif member_name(member) in _MOVING:
            return None
    return found
