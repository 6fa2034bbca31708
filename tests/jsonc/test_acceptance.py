"""The parser accepts what npm json5 accepts, and reads the same values from it."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.jsonc.cases import CASES, UNSTATED, Case
from tests.jsonc.values import exact

from connlint.jsonc import ObjectNode, kind, parse, to_python

_DEPTH = 1000


def test_no_case_stands_in_the_table_twice() -> None:
    assert [name for name, count in Counter(case.id for case in CASES).items() if count > 1] == []


@pytest.mark.parametrize("case", CASES, ids=[ascii(case.id) for case in CASES])
def test_the_parser_agrees_with_the_table(case: Case) -> None:
    document = parse(case.text)
    assert [problem.message for problem in document.problems] == [] or not case.accepted
    assert document.problems or case.accepted
    if case.value is not UNSTATED:
        assert document.root is not None
        assert exact(to_python(document.root, _DEPTH)) == exact(case.value)


def test_repeated_keys_stay_visible_in_the_tree() -> None:
    root = parse("{a: 1, 'a': 2, \\u0061: 3}").root
    assert isinstance(root, ObjectNode)
    assert [(member.key.name, member.span.start) for member in root.members] == [
        ("a", 1),
        ("a", 7),
        ("a", 15),
    ]
    assert to_python(root, 1) == {"a": 3.0}


@pytest.mark.parametrize(
    "depth, value", [(0, {}), (1, {"a": []}), (2, {"a": [{}]}), (3, {"a": [{"b": 1.0}]})]
)
def test_values_deeper_than_asked_for_come_out_empty(depth: int, value: object) -> None:
    root = parse('{"a": [{"b": 1}]}').root
    assert root is not None
    assert to_python(root, depth) == value


@pytest.mark.parametrize(
    "text, words",
    [
        ("{}", "an object"),
        ("[]", "an array"),
        ("''", "a string"),
        ("0", "a number"),
        ("null", "null"),
        ("true", "true"),
        ("false", "false"),
        ("word", "not a value"),
    ],
)
def test_a_value_is_named_in_words(text: str, words: str) -> None:
    root = parse(text).root
    assert root is not None
    assert kind(root) == words
