"""The spans of the keys in a TOML text, which TOML readers do not give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from connlint.text.source import Span

__all__ = ["LONGEST_KEY", "Places", "find_keys", "find_long_key"]

Places = Mapping[tuple[str, ...], Span]
"""The span of each key, by the keys that lead to it and itself."""

LONGEST_KEY = 20
"""The most parts that a dotted key may have."""
_DEEPEST = 5
"""The most keys that lead to a setting: tool, connlint, per-file-rules, a pattern, a rule."""

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\[^\n])*"|'[^'\n]*')"""
_MORE_PARTS = rf"(?:[ \t]*\.[ \t]*{_PART})"
# The start of a line, of a heading, or of an entry of an inline table.
_KEY = re.compile(
    rf"(?:^|[{{,])[ \t]*(?:\[\[?[ \t]*)?"
    rf"({_PART}{_MORE_PARTS}{{0,{LONGEST_KEY - 1}}})[ \t]*([=.\]])",
    re.MULTILINE,
)
_SINGLE = re.compile(_PART)
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}'
    r"|'''.*?'{3,5}"
    r"|#[^\n]*"
    rf"|(?P<part>{_PART})"
    r"|(?P<sign>[=\[\]{},\n])",
    re.DOTALL,
)


def find_long_key(text: str) -> Span | None:
    """Return the span of the first key with too many parts in a text, valid or not.

    One pass of a regular expression finds it, in time linear in the length of the text.
    """
    for key in _KEY.finditer(text):
        # If it has fewer parts, something other than a part follows the dot: this is not TOML.
        if key[2] == "." and len(_SINGLE.findall(key[1])) == LONGEST_KEY:
            return Span(*key.span(1))
    return None


def find_keys(text: str) -> Places:
    """Return the spans of the keys of a valid TOML text, each without its quotes.

    Keys that are deeper than those of connlint are left out. Of several spans with the same path,
    such as those of `a` in `a.b` and `a.c`, the first counts.
    """
    places: dict[tuple[str, ...], Span] = {}
    for path, span in _Scanner().keys(text):
        places.setdefault(path, span)
    return places


class _Scanner:
    """The state of one pass over the tokens of a TOML text.

    `table` is the path of the table that the next key is in, `value` that of the last key, and
    `parts` are the parts of a key or heading so far, None where a value is expected. `open` has
    the path of the table around each bracket that is not closed.
    """

    def __init__(self) -> None:
        self.table: tuple[str, ...] = ()
        self.value: tuple[str, ...] = ()
        self.parts: list[tuple[str, Span]] | None = []
        self.open: list[tuple[str, ...]] = []
        self.in_heading = False

    def keys(self, text: str) -> Iterator[tuple[tuple[str, ...], Span]]:
        """Yield the keys of a valid text with their paths."""
        for token in _TOKEN.finditer(text):
            if token["part"] and self.parts is not None:
                quotes = int(token[0][0] in "\"'")
                span = Span(token.start() + quotes, token.end() - quotes)
                self.parts.append((text[span.start : span.end], span))
            elif token["sign"] == "=" and self.parts:
                self.value = self.joined(self.table)
                yield from self.ended(self.table)
                self.parts = None
            elif token["sign"] == "]" and self.in_heading:
                self.table = self.joined(())
                yield from self.ended(())
                self.in_heading, self.parts = False, None
            elif token["sign"]:
                self.take(token["sign"])

    def joined(self, table: tuple[str, ...]) -> tuple[str, ...]:
        """Return the path of the key that has ended, cut off where nothing below it matters."""
        return table + tuple(
            name for name, _ in (self.parts or ())[: max(0, _DEEPEST - len(table))]
        )

    def ended(self, table: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Span]]:
        """Yield the parts of a key that has ended, with their paths."""
        path = table
        for name, span in (self.parts or ())[: max(0, _DEEPEST - len(table))]:
            path = (*path, name)
            yield path, span

    def take(self, sign: str) -> None:
        """Change the state by a sign that ends no key."""
        if sign == "[" and not self.open and self.parts is not None:
            self.in_heading, self.parts = True, []
        elif sign in "[{":
            self.open.append(self.table)
            if sign == "{":
                self.table = self.value
            self.parts = [] if sign == "{" else None
        elif sign in "]}":
            if self.open:
                self.table = self.open.pop()
            self.parts = None
        elif sign == ("," if self.open else "\n"):
            self.parts = []
