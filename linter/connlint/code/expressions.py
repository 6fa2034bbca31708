"""Parts of expressions, classes and functions: what the tree says without following names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connlint.code.names import FUNCTIONS, Declaration, Names, parameters
from connlint.code.places import At
from connlint.code.program import import_source
from connlint.code.syntax import Syntax, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = [
    "WRAPPERS",
    "argument",
    "arguments",
    "assigned_to_members",
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
    "member_name",
    "method_name",
    "negated",
    "operator_of",
    "package",
    "parsed_around",
    "returned",
    "root_of",
    "shortened",
    "spreads",
    "static_fields",
    "text_key",
]

WRAPPERS = frozenset({"parenthesized_expression", "as_expression", "satisfies_expression"})
"""The node types of what is nothing but the expression in it."""
_LONGEST = 40
_LONGEST_CALLEE = 100
"""The bytes of a callee whose text is looked at."""


def arguments(call: At) -> Sequence[Node]:
    """The arguments of a call."""
    return call.names.syntax.children(call.node.child_by_field_name("arguments"))


def argument(call: At, index: int) -> At | None:
    """The argument of a call at an index, None where the call has none or spreads them."""
    given = arguments(call)
    return At(call.names, given[index]) if index < min(len(given), _first_spread(call)) else None


def spreads(call: At) -> bool:
    """Whether a call has arguments whose number is not known."""
    return _first_spread(call) < len(arguments(call))


def _first_spread(call: At) -> int:
    """The number of the first argument that is several; that of all where there is none."""

    def made() -> int:
        given = arguments(call)
        spread = (number for number, item in enumerate(given) if item.type == "spread_element")
        return next(spread, len(given))

    return call.names.once(("spread", call.node.id), made)


def callee_of(call: At) -> At | None:
    """What is called, or made by `new`."""
    node = call.node.child_by_field_name("function")
    return call.to(node or call.node.child_by_field_name("constructor"))


def callee_name(callee: At) -> str:
    """Return what is called as it is written, empty for more than anybody gives a name to."""
    node = callee.node
    return text_of(node) if node.end_byte - node.start_byte <= _LONGEST_CALLEE else ""


def parsed_around(call: At) -> At | None:
    """Return the call of `JSON.parse` whose argument a call is, None where it is not one's."""
    syntax = call.names.syntax
    around = call.to(syntax.parent(call.node))
    outer = around.to(syntax.parent(around.node)) if around is not None else None
    callee = callee_of(outer) if outer is not None else None
    return outer if callee is not None and callee_name(callee) == "JSON.parse" else None


def operator_of(node: Node) -> str:
    """Return the operator of an expression, empty for one that has none."""
    operator = node.child_by_field_name("operator")
    return operator.type if operator is not None else ""


def member_name(node: Node) -> str:
    """The name after the dot or in the brackets of a member expression; empty when computed."""
    name = node.child_by_field_name("property")
    if name is not None:
        return text_of(name)
    index = node.child_by_field_name("index")
    if index is not None and index.type in {"string", "number"}:
        return text_of(index).strip("\"'`")
    return ""


def root_of(at: At) -> At:
    """Return what the dots of an expression begin with: `base44` of `base44.auth.me`."""
    node: Node = at.node
    while node.type == "member_expression":
        target = node.child_by_field_name("object")
        if target is None:
            break
        node = target
    return At(at.names, node)


def declaration_of_root(at: At) -> Declaration | None:
    """Return the declaration of the name that an expression begins with."""
    root = root_of(at)
    return at.names.resolve(root.node) if root.node.type == "identifier" else None


def text_key(at: At | None) -> str | None:
    """Return the name that a string literal is for a property; None for anything else."""
    return at.text.strip("\"'") if at is not None and at.node.type == "string" else None


def negated(at: At) -> At | None:
    """Return the operand of `!`, None for any other expression."""
    if at.node.type != "unary_expression" or operator_of(at.node) != "!":
        return None
    return at.to(at.node.child_by_field_name("argument"))


def returned(function: At) -> Sequence[At]:
    """What a function gives back: its body, or what its return statements have."""
    body = function.to(function.node.child_by_field_name("body"))
    if body is None:
        return []
    if body.node.type != "statement_block":
        return [body]
    names = function.names
    return names.once(("returned", body.node.id), lambda: _returned(names, body.node))


def _returned(names: Names, body: Node) -> list[At]:
    syntax = names.syntax
    found: list[At] = []
    pending = [body]
    while pending:
        node = pending.pop()
        if node.type == "return_statement":
            found += [At(names, child) for child in syntax.children(node)[:1]]
        elif node.type not in FUNCTIONS and not node.type.endswith("_expression"):
            pending.extend(reversed(syntax.children(node)))
    return found


def function_around(at: At) -> At | None:
    """The function in which a node stands."""

    def made() -> At | None:
        ancestors = at.names.syntax.ancestors(at.node)
        node = next((node for node in ancestors if node.type in FUNCTIONS), None)
        return at.to(node)

    return at.names.once(("function", at.node.id), made)


