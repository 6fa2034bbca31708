"""Mutual exclusion of a token that one branch gives, and a request of another branch.

A token and a request belong to one run of a function only where the token cannot be left over from
another run. So nothing is excluded in code that keeps values from one run to the next.
"""

from __future__ import annotations

from collections.abc import Sequence

from connlint.code.modules.program import Program
from connlint.code.semantics.retention import keeps_nothing
from connlint.code.syntax import grammar
from connlint.code.syntax.arguments import UnknownArgument, argument_for, indirect_method
from connlint.code.syntax.assignments import in_loop
from connlint.code.syntax.branches import BranchFact, facts_around, facts_from_condition
from connlint.code.syntax.literals import string_text
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import WRAPPERS, callee_of, function_around, is_inside
from connlint.code.syntax.symbol_table import FUNCTIONS
from connlint.code.syntax.treesitter import text_of
from connlint.tuples import NamedTuple

TYPE_CHECKING = False

__all__ = ["Assumed", "Fact", "decided", "facts_along", "facts_of_text", "holding", "is_excluded"]

_DEPTH = 5
"""The maximum nesting of names and choices that lead to the type of a connector call."""
_ASSIGNMENTS = 6
"""The most assignments to such a name."""


_Level = tuple[NodeRef, "CallContext | None"]
"""A node in a chain of calls, and its call context."""


class Fact(NamedTuple):
    """A condition that holds at a node in a call context."""

    told: BranchFact
    at: NodeRef
    context: CallContext | None


class Assumed(NamedTuple):
    """A condition that holds in one run of the function `home`; None for a whole file."""

    told: BranchFact
    home: NodeRef | None
    context: CallContext | None


def facts_along(at: NodeRef, context: CallContext | None) -> list[Fact]:
    """Return the facts at a node, and at each of the calls that lead to it."""
    return [Fact(told, *level) for level in _levels(at, context) for told in facts_around(level[0])]


def _levels(at: NodeRef, context: CallContext | None) -> list[_Level]:
    levels = [(at, context)]
    while context is not None and context.call is not None and not context.is_factory:
        levels.append((context.call, context.outer))
        context = context.outer
    return levels


def facts_of_text(at: NodeRef | None, text: str, context: CallContext | None) -> list[Fact] | None:
    """Return the facts that hold if an expression equals `text`; None where it surely does not."""
    return _of_text(at, text, context, _DEPTH)


def _of_text(
    at: NodeRef | None, text: str, context: CallContext | None, depth: int
) -> list[Fact] | None:
    if at is None or depth <= 0:
        return []
    node = at.node
    at.names.syntax.spend()
    if node.type == "string":
        return [] if string_text(node) == text else None
    if node.type in WRAPPERS:
        inner = at.names.syntax.children(node)
        return _of_text(at.to(inner[0]) if inner else None, text, context, depth - 1)
    if node.type == "ternary_expression":
        return _of_sides(at, text, context, depth)
    declaration = at.names.resolve(node) if node.type == "identifier" else None
    if declaration is None or declaration.path:
        return []
    if declaration.kind == "parameter" and not at.names.assignments(declaration):
        entered = (
            context.enclosing(NodeRef(at.names, declaration.home)) if context is not None else None
        )
        return _of_argument(entered, declaration.position, text, depth - 1)
    if declaration.kind != "variable":
        return []
    value = at.to(grammar.value_of(declaration.home))
    assignments = at.names.assignments(declaration)
    if not assignments:
        return _of_text(value, text, context, depth - 1)
    return _of_assigned(
        [NodeRef(at.names, write) for write in assignments], value, text, context, depth
    )


def _of_argument(
    entered: CallContext | None, position: int, text: str, depth: int
) -> list[Fact] | None:
    """Return the facts that hold if a parameter equals `text`; None where it surely does not."""
    source = argument_for(entered, position) if entered is not None else None
    if entered is None or source is None or isinstance(source, UnknownArgument) or source.path:
        return []
    return _of_text(source.at, text, entered.outer, depth)


def _of_sides(at: NodeRef, text: str, context: CallContext | None, depth: int) -> list[Fact] | None:
    """Return the facts if only one side can equal `text`, with the condition; None if none can."""
    branches = grammar.consequence_of(at.node), grammar.alternative_of(at.node)
    sides = [_of_text(at.to(branch), text, context, depth - 1) for branch in branches]
    if sides[0] is not None and sides[1] is not None:
        return []
    if sides[0] is None and sides[1] is None:
        return None
    condition = at.to(grammar.condition_of(at.node))
    told = facts_from_condition(condition, outcome=sides[1] is None)
    return [*(sides[0] or sides[1] or ()), *(Fact(fact, at, context) for fact in told)]


