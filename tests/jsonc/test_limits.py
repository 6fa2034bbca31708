"""No text is too deep, long or broken: time grows with length, and one mistake stays one."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from tests.clock import timed

from connlint.jsonc import parse

_DEEP = 100_000
_LONG = 1 << 20
_SECONDS = 15.0


class Limit(NamedTuple):
    id: str
    text: str
    messages: tuple[str, ...]


def _long(unit: str) -> str:
    return unit * (_LONG // len(unit))


_FORTY_BACKSLASHES = "\\" * 40

LIMITS = (
    Limit("opened arrays", "[" * _DEEP, ("Expected ']', found the end of the file",)),
    Limit("balanced arrays", "[" * _DEEP + "]" * _DEEP, ()),
    Limit("balanced objects", '{"a":' * _DEEP + "1" + "}" * _DEEP, ()),
    Limit("crossed arrays", "[" * _DEEP + "}" * _DEEP, ("Expected ']', found '}'",)),
    Limit("crossed objects", '{"a":' * _DEEP + "]" * _DEEP, ("Expected '}', found ']'",)),
    Limit(
        "opened objects", _long('{"a":'), ('Expected a value for "a", found the end of the file',)
    ),
    Limit("double quotes", _long('"'), ('Expected the end of the file, found ""',)),
    Limit("mixed quotes", _long("\"'"), ('Expected the end of the file, found """',)),
    Limit(
        "backslashes",
        _long("\\"),
        (f'Expected a value, found "{_FORTY_BACKSLASHES}…{_FORTY_BACKSLASHES}"',),
    ),
    Limit("commas", _long(","), ("Expected a value, found ','",)),
    Limit("commas in an array", "[" + _long(",") + "]", ("Expected a value or ']', found ','",)),
    Limit("colons", _long(":"), ("Expected a value, found ':'",)),
    Limit("closers", _long("]"), ("Expected a value, found ']'",)),
    Limit("NULs", _long("\0"), ('Expected a value, found "\\u{0}"',)),
    Limit(
        "unclosed comment",
        "/*" + _long(" *"),
        ("This comment has no end (*/) in this file",),
    ),
    Limit(
        "comment starts", "[/*" + _long("/*/") + "*/]", ("Expected a value or ']', found \"*\"",)
    ),
    Limit("string of escapes", '"' + _long("\\u0041") + '"', ()),
    Limit("string of continuations", '"' + _long("\\\n") + '"', ()),
    Limit(
        "open string of continuations",
        _long('"\\\n\\'),
        (
            'The string "' + ('\\\\n\\"' * 10) + "…" + ('"\\\\n\\' * 10) + '" '
            'has no closing quote (") in this file',
        ),
    ),
    Limit("digits", _long("1"), ()),
    Limit("hex digits", "0x" + _long("f"), ()),
    Limit("long name", "{" + _long("é") + ":1}", ()),
    Limit("long name of escapes", "{" + _long("\\u0061") + ":1}", ()),
    Limit("words", _long("a "), ('Expected a value, found "a"',)),
    Limit("line comments", _long("//\n") + "1", ()),
)


@pytest.mark.parametrize("limit", LIMITS, ids=[limit.id for limit in LIMITS])
def test_a_text_at_the_limit_is_read_in_linear_time(limit: Limit) -> None:
    document, seconds = timed(lambda: parse(limit.text))
    assert tuple(problem.message for problem in document.problems) == limit.messages
    assert seconds < _SECONDS


def test_each_of_very_many_mistakes_is_reported_once() -> None:
    lines = _LONG // 8
    document = parse("[\n" + '"a"\n' * lines + "]")
    assert {problem.message for problem in document.problems} == {'A comma is missing before "a"'}
    assert len(document.problems) == lines - 1
