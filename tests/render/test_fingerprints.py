"""Fingerprints: the same for the same finding wherever its line goes, and for no other."""

from __future__ import annotations

import json
import re

from hypothesis import given
from hypothesis import strategies as st

import connlint
from connlint.reporting.fingerprints import fingerprints
from connlint.text.source import SourceFile, Span

from .reports import SLACK, find, span_of


def _of(text: str, *parts: str, path: str = SLACK, rule: str = "unknown-scope") -> list[str]:
    source = SourceFile(path, text)
    found = [find(source, span_of(text, part), rule=rule) for part in parts]
    return fingerprints(found, {path: source})


def test_it_is_a_sha_256_of_path_rule_subject_and_number() -> None:
    (fingerprint,) = _of('["a:b"]', '"a:b"')
    # Changing this makes every finding a new one in the systems that keep them.
    assert fingerprint == "e8570b1f5ce655dc0ccb6bb403a622864572500f892155e07619418fd4735c8a"


def test_lines_quotes_and_layout_do_not_matter() -> None:
    first = _of('["a:b"]', '"a:b"')
    assert _of('\n\n[  "a:b"]', '"a:b"') == first
    assert _of("['a:b']", "'a:b'") == first


def test_path_rule_and_subject_do() -> None:
    texts = [
        _of('["a:b"]', '"a:b"'),
        _of('["a:b"]', '"a:b"', path="other.jsonc"),
        _of('["a:b"]', '"a:b"', rule="foreign-scope"),
        _of('["a:c"]', '"a:c"'),
    ]
    assert len({fingerprint for (fingerprint,) in texts}) == 4


def test_parts_cannot_run_into_each_other() -> None:
    assert _of('"a"', '"a"', path="x", rule="yz") != _of('"a"', '"a"', path="xy", rule="z")


def test_equal_ones_are_counted_in_the_order_of_the_text() -> None:
    text = '["a:b", "a:b", "a:b"]'
    source = SourceFile(SLACK, text)
    places = [Span(at.start(), at.end()) for at in re.finditer('"a:b"', text)]
    found = [find(source, place) for place in places]
    one, two, three = fingerprints(found, {SLACK: source})
    assert len({one, two, three}) == 3
    assert fingerprints(found[::-1], {SLACK: source}) == [three, two, one]
    assert fingerprints(found[:1], {SLACK: source}) == [one]


def test_a_file_without_text_and_one_without_encoding_have_one() -> None:
    source = SourceFile("\udcff.jsonc", "")
    found = [find(source, Span(0, 0)), find(source, Span(0, 0), rule="schema")]
    assert len(set(fingerprints(found, {}))) == 2


@given(
    scopes=st.lists(st.sampled_from(["x:y", "x:z", "y:z"]), max_size=6),
    lines=st.integers(0, 5),
    indent=st.sampled_from([None, 1, 4]),
)
def test_moved_lines_change_nothing_in_a_real_file(
    scopes: list[str], lines: int, indent: int | None
) -> None:
    def of(lines: int, indent: int | None) -> list[str]:
        body = json.dumps({"type": "slack", "scopes": scopes}, indent=indent)
        source = SourceFile("slack.jsonc", "// a line\n" * lines + body)
        found = connlint.lint_text(source.text, path=source.path)
        return fingerprints(found, {source.path: source})

    known = of(0, 2)
    assert of(lines, indent) == known
    assert len(set(known)) == len(known)
