"""Calls of Base44's connectors module, under any name that the code has for it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from connlint.code.connectors_module import CALLS, CLIENTS
from connlint.code.limits import RECEIVERS_DEEP
from connlint.code.model import ConnectorCall, Receiver
from connlint.code.requests.strings import strings
from connlint.code.semantics.call_graph import callers_of
from connlint.code.semantics.contexts import in_contexts
from connlint.code.semantics.evaluate import TRANSPARENT, ContextRequired, Evaluator
from connlint.code.syntax import grammar
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import argument, fields, member_name, shortened
from connlint.code.syntax.patterns import MEMBERS
from connlint.code.syntax.symbol_table import USES, Declaration, SymbolTable
from connlint.code.syntax.treesitter import text_of
from connlint.text.source import Span
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["LocatedCall", "UncalledMethod", "find_connector_calls"]

_ASSUMED_NAME = "connectors"
"""The name assumed for the receivers in a chain that is too long to be followed."""


class LocatedCall(NamedTuple):
    """A connector call in the syntax tree, and the call contexts that determine its argument.

    Each context comes with the string that the argument is in it, None where it is not known.
    """

    call: ConnectorCall
    at: NodeRef
    chains: tuple[tuple[str | None, CallContext | None], ...]


class UncalledMethod(NamedTuple):
    """A method of the connectors module that is used without a direct call.

    `reason` is a sentence that says where; it is not known for which connectors it is called.
    """

    reason: str


def find_connector_calls(
    evaluator: Evaluator, names: SymbolTable, *, in_front_end: bool
) -> Iterator[LocatedCall | UncalledMethod]:
    """Yield the methods that a file passes on, then its connector calls in order of position."""
    calls: list[tuple[int, str, Node, Node]] = []
    for method in CALLS:
        for node in _mentions(names, method):
            call = _call_of(names, node)
            if call is not None:
                calls.append((node.start_byte, method, node, call))
                continue
            taken, others = _uses_of_name(names, method, _name_for(names, node))
            calls += taken
            for other in (*others, *_uncalled(names, node)):
                chain = _chain(evaluator, other, RECEIVERS_DEEP)
                if "connectors" in chain[:-1] or _is_named_connectors(chain):
                    around = names.syntax.parent(other.node)
                    text = shortened(names.syntax.text(around)) if around is not None else method
                    yield UncalledMethod(
                        f"{method} is passed on in `{text}`, which is not followed"
                    )
    for _, method, node, call in sorted(calls, key=lambda entry: entry[0]):
        connection = _connection(evaluator, names, method, node, call, in_front_end=in_front_end)
        if connection is not None:
            yield connection


def _mentions(names: SymbolTable, method: str) -> Iterator[Node]:
    """Yield the nodes that name a method, also in `["method"]`."""
    yield from names.syntax.occurrences(method)
    for literal_name in names.syntax.literals(method):
        around = names.syntax.parent(literal_name)
        if around is not None and around.type == "subscript_expression":
            yield literal_name


def _name_for(names: SymbolTable, node: Node) -> Node | None:
    """Return the node of the name that a method is assigned to; None if it is not assigned."""
    around = names.syntax.parent(node)
    if node.type == "shorthand_property_identifier_pattern" or around is None:
        return node
    if around.type == "pair_pattern":
        return grammar.value_of(around)
    home = names.syntax.parent(around) if around.type in MEMBERS else None
    if home is None or home.type != "variable_declarator":
        return None
    return grammar.name_of(home)


def _uses_of_name(
    names: SymbolTable, method: str, node: Node | None
) -> tuple[list[tuple[int, str, Node, Node]], list[NodeRef]]:
    """Return the calls of a method through the name it is assigned to, and its other uses."""
    call_of: list[tuple[int, str, Node, Node]] = []
    others: list[NodeRef] = []
    declaration = names.declaration_at(node)
    for use in names.references(declaration) if declaration is not None else ():
        parent = names.syntax.parent(use)
        if parent is not None and grammar.function_of(parent) == use:
            call_of.append((use.start_byte, method, use, parent))
        else:
            others.append(NodeRef(names, use))
    return call_of, others


def _uncalled(names: SymbolTable, node: Node) -> Iterator[NodeRef]:
    """Yield the member expression of a method that is neither called nor assigned to a name."""
    member = names.syntax.parent(node)
    if member is None or member.type not in MEMBERS or _name_for(names, node) is not None:
        return
    if grammar.object_of(member) != node and names.assignment_to(member) is None:
        yield NodeRef(names, member)


def _call_of(names: SymbolTable, node: Node) -> Node | None:
    """Return the call of the method whose name a node is; None if it is not called there."""
    member = names.syntax.parent(node)
    if member is None or member.type not in MEMBERS:
        return None
    call = names.syntax.parent(member)
    if call is None or call.type != "call_expression":
        return None
    return call if grammar.function_of(call) == member else None


def _connection(
    evaluator: Evaluator,
    names: SymbolTable,
    method: str,
    node: Node,
    call: Node,
    *,
    in_front_end: bool,
) -> LocatedCall | None:
    callee = grammar.function_of(call)
    if callee is None:
        return None
    chain = _chain(evaluator, NodeRef(names, callee), RECEIVERS_DEEP)
    if "connectors" not in chain[:-1] and not _is_named_connectors(chain):
        return None
    at = NodeRef(names, call)
    first = argument(at, 0)
    chains = tuple(_argument_strings(evaluator, first))
    values = dict.fromkeys(text for text, _ in chains if text is not None)
    client, literal_span = _client(names, callee), _literal(evaluator, first)
    awaited, variable = _awaited(names, call)
    return LocatedCall(
        ConnectorCall(
            source=names.syntax.source,
            span=names.syntax.span(call),
            method=method,
            method_span=names.syntax.span(node),
            receiver=_receiver(chain),
            argument=names.syntax.span(first.node) if first else None,
            values=tuple(values),
            literal=literal_span,
            client=client,
            awaited=awaited,
            variable=variable,
            in_front_end=in_front_end,
        ),
        at,
        chains,
    )


def _chain(evaluator: Evaluator, at: NodeRef, depth: int) -> list[str]:
    """Return the names that lead to a value, from the first on: `base44`, `connectors`.

    The first one names a value that is not followed further, or the function that creates it.
    """
    if depth <= 0:
        evaluator.memo.run_short("")
        # Because of the method's name, it is taken for a connector call.
        return [""] if evaluator.memo.is_in_loop else [_ASSUMED_NAME, _ASSUMED_NAME]
    key = "receiver", at.node.id
    return evaluator.memo.ask(key, depth, lambda: _names_to(evaluator, at, depth))


def _names_to(evaluator: Evaluator, at: NodeRef, depth: int) -> list[str]:
    node, names = at.node, at.names
    inner = names.syntax.children(node)[:1] if node.type in TRANSPARENT else ()
    if inner:
        return _chain(evaluator, NodeRef(names, inner[0]), depth - 1)
    if node.type in MEMBERS:
        target = grammar.object_of(node)
        before = (
            _chain(evaluator, NodeRef(names, target), depth - 1) if target is not None else [""]
        )
        if target is not None and target.type == "this":
            field = _fields(evaluator, at, member_name(node), depth)
            return field or ["this", member_name(node)]
        return [*before, member_name(node)]
    if node.type in USES:
        declaration = names.resolve(node)
        chain = _declared_chain(evaluator, names, declaration, depth) if declaration else None
        return chain or [text_of(node)]
    if node.type == "call_expression":
        return _call_chain(evaluator, at, depth)
    if node.type == "binary_expression":
        left = grammar.left_of(node)
        return _chain(evaluator, NodeRef(names, left), depth - 1) if left is not None else [""]
    return [""]


def _call_chain(evaluator: Evaluator, at: NodeRef, depth: int) -> list[str]:
    callee = grammar.function_of(at.node)
    name = text_of(callee) if callee is not None else ""
    if name in CLIENTS:
        return [name]
    try:
        for value in evaluator.evaluate(at, None):
            if value.at.key != at.key:
                return _chain(evaluator, value.at, depth - 1)
    except ContextRequired:
        pass
    return [name.rpartition(".")[2]]


def _fields(evaluator: Evaluator, at: NodeRef, name: str, depth: int) -> list[str] | None:
    for place in fields(at, name)[:1]:
        return _chain(evaluator, place, depth - 1)
    return None


def _declared_chain(
    evaluator: Evaluator, names: SymbolTable, declaration: Declaration, depth: int
) -> list[str] | None:
    key = "receiver", declaration.node.id
    work = partial(_names_to_declared, evaluator, names, declaration, depth)
    return evaluator.memo.ask(key, depth, work)


def _names_to_declared(
    evaluator: Evaluator, names: SymbolTable, declaration: Declaration, depth: int
) -> list[str] | None:
    if declaration.kind == "import":
        origin = evaluator.program.origin(names, declaration)
        return _declared_chain(evaluator, *origin, depth - 1) if origin and depth > 0 else None
    if declaration.kind == "variable":
        value = grammar.value_of(declaration.home)
        if value is None:
            assigned = map(names.assigned, names.references(declaration))
            value = next((node for node in assigned if node is not None), None)
        if value is None:
            return None
        return [*_chain(evaluator, NodeRef(names, value), depth - 1), *declaration.path]
    if declaration.kind == "parameter":
        function = NodeRef(names, declaration.home)
        for context in callers_of(evaluator.program, evaluator.memo, function, None):
            passed = argument(context.call, declaration.position) if context.call else None
            if passed is not None:
                found_chain = _chain(evaluator, passed, depth - 1)
                if found_chain[0]:
                    return [*found_chain, *declaration.path]
        return [declaration.name if not declaration.path else "", *declaration.path]
    return None


def _is_named_connectors(chain: list[str]) -> bool:
    """Tell whether the name of the method's receiver contains `connectors`."""
    return len(chain) > 1 and "connectors" in chain[-2].lower()


