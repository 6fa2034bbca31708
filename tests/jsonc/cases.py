"""Texts and whether they are JSON5 as npm json5 2.x reads it; for some, the value they have.

The data stands here once; the tests of the parser and the comparison with npm json5
both read it.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple


class _Unstated:
    """The value of a case that says nothing about values."""


UNSTATED: Final = _Unstated()


class Case(NamedTuple):
    id: str
    text: str
    accepted: bool
    value: object = UNSTATED


def _yes(group: str, rows: dict[str, tuple[str, object]]) -> list[Case]:
    return [Case(f"{group}: {name}", text, True, value) for name, (text, value) in rows.items()]


def _yes_texts(group: str, rows: dict[str, str]) -> list[Case]:
    return [Case(f"{group}: {name}", text, True) for name, text in rows.items()]


def _no(group: str, rows: dict[str, str]) -> list[Case]:
    return [Case(f"{group}: {name}", text, False) for name, text in rows.items()]


_ARRAYS = [
    *_yes(
        "array",
        {
            "empty": ("[]", []),
            "empty with space": ("[ \n ]", []),
            "empty with comment": ("[/* none */]", []),
            "one": ("[1]", [1.0]),
            "trailing comma": ("[1,]", [1.0]),
            "trailing comma and space": ("[1 , \t]", [1.0]),
            "trailing comma and comment": ("[1, // last\n]", [1.0]),
            "two": ("[1,2]", [1.0, 2.0]),
            "nested": ("[[],[[]]]", [[], [[]]]),
            "mixed": ("[null,true,'a',{},[]]", [None, True, "a", {}, []]),
            "no space between strings and comma": ("['a','b']", ["a", "b"]),
            "line per element": ("[\n1\n,\n2\n]", [1.0, 2.0]),
            "constants": ("[true,false,null]", [True, False, None]),
        },
    ),
    *_no(
        "array",
        {
            "comma only": "[,]",
            "leading comma": "[,1]",
            "double comma": "[1,,2]",
            "double trailing comma": "[1,,]",
            "missing comma": "[1 2]",
            "missing comma between strings": "['a''b']",
            "missing comma between arrays": "[[][]]",
            "unclosed": "[",
            "unclosed after element": "[1",
            "unclosed after comma": "[1,",
            "unclosed inner": "[[1]",
            "closed twice": "[1]]",
            "closed by brace": "[1}",
            "closer only": "]",
            "colon": "[1:2]",
            "property": "['a':1]",
            "semicolon": "[1;2]",
            "spread": "[...a]",
            "round brackets": "(1,2)",
            "space and comma": "[ , ]",
            "comment and comma": "[/**/,]",
            "bare word": "[word]",
            "star": "[*]",
        },
    ),
]

_OBJECTS = [
    *_yes(
        "object",
        {
            "empty": ("{}", {}),
            "empty with space": ("{ \t\n}", {}),
            "empty with comment": ("{// none\n}", {}),
            "one": ('{"a":1}', {"a": 1.0}),
            "trailing comma": ('{"a":1,}', {"a": 1.0}),
            "trailing comma and comment": ('{"a":1,/* last */}', {"a": 1.0}),
            "single quotes": ("{'a':'b'}", {"a": "b"}),
            "two": ('{"a":1,"b":2}', {"a": 1.0, "b": 2.0}),
            "last of two equal keys": ('{"a":1,"a":2}', {"a": 2.0}),
            "equal keys written differently": ("{a:1,'\\x61':2,\\u0061:3}", {"a": 3.0}),
            "empty key": ('{"":0}', {"": 0.0}),
            "nested": ("{a:{b:{}}}", {"a": {"b": {}}}),
            "space around colon": ("{a : 1}", {"a": 1.0}),
            "comments around colon": ("{a/*x*/:/*y*/1}", {"a": 1.0}),
            "line ends around colon": ("{a\n:\n1}", {"a": 1.0}),
            "__proto__ is a key": ("{__proto__:1}", {"__proto__": 1.0}),
            "constructor is a key": ('{"constructor":[]}', {"constructor": []}),
            "key with escape": ('{"\\n":1}', {"\n": 1.0}),
            "key with NUL": ('{"\\0":1}', {"\0": 1.0}),
            "key over two lines": ("{'a\\\nb':1}", {"ab": 1.0}),
            "number in quotes is a key": ("{'1':1}", {"1": 1.0}),
            "connector": (
                '{"type": "gmail", "scopes": ["a"],}',
                {"type": "gmail", "scopes": ["a"]},
            ),
        },
    ),
    *_no(
        "object",
        {
            "comma only": "{,}",
            "leading comma": "{,a:1}",
            "double comma": "{a:1,,b:2}",
            "double trailing comma": "{a:1,,}",
            "missing comma": "{a:1 b:2}",
            "missing comma between quoted": '{"a":"b""c":1}',
            "missing colon": "{a 1}",
            "missing colon between quoted": '{"a""b"}',
            "double colon": "{a::1}",
            "missing value": "{a:}",
            "missing value before comma": "{a:,b:1}",
            "missing colon and value": "{a}",
            "shorthand": "{a,b}",
            "missing key": "{:1}",
            "unclosed": "{",
            "unclosed after key": "{a",
            "unclosed after colon": "{a:",
            "unclosed after value": "{a:1",
            "unclosed after comma": "{a:1,",
            "closed twice": "{}}",
            "closed by bracket": "{a:1]",
            "closer only": "}",
            "opened twice": "{{}}",
            "array as key": "{[]:1}",
            "computed key": "{['a']:1}",
            "equals sign": "{a=1}",
            "arrow": "{a=>1}",
            "semicolon": "{a:1;b:2}",
            "two values": "{a:1 2}",
            "spread": "{...a}",
            "method": "{a(){}}",
            "word as value": "{a:b}",
            "two unclosed strings": "{'a:'b}",
        },
    ),
]

_RESERVED = (
    "break case catch class const continue debugger default delete do else enum export extends "
    "false finally for function if import in instanceof Infinity NaN new null return super switch "
    "this throw true try typeof undefined var void while with yield let static await"
).split()

_GOOD_NAMES = {
    "letter": ("a", "a"),
    "dollar": ("$", "$"),
    "underscore": ("_", "_"),
    "dollar and digits": ("$1_2", "$1_2"),
    "capital": ("Ab9", "Ab9"),
    "latin letter": ("ü", "ü"),
    "greek": ("λόγος", "λόγος"),
    "feminine ordinal": ("ª", "ª"),
    "han": ("名前", "名前"),
    "beyond the first plane": ("𝒳", "𝒳"),
    "han beyond the first plane": ("𠮷", "𠮷"),
    "letter number": ("Ⅷ", "Ⅷ"),
    "titlecase letter": ("ǅ", "ǅ"),
    "modifier letter": ("ʰ", "ʰ"),
    "greek ypogegrammeni": ("\u037a", "\u037a"),
    "arabic ligature": ("\ufdfa", "\ufdfa"),
    "vertical tilde": ("\u2e2f", "\u2e2f"),
    "thai sara am": ("\u0e33", "\u0e33"),
    "combining mark inside": ("a\u0301", "a\u0301"),
    "digit of another script inside": ("a\u0663", "a\u0663"),
    "connector punctuation inside": ("a\u203fb", "a\u203fb"),
    "zero-width joiner inside": ("a\u200db", "a\u200db"),
    "zero-width non-joiner inside": ("a\u200cb", "a\u200cb"),
    "zero-width joiner at the end": ("a\u200d", "a\u200d"),
    "escaped first": ("\\u0061b", "ab"),
    "escaped inside": ("a\\u0062c", "abc"),
    "escaped throughout": ("\\u0061\\u0062", "ab"),
    "escaped dollar": ("\\u0024", "$"),
    "escaped underscore": ("\\u005f", "_"),
    "escaped digit inside": ("a\\u0031", "a1"),
    "escaped joiner inside": ("a\\u200d", "a\u200d"),
    "escaped letter of another script": ("\\u03bb", "λ"),
    "escaped with capital digits": ("\\u00FC", "ü"),
}

_BAD_NAMES = {
    "digit": "1",
    "digit and letters": "1a",
    "hyphen inside": "a-b",
    "dot inside": "a.b",
    "at sign": "@a",
    "hash": "#a",
    "slash": "a/b",
    "backtick": "`a`",
    "two words": "a b",
    "question mark": "a?",
    "plus": "+a",
    "number": "1.5",
    "hex number": "0x1",
    "minus infinity": "-Infinity",
    "combining mark first": "\u0301a",
    "joiner first": "\u200da",
    "escaped joiner first": "\\u200d",
    "digit of another script first": "\u0663",
    "middle dot inside": "a\u00b7",
    "ethiopic digit inside": "a\u1369",
    "script capital p": "\u2118",
    "estimated sign": "\u212e",
    "emoji": "😀",
    "curly quotes": "“a”",
    "zero-width space inside": "a\u200bb",
    "escaped digit first": "\\u0031",
    "escaped hyphen": "a\\u002d",
    "escaped space": "a\\u0020b",
    "escaped quote": "\\u0022",
    "escaped surrogate pair": "\\ud835\\udcb3",
    "escape without digits": "\\u",
    "escape with three digits": "\\u006",
    "escape with braces": "\\u{61}",
    "escape by x": "\\x61",
    "other escape": "\\a",
    "backslash": "\\",
    "backslash inside": "a\\b",
    "lone surrogate": "\ud800",
}

_NAMES = [
    *_yes("name", {name: (f"{{{text}:1}}", {key: 1.0}) for name, (text, key) in _GOOD_NAMES.items()}),
    *_yes("reserved word", {word: (f"{{{word}:1}}", {word: 1.0}) for word in _RESERVED}),
    *_no("name", {name: f"{{{text}:1}}" for name, text in _BAD_NAMES.items()}),
]

_GOOD_STRINGS = {
    "empty": ("", ""),
    "plain": ("abc", "abc"),
    "slash": ("a/b", "a/b"),
    "comment inside": ("// /* */", "// /* */"),
    "brackets inside": ("{}[]:,", "{}[]:,"),
    "escaped backspace": ("\\b", "\b"),
    "escaped form feed": ("\\f", "\f"),
    "escaped line feed": ("\\n", "\n"),
    "escaped carriage return": ("\\r", "\r"),
    "escaped tab": ("\\t", "\t"),
    "escaped vertical tab": ("\\v", "\v"),
    "escaped NUL": ("\\0", "\0"),
    "escaped NUL before letter": ("\\0a", "\0a"),
    "escaped backslash": ("\\\\", "\\"),
    "escaped backslash before n": ("\\\\n", "\\n"),
    "escaped slash": ("\\/", "/"),
    "escaped quotes": ("\\'\\\"", "'\""),
    "escaped letter": ("\\a\\q\\z", "aqz"),
    "escaped capital U": ("\\U0041", "U0041"),
    "escaped capital X": ("\\X41", "X41"),
    "escaped space": ("\\ ", " "),
    "escaped letter of another script": ("\\ü", "ü"),
    "escaped character beyond the first plane": ("\\😀", "😀"),
    "hex escape": ("\\x41\\xe9", "Aé"),
    "hex escape capital": ("\\xEF", "ï"),
    "hex escape before digit": ("\\x411", "A1"),
    "unicode escape": ("\\u0041", "A"),
    "unicode escape before digit": ("\\u00411", "A1"),
    "unicode escape of NUL": ("\\u0000", "\0"),
    "unicode escape of quote": ("\\u0022\\u0027", "\"'"),
    "unicode escape of backslash": ("\\u005cn", "\\n"),
    "unicode escape of line end": ("\\u000a\\u2028", "\n\u2028"),
    "escaped pair": ("\\ud83d\\ude00", "😀"),
    "two escaped pairs": ("\\uD83D\\uDE00\\uD83D\\uDE01", "😀😁"),
    "escaped high surrogate": ("\\ud83d", "\ud83d"),
    "escaped low surrogate": ("\\ude00", "\ude00"),
    "escaped pair the wrong way round": ("\\ude00\\ud83d", "\ude00\ud83d"),
    "high surrogate before pair": ("\\ud83d\\ud83d\\ude00", "\ud83d😀"),
    "high surrogate before letter": ("\\ud83da", "\ud83da"),
    "continuation by line feed": ("a\\\nb", "ab"),
    "continuation by carriage return": ("a\\\rb", "ab"),
    "continuation by both": ("a\\\r\nb", "ab"),
    "continuation by line separator": ("a\\\u2028b", "ab"),
    "continuation by paragraph separator": ("a\\\u2029b", "ab"),
    "continuation twice": ("a\\\n\\\nb", "ab"),
    "continuation only": ("\\\n", ""),
    "continuation keeps indentation": ("a\\\n  b", "a  b"),
    "raw tab": ("a\tb", "a\tb"),
    "raw NUL": ("a\0b", "a\0b"),
    "raw control characters": ("\x01\x08\x0b\x0c\x1f\x7f", "\x01\x08\x0b\x0c\x1f\x7f"),
    "raw next line": ("\x85", "\x85"),
    "raw line separator": ("a\u2028b", "a\u2028b"),
    "raw paragraph separator": ("a\u2029b", "a\u2029b"),
    "raw no-break space": ("\xa0", "\xa0"),
    "raw byte order mark": ("\ufeff", "\ufeff"),
    "raw emoji": ("😀", "😀"),
    "raw noncharacter": ("\uffff", "\uffff"),
    "raw last code point": ("\U0010ffff", "\U0010ffff"),
    "raw lone surrogate": ("\ud800", "\ud800"),
    "word": ("true", "true"),
    "number": ("1", "1"),
}

_BAD_STRINGS = {
    "raw line feed": "a\nb",
    "raw carriage return": "a\rb",
    "raw both": "a\r\nb",
    "continuation then line feed": "a\\\n\nb",
    "continuation by line feed and return": "a\\\n\rb",
    "octal escape": "\\1",
    "octal escape 7": "\\7",
    "escaped 8": "\\8",
    "escaped 9": "\\9",
    "NUL before zero": "\\00",
    "NUL before digit": "\\01",
    "NUL before nine": "\\09",
    "hex escape without digits": "\\x",
    "hex escape with one digit": "\\x4",
    "hex escape with letters": "\\xgg",
    "unicode escape without digits": "\\u",
    "unicode escape with three digits": "\\u004",
    "unicode escape with letters": "\\u00zz",
    "unicode escape with braces": "\\u{41}",
    "unicode escape with digits of another script": "\\u٠٠٤١",
    "unicode escape with sign": "\\u+041",
}

_STRINGS = [
    *(
        case
        for mark in "\"'"
        for case in (
            *_yes(
                f"string in {mark}",
                {n: (f"{mark}{text}{mark}", value) for n, (text, value) in _GOOD_STRINGS.items()},
            ),
            *_no(
                f"string in {mark}",
                {name: f"{mark}{text}{mark}" for name, text in _BAD_STRINGS.items()},
            ),
        )
    ),
    *_yes(
        "string",
        {
            "single quote inside double": ('"it\'s"', "it's"),
            "double quote inside single": ("'\"'", '"'),
        },
    ),
    *_no(
        "string",
        {
            "opened double": '"',
            "opened single": "'",
            "unclosed": '"abc',
            "closed by the other quote": "\"abc'",
            "closed by the other quote, single": "'abc\"",
            "closing quote escaped": '"abc\\"',
            "ends in backslash": '"abc\\',
            "three quotes": '"""',
            "triple quotes": '"""a"""',
            "backticks": "`abc`",
            "curly quotes": "“abc”",
            "two in a row": '"a" "b"',
            "joined by plus": '"a"+"b"',
            "prefix": 'r"a"',
            "quote inside": '"say "hi""',
            "escape outside": "\\u0022a\\u0022",
            "line feed escaped twice": '"a\\\\\nb"',
        },
    ),
]

