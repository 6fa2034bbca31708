"""The calls of Base44's connectors module, by whatever names the code knows it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from connlint.code.binding import MEMBERS
from connlint.code.callers import frames
from connlint.code.connectors_module import CALLS, CLIENTS
from connlint.code.contexts import in_contexts
from connlint.code.expressions import argument, fields, member_name, shortened
from connlint.code.limits import RECEIVERS_DEEP
from connlint.code.model import ConnectorCall, Receiver
from connlint.code.names import USES, Declaration, Names
from connlint.code.places import At, Frame
from connlint.code.syntax import text_of
from connlint.code.texts import literal, texts
from connlint.code.values import TRANSPARENT, Unbound, Values
from connlint.source import Span
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["Connection", "HandedOn", "find_connections"]

_ENDLESS = "connectors"
"""What a chain of names that is not followed to its end is taken for."""


class Connection(NamedTuple):
    """A connector call in the tree, and the chains of calls that lead to its argument.

    Each chain comes with the text that the argument is in it, None where it is not known.
    """

    call: ConnectorCall
    at: At
    chains: tuple[tuple[str | None, Frame | None], ...]


class HandedOn(NamedTuple):
    """A method of the connectors module that is used without being called on the spot.

    `reason` is a sentence that says where; nobody knows which connectors it is called for.
    """

    reason: str


def find_connections(
    values: Values, names: Names, *, in_front_end: bool
) -> Iterator[Connection | HandedOn]:
    """Find the connector calls of a file, in the order of the text."""
    found: list[tuple[int, str, Node, Node]] = []
    for method in CALLS:
        for node in _mentions(names, method):
            call = _called(names, node)
            if call is not None:
                found.append((node.start_byte, method, node, call))
                continue
            taken, others = _taken_out(names, method, _name_for(names, node))
            found += taken
            for other in (*others, *_uncalled(names, node)):
                chain = _chain(values, other, RECEIVERS_DEEP)
                if "connectors" in chain[:-1] or _looks_like_one(chain):
                    around = names.syntax.parent(other.node)
                    text = shortened(text_of(around)) if around is not None else method
                    yield HandedOn(f"{method} is passed on in `{text}`, which is not followed")
    for _, method, node, call in sorted(found, key=lambda each: each[0]):
        connection = _connection(values, names, method, node, call, in_front_end=in_front_end)
        if connection is not None:
            yield connection


def _mentions(names: Names, method: str) -> Iterator[Node]:
    """The names of a method, and `["method"]`."""
    yield from names.syntax.occurrences(method)
    for literal_name in names.syntax.literals(method):
        around = names.syntax.parent(literal_name)
        if around is not None and around.type == "subscript_expression":
            yield literal_name


def _name_for(names: Names, node: Node) -> Node | None:
    """The name under which a method is taken out of its object; None where it is not."""
    around = names.syntax.parent(node)
    if node.type == "shorthand_property_identifier_pattern" or around is None:
        return node
    if around.type == "pair_pattern":
        return around.child_by_field_name("value")
    home = names.syntax.parent(around) if around.type in MEMBERS else None
    if home is None or home.type != "variable_declarator":
        return None
    return home.child_by_field_name("name")


def _taken_out(
    names: Names, method: str, node: Node | None
) -> tuple[list[tuple[int, str, Node, Node]], list[At]]:
    """Calls of a method that was taken out of its object first, and its other uses."""
    called: list[tuple[int, str, Node, Node]] = []
    others: list[At] = []
    declaration = names.declaration_at(node)
    for use in names.references(declaration) if declaration is not None else ():
        parent = names.syntax.parent(use)
        if parent is not None and parent.child_by_field_name("function") == use:
            called.append((use.start_byte, method, use, parent))
        else:
            others.append(At(names, use))
    return called, others


def _uncalled(names: Names, node: Node) -> Iterator[At]:
    """The member expression of a method that is neither called nor given a name."""
    member = names.syntax.parent(node)
    if member is None or member.type not in MEMBERS or _name_for(names, node) is not None:
        return
    if member.child_by_field_name("object") != node and names.assignment_to(member) is None:
        yield At(names, member)


def _called(names: Names, node: Node) -> Node | None:
    """The call of the method that a name stands for after a dot."""
    member = names.syntax.parent(node)
    if member is None or member.type not in MEMBERS:
        return None
    call = names.syntax.parent(member)
    if call is None or call.type != "call_expression":
        return None
    return call if call.child_by_field_name("function") == member else None


def _connection(
    values: Values, names: Names, method: str, node: Node, call: Node, *, in_front_end: bool
) -> Connection | None:
    callee = call.child_by_field_name("function")
    if callee is None:
        return None
    chain = _chain(values, At(names, callee), RECEIVERS_DEEP)
    if "connectors" not in chain[:-1] and not _looks_like_one(chain):
        return None
    at = At(names, call)
    first = argument(at, 0)
    chains = tuple(_argument_texts(values, first))
    known = dict.fromkeys(text for text, _ in chains if text is not None)
    client, literal_span = _client(names, callee), _literal(values, first)
    awaited, variable = _awaited(names, call)
    return Connection(
        ConnectorCall(
            source=names.syntax.source,
            span=names.syntax.span(call),
            method=method,
            method_span=names.syntax.span(node),
            receiver=_receiver(chain),
            argument=names.syntax.span(first.node) if first else None,
            values=tuple(known),
            literal=literal_span,
            client=client,
            awaited=awaited,
            variable=variable,
            in_front_end=in_front_end,
        ),
        at,
        chains,
    )


def _chain(values: Values, at: At, depth: int) -> list[str]:
    """The property names that lead to a value, from the first on: `base44`, `connectors`.

    The first is the name of what is not followed further, or of the function that makes it.
    """
    if depth <= 0:
        values.answers.run_short("")
        # The method's name alone says that it may be a connector call.
        return [""] if values.answers.is_in_loop else [_ENDLESS, _ENDLESS]
    key = "receiver", at.node.id
    return values.answers.ask(key, depth, lambda: _names_to(values, at, depth))


def _names_to(values: Values, at: At, depth: int) -> list[str]:
    node, names = at.node, at.names
    inner = names.syntax.children(node)[:1] if node.type in TRANSPARENT else ()
    if inner:
        return _chain(values, At(names, inner[0]), depth - 1)
    if node.type in MEMBERS:
        target = node.child_by_field_name("object")
        before = _chain(values, At(names, target), depth - 1) if target is not None else [""]
        if target is not None and target.type == "this":
            given = _fields(values, at, member_name(node), depth)
            return given or ["this", member_name(node)]
        return [*before, member_name(node)]
    if node.type in USES:
        declaration = names.resolve(node)
        found = _declared_chain(values, names, declaration, depth) if declaration else None
        return found or [text_of(node)]
    if node.type == "call_expression":
        return _call_chain(values, at, depth)
    if node.type == "binary_expression":
        left = node.child_by_field_name("left")
        return _chain(values, At(names, left), depth - 1) if left is not None else [""]
    return [""]


def _call_chain(values: Values, at: At, depth: int) -> list[str]:
    callee = at.node.child_by_field_name("function")
    name = text_of(callee) if callee is not None else ""
    if name in CLIENTS:
        return [name]
    try:
        for value in values.of(at, None):
            if value.at.key != at.key:
                return _chain(values, value.at, depth - 1)
    except Unbound:
        pass
    return [name.rpartition(".")[2]]


def _fields(values: Values, at: At, name: str, depth: int) -> list[str] | None:
    for place in fields(at, name)[:1]:
        return _chain(values, place, depth - 1)
    return None


def _declared_chain(
    values: Values, names: Names, declaration: Declaration, depth: int
) -> list[str] | None:
    key = "receiver", declaration.node.id
    work = partial(_names_to_declared, values, names, declaration, depth)
    return values.answers.ask(key, depth, work)


def _names_to_declared(
    values: Values, names: Names, declaration: Declaration, depth: int
) -> list[str] | None:
    if declaration.kind == "import":
        found = values.program.origin(names, declaration)
        return _declared_chain(values, *found, depth - 1) if found and depth > 0 else None
    if declaration.kind == "variable":
        value = declaration.home.child_by_field_name("value")
        if value is None:
            assigned = map(names.assigned, names.references(declaration))
            value = next((each for each in assigned if each is not None), None)
        if value is None:
            return None
        return [*_chain(values, At(names, value), depth - 1), *declaration.path]
    if declaration.kind == "parameter":
        function = At(names, declaration.home)
        for frame in frames(values.program, values.answers, function, None):
            given = argument(frame.call, declaration.position) if frame.call else None
            if given is not None:
                found_chain = _chain(values, given, depth - 1)
                if found_chain[0]:
                    return [*found_chain, *declaration.path]
        return [declaration.name if not declaration.path else "", *declaration.path]
    return None


def _looks_like_one(chain: list[str]) -> bool:
    """Whether what has the method is called connectors, or the service role by its name."""
    return len(chain) > 1 and "connectors" in chain[-2].lower()


def _receiver(chain: list[str]) -> Receiver:
    if "asServiceRole" in chain:
        return Receiver.SERVICE_ROLE
    at = chain.index("connectors") if "connectors" in chain else 0
    is_client = at == 1 and (chain[0] in CLIENTS or chain[0].lower() in {"base44", "client"})
    return Receiver.USER if is_client else Receiver.UNKNOWN


def _client(names: Names, callee: Node) -> Span | None:
    """Where the client stands in `client.connectors.method`, if it is written like that."""
    connectors = callee.child_by_field_name("object")
    if connectors is None or connectors.type != "member_expression":
        return None
    client = connectors.child_by_field_name("object")
    if client is None or member_name(connectors) != "connectors":
        return None
    return names.syntax.span(client)


def _awaited(names: Names, call: Node) -> tuple[Span | None, Span | None]:
    """The `await` around a call, and the variable that is declared with its value."""
    awaited = names.syntax.parent(call)
    if awaited is None or awaited.type != "await_expression":
        return None, None
    span = names.syntax.span(awaited)
    home = names.syntax.parent(awaited)
    name = home.child_by_field_name("name") if home is not None else None
    is_alone = (
        home is not None
        and home.type == "variable_declarator"
        and home.child_by_field_name("type") is None
        and name is not None
        and name.type == "identifier"
    )
    return span, names.syntax.span(name) if is_alone and name is not None else None


def _argument_texts(values: Values, first: At | None) -> Iterator[tuple[str | None, Frame | None]]:
    """What the first argument can be, with the calls that make it so."""
    if first is None:
        yield None, None
        return
    for frame, found in in_contexts(values, None, partial(texts, values, first)):
        for text in found:
            is_known = len(text) == 1 and text[0] is not None
            yield (text[0] if is_known else None), frame


def _literal(values: Values, first: At | None) -> Span | None:
    """Where the argument's text stands, if that is one place in the same file."""
    if first is None:
        return None
    try:
        found = values.of(first, None)
    except Unbound:
        return None
    place = found[0].at
    same = place.names is first.names and len(found) == 1
    return place.names.syntax.span(place.node) if same and literal(place) is not None else None
