"""Uses of an object that only read it: operators, statements and functions of the runtime."""

from __future__ import annotations

from collections.abc import Sequence

from connlint.code.semantics.origins import Origin
from connlint.code.syntax import grammar
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import operator_of, parsed_around

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["RETURNING", "copy_by", "is_of_library", "is_read", "is_reader"]

_READING = frozenset(
    {
        "expression_statement",
        "if_statement",
        "while_statement",
        "do_statement",
        "switch_statement",
        "template_substitution",
        "spread_element",
        "throw_statement",
    }
)
_OPERATORS = frozenset({"+", "==", "===", "!=", "!==", "in", "instanceof", "<", ">", "<=", ">="})
_READERS = frozenset(
    {
        "Boolean",
        "FormData",
        "JSON.stringify",
        "Object.entries",
        "Object.fromEntries",
        "Object.keys",
        "Object.values",
        "Request",
        "String",
        "URL",
        "URLSearchParams",
        "encodeURI",
        "encodeURIComponent",
        "fetch",
    }
)
_COPYING = frozenset(
    {
        "Array.from",
        "Object.freeze",
        "Object.preventExtensions",
        "Object.seal",
        "Promise.resolve",
        "structuredClone",
    }
)
"""Functions whose result is treated as if it was their argument."""
RETURNING = frozenset({"Object.entries", "Object.fromEntries", "Object.values"})
"""Those of the readers that return what an object holds."""
_CONSOLE = "console."
_LIBRARIES = frozenset(
    {
        "axios",
        "cross-fetch",
        "gaxios",
        "got",
        "graphql-request",
        "isomorphic-fetch",
        "ky",
        "needle",
        "node-fetch",
        "node-fetch-native",
        "node:http",
        "node:https",
        "ofetch",
        "superagent",
        "undici",
        "wretch",
    }
)


def is_read(node: Node, parent: Node) -> bool:
    """Tell whether nothing around an expression keeps a reference to its value."""
    if parent.type in _READING:
        return True
    if parent.type == "binary_expression":
        return operator_of(parent) in {*_OPERATORS, "&&"}
    if parent.type == "unary_expression":
        return True
    if parent.type == "ternary_expression":
        return grammar.condition_of(parent) == node
    if parent.type == "for_in_statement":
        return grammar.right_of(parent) == node
    return parent.type == "augmented_assignment_expression" and operator_of(parent) == "+="


def is_reader(call: NodeRef, name: str) -> bool:
    """Tell whether a call is of a function of the runtime that changes none of its arguments."""
    is_own = bool(call.names.declared(name.partition(".")[0]))
    return not is_own and (name in _READERS or name.startswith(_CONSOLE))


def is_of_library(found: Sequence[Origin]) -> bool:
    """Tell whether a function is of a library for HTTP, which only reads its options."""
    return bool(found) and all(origin.package in _LIBRARIES for origin in found)


def copy_by(call: NodeRef, name: str) -> NodeRef | None:
    """Return the call whose result copies an argument of a call; None where there is none."""
    if name in _COPYING:
        return call
    return parsed_around(call) if name == "JSON.stringify" else None
