"""Lexer for the language that Base44 reads: JSON5 as npm json5 accepts it.

The tokens tile the text: each begins where the previous one ended, whatever the
text holds. A token is a tuple of kind, start and end, because a class would cost
more than the lexing itself. The kind of a bracket, comma or colon is that
character; the other kinds are the constants below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = [
    "COMMENT",
    "CONFLICT",
    "END",
    "HASH",
    "JUNK",
    "OPEN_COMMENT",
    "OPEN_STRING",
    "SPACE",
    "SPACES",
    "STRING",
    "WHOLE",
    "WORD",
    "Token",
    "tokenize",
]

Token = tuple[str, int, int]

SPACE = "space"
COMMENT = "comment"
OPEN_COMMENT = "open_comment"
"""A block comment without an end; it extends to the end of the text."""
STRING = "string"
OPEN_STRING = "open_string"
"""A string that is not closed; it extends to the end of its line.

Lines that it continues with a backslash are part of it, so that text that was
searched for its end is never searched again.
"""
WORD = "word"
"""An unquoted run: a number, a constant, a name, or an attempt at one."""
HASH = "hash"
"""`#`, or `/` and a blank, and the rest of its line: an attempt at a comment."""
CONFLICT = "conflict"
"""A marker line that Git writes into a file with a merge conflict."""
JUNK = "junk"
"""A character that is invalid outside strings and comments."""
END = "end"

SPACES = r"[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]"
"""White space, as a character class of a regular expression with re.VERBOSE."""

# Line continuations let a string run over a line end, so the escaped \r\n is one unit.
WHOLE = r"""
    (?P<mark>[{}\[\],:])
  | (?P<string>"[^"\\\n\r]*"|'[^'\\\n\r]*'
      |"(?:[^"\\\n\r]|\\(?:\r\n|[\s\S]))*"|'(?:[^'\\\n\r]|\\(?:\r\n|[\s\S]))*')
  | (?P<comment>//[^\n\r\u2028\u2029]*|/\*[\s\S]*?\*/)
  | (?P<word>[^\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff
      {}\[\],:"'/=;()<>\#@!%^&*|?`~\x00-\x1f\x7f]+)
"""
"""The tokens of valid text, as alternatives of a regular expression."""

# Broken tokens come after whole ones, so they never shadow them.
_BROKEN = r"""
    (?P<open_comment>/\*[\s\S]*)
  | (?P<open_string>["'](?:[^\\\n\r]|\\(?:\r\n|[\s\S])|\\)*)
  | (?P<conflict>(?<![^\n\r])(?:<{7}|={7}|>{7})(?:[ ][^\n\r]*)?(?![^\n\r]))
  | (?P<hash>(?:\#|/(?=[ ]))[^\n\r]*)
  | (?P<junk>[\s\S])
"""


def tokenize(text: str) -> Iterator[Token]:
    """Yield all tokens of the text in order, white space and comments included, END last."""
    # Compiled where it is used, because valid text does not need it; re caches it.
    token = re.compile(f"(?P<space>{SPACES}+)|{WHOLE}|{_BROKEN}", re.VERBOSE)
    for match in token.finditer(text):
        group = match.lastgroup
        start, end = match.span()
        yield (text[start] if group == "mark" else group or JUNK, start, end)
    yield (END, len(text), len(text))
