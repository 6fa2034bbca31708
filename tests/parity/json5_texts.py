"""Texts that may be JSON5: written, and made from a fixed seed; the same ones in every run.

The made ones are values spelt in odd ways, of which about half have a part that does not
belong there.
"""

from __future__ import annotations

import random
from collections.abc import Callable

__all__ = ["MADE", "WRITTEN"]

_SEED = 2203
_MANY = 4000
_DEEPEST = 4

_GAPS = (
    *(
        "",
        "",
        "",
        " ",
        "\n",
        "\r",
        "\r\n",
        "\t",
        "\v",
        "\f",
        "\u00a0",
        "\u2028",
        "\u2029",
        "\ufeff",
    ),
    *(
        "\u2003",
        "\u3000",
        "/**/",
        "/* a */",
        "/* * / **/",
        "// b\n",
        "// b\r",
        "// b\u2028",
        "//\u2029",
    ),
    *("/*\n//*/", "// /*\n", "/* \ud800 */", "/*\u0000*/"),
)
_NUMBERS = (
    *("0", "-0", "+0", "1", "-1", "+1", "0.5", ".5", "5.", "-.5", "+5.", "1e3", "1E-3", "1.e+2"),
    *(".5e1", "0x1F", "0XfF", "-0x0", "+0xabcdef0123456789", "0xffffffffffffffffffff", "Infinity"),
    *("-Infinity", "+Infinity", "NaN", "-NaN", "+NaN", "1e400", "-1e400", "1e-400", "5e-324"),
    *(
        "9007199254740993",
        "1.7976931348623159e308",
        "123456789012345678901234567890",
        "0e9",
        "00000e1",
    ),
    *("0.1000000000000000055511151231257827", "2.2250738585072011e-308", "0.0000001", "1e21"),
)
_STRINGS = (
    *(
        "''",
        '""',
        "'a\"b'",
        '"a\'b"',
        "'\\''",
        '"\\""',
        "'\\\\'",
        "'\\/'",
        "'\\a\\b\\f\\n\\r\\t\\v'",
    ),
    *("'\\0'", "'\\x00'", "'\\x7f'", "'\\xFf'", "'\\u0000'", "'\\uD83D\\uDE00'", "'\\ud83d'"),
    *("'\\ude00\\ud83d'", "'😀'", "'\ud800'", "'\\\n'", "'a\\\r\nb'", "'a\\\rb'", "'a\\\u2028b'"),
    *(
        "'a\u2028b'",
        "'a\u2029b'",
        "'\u0000'",
        "'\u0001\t'",
        "'\ufeff'",
        "'// no'",
        "'/* no */'",
        "'\\ '",
    ),
    *("'\\ü'", "'\\😀'", "'\\8'", "'__proto__'", "'constructor'"),
)
_KEYS = (
    *("a", "b", "$", "_", "$_1", "ü", "λx", "\\u0061b", "a\\u0062", "__proto__", "constructor"),
    *(
        "toString",
        "null",
        "true",
        "NaN",
        "Infinity",
        "if",
        "class",
        "undefined",
        "a\u200cb",
        "a\u200d",
    ),
    *(
        "'a'",
        '"b"',
        "''",
        "'__proto__'",
        '"\\u005f_proto__"',
        "'\\\n'",
        "'0'",
        "'1'",
        "ℵ",
        "x\u0301",
        "ⅷ",
    ),
)
_ODD = (
    *(
        "01",
        "1_000",
        "0x",
        "0xg",
        "1e",
        "1e+",
        ".",
        "-",
        "+",
        "--1",
        "+-1",
        "- 1",
        "1n",
        "0b1",
        "0o7",
    ),
    *(
        "Infinity1",
        "nan",
        "infinity",
        "True",
        "undefined",
        "nul",
        "truefalse",
        "`a`",
        "'a",
        '"a',
        "'a\n'",
    ),
    *(
        "'\\1'",
        "'\\9'",
        "'\\00'",
        "'\\x1'",
        "'\\xg0'",
        "'\\u12'",
        "'\\u{61}'",
        "/",
        "/*",
        "/* *",
        "#",
    ),
    *(
        ",",
        ":",
        "]",
        "}",
        "[",
        "{",
        ";",
        "=",
        "()",
        "\\",
        "\u200b",
        "\u180e",
        "\u0085",
        "\u0000",
        "\ud800",
        "a",
    ),
    *(
        "{1:2}",
        "{-a:1}",
        "{a b:1}",
        "{\\u0030:1}",
        "{\\x61:1}",
        "{a\\:1}",
        "{:1}",
        "{a:}",
        "{a}",
        "{,}",
    ),
    *(
        "[,]",
        "[1,,2]",
        "{a:1,,b:2}",
        "[1 2]",
        "{a:1 b:2}",
        "{'a' 1}",
        "{[a]:1}",
        "{a:1;b:2}",
        "{\u200ca:1}",
    ),
)

