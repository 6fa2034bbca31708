"""Which of the assignments to a name may have happened where the name is used."""

from __future__ import annotations

from collections.abc import Hashable

from connlint.code.names import FUNCTIONS, Declaration
from connlint.code.program import At
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["AUGMENTED", "Assignment", "Branches", "in_loop", "reaching"]

Branches = dict[Hashable, Hashable]
"""The statements that choose, each with the branch of it in which something stands."""

_CASES = frozenset({"switch_case", "switch_default"})
_LOOPS = frozenset({"for_statement", "for_in_statement", "while_statement", "do_statement"})
AUGMENTED = "augmented_assignment_expression"


class Assignment(NamedTuple):
    """An assignment to a name, and the branches in which it stands; `at` is all of it.

    The value that a name has from the beginning has no assignment: `at` is None.
    """

    at: At | None
    branches: Branches


def reaching(use: At, declaration: Declaration) -> list[Assignment]:
    """The assignments whose value a name may have at one of its uses, the first one first.

    Those that a later one surely replaces are left out, as far as the order of the text tells.
    """
    names = use.names
    found = [Assignment(None, {})]
    for node in names.assignments(declaration):
        place = At(names, node)
        found.append(Assignment(place, _branches(place, declaration.scope)))
    if len(found) == 1 or not _is_in_order(use, declaration, found):
        return found
    before = [each for each in found if each.at is None or each.at.node.end_byte <= _start(use)]
    surely = [number for number, each in enumerate(before) if not each.branches]
    return before[surely[-1] :]


def _start(use: At) -> int:
    """Where a use begins; what is written to a name by `+=` reads it first."""
    return use.node.start_byte


def _is_in_order(use: At, declaration: Declaration, found: list[Assignment]) -> bool:
    """Whether everything happens in the order of the text: in one function, and in no loop."""
    if use.node.id == declaration.node.id:
        return False
    home = declaration.home if declaration.kind == "parameter" else _function(use, declaration.node)
    places = [use, *(each.at for each in found if each.at is not None)]
    return all(
        _function(place, place.node) == home and (place is use or not in_loop(place))
        for place in places
    )


def _function(at: At, node: Node) -> Node | None:
    return next((each for each in at.names.syntax.ancestors(node) if each.type in FUNCTIONS), None)


def in_loop(at: At) -> bool:
    """Whether a node may be run again and again within its function."""
    for around in at.names.syntax.ancestors(at.node):
        if around.type in FUNCTIONS:
            return False
        if around.type in _LOOPS:
            return True
    return False


def _branches(at: At, scope: Node) -> Branches:
    """The branches in which an assignment stands, within a scope."""
    found: Branches = {}
    child = at.node
    for around in at.names.syntax.ancestors(at.node):
        if child is at.node and around.type != "expression_statement":
            found[child.id] = child.id
        if around.id == scope.id:
            break
        if around.type in _CASES:
            switch = at.names.syntax.parent(around)
            found[switch.id if switch is not None else around.id] = around.id
        elif around.type == "try_statement" or (
            around.type == "if_statement" and around.child_by_field_name("condition") != child
        ):
            found[around.id] = child.id
        child = around
    return found
