"""Parts of expressions, classes and functions, read from the tree without evaluating names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connlint.code.syntax import grammar
from connlint.code.syntax.literals import name_text, string_text
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.parameter_list import parameters
from connlint.code.syntax.symbol_table import FUNCTIONS, Declaration, SymbolTable
from connlint.code.syntax.treesitter import Syntax, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = [
    "WRAPPERS",
    "argument",
    "arguments",
    "assigned_to_members",
    "call_of",
    "callee_name",
    "callee_of",
    "caller_around",
    "class_body",
    "declaration_of_root",
    "default_of",
    "field_of",
    "fields",
    "fields_of",
    "function_around",
    "is_assigned",
    "is_inside",
    "member_name",
    "method_name",
    "negated",
    "operator_of",
    "parsed_around",
    "returned",
    "root_of",
    "shortened",
    "spreads",
    "static_fields",
    "text_key",
]

WRAPPERS = frozenset({"parenthesized_expression", "as_expression", "satisfies_expression"})
"""The node types of expressions that only wrap another expression."""
_LONGEST = 40
_LONGEST_CALLEE = 100
"""The maximum length, in bytes, of a callee whose text is read."""


def arguments(call: NodeRef) -> Sequence[Node]:
    """Return the arguments of a call."""
    return call.names.syntax.children(grammar.arguments_of(call.node))


def argument(call: NodeRef, index: int) -> NodeRef | None:
    """Return the argument at an index; None if there is none, or from a spread one on."""
    items = arguments(call)
    return (
        NodeRef(call.names, items[index]) if index < min(len(items), _first_spread(call)) else None
    )


def spreads(call: NodeRef) -> bool:
    """Tell whether a call has a spread argument, so that their number is not known."""
    return _first_spread(call) < len(arguments(call))


def _first_spread(call: NodeRef) -> int:
    """Return the index of the first spread argument; the number of all if none is."""

    def compute() -> int:
        items = arguments(call)
        spread = (number for number, item in enumerate(items) if item.type == "spread_element")
        return next(spread, len(items))

    return call.names.once(("spread", call.node.id), compute)


def callee_of(call: NodeRef) -> NodeRef | None:
    """Return the callee of a call or of a `new` expression; None for any other node."""
    node = grammar.function_of(call.node)
    return call.to(node or grammar.constructor_of(call.node))


def callee_name(callee: NodeRef) -> str:
    """Return the source text of a callee; empty if it is too long to be of interest."""
    node = callee.node
    return text_of(node) if node.end_byte - node.start_byte <= _LONGEST_CALLEE else ""


def parsed_around(call: NodeRef) -> NodeRef | None:
    """Return the call of `JSON.parse` that has a call as an argument; None if there is none."""
    syntax = call.names.syntax
    around = call.to(syntax.parent(call.node))
    outer = around.to(syntax.parent(around.node)) if around is not None else None
    callee = callee_of(outer) if outer is not None else None
    return outer if callee is not None and callee_name(callee) == "JSON.parse" else None


def operator_of(node: Node) -> str:
    """Return the operator of an expression; empty if it has none."""
    operator = grammar.operator_of(node)
    return operator.type if operator is not None else ""


def member_name(node: Node) -> str:
    """Return the name that a member expression has after its dot or in brackets; else empty."""
    name = grammar.property_of(node)
    if name is not None:
        return text_of(name)
    index = grammar.index_of(node)
    if index is not None and index.type in {"string", "number"}:
        return name_text(index)
    return ""


def root_of(at: NodeRef) -> NodeRef:
    """Return the expression that a member chain begins with: `base44` of `base44.auth.me`."""
    node: Node = at.node
    while node.type == "member_expression":
        target = grammar.object_of(node)
        if target is None:
            break
        node = target
    return NodeRef(at.names, node)


def declaration_of_root(at: NodeRef) -> Declaration | None:
    """Return the declaration of the name that an expression begins with; None if unknown."""
    root = root_of(at)
    return at.names.resolve(root.node) if root.node.type == "identifier" else None


def text_key(at: NodeRef | None) -> str | None:
    """Return the property name that a string literal means; None for anything else."""
    return string_text(at.node) if at is not None and at.node.type == "string" else None


def negated(at: NodeRef) -> NodeRef | None:
    """Return the operand of `!`; None for any other expression."""
    if at.node.type != "unary_expression" or operator_of(at.node) != "!":
        return None
    return at.to(grammar.operand_of(at.node))


def returned(function: NodeRef) -> Sequence[NodeRef]:
    """Return what a function may return: its body, or the values of its return statements."""
    body = function.to(grammar.body_of(function.node))
    if body is None:
        return []
    if body.node.type != "statement_block":
        return [body]
    names = function.names
    return names.once(("returned", body.node.id), lambda: _returned(names, body.node))


def _returned(names: SymbolTable, body: Node) -> list[NodeRef]:
    syntax = names.syntax
    results: list[NodeRef] = []
    pending = [body]
    while pending:
        node = pending.pop()
        if node.type == "return_statement":
            results += [NodeRef(names, child) for child in syntax.children(node)[:1]]
        elif node.type not in FUNCTIONS and not node.type.endswith("_expression"):
            pending.extend(reversed(syntax.children(node)))
    return results


def function_around(at: NodeRef) -> NodeRef | None:
    """Return the innermost function around a node; None if there is none."""

    def compute() -> NodeRef | None:
        ancestors = at.names.syntax.ancestors(at.node)
        node = next((node for node in ancestors if node.type in FUNCTIONS), None)
        return at.to(node)

    return at.names.once(("function", at.node.id), compute)


def is_inside(at: NodeRef, function: NodeRef) -> bool:
    """Tell whether a node is in a function, or is it."""
    return at.names is function.names and (
        function.node.start_byte <= at.node.start_byte
        and at.node.end_byte <= function.node.end_byte
    )


def call_of(use: NodeRef) -> NodeRef | None:
    """Return the call or `new` expression whose callee is `use`; None where there is none."""
    parent = use.names.syntax.parent(use.node)
    if parent is None or parent.type not in {"call_expression", "new_expression"}:
        return None
    callee = grammar.function_of(parent) or grammar.constructor_of(parent)
    return NodeRef(use.names, parent) if callee == use.node else None


def caller_around(at: NodeRef) -> NodeRef | None:
    """Return the innermost function around a node that is not an arrow function; else None."""
    home = function_around(at)
    while home is not None and home.node.type == "arrow_function":
        home = function_around(home)
    return home


def class_body(at: NodeRef) -> Node | None:
    """Return the body of the innermost class around a node; None if there is none."""
    ancestors = at.names.syntax.ancestors(at.node)
    return next((node for node in ancestors if node.type == "class_body"), None)


def fields(at: NodeRef, name: str) -> Sequence[NodeRef]:
    """Return the expressions that the class around a node assigns to its field `name`."""
    body = class_body(at)
    return fields_of(at.names, body, name) if body is not None else []


def fields_of(names: SymbolTable, body: Node, name: str) -> Sequence[NodeRef]:
    """Return the expressions that the class with a body assigns to its field `name`."""

    def compute() -> list[NodeRef]:
        declared = _declared_fields(names, body).get(name, [])
        return [NodeRef(names, node) for node in (*declared, *_assigned_field(names, body, name))]

    return names.once(("field", (body.id, name)), compute)


def _declared_fields(names: SymbolTable, body: Node) -> dict[str, list[Node]]:
    """Return the declared values of a class's fields, or the parameters that declare them."""

    def compute() -> dict[str, list[Node]]:
        values: dict[str, list[Node]] = {}
        for member in names.syntax.children(body):
            for name, value in _fields_of(names.syntax, member):
                values.setdefault(name, []).append(value)
        return values

    return names.once(("declared fields", body.id), compute)


