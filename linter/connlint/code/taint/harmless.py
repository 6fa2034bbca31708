"""Closed list of the uses that pass on no part of a token.

A use that is neither listed here nor followed is reported as an unresolved flow.
"""

from __future__ import annotations

__all__ = ["ARGUMENT_OF", "CALLS", "METHODS", "NODES", "OF_REQUESTS", "OPERATORS", "PROPERTIES"]

METHODS = frozenset(
    {
        # Of strings and lists: the result is a boolean or a number.
        "endsWith",
        "includes",
        "indexOf",
        "isWellFormed",
        "lastIndexOf",
        "localeCompare",
        "startsWith",
        # Of maps, sets, headers and forms.
        "clear",
        "delete",
        "has",
        # Of all objects.
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
    }
)
"""Methods whose result has no part of their receiver."""

ARGUMENT_OF = frozenset(
    {
        "delete",
        "endsWith",
        "has",
        "hasOwnProperty",
        "includes",
        "indexOf",
        "isPrototypeOf",
        "lastIndexOf",
        "localeCompare",
        "startsWith",
    }
)
"""Methods that only compare their arguments with their receiver."""

CALLS = frozenset(
    {
        "Array.isArray",
        "Boolean",
        "Number",
        "Number.isFinite",
        "Number.isInteger",
        "Number.isNaN",
        "Number.isSafeInteger",
        "Number.parseFloat",
        "Number.parseInt",
        "Object.getOwnPropertyNames",
        "Object.getPrototypeOf",
        "Object.hasOwn",
        "Object.is",
        "Object.isExtensible",
        "Object.isFrozen",
        "Object.isSealed",
        "Object.keys",
        "Reflect.has",
        "Reflect.ownKeys",
        "isFinite",
        "isNaN",
        "parseFloat",
        "parseInt",
    }
)
"""Functions that only inspect their arguments or convert them to numbers."""

PROPERTIES = frozenset({"byteLength", "length", "size"})
"""Properties of strings, lists and maps that have no part of the contents."""

OF_REQUESTS = frozenset(
    {
        "bodyUsed",
        "cache",
        "credentials",
        "destination",
        "keepalive",
        "method",
        "mode",
        "redirect",
        "referrerPolicy",
        "signal",
    }
)
"""Properties of a Request that have no part of its address, headers and body."""

NODES = frozenset(
    {
        # The value is only tested, or dropped.
        "do_statement",
        "expression_statement",
        "for_statement",
        "if_statement",
        "switch_case",
        "switch_statement",
        "unary_expression",
        "while_statement",
        # A name that is exported or used in a type; its references are followed elsewhere.
        "export_specifier",
        "type_query",
        "type_predicate",
        "asserts",
        # A pattern assigns another value to a name.
        "array_pattern",
        "pair_pattern",
        "rest_pattern",
    }
)
"""The types of parent nodes that pass on no part of a value."""

OPERATORS = frozenset(
    {
        "!=",
        "!==",
        "%",
        "&",
        "*",
        "**",
        "-",
        "/",
        "<",
        "<<",
        "<=",
        "==",
        "===",
        ">",
        ">=",
        ">>",
        ">>>",
        "^",
        "in",
        "instanceof",
        "|",
    }
)
"""Operators that only compare their operands or compute a number."""
