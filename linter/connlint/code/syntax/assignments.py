"""Reaching assignments: those whose value a name may have where it is used."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Sequence
from itertools import pairwise

from connlint.code.limits import ALTERNATIVES
from connlint.code.syntax import grammar
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import function_around
from connlint.code.syntax.symbol_table import FUNCTIONS, Declaration, SymbolTable
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["AUGMENTED", "Assignment", "Branches", "in_loop", "reaching_assignments"]

Branches = dict[Hashable, Hashable]
"""The ids of the branching nodes around a place, each with that of the branch around it."""

_CASES = frozenset({"switch_case", "switch_default"})
_LOOPS = frozenset({"for_statement", "for_in_statement", "while_statement", "do_statement"})
AUGMENTED = "augmented_assignment_expression"


class Assignment(NamedTuple):
    """An assignment to a name, and the branches that contain it; `at` is the whole assignment.

    For the initial value of a name, which is not assigned, `at` is None.
    """

    at: NodeRef | None
    branches: Branches


class _Definitions(NamedTuple):
    """The assignments to a name in the order of the text, after its initial value.

    `ends` are the byte offsets where they end. `sure` has, for each number of assignments, the
    index in `found` of the last one that surely replaces all before it. `is_in_order` tells that
    all of them happen in the order of the text, in the function `home` (None for a file).
    """

    found: Sequence[Assignment]
    ends: Sequence[int]
    sure: Sequence[int]
    is_in_order: bool
    home: Node | None


def reaching_assignments(use: NodeRef, declaration: Declaration) -> Sequence[Assignment]:
    """Return the assignments whose value a name may have at one of its uses, in textual order.

    Those that a later one surely replaces are left out, as far as the order of the text tells. At
    most ALTERNATIVES + 1 are returned.
    """
    names = use.names
    definitions = names.once(("written", declaration.node.id), lambda: _collect(names, declaration))
    assignments = definitions.found
    if len(assignments) > 1 and definitions.is_in_order and use.node.id != declaration.node.id:
        home = function_around(use)
        if (home and home.node) == definitions.home:
            # An assignment that contains the use, such as `name += 1`, comes after it.
            count = bisect_right(definitions.ends, use.node.start_byte)
            assignments = assignments[definitions.sure[count] : count + 1]
    names.syntax.spend(1 + min(len(assignments), ALTERNATIVES) // 4)
    return assignments[: ALTERNATIVES + 1]


def _collect(names: SymbolTable, declaration: Declaration) -> _Definitions:
    refs = [NodeRef(names, node) for node in names.assignments(declaration)]
    assignments = [Assignment(None, {})]
    assignments += [Assignment(ref, _branches(ref, declaration.scope)) for ref in refs]
    ends = [ref.node.end_byte for ref in refs]
    sure = [0]
    for number, assignment in enumerate(assignments[1:], 1):
        sure.append(sure[-1] if assignment.branches else number)
    around = function_around(NodeRef(names, declaration.node))
    home = declaration.home if declaration.kind == "parameter" else around and around.node
    # Nested assignments do not happen in textual order, nor do those that a loop repeats.
    is_in_order = all(one <= other for one, other in pairwise(ends)) and all(
        (function and function.node) == home and not in_loop(ref)
        for ref, function in ((ref, function_around(ref)) for ref in refs)
    )
    return _Definitions(assignments, ends, sure, is_in_order, home)


def in_loop(at: NodeRef) -> bool:
    """Tell whether a node is in a loop of its function, so that it may run several times."""
    return at.names.once(("in loop", at.node.id), lambda: _in_loop(at))


def _in_loop(at: NodeRef) -> bool:
    for around in at.names.syntax.ancestors(at.node):
        if around.type in FUNCTIONS:
            return False
        if around.type in _LOOPS:
            return True
    return False


def _branches(at: NodeRef, scope: Node) -> Branches:
    """Return the branches within a scope that contain an assignment."""
    branches: Branches = {}
    child = at.node
    for around in at.names.syntax.ancestors(at.node):
        if child is at.node and around.type != "expression_statement":
            branches[child.id] = child.id
        if around.id == scope.id:
            break
        if around.type in _CASES:
            switch = at.names.syntax.parent(around)
            branches[switch.id if switch is not None else around.id] = around.id
        elif around.type == "try_statement" or (
            around.type == "if_statement" and grammar.condition_of(around) != child
        ):
            branches[around.id] = child.id
        child = around
    return branches
