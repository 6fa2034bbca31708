"""Values of single tokens: strings with escapes, numbers, and names of keys."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

__all__ = ["CONSTANTS", "decode_name", "decode_string", "parse_number"]

CONSTANTS = {"true": True, "false": False, "null": None}

Report = Callable[[int, int, str, str], None]
"""A function that takes the start, end, message and help of a problem."""

_ESCAPE = re.compile(
    r"\\(?:(?P<line>\r\n|[\n\r\u2028\u2029])"
    r"|u(?P<unit>[0-9A-Fa-f]{4})"
    r"|x(?P<byte>[0-9A-Fa-f]{2})"
    r"|(?P<nul>0(?![0-9]))"
    r"|(?P<bad>[ux1-9]|0(?=[0-9]))"
    r"|(?P<char>[\s\S]))"
)
_CONTROLS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_NUMBER = re.compile(
    r"[+-]?(?:Infinity|NaN|0[xX][0-9A-Fa-f]+"
    r"|(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
)
_PLAIN_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_NAME_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})")
_JOINERS = "\u200c\u200d"


def _join_surrogates(text: str) -> str:
    """Join surrogates: in JavaScript's UTF-16, two escapes that make a pair are one character."""
    return _PAIR.sub(
        lambda m: m[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"),
        text,
    )


def decode_string(text: str, start: int, end: int, report: Report) -> str:
    """Return the value of the string between two offsets, without quotes; report bad escapes."""
    raw = text[start:end]
    if "\\" not in raw:
        return raw

    def resolve(match: re.Match[str]) -> str:
        group = match.lastgroup
        if group == "line":
            return ""
        if group in ("unit", "byte"):
            return chr(int(match[group], 16))
        if group == "nul":
            return "\0"
        if group == "char":
            return _CONTROLS.get(match["char"], match["char"])
        at = start + match.start()
        report(at, at + 2, *_bad_escape(match[0][1:]))
        return match[0][1:]

    return _join_surrogates(_ESCAPE.sub(resolve, raw))


def _bad_escape(char: str) -> tuple[str, str]:
    if char == "u":
        return (
            "\\u is not followed by four hexadecimal digits",
            "Write it like \\u0041, or write \\\\ for a backslash",
        )
    if char == "x":
        return (
            "\\x is not followed by two hexadecimal digits",
            "Write it like \\x41, or write \\\\ for a backslash",
        )
    return (
        f"\\{char} starts an octal escape, which JSON5 does not have",
        "Write the character itself or its \\u form, or write \\\\ for a backslash",
    )


def parse_number(word: str) -> float | None:
    """Return the value of a JSON5 number, or None if the word is not a number."""
    if _NUMBER.fullmatch(word) is None:
        return None
    digits = word.lstrip("+-")
    if digits[:2] in ("0x", "0X"):
        try:
            value = float(int(digits, 16))
        except OverflowError:
            value = float("inf")
    else:
        value = float(digits)
    return -value if word[0] == "-" else value


def decode_name(word: str) -> str | None:
    r"""Return the name that an unquoted key spells (`\u0061` is `a`), or None if it is invalid."""
    if _PLAIN_NAME.fullmatch(word):
        return word
    if word.isascii() and "\\" not in word:
        return None
    from connlint.jsonc.name_characters import LETTERS, MARKS

    name: list[str] = []
    at = 0
    while at < len(word):
        escape = _NAME_ESCAPE.match(word, at)
        char = chr(int(escape[1], 16)) if escape else word[at]
        is_part = bool(name) and (char in _JOINERS or _has(MARKS, char))
        if not (is_part or char in "$_" or _has(LETTERS, char)):
            return None
        name.append(char)
        at = escape.end() if escape else at + 1
    return "".join(name)


def _has(boundaries: str, char: str) -> bool:
    """Tell whether a character is in one of the ranges; see name_characters."""
    return bisect_right(boundaries, char) % 2 == 1
