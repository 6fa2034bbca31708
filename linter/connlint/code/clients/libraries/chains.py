"""Chains of calls, as superagent and wretch have them: `lib.get(url).set(…).query(…)`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connlint.code.semantics.evaluate import TRANSPARENT, AbstractValue, Evaluator
from connlint.code.semantics.origins import Origin
from connlint.code.syntax import grammar
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import call_of, member_name
from connlint.code.taint.state import TaintState
from connlint.tuples import NamedTuple

__all__ = [
    "ANSWERS",
    "Link",
    "calls_after",
    "in_body",
    "index_in",
    "is_kept",
    "links_of",
    "uses_of_variable",
]

ANSWERS = frozenset({"catch", "end", "finally", "pipe", "then"})
"""The methods of a request that send it."""


class Link(NamedTuple):
    """A call of a chain: the name of the method, empty for the library itself, and the call."""

    name: str
    call: AbstractValue


def links_of(origin: Origin) -> tuple[Sequence[Link], str] | None:
    """Return the calls that lead to an origin, and the name of its last member.

    None if it has other members on the way.
    """
    links: list[Link] = []
    name = ""
    for step in origin.steps:
        if isinstance(step, AbstractValue):
            links.append(Link(name, step))
            name = ""
        elif name:
            return None
        else:
            name = step
    return links, name


def calls_after(call: NodeRef) -> Iterator[Link]:
    """Yield the calls of methods that follow a call in its chain, as far as the code shows it."""
    at = call
    while (parent := at.names.syntax.parent(at.node)) is not None:
        member = NodeRef(at.names, parent)
        after = call_of(member) if parent.type == "member_expression" else None
        if after is None:
            return
        yield Link(member_name(parent), AbstractValue(after, None))
        at = after


def is_kept(call: NodeRef) -> bool:
    """Tell whether other code gets the last result of a chain, and may continue it."""
    at = call
    for link in calls_after(call):
        if link.name in ANSWERS:
            return False
        at = link.call.at
    syntax = at.names.syntax
    parent = syntax.parent(at.node)
    is_awaited = False
    while parent is not None and parent.type in TRANSPARENT:
        is_awaited |= parent.type == "await_expression"
        parent = syntax.parent(parent)
    return not is_awaited and parent is not None and parent.type != "expression_statement"


def index_in(at: NodeRef, call: NodeRef) -> int | None:
    """Return the index of an argument of a call; None for a part of a spread one."""
    syntax = at.names.syntax
    is_argument = syntax.parent(at.node) == grammar.arguments_of(call.node)
    return syntax.position(at.node) if is_argument else None


def in_body(state: TaintState) -> TaintState:
    """Return the state of a token that is sent in the body of a request."""
    return state.to(state.at, ("body", *state.path))


def uses_of_variable(evaluator: Evaluator, at: NodeRef) -> list[NodeRef] | None:
    """Return all uses of the variable that a name is; None where other code may have its value."""
    declaration = at.names.resolve(at.node) if at.node.type == "identifier" else None
    if declaration is None:
        return None
    names = at.names
    if declaration.kind == "import":
        origin = evaluator.program.origin(names, declaration)
        if origin is None:
            return None
        names, declaration = origin
    if declaration.kind != "variable" or declaration.path or names.assignments(declaration):
        return None
    if evaluator.program.namespaces_exporting(names, declaration):
        return None
    value = grammar.value_of(declaration.home)
    while value is not None and value.type in TRANSPARENT:
        value = names.syntax.children(value)[0]
    if value is None or value.type not in {"call_expression", "new_expression"}:
        return None
    return list(evaluator.program.references(names, declaration))