_GOOD_NUMBERS: dict[str, float] = {
    "0": 0.0,
    "-0": -0.0,
    "+0": 0.0,
    "0.0": 0.0,
    "-0.0": -0.0,
    "-.0": -0.0,
    "-0e5": -0.0,
    "1": 1.0,
    "-1": -1.0,
    "+1": 1.0,
    "10": 10.0,
    "1234567890": 1234567890.0,
    "1.5": 1.5,
    "0.5": 0.5,
    ".5": 0.5,
    "-.5": -0.5,
    "+.5": 0.5,
    "5.": 5.0,
    "-5.": -5.0,
    "0.": 0.0,
    "0.e1": 0.0,
    "5.e3": 5000.0,
    ".5e3": 500.0,
    "1e3": 1000.0,
    "1E3": 1000.0,
    "1e+3": 1000.0,
    "1e-3": 0.001,
    "1e03": 1000.0,
    "0e0": 0.0,
    "0e+1": 0.0,
    "1.5e-3": 0.0015,
    "1e400": math.inf,
    "-1e400": -math.inf,
    "1e-400": 0.0,
    "-1e-400": -0.0,
    "0.1": 0.1,
    "0.30000000000000004": 0.30000000000000004,
    "9007199254740993": 9007199254740992.0,
    "1.7976931348623157e308": 1.7976931348623157e308,
    "5e-324": 5e-324,
    "123456789012345678901234567890": 123456789012345678901234567890.0,
    "0x0": 0.0,
    "-0x0": -0.0,
    "0xF": 15.0,
    "0Xf": 15.0,
    "+0xff": 255.0,
    "-0xAbC": -2748.0,
    "0x00ff": 255.0,
    "0xe5": 229.0,
    "0x20000000000001": 9007199254740992.0,
    "0x20000000000003": 9007199254740996.0,
    "0x1" + "0" * 255: 2.0**1020,
    "0x1" + "0" * 256: math.inf,
    "Infinity": math.inf,
    "+Infinity": math.inf,
    "-Infinity": -math.inf,
    "NaN": math.nan,
    "+NaN": math.nan,
    "-NaN": math.nan,
}