WRITTEN = (
    *_NUMBERS,
    *_STRINGS,
    *_ODD,
    *(f"{{{key}:1}}" for key in (*_KEYS, *_NUMBERS)),
    *(f"{gap}[{gap}1{gap},{gap}{{{gap}a{gap}:{gap}2{gap}}}{gap}]{gap}" for gap in _GAPS),
    *(f"{{{key}:{{a:1}},{key}:2,a:3}}" for key in _KEYS),
    *(f"1{text}" for text in _ODD),
    *(f"{text}1" for text in _ODD),
    *("", " ", "//", "/**/", "\ufeff", "\ufeff\ufeff1", "1\ufeff", "1//", "1/**", "{} {}", "[] 1"),
    *("{__proto__:null}", "{__proto__:[],a:1}", "[{'__proto__':{}}]", "{__proto__:{__proto__:1}}"),
    *("[" * 200 + "]" * 200, "{a:" * 200 + "1" + "}" * 200, "[" * 200, "'" + "\\\n" * 200 + "'"),
)


class _Writer:
    """Writes values; `odd` is how often a part is replaced by one that may not belong there."""

    def __init__(self, chance: random.Random, odd: float) -> None:
        self.chance = chance
        self.odd = odd

    def text(self) -> str:
        return self.gap() + self.value(0) + self.gap()

    def gap(self) -> str:
        return self.chance.choice(_GAPS) if self.chance.random() < 0.4 else ""

    def value(self, depth: int) -> str:
        if self.chance.random() < self.odd:
            return self.chance.choice(_ODD)
        kind = self.chance.randrange(3 if depth == _DEEPEST else 6)
        if kind < 1:
            return self.chance.choice(_NUMBERS)
        if kind < 2:
            return self.chance.choice(_STRINGS)
        if kind < 3:
            return self.chance.choice(("true", "false", "null"))
        count = self.chance.choice((0, 1, 1, 2, 3))
        if kind < 5:
            return "{" + self.listed(lambda: self.member(depth), count) + "}"
        return "[" + self.listed(lambda: self.value(depth + 1), count) + "]"

    def member(self, depth: int) -> str:
        key = self.chance.choice(_KEYS)
        return f"{key}{self.gap()}:{self.gap()}{self.value(depth + 1)}"

    def listed(self, write: Callable[[], str], count: int) -> str:
        parts = [f"{self.gap()}{write()}{self.gap()}" for _ in range(count)]
        comma = "," + self.gap() if parts and self.chance.random() < 0.2 else ""
        return ",".join(parts) + (comma or self.gap())


def _made() -> tuple[str, ...]:
    chance = random.Random(_SEED)  # noqa: S311 - a fixed sequence is what is wanted
    return tuple(_Writer(chance, number % 2 * 0.25).text() for number in range(_MANY))


MADE = _made()
