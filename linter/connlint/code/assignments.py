"""Which of the assignments to a name may have happened where the name is used."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Sequence
from itertools import pairwise

from connlint.code.expressions import function_around
from connlint.code.limits import ALTERNATIVES
from connlint.code.names import FUNCTIONS, Declaration, Names
from connlint.code.places import At
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


class _Written(NamedTuple):
    """What is put into a name, in the order of the text; the first is what it begins with.

    `ends` are where the others end, `sure` says for each which one surely replaces all before it.
    Where everything happens in the order of the text, it does so in the function `home`.
    """

    found: Sequence[Assignment]
    ends: Sequence[int]
    sure: Sequence[int]
    is_in_order: bool
    home: Node | None


def reaching(use: At, declaration: Declaration) -> Sequence[Assignment]:
    """The assignments whose value a name may have at one of its uses, the first one first.

    Those that a later one surely replaces are left out, as far as the order of the text tells. Of
    more than ALTERNATIVES, only one more comes back.
    """
    names = use.names
    written = names.once(("written", declaration.node.id), lambda: _written(names, declaration))
    found = written.found
    if len(found) > 1 and written.is_in_order and use.node.id != declaration.node.id:
        home = function_around(use)
        if (home and home.node) == written.home:
            # What is written to a name by `+=` reads it first.
            count = bisect_right(written.ends, use.node.start_byte)
            found = found[written.sure[count] : count + 1]
    names.syntax.spend(1 + min(len(found), ALTERNATIVES) // 4)
    return found[: ALTERNATIVES + 1]


def _written(names: Names, declaration: Declaration) -> _Written:
    places = [At(names, node) for node in names.assignments(declaration)]
    found = [Assignment(None, {})]
    found += [Assignment(place, _branches(place, declaration.scope)) for place in places]
    ends = [place.node.end_byte for place in places]
    sure = [0]
    for number, each in enumerate(found[1:], 1):
        sure.append(sure[-1] if each.branches else number)
    around = function_around(At(names, declaration.node))
    home = declaration.home if declaration.kind == "parameter" else around and around.node
    # One within the other is not in order, nor is what a loop repeats.
    is_in_order = all(one <= other for one, other in pairwise(ends)) and all(
        (function and function.node) == home and not in_loop(place)
        for place, function in ((place, function_around(place)) for place in places)
    )
    return _Written(found, ends, sure, is_in_order, home)


def in_loop(at: At) -> bool:
    """Whether a node may be run again and again within its function."""
    return at.names.once(("in loop", at.node.id), lambda: _in_loop(at))


def _in_loop(at: At) -> bool:
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