_BAD_NUMBERS = (
    "00 01 -01 +01 08 007 0.5.5 1.2.3 . -. +. .e1 e5 1e 1e+ 1e- 1E 1e1.5 1e1e1 1ee1 0e 0.e "
    "- + -- -- -1- +-1 -+1 ++1 1+1 1-1 0x 0X -0x 0xg 0x1.5 0x1p3 0x-1 x1 0b1 0o7 1_000 1,000 "
    "1n 1f 5px 1a 1e5x 0x1z 1.a .a 1..2 ..1 ١ １ ½ 1\\u0030 \\u0031 infinity INFINITY Inf inf "
    "-Inf nan NAN -nan +-Infinity Infinityx Infinit InfinityInfinity NaN1 NaNNaN -true +null "
    "1/2 1% $1 #1 ∞ −1 1‚5 1e٣ 1\u200d 1$ 1_"
).split()

_NUMBERS = [
    *_yes("number", {text[:40]: (text, value) for text, value in _GOOD_NUMBERS.items()}),
    *_no("number", {ascii(text): text for text in _BAD_NUMBERS}),
    *_no(
        "number",
        {
            "sign and space": "- 1",
            "plus and space": "+ 1",
            "sign and line end": "-\n1",
            "sign and comment": "-/**/1",
            "space inside": "1 000",
            "space before exponent": "1 e5",
            "comment inside": "1/**/2",
            "in quotes after sign": "-'1'",
        },
    ),
]