def _of_assigned(
    writes: Sequence[NodeRef],
    first: NodeRef | None,
    text: str,
    context: CallContext | None,
    depth: int,
) -> list[Fact] | None:
    """Return the facts of the only assignment that can make a name `text`; None if none can."""
    if len(writes) > _ASSIGNMENTS:
        return []
    home = function_around(writes[0])
    may_be = [] if first is None else [_of_text(first, text, context, depth - 1)]
    matching: list[Fact] = []
    for write in writes:
        function = function_around(write)
        is_here = (function and function.key) == (home and home.key)
        if not is_here or in_loop(write) or write.node.type != "assignment_expression":
            return []
        right = write.to(grammar.right_of(write.node))
        facts = _of_text(right, text, context, depth - 1)
        may_be.append(facts)
        if facts is not None:
            matching = [*facts, *(Fact(told, write, context) for told in facts_around(write))]
    count = sum(each is not None for each in may_be)
    return matching if count == 1 else ([] if count else None)


def holding(
    program: Program, facts: Sequence[Fact], at: NodeRef, context: CallContext | None
) -> tuple[Assumed, ...]:
    """Return the facts about a token that also hold where it is used."""
    levels = _levels(at, context)
    assumed = {}
    for fact in facts:
        home = _home(fact.told)
        if in_loop(NodeRef(fact.told.names, fact.told.declaration.node)):
            # A token that is kept outside of the loop may be from another iteration.
            continue
        if home is None:
            if not fact.told.path or keeps_nothing(program, None):
                assumed[fact.told] = Assumed(fact.told, None, None)
            continue
        level = _outermost(levels, home)
        if (
            level is not None
            and fact.context is level[1]
            and _is_one_run(home, fact.context)
            and keeps_nothing(program, home)
        ):
            assumed[fact.told] = Assumed(fact.told, home, fact.context)
    return tuple(assumed.values())


def _outermost(levels: Sequence[_Level], home: NodeRef) -> _Level | None:
    """Return the outermost level in a function from which the chain never leaves it, or None."""
    inside = [number for number, level in enumerate(levels) if is_inside(level[0], home)]
    for number in inside[:-1]:
        context = levels[number][1]
        if (
            context is None
            or context.is_callback
            or not _is_declared_in(levels[number + 1][0], home)
        ):
            return None
    return levels[inside[-1]] if inside else None


def _is_declared_in(call: NodeRef, home: NodeRef) -> bool:
    """Tell whether the called function is declared in `home`, so that it is of the same run."""
    callee = callee_of(call)
    if callee is None or callee.node.type != "identifier":
        return False
    declaration = callee.names.resolve(callee.node)
    if declaration is None or callee.names.assignments(declaration):
        return False
    value = grammar.value_of(declaration.home)
    is_function = declaration.kind == "function" or (
        declaration.kind == "variable"
        and not declaration.path
        and value is not None
        and value.type in FUNCTIONS
    )
    return is_function and is_inside(NodeRef(callee.names, declaration.scope), home)


def _home(told: BranchFact) -> NodeRef | None:
    """Return the function that declares the name of a condition; None for a name of the file."""
    node = told.declaration.scope
    at = NodeRef(told.names, node)
    return at if node.type in FUNCTIONS else function_around(at)


def _is_one_run(home: NodeRef, context: CallContext | None) -> bool:
    """Tell whether two nodes of a function with the same call context are in one run of it."""
    if function_around(home) is not None or in_loop(home) or _calls_itself(home):
        return False
    while context is not None:
        if context.call is None or context.is_factory or in_loop(context.call):
            return False
        if context.is_callback or indirect_method(context.call, context.function) == "bind":
            # Such a call may enter the function any number of times.
            return False
        context = context.outer
    return True


def _calls_itself(function: NodeRef) -> bool:
    """Tell whether the name of a function occurs within it."""
    names, node = function.names, function.node
    name = grammar.name_of(node)
    parent = names.syntax.parent(node)
    if name is None and parent is not None and parent.type == "variable_declarator":
        name = grammar.name_of(parent)
    if name is None:
        return False
    inside = names.syntax.occurrences(text_of(name), node)
    return any(use != name for use in inside)


def is_excluded(
    assumed: Sequence[Assumed],
    at: NodeRef,
    context: CallContext | None,
    call: NodeRef | None = None,
) -> bool:
    """Tell whether a node is never reached under the assumptions.

    `call` is another call that leads to it.
    """
    pairs = [(fact.told, fact.context) for fact in facts_along(at, context)]
    if call is not None:
        pairs += [(told, None) for told in facts_around(call)]
    at.names.syntax.spend(1 + len(assumed) * len(pairs) // 4)
    return any(_contradicts(each, told, where) for each in assumed for told, where in pairs)


def decided(
    assumed: Sequence[Assumed], condition: NodeRef, context: CallContext | None
) -> bool | None:
    """Return the outcome of a condition under the assumptions, None where both are possible."""
    for outcome in (True, False):
        told = facts_from_condition(condition, outcome=outcome)
        if any(_contradicts(each, one, context) for one in told for each in assumed):
            return not outcome
    return None


def _contradicts(assumed: Assumed, told: BranchFact, context: CallContext | None) -> bool:
    if not assumed.told.excludes(told):
        return False
    home = assumed.home
    entered = context.enclosing(home) if context is not None and home is not None else None
    own = (
        assumed.context.enclosing(home)
        if assumed.context is not None and home is not None
        else None
    )
    return entered is None or (own is not None and entered.call == own.call)
