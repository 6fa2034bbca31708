"""Keys and plain values made from their tokens, with the problems in them."""

from __future__ import annotations

import re

from connlint.jsonc import lexer
from connlint.jsonc.literals import CONSTANTS, decode_name, decode_string, parse_number
from connlint.jsonc.mistakes import Mistakes
from connlint.jsonc.tree import ConstantNode, InvalidNode, Key, Node, NumberNode, StringNode
from connlint.text.escaping import quote
from connlint.text.source import Span

__all__ = ["Scalars"]

_OTHER_LANGUAGES = {"none": "null", "nil": "null", "undefined": "null"}
_CURLY = "“”„‘’"
_STRAIGHT = 'Use straight quotes: "like this"'
_BARE_URL = re.compile(r"""://[^\s,;\]}"']+""")


class Scalars:
    """A reader of single tokens of a text, which reports the mistakes in them."""

    def __init__(self, text: str, mistakes: Mistakes) -> None:
        self.text = text
        self.mistakes = mistakes

    def key(self, kind: str, start: int, end: int) -> Key:
        """Return the key that a token spells; report a word that is not a valid name."""
        if kind != lexer.WORD:
            return Key(Span(start, end), self._string(kind, start, end))
        word = self.text[start:end]
        name = decode_name(word)
        if name is None:
            advice = f"Put the name in quotes: {quote(word)}"
            if word[0] in _CURLY:
                advice = _STRAIGHT
            self.mistakes.add(start, end, f"Expected a property name, found {quote(word)}", advice)
        return Key(Span(start, end), word if name is None else name)

    def value(self, kind: str, start: int, end: int) -> Node:
        """Return the node of a plain value; InvalidNode for an unclosed string or another word."""
        if kind != lexer.WORD:
            text = self._string(kind, start, end)
            # It is unknown where an unclosed string was meant to end.
            unclosed = kind == lexer.OPEN_STRING
            return InvalidNode(Span(start, end)) if unclosed else StringNode(Span(start, end), text)
        word = self.text[start:end]
        if word in CONSTANTS:
            return ConstantNode(Span(start, end), CONSTANTS[word])
        number = parse_number(word)
        if number is not None:
            return NumberNode(Span(start, end), number)
        url = _BARE_URL.match(self.text, end)
        shown_end = url.end() if url else end
        shown = quote(self.text[start:shown_end])
        advice = f"Put it in quotes: {shown}"
        if url:
            self.mistakes.swallowed = True
        elif word.lower() in CONSTANTS:
            advice = f"Use lower case: {word.lower()}"
        elif word.lower() in _OTHER_LANGUAGES:
            advice = f"Write {_OTHER_LANGUAGES[word.lower()]}, or put it in quotes: {shown}"
        elif word[0] in "+-.0123456789":
            advice = f"Write a number such as 10, -0.5 or 1e3, or put it in quotes: {shown}"
        elif word[0] in _CURLY:
            advice = _STRAIGHT
        self.mistakes.add(start, shown_end, f"Expected a value, found {shown}", advice)
        return InvalidNode(Span(start, end))

    def _string(self, kind: str, start: int, end: int) -> str:
        if kind == lexer.OPEN_STRING:
            mark = self.text[start]
            text = quote(self.text[start + 1 : end])
            where = "on this line" if end < len(self.text) else "in this file"
            self.mistakes.add(
                start,
                end,
                f"The string {text} has no closing quote ({mark}) {where}",
                f"Add {mark} where the string ends",
            )
            self.mistakes.swallowed = True
            return self.text[start + 1 : end]
        return decode_string(self.text, start + 1, end - 1, self.mistakes.add_aside)