_CONSTANTS = [
    *_yes("constant", {"true": ("true", True), "false": ("false", False), "null": ("null", None)}),
    *_no(
        "constant",
        {
            word: word
            for word in (
                "True TRUE False FALSE None Null NULL nil undefined yes no on off tru nul fals "
                "truee nulll true1 true_ null$ truefalse t n f void \\u0074rue tr\\u0075e NaN() "
                "new nullnull"
            ).split()
        },
    ),
]

_SPACES = {
    "tab": "\t",
    "line feed": "\n",
    "vertical tab": "\v",
    "form feed": "\f",
    "carriage return": "\r",
    "blank": " ",
    "no-break space": "\u00a0",
    "ogham space": "\u1680",
    "en quad": "\u2000",
    "em space": "\u2003",
    "thin space": "\u2009",
    "hair space": "\u200a",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "narrow no-break space": "\u202f",
    "mathematical space": "\u205f",
    "ideographic space": "\u3000",
    "byte order mark": "\ufeff",
    "two byte order marks": "\ufeff\ufeff",
}

_NO_SPACES = {
    "NUL": "\0",
    "start of heading": "\x01",
    "backspace": "\b",
    "file separator": "\x1c",
    "unit separator": "\x1f",
    "delete": "\x7f",
    "next line": "\x85",
    "soft hyphen": "\xad",
    "mongolian vowel separator": "\u180e",
    "zero-width space": "\u200b",
    "zero-width joiner": "\u200d",
    "word joiner": "\u2060",
    "replacement character": "\ufffd",
    "swapped byte order mark": "\ufffe",
    "backslash": "\\",
}