def _fields_of(syntax: Syntax, member: Node) -> Iterator[tuple[str, Node]]:
    """Yield the fields that a class member declares, each with its value or its parameter."""
    if member.type in {"public_field_definition", "field_definition", "enum_assignment"}:
        key = grammar.name_of(member) or grammar.property_of(member)
        value = grammar.value_of(member)
        if key is not None and value is not None:
            yield text_of(key), value
    elif member.type == "method_definition" and method_name(member) == "constructor":
        for parameter in parameters(syntax, member):
            field = field_of(syntax, parameter)
            if field is not None:
                yield text_of(field), field


def static_fields(owner: NodeRef, name: str) -> list[NodeRef]:
    """Return the expressions with which a class declares its field `name`."""
    body = grammar.body_of(owner.node)
    declared = _declared_fields(owner.names, body).get(name, []) if body is not None else []
    return [NodeRef(owner.names, node) for node in declared]


def field_of(syntax: Syntax, parameter: Node) -> Node | None:
    """Return the name node of the field that `constructor(private token)` declares; else None."""
    is_field = syntax.has(parameter, "accessibility_modifier")
    return grammar.pattern_of(parameter) if is_field else None


def _assigned_field(names: SymbolTable, body: Node, name: str) -> Iterator[Node]:
    """Yield the expressions that methods assign to `this.name`."""
    for node in names.syntax.occurrences(name, body):
        member = names.syntax.parent(node)
        right = names.assigned(member) if member is not None else None
        target = grammar.object_of(member) if member is not None else None
        if right is not None and target is not None and target.type == "this":
            yield right


def assigned_to_members(
    names: SymbolTable, declaration: Declaration, name: str
) -> Sequence[NodeRef]:
    """Return the expressions that are assigned to the property `name` of a variable."""

    def compute() -> dict[str, list[NodeRef]]:
        values: dict[str, list[NodeRef]] = {}
        for node in names.references(declaration):
            member = names.syntax.parent(node)
            if member is None or grammar.object_of(member) != node:
                continue
            right = names.assigned(member)
            if right is not None:
                values.setdefault(member_name(member), []).append(NodeRef(names, right))
        return values

    return names.once(("members", declaration.node.id), compute).get(name, [])


def is_assigned(at: NodeRef) -> bool:
    """Tell whether a name or property is the target of an assignment."""
    return at.names.assignment_to(at.node) is not None


def default_of(names: SymbolTable, declaration: Declaration) -> Node | None:
    """Return the default value of a parameter or of a name in a pattern; None if it has none."""
    current = declaration.node
    # Climb from the name through the parts of its pattern.
    while (around := names.syntax.parent(current)) is not None:
        if around.id == declaration.home.id:
            return None
        left = grammar.left_of(around) or grammar.pattern_of(around)
        right = grammar.right_of(around) or grammar.value_of(around)
        if left is not None and right is not None:
            return right if left.start_byte == declaration.node.start_byte else None
        current = around
    return None


def shortened(text: str) -> str:
    """Return code as one line that is short enough for a sentence."""
    name = " ".join(text[: _LONGEST * _LONGEST].split())
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"


def method_name(node: Node) -> str:
    """Return the name in a method definition; empty if it has none."""
    name = grammar.name_of(node)
    return text_of(name) if name is not None else ""
