"""The spans of the keys in a TOML text, which TOML readers do not give.

One pass of a regular expression over the text finds them, whether or not it is valid TOML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from connlint.text.source import Span
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
    """The spans of keys.

    `spans` has the first span of each part of a dotted key, without its quotes. `too_long` is
    the span of the first key that has too many parts, None without one.
    """

    spans: Mapping[str, Span]
    too_long: Span | None


def find_keys(text: str) -> Keys:
    """Return the spans of the keys of a text, in time linear in its length."""
    spans: dict[str, Span] = {}
    for key in _KEY.finditer(text):
        if key[2] == ".":
            if len(_SINGLE.findall(key[1])) == LONGEST_KEY:
                return Keys(spans, Span(*key.span(1)))
            # Something other than a part follows the dot, so this is not TOML.
            continue
        for part in _SINGLE.finditer(text, *key.span(1)):
            quotes = int(text[part.start()] in "\"'")
            span = Span(part.start() + quotes, part.end() - quotes)
            spans.setdefault(text[span.start : span.end], span)
    return Keys(spans, None)
