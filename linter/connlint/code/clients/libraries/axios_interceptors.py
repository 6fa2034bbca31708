"""Tokens in interceptors of axios: `api.interceptors.request.use((config) => …)`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connlint.code.clients.libraries.axios_defaults import client_origin, holding
from connlint.code.clients.libraries.chains import index_in
from connlint.code.semantics.callees import functions
from connlint.code.semantics.evaluate import Evaluator
from connlint.code.semantics.origins import Origin, origins_in_contexts
from connlint.code.syntax import grammar
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import (
    WRAPPERS,
    argument,
    arguments,
    call_of,
    callee_name,
    callee_of,
    is_assigned,
    member_name,
    operator_of,
    returned,
    spreads,
)
from connlint.code.syntax.parameter_list import parameter_at
from connlint.code.syntax.patterns import MEMBERS
from connlint.code.syntax.symbol_table import FUNCTIONS
from connlint.code.taint.state import CALL, ClientHandle, TaintState

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["ADDING", "given_back", "put_in"]

ADDING = "interceptors.request.use"
"""The member that adds an interceptor of requests."""
_AXIOS = "axios"
_HEADERS = "headers"
_INTERCEPTORS = "interceptors"
_RESPONSE = "response"
_CALLBACKS = 2
"""The number of arguments of which none is an option that says when the interceptor runs."""
_OF_SET = 2
"""The number of arguments of `headers.set` that puts a header there in all cases."""
_IN_HEADERS = len((CALL, _HEADERS, "name"))
_WRAPPERS = WRAPPERS | {"non_null_expression"}
_WHOLE = frozenset({"!", "??", "||"})
"""The operators that look at headers as a whole, which every request has."""


def given_back(evaluator: Evaluator, state: TaintState, call: NodeRef) -> list[TaintState] | None:
    """Return all uses of the client whose interceptor gives back the token; None if not known.

    The call adds the interceptor, which the state is at.
    """
    return _uses(evaluator, state, call) if index_in(state.at, call) == 0 else None


def put_in(
    evaluator: Evaluator, state: TaintState, call: NodeRef, function: NodeRef
) -> list[TaintState] | None:
    """Return all uses of the client whose interceptor puts the token into its config.

    The path of the state is that of what the `function`, an argument of the call, gives back. None
    if the uses are not known.
    """
    added = _interceptor(evaluator, state, call)
    return _uses(evaluator, state, call) if added is not None and added == function else None


def _uses(evaluator: Evaluator, state: TaintState, call: NodeRef) -> list[TaintState] | None:
    """Return all uses of the client that a call gives an interceptor; None if not known."""
    client = _client(call)
    function = _interceptor(evaluator, state, call)
    is_in_header = (
        state.client is None
        and state.path[:2] == (CALL, _HEADERS)
        and len(state.path) == _IN_HEADERS
    )
    if client is None or function is None or not is_in_header or not _adds_headers(function):
        return None
    origin = client_origin(evaluator, state, client)
    if origin is None or not _is_only(evaluator, call, origin):
        return None
    # Clients that it makes have no interceptors, and a header of a request does not count.
    handle = ClientHandle(_AXIOS, is_alone=True)
    return holding(evaluator, state, client, origin, handle)


def _client(call: NodeRef) -> NodeRef | None:
    """Return the client in `client.interceptors.request.use(…)`; None where it is not written."""
    at = callee_of(call)
    for _ in ADDING.split("."):
        at = at.to(grammar.object_of(at.node)) if at is not None else None
    return at


def _interceptor(evaluator: Evaluator, state: TaintState, call: NodeRef) -> NodeRef | None:
    """Return the function that a call adds as an interceptor; None if it is not surely one."""
    first = argument(call, 0)
    if first is None or spreads(call) or len(arguments(call)) > _CALLBACKS:
        return None
    found = functions(evaluator, first, state.context)
    return found.entered[0] if found.is_complete and len(found.entered) == 1 else None


def _is_only(evaluator: Evaluator, call: NodeRef, origin: Origin) -> bool:
    """Tell whether no other code may add an interceptor of requests to a client, or remove it."""
    for names in evaluator.program.all_names():
        if any(names.syntax.literals(_INTERCEPTORS)):
            return False
        for node in names.syntax.occurrences(_INTERCEPTORS):
            at = NodeRef(names, node)
            client = _written_client(at)
            if client is None:
                return False
            callee = callee_of(call)
            around = names.syntax.parent(node)
            kind = names.syntax.parent(around) if around is not None else None
            is_own = kind is not None and callee is not None and _is_inside(kind, callee.node)
            is_other = kind is not None and member_name(kind) == _RESPONSE
            if is_other or (is_own and callee is not None and callee.names is names):
                continue
            others = origins_in_contexts(evaluator, client, None)
            if not others or any(_made(other) == _made(origin) for other in others):
                return False
    return True


def _is_inside(node: Node, around: Node) -> bool:
    return around.start_byte <= node.start_byte and node.end_byte <= around.end_byte


def _made(origin: Origin) -> Sequence[object]:
    """Return what tells a client from others that different code makes."""
    return [step if isinstance(step, str) else step.at.key for step in origin.steps]


def _written_client(use: NodeRef) -> NodeRef | None:
    """Return the client in `client.interceptors.kind`; None where it is not written like that."""
    syntax = use.names.syntax
    member = syntax.parent(use.node)
    around = syntax.parent(member) if member is not None else None
    if member is None or around is None or not {member.type, around.type} <= MEMBERS:
        return None
    is_accessed = grammar.object_of(around) == member and member_name(around) != ""
    return use.to(grammar.object_of(member)) if is_accessed else None


def _adds_headers(function: NodeRef) -> bool:
    """Tell whether a function gives its argument back, in which only headers have changed.

    Where it looks at anything of a request, the token may not go with all of them.
    """
    names = function.names
    parameter = parameter_at(names.syntax, function.node, 0)
    pattern = grammar.pattern_of(parameter) or parameter if parameter is not None else None
    declaration = names.declaration_at(pattern)
    if (
        declaration is None
        or function.node.type not in FUNCTIONS
        or pattern is None
        or pattern.type != "identifier"
        or names.syntax.has(function.node, "*")
        or names.syntax.occurrences("arguments", function.node)
    ):
        return False
    uses = [NodeRef(names, node) for node in names.references(declaration)]
    results = returned(function)
    given = [result for at in results for result in _configs(at)]
    return (
        bool(results)
        and all(any(each.node == use.node for use in uses) for each in given)
        and len(given) == len(results)
        and all(use in given or _is_of_headers(use) for use in uses)
    )


def _configs(at: NodeRef) -> Iterator[NodeRef]:
    """Yield the name of the config that an expression gives back, also as a copy of it."""
    syntax, node = at.names.syntax, at.node
    children = syntax.children(node)
    if node.type == "identifier":
        yield at
    elif node.type in _WRAPPERS:
        yield from _configs(NodeRef(at.names, children[0]))
    elif node.type == "call_expression":
        callee, given = callee_of(at), arguments(at)
        if callee is not None and callee.text == "Promise.resolve" and len(given) == 1:
            yield from _configs(NodeRef(at.names, given[0]))
    elif node.type == "object" and children and children[0].type == "spread_element":
        inner = syntax.children(children[0])
        if inner and all(
            grammar.key_of(child) is not None
            and at.names.syntax.text(grammar.key_of(child) or child) == _HEADERS
            for child in children[1:]
        ):
            yield from _configs(NodeRef(at.names, inner[0]))


def _is_of_headers(use: NodeRef) -> bool:
    """Tell whether a use of a config only adds to its headers, or copies them."""
    syntax = use.names.syntax
    whole = _unwrapped(use)
    headers = syntax.parent(whole.node)
    if headers is None or headers.type not in MEMBERS or grammar.object_of(headers) != whole.node:
        return False
    if member_name(headers) != _HEADERS:
        return False
    text, at = syntax.text(headers), _unwrapped(NodeRef(use.names, headers))
    if is_assigned(at):
        return True
    around = syntax.parent(at.node)
    if around is not None and around.type in MEMBERS and grammar.object_of(around) == at.node:
        member = NodeRef(use.names, around)
        call = call_of(member) if member_name(around) == "set" else None
        return is_assigned(member) or (call is not None and len(arguments(call)) == _OF_SET)
    while around is not None and (around.type in _WRAPPERS or operator_of(around) in _WHOLE):
        at, around = NodeRef(use.names, around), syntax.parent(around)
    if around is None:
        return False
    left = grammar.left_of(around) if around.type.endswith("assignment_expression") else None
    is_copied = left is not None and syntax.text(left) == text
    return is_copied or around.type in {"if_statement", "spread_element"} or _is_target(at)


def _unwrapped(at: NodeRef) -> NodeRef:
    """Return the outermost expression that only wraps another one."""
    syntax, node = at.names.syntax, at.node
    while (around := syntax.parent(node)) is not None and around.type in _WRAPPERS:
        node = around
    return NodeRef(at.names, node)


def _is_target(headers: NodeRef) -> bool:
    """Tell whether `Object.assign` adds something to headers."""
    syntax = headers.names.syntax
    given = syntax.parent(headers.node)
    call = syntax.parent(given) if given is not None else None
    if call is None or grammar.arguments_of(call) != given:
        return False
    at = NodeRef(headers.names, call)
    callee = callee_of(at)
    is_assign = callee is not None and callee_name(callee) == "Object.assign"
    return is_assign and index_in(headers, at) == 0