_SPACE = [
    *_yes(
        "space",
        {
            name: (f"{c}{{{c}a{c}:{c}[{c}1{c},{c}]{c},{c}}}{c}", {"a": [1.0]})
            for name, c in _SPACES.items()
        },
    ),
    *_yes("space before a constant", {n: (f"{c}null{c}", None) for n, c in _SPACES.items()}),
    *_no("no space", {f"{name} before": f"{c}[]" for name, c in _NO_SPACES.items()}),
    *_no("no space", {f"{name} after": f"[]{c}" for name, c in _NO_SPACES.items()}),
    *_no("no space", {f"{name} inside": f"[{c}]" for name, c in _NO_SPACES.items()}),
]

_COMMENTS = [
    *_yes(
        "comment",
        {
            "line before": ("// a\n1", 1.0),
            "line after": ("1// a", 1.0),
            "line after with end": ("1 // a\n", 1.0),
            "empty line comment": ("1//", 1.0),
            "ended by carriage return": ("// a\r1", 1.0),
            "ended by line separator": ("// a\u20281", 1.0),
            "ended by paragraph separator": ("// a\u20291", 1.0),
            "block before": ("/* a */1", 1.0),
            "block after": ("1/* a */", 1.0),
            "empty block": ("/**/1", 1.0),
            "block of stars": ("/*****/1", 1.0),
            "block with a slash": ("/*/*/1", 1.0),
            "block over lines": ("/* a\n * b\n */1", 1.0),
            "block with line comment": ("/* // */1", 1.0),
            "block with quotes": ("/* \"' */1", 1.0),
            "line with block start": ("// /*\n1", 1.0),
            "line with block end": ("// */\n1", 1.0),
            "two blocks": ("/*a*//*b*/1", 1.0),
            "between tokens": ("/*1*/{/*2*/a/*3*/:/*4*/1/*5*/,/*6*/}/*7*/", {"a": 1.0}),
            "after number in array": ("[1//x\n,2]", [1.0, 2.0]),
            "after constant": ("[true/**/]", [True]),
            "with NUL": ("/*\0*/1", 1.0),
            "line with backslash at its end": ("// a\\\n1", 1.0),
        },
    ),
    *_no(
        "comment",
        {
            "unclosed block": "/*",
            "unclosed block after value": "1 /* a",
            "unclosed block with star": "1 /* a *",
            "block start that is no end": "1 /*/",
            "block in block": "/* /* */ */1",
            "block end only": "*/1",
            "one slash": "/ a\n1",
            "one slash after": "1 /",
            "hash": "# a\n1",
            "hash after": "1 # a",
            "two hyphens": "-- a\n1",
            "markup": "<!-- a -->1",
            "only a line comment": "// a",
            "only a block comment": "/* a */",
            "inside a number": "1/**/2",
            "inside a constant": "tr/**/ue",
            "inside a name": "{a/**/b:1}",
            "swallows the closer": "[1 // ]",
            "not ended by next line": "// a\x851",
            "not ended by vertical tab": "// a\v1",
        },
    ),
]

