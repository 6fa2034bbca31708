"""Parser for JSON5 and JSONC: from text to an error-tolerant syntax tree with spans.

`parse(text)` returns a Document, whose nodes, comments and problems have spans.
`tokenize(text)` returns the tokens that tile the text.
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
