"""What is left of a text when an entry is taken out of it."""

from __future__ import annotations

import pytest

from connlint.diagnostics.severity import Safety
from connlint.jsonc import ArrayNode, ObjectNode, parse, to_python
from connlint.rules.removal import remove
from connlint.text.source import Span

# The entry that goes is `X`, alone or as a key.
CASES = {
    # One line.
    "only": ('["X"]', "[]"),
    "only, blanks": ('[ "X" ]', "[ ]"),
    "only, trailing comma": ('["X",]', "[]"),
    "only, blanks and trailing comma": ('[ "X", ]', "[ ]"),
    "first": ('["X", "b"]', '["b"]'),
    "first, blanks": ('[ "X", "b" ]', '[ "b" ]'),
    "middle": ('["a", "X", "c"]', '["a", "c"]'),
    "last": ('["a", "X"]', '["a"]'),
    "last, blanks": ('[ "a", "X" ]', '[ "a" ]'),
    "last, trailing comma": ('["a", "X",]', '["a",]'),
    "last, blanks and trailing comma": ('[ "a", "X", ]', '[ "a", ]'),
    "tight": ('["a","X","c"]', '["a","c"]'),
    "blanks before commas": ('["a" , "X" , "c"]', '["a" , "c"]'),
    "comment before": ('["a", /* c */ "X", "b"]', '["a", /* c */ "b"]'),
    "comment before the last": ('["a", /* c */ "X"]', '["a" /* c */]'),
    "comment behind": ('["a", "X" /* c */, "b"]', '["a", /* c */ "b"]'),
    "comment behind the comma": ('["a", "X", /* c */ "b"]', '["a", /* c */ "b"]'),
    "comment at the end": ('["a", "X" /* c */]', '["a" /* c */]'),
    "comma in a comment": ('["a" /* , */, "X" /* , */]', '["a" /* , */ /* , */]'),
    "tab": ('["a",\t"X",\t"b"]', '["a",\t"b"]'),
    # A line for each entry.
    "lines, first": ('[\n  "X",\n  "b"\n]', '[\n  "b"\n]'),
    "lines, middle": ('[\n  "a",\n  "X",\n  "c"\n]', '[\n  "a",\n  "c"\n]'),
    "lines, last": ('[\n  "a",\n  "X"\n]', '[\n  "a"\n]'),
    "lines, last, trailing comma": ('[\n  "a",\n  "X",\n]', '[\n  "a",\n]'),
    "lines, only": ('[\n  "X"\n]', "[\n]"),
    "lines, CRLF": ('[\r\n  "a",\r\n  "X",\r\n  "c"\r\n]', '[\r\n  "a",\r\n  "c"\r\n]'),
    "lines, CR": ('[\r  "a",\r  "X"\r]', '[\r  "a"\r]'),
    "own comment": ('[\n  "a", // a\n  "X", // x\n  "c" // c\n]', '[\n  "a", // a\n  "c" // c\n]'),
    "own comment, last": ('[\n  "a", // a\n  "X" // x\n]', '[\n  "a" // a\n]'),
    "own comment in front": ('[\n  /* x */ "X",\n  "b"\n]', '[\n  "b"\n]'),
    "comment above": ('[\n  "a",\n  // above\n  "X",\n  "c"\n]', '[\n  "a",\n  // above\n  "c"\n]'),
    "comment above the last": (
        '[\n  "a",\n  // above\n  "X"\n  // below\n]',
        '[\n  "a"\n  // above\n  // below\n]',
    ),
    "comment into the line": (
        '[\n  "a", /* x\n  y */ "X",\n  "c"\n]',
        '[\n  "a", /* x\n  y */\n  "c"\n]',
    ),
    "comment out of the line": (
        '[\n  "a",\n  "X", /* x\n  y */\n  "c"\n]',
        '[\n  "a",\n  /* x\n  y */\n  "c"\n]',
    ),
    "empty lines": ('[\n  "a",\n\n  "X",\n\n  "c"\n]', '[\n  "a",\n\n\n  "c"\n]'),
    "beside the opening bracket": ('["X",\n  "b"]', '[\n  "b"]'),
    "beside the closing bracket": ('[\n  "a",\n  "X"]', '[\n  "a"]'),
    "two in a line, the first": ('[\n  "X", "b",\n  "c"\n]', '[\n  "b",\n  "c"\n]'),
    "two in a line, the second": ('[\n  "a", "X",\n  "c"\n]', '[\n  "a",\n  "c"\n]'),
    "two in a line, with a comment": ('[\n  "a", "X", // c\n  "c"\n]', '[\n  "a", // c\n  "c"\n]'),
    # Commas in front.
    "leading comma, first": ('[\n    "X"\n  , "b"\n]', '[\n  "b"\n]'),
    "leading comma, middle": ('[\n    "a"\n  , "X"\n  , "c"\n]', '[\n    "a"\n  , "c"\n]'),
    "leading comma, last": ('[\n    "a"\n  , "X"\n]', '[\n    "a"\n]'),
    "leading comma, comment": ('[\n    "a" // a\n  , "X" // x\n]', '[\n    "a" // a\n]'),
    "both commas": ('[\n    "a"\n  , "X",\n  "c"\n]', '[\n    "a"\n  ,\n  "c"\n]'),
    "only, comma below": ('[\n"X"\n,]', "[\n]"),
    "comma below": ('["a",\n"X"\n, "c"]', '["a",\n"c"]'),
    "leading comma without a blank": (
        '["a"\n,"X"\n,"c"]',
        '["a"\n,"c"]',
    ),
    "both commas without a blank": ('["a"\n,"X",\n"c"]', '["a"\n,\n"c"]'),
    "comment that begins the line": ('["a",\n/* x */ "X",\n"c"]', '["a",\n"c"]'),
    "comment that begins the next line": ('["a",\n"X",\n// c\n"c"]', '["a",\n// c\n"c"]'),
    "comment right behind": ('["X"/* x */, "b"]', '[/* x */ "b"]'),
    "comma in a line of its own": ('[\n  "a"\n  ,\n  "X"\n]', '[\n  "a"\n]'),
    # Members and what is inside of them.
    "member": ('{\n  "X": [\n    1,\n  ],\n  b: 2\n}', "{\n  b: 2\n}"),
    "member, last": ("{ a: 1, 'X': {b: 2} }", "{ a: 1 }"),
    "member, comment inside": (
        "{\n  a: 1, // a\n  X: [ // x\n    1\n  ] // y\n}",
        "{\n  a: 1 // a\n}",
    ),
    "member, no quotes": ("{a:1,X:2,c:3}", "{a:1,c:3}"),
    "line separator": ('["a", // c\u2028"X"]', '["a" // c\u2028]'),
}


