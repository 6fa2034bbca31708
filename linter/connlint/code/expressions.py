"""Parts of expressions, classes and functions: what the tree says without following names."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.code.names import FUNCTIONS, Declaration, Names, parameters
from connlint.code.program import At, import_source
from connlint.code.syntax import named, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = [
    "argument",
    "assigned_to_member",
    "callee_of",
    "class_body",
    "default_of",
    "field_of",
    "fields",
    "is_assigned",
    "member_name",
    "method_name",
    "package",
    "returned",
    "shortened",
    "spreads",
    "static_fields",
]

_LONGEST = 40


def argument(call: At, index: int) -> At | None:
    """The argument of a call at an index, None where the call has none or spreads them."""
    given = named(call.node.child_by_field_name("arguments"))
    if index >= len(given):
        return None
    for item in given[: index + 1]:
        if item.type == "spread_element":
            return None
    return At(call.names, given[index])


def spreads(call: At) -> bool:
    """Whether a call has arguments whose number is not known."""
    given = named(call.node.child_by_field_name("arguments"))
    return any(item.type == "spread_element" for item in given)


def callee_of(call: At) -> At | None:
    """What is called, or made by `new`."""
    node = call.node.child_by_field_name("function")
    return call.to(node or call.node.child_by_field_name("constructor"))


def member_name(node: Node) -> str:
    """The name after the dot or in the brackets of a member expression; empty when computed."""
    name = node.child_by_field_name("property")
    if name is not None:
        return text_of(name)
    index = node.child_by_field_name("index")
    if index is not None and index.type in {"string", "number"}:
        return text_of(index).strip("\"'`")
    return ""


def returned(function: At) -> list[At]:
    """What a function gives back: its body, or what its return statements have."""
    body = function.to(function.node.child_by_field_name("body"))
    if body is None:
        return []
    if body.node.type != "statement_block":
        return [body]
    found: list[At] = []
    pending = [body.node]
    while pending:
        node = pending.pop()
        if node.type == "return_statement":
            found += [At(function.names, child) for child in named(node)[:1]]
        elif node.type not in FUNCTIONS and not node.type.endswith("_expression"):
            pending.extend(reversed(named(node)))
    return found


def class_body(at: At) -> Node | None:
    """The body of the class around a node."""
    ancestors = at.names.syntax.ancestors(at.node)
    return next((node for node in ancestors if node.type == "class_body"), None)


def fields(at: At, name: str) -> list[At]:
    """The expressions that the class around a node gives to its field `name`."""
    body = class_body(at)
    if body is None:
        return []
    declared = [each for member in named(body) for each in _declared_field(member, name)]
    return [At(at.names, node) for node in (*declared, *_assigned_field(at.names, body, name))]


def _declared_field(member: Node, name: str) -> Iterator[Node]:
    """The value of a field where a class declares it, or the parameter that it is made of."""
    if member.type in {"public_field_definition", "field_definition", "enum_assignment"}:
        key = member.child_by_field_name("name") or member.child_by_field_name("property")
        value = member.child_by_field_name("value")
        if key is not None and text_of(key) == name and value is not None:
            yield value
    elif member.type == "method_definition" and method_name(member) == "constructor":
        for parameter in parameters(member):
            field = field_of(parameter)
            if field is not None and text_of(field) == name:
                yield field


def static_fields(owner: At, name: str) -> list[At]:
    """The expressions that a class gives to its field `name` where it declares it."""
    members = named(owner.node.child_by_field_name("body"))
    return [At(owner.names, node) for member in members for node in _declared_field(member, name)]


def field_of(parameter: Node) -> Node | None:
    """The name of the field that `constructor(private token)` makes of a parameter."""
    is_field = any(child.type == "accessibility_modifier" for child in parameter.children)
    return parameter.child_by_field_name("pattern") if is_field else None


def _assigned_field(names: Names, body: Node, name: str) -> Iterator[Node]:
    """What methods assign to `this.name`."""
    for node in names.syntax.occurrences(name):
        member = names.syntax.parent(node)
        right = names.assigned(member) if member is not None else None
        if member is None or right is None:
            continue
        target = member.child_by_field_name("object")
        is_inside = body.start_byte <= member.start_byte < body.end_byte
        if target is not None and target.type == "this" and is_inside:
            yield right


def assigned_to_member(names: Names, node: Node, name: str) -> At | None:
    """What is assigned to `node.name`, where `node` stands in such an assignment."""
    member = names.syntax.parent(node)
    if (
        member is None
        or member.child_by_field_name("object") != node
        or member_name(member) != name
    ):
        return None
    right = names.assigned(member)
    return At(names, right) if right is not None else None


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


def default_of(declaration: Declaration) -> Node | None:
    """The default value of a parameter, or of what is taken out of it or of a variable."""
    home = declaration.home
    node = declaration.node
    pattern = home.child_by_field_name("name") if declaration.kind == "variable" else None
    for parameter in [pattern] if pattern is not None else parameters(home):
        if not parameter.start_byte <= node.start_byte < parameter.end_byte:
            continue
        pending = [parameter]
        while pending:
            current = pending.pop()
            left = current.child_by_field_name("left") or current.child_by_field_name("pattern")
            right = current.child_by_field_name("right") or current.child_by_field_name("value")
            if left is not None and right is not None and left.start_byte == node.start_byte:
                return right
            pending.extend(named(current))
    return None


def shortened(text: str) -> str:
    """Code in one line, short enough for a sentence."""
    name = " ".join(text.split())
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"


def method_name(node: Node) -> str:
    """The name of a method that is defined."""
    name = node.child_by_field_name("name")
    return text_of(name) if name is not None else ""
