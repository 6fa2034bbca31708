"""Values of string, template and number literals."""

from __future__ import annotations

import re
from contextlib import suppress

from connlint.code.syntax.treesitter import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["name_text", "number", "string_text", "unescape"]

_SEQUENCE = r"(?s)\\(?:u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r\n|.)"
_QUOTED = frozenset({"string", "template_string"})
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


def string_text(node: Node) -> str:
    """Return the text of a string literal, its escape sequences replaced."""
    text = text_of(node)[1:-1]
    # Compiled where it is used, because few literals have such a sequence; re caches it.
    return re.sub(_SEQUENCE, lambda found: unescape(found[0]), text) if "\\" in text else text


def name_text(node: Node) -> str:
    """Return the name that a key, an index or a specifier means, in quotes or not."""
    return string_text(node) if node.type in _QUOTED else text_of(node)


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
