"""The closed list of uses that give nothing of a token to anybody.

Whatever is not here, and is not followed either, is a named gap.
"""

from __future__ import annotations

__all__ = ["ARGUMENT_OF", "CALLS", "METHODS", "NODES", "OF_REQUESTS", "OPERATORS", "PROPERTIES"]

METHODS = frozenset(
    {
        # Of texts and lists: they answer a question.
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
"""Methods whose result has nothing of what they are called on."""

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
"""Methods that only compare their arguments with what they are called on."""

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
"""Functions that answer a question about their arguments, or make a number of them."""

PROPERTIES = frozenset({"byteLength", "length", "size"})
"""Properties of texts, lists and maps that have nothing of what is in them."""

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
"""Properties of a Request that have nothing of its address, headers and body."""

NODES = frozenset(
    {
        # The value decides, or is dropped.
        "do_statement",
        "expression_statement",
        "for_statement",
        "if_statement",
        "switch_case",
        "switch_statement",
        "unary_expression",
        "while_statement",
        # A name that is exported or has a type; its uses are looked for by other ways.
        "export_specifier",
        "type_query",
        "type_predicate",
        "asserts",
        # A pattern puts something else into a name.
        "array_pattern",
        "pair_pattern",
        "rest_pattern",
    }
)
"""What may stand around a value without anything of it going on."""

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
"""Operators that compare, or make a number."""
