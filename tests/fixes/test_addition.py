"""Strings that are added to an array: the layout, the comments and all else stay as they were."""

from __future__ import annotations

from itertools import product

import pytest

from connlint.jsonc import ArrayNode, ObjectNode, StringNode, parse
from connlint.rules.addition import addition

CASES = {
    "one line": ('["a"]', '["a", "x", "y"]'),
    "one line with a comma": ('["a",]', '["a", "x", "y",]'),
    "spaces": ('[ "a" ]', '[ "a", "x", "y" ]'),
    "an empty array": ("[]", '["x", "y"]'),
    "lines": ('[\n  "a"\n]', '[\n  "a",\n  "x",\n  "y"\n]'),
    "tabs": ('[\n\t"a"\n]', '[\n\t"a",\n\t"x",\n\t"y"\n]'),
    "lines of Windows": ('[\r\n  "a"\r\n]', '[\r\n  "a",\r\n  "x",\r\n  "y"\r\n]'),
    "lines with a comma": ('[\n  "a",\n]', '[\n  "a",\n  "x",\n  "y",\n]'),
    "a comment behind": ('[\n  "a" // b\n]', '[\n  "a", // b\n  "x",\n  "y"\n]'),
    "a comment behind the comma": ('[\n  "a", // b\n]', '[\n  "a", // b\n  "x",\n  "y",\n]'),
    "a comment below": ('[\n  "a"\n  // b\n]', '[\n  "a",\n  "x",\n  "y"\n  // b\n]'),
    "a comment above": ('[\n  // b\n  "a"\n]', '[\n  // b\n  "a",\n  "x",\n  "y"\n]'),
    "a comment before": ('[\n  /* b */ "a"\n]', '[\n  /* b */ "a",\n  "x",\n  "y"\n]'),
    "two in a line": ('[\n  "a", "b"\n]', '[\n  "a", "b", "x", "y"\n]'),
    "only the comma below": ('[\n  "a"\n  ,\n]', '[\n  "a"\n  ,\n  "x",\n  "y",\n]'),
    "a comment that ends the line": ('["a" // b\n]', '["a", // b\n  "x",\n  "y"\n]'),
    "a comment of several lines": ('["a" /* b\n*/ ]', '["a", /* b\n*/ "x", "y" ]'),
    "an empty array with a comment": ("[ // b\n]", '[ // b\n  "x",\n  "y"\n]'),
}


@pytest.mark.parametrize("name", CASES)
def test_where_strings_are_added(name: str) -> None:
    before, after = CASES[name]
    assert _added(before, ["x", "y"]) == after


def test_an_empty_array_gets_lines_where_its_property_has_one() -> None:
    text = '{\n  "a": 1,\n  "b": []\n}'
    assert _added(text, ["x"]) == '{\n  "a": 1,\n  "b": [\n    "x"\n  ]\n}'
    assert _added('{"b": []}', ["x"]) == '{"b": ["x"]}'


def test_nothing_is_added() -> None:
    assert _added('["a"]', []) == '["a"]'


GAPS = ["", " ", "\n", "\n\t", "/* c */", "// c\n", "\r\n  // c\r\n  "]


@pytest.mark.parametrize("gap", GAPS)
@pytest.mark.parametrize("count", [0, 1, 2])
def test_all_that_was_there_stays_in_its_order(gap: str, count: int) -> None:
    for before, behind, last, has_comma in product(GAPS, GAPS, GAPS, [False, True]):
        elements = f",{gap}".join(f"{before}'e{number}'{behind}" for number in range(count))
        comma = f",{last}" if has_comma and count else ""
        text = f"{{{gap}'a'{gap}: [{elements}{comma}{last}]{gap}}}"
        after = _added(text, ["x\u2028", 'y"'])
        assert _strings(after) == [*(f"e{number}" for number in range(count)), "x\u2028", 'y"']
        assert not parse(after).problems
        left = iter(after)
        assert all(char in left for char in text if not char.isspace()), (text, after)


def _array(text: str) -> ArrayNode:
    root = parse(text).root
    nodes = [member.value for member in root.members] if isinstance(root, ObjectNode) else [root]
    (array,) = [node for node in nodes if isinstance(node, ArrayNode)]
    return array


def _strings(text: str) -> list[str]:
    return [node.value for node in _array(text).elements if isinstance(node, StringNode)]


def _added(text: str, strings: list[str]) -> str:
    parts, end = [], 0
    for span, new in addition(text, _array(text), strings):
        assert span.start >= end
        parts += [text[end : span.start], new]
        end = span.end
    return "".join([*parts, text[end:]])
