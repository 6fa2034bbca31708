"""The keys of a TOML text with their places, which no TOML reader tells.

Found by one pass of a regular expression over the text, whether or not it is valid TOML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from connlint.source import Span
from connlint.tuples import NamedTuple

__all__ = ["LONGEST_KEY", "Keys", "find_keys"]

LONGEST_KEY = 20
"""The most parts that a dotted key may have; those of connlint.toml have three."""

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\[^\n])*"|'[^'\n]*')"""
_MORE_PARTS = rf"(?:[ \t]*\.[ \t]*{_PART})"
# The start of a line, of a heading, or of an entry of an inline table.
_KEY = re.compile(
    rf"(?:^|[{{,])[ \t]*(?:\[\[?[ \t]*)?"
    rf"({_PART}{_MORE_PARTS}{{0,{LONGEST_KEY - 1}}})[ \t]*([=.\]])",
    re.MULTILINE,
)
_SINGLE = re.compile(_PART)


class Keys(NamedTuple):
    """The places of keys.

    `spans` has the first place of each part of a dotted key, without its quotes. `too_long` is
    the place of the first key that has too many parts.
    """

    spans: Mapping[str, Span]
    too_long: Span | None


def find_keys(text: str) -> Keys:
    """Find the keys of a text, in a time that grows with its length only."""
    spans: dict[str, Span] = {}
    for key in _KEY.finditer(text):
        if key[2] == ".":
            if len(_SINGLE.findall(key[1])) == LONGEST_KEY:
                return Keys(spans, Span(*key.span(1)))
            # What follows is no part, so this is no TOML.
            continue
        for part in _SINGLE.finditer(text, *key.span(1)):
            quotes = int(text[part.start()] in "\"'")
            span = Span(part.start() + quotes, part.end() - quotes)
            spans.setdefault(text[span.start : span.end], span)
    return Keys(spans, None)
