"""Values of string, template and number literals."""

from __future__ import annotations

import re
from contextlib import suppress

from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.treesitter import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["literal", "number", "string_text", "unescape"]

_SEQUENCE = re.compile(r"\\(?:u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r\n|.)", re.DOTALL)
_ESCAPES = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "b": "\b",
    "f": "\f",
    "v": "\v",
    "0": "\0",
    "\n": "",
    "\r\n": "",
}


def literal(at: NodeRef) -> str | None:
    """Return the text of a string, or of a template without substitutions; else None."""
    node = at.node
    if node.type == "template_string":
        children = at.names.syntax.children(node)
        if any(child.type == "template_substitution" for child in children):
            return None
    elif node.type != "string":
        return None
    return string_text(node)


def string_text(node: Node) -> str:
    """Return the text of a string literal, its escape sequences replaced."""
    text = text_of(node)[1:-1]
    return _SEQUENCE.sub(lambda found: unescape(found[0]), text) if "\\" in text else text


def unescape(sequence: str) -> str:
    """Return the character that an escape sequence means; a faulty one means itself."""
    code = sequence[1:]
    if code[:1] in {"x", "u"}:
        digits = code[1:].strip("{}")
        try:
            return chr(int(digits, 16))
        except (ValueError, OverflowError):
            return sequence
    return _ESCAPES.get(code, code)


def number(node: Node) -> float | None:
    """Return the value of a number literal; None for any other node, and for octals like `010`."""
    if node.type != "number":
        return None
    text = text_of(node)
    with suppress(ValueError):
        return int(text.removesuffix("n"), 0)
    with suppress(ValueError):
        return float(text)
    return None
