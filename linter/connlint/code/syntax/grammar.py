"""Parts of syntax nodes by their role, as the grammars of JavaScript and TypeScript name them.

Each function takes a node, and returns None if it has no such part. Only this module has the names
of the grammars' fields, so that a misspelt one is an error that mypy finds, and not a part that is
never there.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = [
    "alias_of",
    "alternative_of",
    "arguments_of",
    "body_of",
    "condition_of",
    "consequence_of",
    "constructor_of",
    "function_of",
    "index_of",
    "key_of",
    "left_of",
    "name_of",
    "object_of",
    "operand_of",
    "operator_of",
    "parameter_of",
    "parameters_of",
    "pattern_of",
    "property_of",
    "right_of",
    "source_of",
    "type_of",
    "value_of",
]


def alias_of(node: Node) -> Node | None:
    """Return the local name of an import or export specifier."""
    return node.child_by_field_name("alias")


def alternative_of(node: Node) -> Node | None:
    """Return the branch of a condition that runs if it does not hold."""
    return node.child_by_field_name("alternative")


def operand_of(node: Node) -> Node | None:
    """Return the operand of a unary expression."""
    return node.child_by_field_name("argument")


def arguments_of(node: Node) -> Node | None:
    """Return the arguments of a call, as one node."""
    return node.child_by_field_name("arguments")


def body_of(node: Node) -> Node | None:
    """Return the body of a function, a class, a loop or a `catch` clause."""
    return node.child_by_field_name("body")


def condition_of(node: Node) -> Node | None:
    """Return the condition of an `if`, a loop or a conditional expression."""
    return node.child_by_field_name("condition")


def consequence_of(node: Node) -> Node | None:
    """Return the branch of a condition that runs if it holds."""
    return node.child_by_field_name("consequence")


def constructor_of(node: Node) -> Node | None:
    """Return the callee of a `new` expression."""
    return node.child_by_field_name("constructor")


def function_of(node: Node) -> Node | None:
    """Return the callee of a call."""
    return node.child_by_field_name("function")


def index_of(node: Node) -> Node | None:
    """Return the key of a subscript, `b` of `a[b]`."""
    return node.child_by_field_name("index")


def key_of(node: Node) -> Node | None:
    """Return the key of a pair in an object or a pattern."""
    return node.child_by_field_name("key")


def left_of(node: Node) -> Node | None:
    """Return the left side of an assignment, a binary expression or a `for` loop."""
    return node.child_by_field_name("left")


def name_of(node: Node) -> Node | None:
    """Return the name of a declaration, a specifier or a class member."""
    return node.child_by_field_name("name")


def object_of(node: Node) -> Node | None:
    """Return the object of a member expression or a subscript."""
    return node.child_by_field_name("object")


def operator_of(node: Node) -> Node | None:
    """Return the operator of an expression, as a node."""
    return node.child_by_field_name("operator")


def parameter_of(node: Node) -> Node | None:
    """Return the only parameter of an arrow function or a `catch` clause."""
    return node.child_by_field_name("parameter")


def parameters_of(node: Node) -> Node | None:
    """Return the parameters of a function, as one node."""
    return node.child_by_field_name("parameters")


def pattern_of(node: Node) -> Node | None:
    """Return the pattern that a parameter of TypeScript binds."""
    return node.child_by_field_name("pattern")


def property_of(node: Node) -> Node | None:
    """Return the name after the dot of a member expression."""
    return node.child_by_field_name("property")


def right_of(node: Node) -> Node | None:
    """Return the right side of an assignment, a binary expression or a `for` loop."""
    return node.child_by_field_name("right")


def source_of(node: Node) -> Node | None:
    """Return the specifier of an import or export, as a node."""
    return node.child_by_field_name("source")


def type_of(node: Node) -> Node | None:
    """Return the type annotation of a declaration."""
    return node.child_by_field_name("type")


def value_of(node: Node) -> Node | None:
    """Return the value of a pair, a declaration or a class member."""
    return node.child_by_field_name("value")