_TEXTS = [
    *_yes_texts(
        "text",
        {
            "byte order mark before an object": "\ufeff{}",
            "byte order mark after an object": "{}\ufeff",
            "string at the top": "'a'",
            "array at the top": "[]",
            "negative infinity in an object": "{a:-Infinity}",
        },
    ),
    *_no(
        "text",
        {
            "empty": "",
            "space": " ",
            "line end": "\n",
            "byte order mark": "\ufeff",
            "NUL": "\0",
            "NUL after": "{}\0",
            "two objects": "{}{}",
            "two objects on lines": "{}\n{}",
            "two numbers": "1 2",
            "two constants": "null null",
            "comma after": "{},",
            "comma before": ",{}",
            "semicolon after": "{};",
            "word after": "{} x",
            "string after": "{}''",
            "colon after": "{}:",
            "comma only": ",",
            "colon only": ":",
            "dot": ".",
            "question mark": "?",
            "properties without braces": "a:1",
            "quoted properties without braces": '"a":1',
            "assignment": "x={}",
            "export": "export default {}",
            "call": "f({})",
            "in round brackets": "({})",
            "YAML": "a: 1\nb: 2",
            "YAML list": "- 1",
            "XML": "<a/>",
            "INI": "[a]\nb=1",
            "lone surrogate": "\ud800",
            "emoji": "😀",
        },
    ),
]

