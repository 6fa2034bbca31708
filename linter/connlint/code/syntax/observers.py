"""Uses that only look at a value: they neither change it nor pass it on."""

from __future__ import annotations

from connlint.code.syntax import grammar
from connlint.code.syntax.treesitter import Syntax, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["is_only_observed"]

_PLAIN = frozenset({"expression_statement", "template_substitution", "type_query"})
_STATEMENTS = frozenset({"if_statement", "while_statement", "do_statement"})
_COMPARISONS = frozenset({"==", "!=", "===", "!==", "in", "instanceof"})
_LOGICAL = frozenset({"&&", "||", "??"})
_FUNCTIONS = frozenset(
    {
        "Boolean",
        "JSON.stringify",
        "Object.entries",
        "Object.keys",
        "Object.values",
        "String",
        "console.debug",
        "console.error",
        "console.info",
        "console.log",
        "console.warn",
    }
)
"""Functions that only look at their arguments."""


def is_only_observed(syntax: Syntax, node: Node, parent: Node) -> bool:
    """Tell whether the node around a value is known to only look at it."""
    kind = parent.type
    if kind in _PLAIN or _is_condition(syntax, node, parent):
        return True
    if kind == "unary_expression":
        return not syntax.has(parent, "delete")
    if kind == "spread_element":
        around = syntax.parent(parent)
        return around is not None and around.type == "object"
    if kind == "arguments":
        call = syntax.parent(parent)
        callee = grammar.function_of(call) if call is not None else None
        return callee is not None and text_of(callee) in _FUNCTIONS
    return False


def _is_condition(syntax: Syntax, node: Node, parent: Node) -> bool:
    """Tell whether only the truth of a value matters, or its comparison with another."""
    while parent.type == "binary_expression":
        operator = grammar.operator_of(parent)
        if operator is None or operator.type not in _COMPARISONS | _LOGICAL:
            return False
        is_left = grammar.left_of(parent) == node
        if operator.type in _COMPARISONS or (operator.type == "&&" and is_left):
            # The value of `object && other` is the right side.
            return True
        node, around = parent, syntax.parent(parent)
        while around is not None and around.type == "parenthesized_expression":
            node, around = around, syntax.parent(around)
        if around is None:
            return False
        parent = around
    if parent.type == "ternary_expression":
        return grammar.condition_of(parent) == node
    if parent.type == "unary_expression":
        return syntax.has(parent, "!")
    return parent.type in _STATEMENTS
