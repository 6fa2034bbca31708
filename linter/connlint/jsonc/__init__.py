"""JSON5 and JSONC with places: text in, an error-tolerant syntax tree out.

`parse(text)` gives a Document; its nodes carry spans, its comments and problems
too. `tokenize(text)` gives the tokens that tile the text.
"""

from connlint.jsonc.lexer import Token, tokenize
from connlint.jsonc.parser import parse
from connlint.jsonc.tree import (
    ArrayNode,
    ConstantNode,
    Document,
    InvalidNode,
    Key,
    Member,
    Node,
    NumberNode,
    ObjectNode,
    StringNode,
    kind,
    to_python,
)

__all__ = [
    "ArrayNode",
    "ConstantNode",
    "Document",
    "InvalidNode",
    "Key",
    "Member",
    "Node",
    "NumberNode",
    "ObjectNode",
    "StringNode",
    "Token",
    "kind",
    "parse",
    "to_python",
    "tokenize",
]
