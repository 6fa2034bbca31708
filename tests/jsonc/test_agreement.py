"""The one-pass reader and the recovery are two ways to the same tree."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connlint.jsonc import (
    ArrayNode,
    Document,
    Node,
    ObjectNode,
    StringNode,
    parse,
)
from connlint.jsonc.recovery import recover

from .cases import CASES, Case

_PARTS = ["{", "}", "[", "]", ":", ",", '"a"', "'b\\n'", "c", "1", "-.5e3", "true", "null"]
_PARTS += [" ", "\n", "// d\n", "/* e */", '"\\x4"', '"open', "#", "01"]

soup = st.lists(st.sampled_from(_PARTS), max_size=12).map("".join)


def _picture(node: Node | None) -> object:
    """A node with its place and all that is in it, to compare."""
    if node is None:
        return None
    place = (type(node).__name__, node.span)
    if isinstance(node, ObjectNode):
        return place, [
            (member.key.span, member.key.name, _picture(member.value)) for member in node.members
        ]
    if isinstance(node, ArrayNode):
        return place, [_picture(item) for item in node.elements]
    if isinstance(node, StringNode):
        return place, node.value
    return place, repr(getattr(node, "value", None))


def _all(document: Document) -> object:
    return _picture(document.root), document.comments, document.problems


@settings(max_examples=1500)
@given(soup)
def test_both_give_the_same_document_for_any_text(text: str) -> None:
    assert _all(parse(text)) == _all(recover(text))


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_both_give_the_same_document_for_each_case(case: Case) -> None:
    if len(case.text) < 2000:
        assert _all(parse(case.text)) == _all(recover(case.text))
