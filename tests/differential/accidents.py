"""Accidents of text: what editors, shells, merges and people leave in a file of JSON or code."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from random import Random

__all__ = ["HARMFUL", "HARMLESS", "edit_code", "spoil"]

Accident = Callable[[bytes, Random], bytes]


def spoil(content: bytes, rng: Random) -> bytes:
    """Let an accident happen that Base44 or connlint has something to say about, or two."""
    for _ in range(rng.choice((1, 1, 1, 2))):
        content = rng.choice(HARMFUL)(content, rng)
    return content


def edit_code(text: str, rng: Random) -> str:
    """Change code in a few small places, as somebody does who is not done yet."""
    for _ in range(rng.randint(1, 3)):
        text = rng.choice(_EDITS)(text, rng)
    return text


def _bom(content: bytes, _: Random) -> bytes:
    return b"\xef\xbb\xbf" + content


def _crlf(content: bytes, _: Random) -> bytes:
    return content.replace(b"\n", b"\r\n")


def _cr(content: bytes, _: Random) -> bytes:
    return content.replace(b"\n", b"\r")


def _comment_before(content: bytes, rng: Random) -> bytes:
    return rng.choice((b"// ask Ada\n", b"/* from the template */ ", b"\n\n\t", b"/**/")) + content


def _comment_after(content: bytes, rng: Random) -> bytes:
    return content + rng.choice((b"// end", b"\n/* done */\n", b"\n\n\n", b" \t \n// \xe2\x9c\x93"))


def _comment_within(content: bytes, rng: Random) -> bytes:
    return _after_some(rb"[{\[,]", content, rng, b" /* keep */ ")


def _trailing_comma(content: bytes, rng: Random) -> bytes:
    return _before_some(rb"[}\]]", content, rng, b",")


def _cut(content: bytes, rng: Random) -> bytes:
    return content[: rng.randint(0, max(len(content) - 1, 0))]


def _empty(_: bytes, rng: Random) -> bytes:
    return rng.choice((b"", b"\n", b"  \t\n", b"// nothing here\n", b"\xef\xbb\xbf"))


def _array(content: bytes, _: Random) -> bytes:
    return b"[" + content.strip() + b"]\n"


def _other_value(_: bytes, rng: Random) -> bytes:
    return rng.choice(
        (b"null", b"44", b'"slack"', b"[]", b"{}", b"NaN", b"true", b"-0x1F", b"[[[[")
    )


def _twice(content: bytes, _: Random) -> bytes:
    return content + content


def _merge_conflict(content: bytes, rng: Random) -> bytes:
    lines = content.split(b"\n")
    at = rng.randint(0, len(lines))
    lines[at:at] = [b"<<<<<<< HEAD", *lines[at : at + 1], b"=======", b">>>>>>> feature"]
    return b"\n".join(lines)


def _base64(content: bytes, _: Random) -> bytes:
    return base64.b64encode(content)


def _base64_url(content: bytes, _: Random) -> bytes:
    return b"data:application/json;base64," + base64.b64encode(content) + b"\n"


def _utf_16(content: bytes, rng: Random) -> bytes:
    encoding = rng.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-32"))
    return content.decode("utf-8", "replace").encode(encoding)


def _bad_bytes(content: bytes, rng: Random) -> bytes:
    at = rng.randint(0, len(content))
    bad = rng.choice((b"\xe9", b"\xff\xfe", b"\xc3", b"\xed\xa0\x80", b"\x80\x81\x82", b"\xf5"))
    return content[:at] + bad + content[at:]


def _nul(content: bytes, rng: Random) -> bytes:
    at = rng.randint(0, len(content))
    return (
        content[:at] + rng.choice((b"\0", b"\0\0\0", b"\x1b[31m", b"\x07", b"\x1a")) + content[at:]
    )


def _odd_character(content: bytes, rng: Random) -> bytes:
    at = rng.randint(0, len(content))
    odd = ("\u00a0", "\u200b", "\u202e", "\u2028", "\ufeff", "“", "’", "##[error]", "\U0001f600")
    return content[:at] + rng.choice(odd).encode() + content[at:]


def _long_string(content: bytes, rng: Random) -> bytes:
    text = rng.choice((b"x", b"ab ", b"\\u0041", b"\xc3\xa9")) * rng.choice((300, 9_000, 60_000))
    return _after_some(rb'"', content, rng, text)


def _huge(content: bytes, _: Random) -> bytes:
    """Make a file larger than connlint reads."""
    return content + b" " * 1024 * 1024


def _deep(content: bytes, rng: Random) -> bytes:
    depth = rng.choice((40, 400, 4_000))
    return _after_some(rb":\s*", content, rng, b"[" * depth + b"]" * depth + b",")


def _typo(content: bytes, rng: Random) -> bytes:
    """Lose, double or swap a character."""
    if len(content) < 2:
        return content
    at = rng.randrange(len(content) - 1)
    one, two = content[at : at + 1], content[at + 1 : at + 2]
    return content[:at] + rng.choice((b"", one + one + two, two + one)) + content[at + 2 :]


def _repeated_key(content: bytes, rng: Random) -> bytes:
    key = rng.choice((b'"type": "slak", ', b'"scopes": [], ', b'"scopes": null, ', b'"name": 1, '))
    return content.replace(b"{", b"{" + key, 1)


def _number(content: bytes, rng: Random) -> bytes:
    values = (b"+1", b".5", b"0x1f", b"Infinity", b"-NaN", b"1e999", b"01", b"1_000", b"9" * 5_000)
    return _after_some(rb"[:\[]", content, rng, rng.choice(values) + b",")


def _escape(content: bytes, rng: Random) -> bytes:
    escapes = (rb"\ud800", rb"\u0000", rb"\x41", rb"\q", b"\\\n", rb"\u12", rb"\u202e", b"\\")
    return _after_some(rb'"', content, rng, rng.choice(escapes))


def _ignore_comment(content: bytes, rng: Random) -> bytes:
    comments = (
        b"// connlint-ignore unknown-scope, unknown-type: known to us\n",
        b"// connlint-ignore-file unknown-property, duplicate-scope, unused-connector\n",
        b"/* connlint-ignore schema */ ",
        b"// connlint-ignore\n",
        b"// connlint-ignore no-such-rule\n",
        b"// connlint-ignore-file unused-suppression, no-such-rule: never\n",
        b"// connlint-ignore-next-line unknown-scope\n",
        b"/* connlint-ignore-file syntax-error, unreadable-file, config-error */\n",
        b"// connlint-ignore exposed-token, deprecated-call, insufficient-scope\n",
    )
    comment = rng.choice(comments)
    at = rng.choice([0, 0, *[match.end() for match in re.finditer(rb"\n", content)]])
    return content[:at] + comment + content[at:]


def _after_some(pattern: bytes, content: bytes, rng: Random, added: bytes) -> bytes:
    places = [match.end() for match in re.finditer(pattern, content)] or [len(content)]
    at = rng.choice(places)
    return content[:at] + added + content[at:]


def _before_some(pattern: bytes, content: bytes, rng: Random, added: bytes) -> bytes:
    places = [match.start() for match in re.finditer(pattern, content)] or [0]
    at = rng.choice(places)
    return content[:at] + added + content[at:]


HARMLESS: tuple[Accident, ...] = (_bom, _crlf, _comment_before, _comment_after, _comment_within)
"""What an app may have and be as right as before."""
HARMFUL: tuple[Accident, ...] = (
    *HARMLESS,
    _array,
    _bad_bytes,
    _base64,
    _base64_url,
    _cr,
    _cut,
    _deep,
    _empty,
    _escape,
    _huge,
    _ignore_comment,
    _ignore_comment,
    _ignore_comment,
    _long_string,
    _merge_conflict,
    _nul,
    _number,
    _odd_character,
    _other_value,
    _repeated_key,
    _repeated_key,
    _trailing_comma,
    _twice,
    _typo,
    _typo,
    _utf_16,
)


def _without_character(text: str, rng: Random) -> str:
    places = [match.start() for match in re.finditer(r"[(){}\[\];,.'\"`=]", text)] or [0]
    at = rng.choice(places)
    return text[:at] + text[at + 1 :]


def _with_token(text: str, rng: Random) -> str:
    tokens = (
        "(",
        "}",
        "`${",
        "await ",
        "/*",
        "//",
        "=>",
        "?.",
        "export ",
        "async ",
        " as any",
        "\n",
    )
    at = rng.choice([match.start() for match in re.finditer(r"\b", text)] or [0])
    return text[:at] + rng.choice(tokens) + text[at:]


def _line_twice(text: str, rng: Random) -> str:
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    return "\n".join([*lines[:at], lines[at], *lines[at:]])


def _line_less(text: str, rng: Random) -> str:
    lines = text.split("\n")
    del lines[rng.randrange(len(lines))]
    return "\n".join(lines)


def _line_swap(text: str, rng: Random) -> str:
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    lines[at:] = [*lines[at + 1 : at + 2], *lines[at : at + 1], *lines[at + 2 :]]
    return "\n".join(lines)


def _other_call(text: str, rng: Random) -> str:
    calls = ("getAccessToken", "callApi", "getWorkspaceConnection", "getCurrentAppUserConnection")
    return text.replace("getConnection", rng.choice((*calls, "getConection")), 1)


def _other_type(text: str, rng: Random) -> str:
    types = ("stripe", "x", "databricks", "Gmail", "acme_crm", "68f0c2b1a9d4e7f3a1b2c3d4", "")
    return re.sub(r'(getConnection\()"[^"]*"', rf'\1"{rng.choice(types)}"', text, count=1)


def _without_service_role(text: str, _: Random) -> str:
    return text.replace(".asServiceRole", "", 1)


def _leak(text: str, rng: Random) -> str:
    leaks = (
        "console.log(accessToken);",
        "return Response.json({ accessToken });",
        "// connlint-ignore exposed-token: a test\n  console.log(accessToken);",
        "throw new Error(`no ${accessToken}`);",
    )
    places = [match.end() for match in re.finditer(r";\n", text)] or [len(text)]
    at = rng.choice(places)
    return f"{text[:at]}  {rng.choice(leaks)}\n{text[at:]}"


def _other_name(text: str, rng: Random) -> str:
    """Rename one of the places of a name."""
    names = [match.span() for match in re.finditer(r"\b[a-z]\w{3,}\b", text)] or [(0, 0)]
    start, end = rng.choice(names)
    return f"{text[:start]}{rng.choice(('token', 'connectors', 'x', 'req', 'url'))}{text[end:]}"


_EDITS: tuple[Callable[[str, Random], str], ...] = (
    _leak,
    _line_less,
    _line_swap,
    _line_twice,
    _other_call,
    _other_name,
    _other_type,
    _with_token,
    _without_character,
    _without_service_role,
)