_DEPTHS = (1, 2, 31, 32, 33, 100, 400)

_DEEP = [
    *(Case(f"deep: {n} arrays", "[" * n + "]" * n, True) for n in _DEPTHS),
    *(Case(f"deep: {n} objects", '{"a":' * n + "1" + "}" * n, True) for n in _DEPTHS),
    *(Case(f"deep: {n} of both", "[{a:" * n + "1" + "}]" * n, True) for n in _DEPTHS),
    *(Case(f"deep: {n} arrays, one unclosed", "[" * n + "]" * (n - 1), False) for n in _DEPTHS),
    *(Case(f"deep: {n} arrays, one closed twice", "[" * n + "]" * (n + 1), False) for n in _DEPTHS),
    *(Case(f"deep: {n} arrays, crossed", "[" * n + "}" * n, False) for n in _DEPTHS),
    *(Case(f"deep: {n} of both, crossed", "[{a:" * n + "1" + "]}" * n, False) for n in _DEPTHS),
]

CASES: Final[tuple[Case, ...]] = (
    *_ARRAYS,
    *_OBJECTS,
    *_NAMES,
    *_STRINGS,
    *_NUMBERS,
    *_CONSTANTS,
    *_SPACE,
    *_COMMENTS,
    *_TEXTS,
    *_DEEP,
)