def _without(text: str) -> str:
    document = parse(text)
    root = document.root
    assert not document.problems
    assert isinstance(root, ArrayNode | ObjectNode)
    spans = (
        [item.span for item in root.elements]
        if isinstance(root, ArrayNode)
        else [member.span for member in root.members]
    )
    entry = next(span for span in spans if text[span.start :].lstrip("\"'").startswith("X"))
    (change,) = remove("", Safety.SAFE, text, document, root, entry)
    for span, new in reversed(change.edits):
        text = text[: span.start] + new + text[span.end :]
    return text


@pytest.mark.parametrize("case", CASES)
def test_an_entry_goes_and_all_else_stays(case: str) -> None:
    text, expected = CASES[case]
    result = _without(text)
    assert result == expected
    old, new = parse(text), parse(result)
    assert not new.problems
    assert old.root is not None
    assert new.root is not None
    before = to_python(old.root, 9)
    if isinstance(before, list):
        before.remove("X")
    elif isinstance(before, dict):
        del before["X"]
    assert to_python(new.root, 9) == before


@pytest.mark.parametrize("case", CASES)
def test_line_ends_of_windows_stay(case: str) -> None:
    text, expected = (part.replace("\n", "\r\n").replace("\r\r", "\r") for part in CASES[case])
    assert _without(text) == expected


def test_nothing_is_taken_out_of_a_broken_text() -> None:
    text = '["a" "X"]'
    document = parse(text)
    assert isinstance(document.root, ArrayNode)
    assert remove("", Safety.SAFE, text, document, document.root, Span(5, 8)) == ()