def caller_around(at: At) -> At | None:
    """Return the function around a node that has a `this` and `arguments` of its own."""
    home = function_around(at)
    while home is not None and home.node.type == "arrow_function":
        home = function_around(home)
    return home


def class_body(at: At) -> Node | None:
    """The body of the class around a node."""
    ancestors = at.names.syntax.ancestors(at.node)
    return next((node for node in ancestors if node.type == "class_body"), None)


def fields(at: At, name: str) -> Sequence[At]:
    """The expressions that the class around a node gives to its field `name`."""
    body = class_body(at)
    return fields_of(at.names, body, name) if body is not None else []


def fields_of(names: Names, body: Node, name: str) -> Sequence[At]:
    """Return the expressions that a class with a body gives to its field `name`."""

    def made() -> list[At]:
        declared = _declared_fields(names, body).get(name, [])
        return [At(names, node) for node in (*declared, *_assigned_field(names, body, name))]

    return names.once(("field", (body.id, name)), made)


def _declared_fields(names: Names, body: Node) -> dict[str, list[Node]]:
    """The values of fields where a class declares them, and the parameters they are made of."""

    def made() -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = {}
        for member in names.syntax.children(body):
            for name, value in _fields_of(names.syntax, member):
                found.setdefault(name, []).append(value)
        return found

    return names.once(("declared fields", body.id), made)


def _fields_of(syntax: Syntax, member: Node) -> Iterator[tuple[str, Node]]:
    """The fields that a member of a class declares, with what each is made of."""
    if member.type in {"public_field_definition", "field_definition", "enum_assignment"}:
        key = member.child_by_field_name("name") or member.child_by_field_name("property")
        value = member.child_by_field_name("value")
        if key is not None and value is not None:
            yield text_of(key), value
    elif member.type == "method_definition" and method_name(member) == "constructor":
        for parameter in parameters(syntax, member):
            field = field_of(syntax, parameter)
            if field is not None:
                yield text_of(field), field


def static_fields(owner: At, name: str) -> list[At]:
    """The expressions that a class gives to its field `name` where it declares it."""
    body = owner.node.child_by_field_name("body")
    declared = _declared_fields(owner.names, body).get(name, []) if body is not None else []
    return [At(owner.names, node) for node in declared]


def field_of(syntax: Syntax, parameter: Node) -> Node | None:
    """The name of the field that `constructor(private token)` makes of a parameter."""
    is_field = syntax.has(parameter, "accessibility_modifier")
    return parameter.child_by_field_name("pattern") if is_field else None


def _assigned_field(names: Names, body: Node, name: str) -> Iterator[Node]:
    """What methods assign to `this.name`."""
    for node in names.syntax.occurrences(name, body):
        member = names.syntax.parent(node)
        right = names.assigned(member) if member is not None else None
        target = member.child_by_field_name("object") if member is not None else None
        if right is not None and target is not None and target.type == "this":
            yield right


def assigned_to_members(names: Names, declaration: Declaration, name: str) -> Sequence[At]:
    """What is assigned to the property `name` of a variable."""

    def made() -> dict[str, list[At]]:
        found: dict[str, list[At]] = {}
        for node in names.references(declaration):
            member = names.syntax.parent(node)
            if member is None or member.child_by_field_name("object") != node:
                continue
            right = names.assigned(member)
            if right is not None:
                found.setdefault(member_name(member), []).append(At(names, right))
        return found

    return names.once(("members", declaration.node.id), made).get(name, [])


def is_assigned(at: At) -> bool:
    """Whether something else is put into a name or a property where it stands."""
    return at.names.assignment_to(at.node) is not None


def package(names: Names, declaration: Declaration | None) -> str:
    """The package that an import comes from, without registry and version; else empty."""
    source = import_source(names, declaration) if declaration is not None else ""
    if source.startswith("."):
        return ""
    for prefix in (
        "npm:",
        "jsr:",
        "https://esm.sh/",
        "https://cdn.skypack.dev/",
        "https://deno.land/x/",
    ):
        source = source.removeprefix(prefix)
    at = source.find("@", 1)
    rest = source[at:] if at > 0 else ""
    return (source[:at] if at > 0 else source) + rest[rest.find("/") :] * ("/" in rest)


def default_of(names: Names, declaration: Declaration) -> Node | None:
    """The default value of a parameter, or of what is taken out of it or of a variable."""
    current = declaration.node
    # Up from the name, through what may hold it within its pattern.
    while (around := names.syntax.parent(current)) is not None:
        if around.id == declaration.home.id:
            return None
        left = around.child_by_field_name("left") or around.child_by_field_name("pattern")
        right = around.child_by_field_name("right") or around.child_by_field_name("value")
        if left is not None and right is not None:
            return right if left.start_byte == declaration.node.start_byte else None
        current = around
    return None


def shortened(text: str) -> str:
    """Code in one line, short enough for a sentence."""
    name = " ".join(text[: _LONGEST * _LONGEST].split())
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"


def method_name(node: Node) -> str:
    """The name of a method that is defined."""
    name = node.child_by_field_name("name")
    return text_of(name) if name is not None else ""