def _receiver(chain: list[str]) -> Receiver:
    if "asServiceRole" in chain:
        return Receiver.SERVICE_ROLE
    at = chain.index("connectors") if "connectors" in chain else 0
    is_client = at == 1 and (chain[0] in CLIENTS or chain[0].lower() in {"base44", "client"})
    return Receiver.USER if is_client else Receiver.UNKNOWN


def _client(names: SymbolTable, callee: Node) -> Span | None:
    """Return the span of the client in `client.connectors.method`; None in other notations."""
    connectors = grammar.object_of(callee)
    if connectors is None or connectors.type != "member_expression":
        return None
    client = grammar.object_of(connectors)
    if client is None or member_name(connectors) != "connectors":
        return None
    return names.syntax.span(client)


def _awaited(names: SymbolTable, call: Node) -> tuple[Span | None, Span | None]:
    """Return the spans of the `await` around a call, and of the variable it initializes."""
    awaited = names.syntax.parent(call)
    if awaited is None or awaited.type != "await_expression":
        return None, None
    span = names.syntax.span(awaited)
    home = names.syntax.parent(awaited)
    name = grammar.name_of(home) if home is not None else None
    is_alone = (
        home is not None
        and home.type == "variable_declarator"
        and grammar.type_of(home) is None
        and name is not None
        and name.type == "identifier"
    )
    return span, names.syntax.span(name) if is_alone and name is not None else None


def _argument_strings(
    evaluator: Evaluator, first: NodeRef | None
) -> Iterator[tuple[str | None, CallContext | None]]:
    """Yield each string that the first argument can be, None if unknown, with its context."""
    if first is None:
        yield None, None
        return
    for context, alternatives in in_contexts(evaluator, None, partial(strings, evaluator, first)):
        for text in alternatives:
            is_known = len(text) == 1 and text[0] is not None
            yield (text[0] if is_known else None), context


def _literal(evaluator: Evaluator, first: NodeRef | None) -> Span | None:
    """Return the span of the argument's literal, if it is a single one in the same file."""
    if first is None:
        return None
    try:
        values = evaluator.evaluate(first, None)
    except ContextRequired:
        return None
    origin = values[0].at
    same = origin.names is first.names and len(values) == 1
    return origin.names.syntax.span(origin.node) if same and origin.literal is not None else None
