"""The lines that a fix changes, as they are shown below a finding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connlint.diagnostics.diagnostic import Edit, Fix, Range
from connlint.diagnostics.severity import Safety
from connlint.fix.edits import apply_edits
from connlint.render.fix_diff import changed_lines, first_fix, option
from connlint.text.source import SourceFile, Span, split_lines

from .reports import SLACK, find, span_of

Changes = list[tuple[str, str]]
"""Parts of a text, each with what takes its place."""


def _fix(text: str, changes: Changes, safety: Safety = Safety.SAFE) -> tuple[SourceFile, Fix]:
    source = SourceFile(SLACK, text)
    edits = [Edit(SLACK, Range.of(span_of(text, part), source), new) for part, new in changes]
    return source, Fix("Change it", safety, tuple(edits))


def _shown(text: str, changes: Changes) -> list[str]:
    source, fix = _fix(text, changes)
    return [f"{one.number}{one.sign}{one.text}" for one in changed_lines(fix, {SLACK: source})]


LIST = '[\n  "a",\n  "b",\n  "c"\n]\n'
SHOWN: dict[str, tuple[str, Changes, list[str]]] = {
    "a part of a line": ('{"a": 1}\n', [('"a"', '"b"')], ['1-{"a": 1}', '1+{"b": 1}']),
    "the last line, which has no end": ("a\nb", [("b", "c")], ["2-b", "2+c"]),
    "a whole line": (LIST, [('  "b",\n', "")], ['3-  "b",']),
    "a line and the comma before it": (
        LIST,
        [(',\n  "c"', "")],
        ['3-  "b",', '4-  "c"', '3+  "b"'],
    ),
    "a new line": (LIST, [('"b",', '"b",\n  "x",')], ['4+  "x",']),
    "two parts of a line": ("a b c\n", [("a", "x"), ("c", "z")], ["1-a b c", "1+x b z"]),
    "lines next to each other": ("a\nb\n", [("a", "x"), ("b", "y")], ["1-a", "2-b", "1+x", "2+y"]),
    "lines apart": ("a\n1\n2\nb\n", [("a", "x"), ("b", "y")], ["1-a", "1+x", "4-b", "4+y"]),
    "too many lines": ("a\nb\nc\n", [("a", "x"), ("b", "y"), ("c", "z")], []),
    "too many lines between the edits of one": ("a\nb\nc\nd\ne\n", [("a\nb\nc\nd\ne", "x")], []),
    "a line that nobody reads": (f"a{'b' * 3000}\n", [("a", "x")], []),
    "a line end": ("a\r\n", [("\r\n", "\n")], []),
    "the last line end": ("a", [("a", "a\n")], []),
    "a separator that ends no line": ("a\u2028b\n", [("a", "x")], ["1-a\u2028b", "1+x\u2028b"]),
}


@pytest.mark.parametrize("text, changes, lines", SHOWN.values(), ids=SHOWN)
def test_few_lines_are_shown(text: str, changes: Changes, lines: list[str]) -> None:
    assert _shown(text, changes) == lines


def test_a_fix_of_several_files_is_not_shown() -> None:
    source, fix = _fix("a\n", [("a", "x")])
    other = fix.edits[0]._replace(path="other")
    assert changed_lines(fix._replace(edits=(*fix.edits, other)), {SLACK: source}) == []
    assert changed_lines(fix, {}) == []
    assert changed_lines(fix._replace(edits=()), {SLACK: source}) == []


def test_the_part_that_differs_is_known() -> None:
    source, fix = _fix('  "a": "日本", // x\n', [("日本", "中国")])
    changed = changed_lines(fix, {SLACK: source})
    assert [one.text[slice(*one.difference())] for one in changed] == ["日本", "中国"]


def test_the_first_safe_fix_is_what_the_option_applies() -> None:
    source, safe = _fix("a", [("a", "b")])
    unsafe = safe._replace(safety=Safety.UNSAFE)
    span = Span(0, 1)
    assert first_fix(find(source, span)) is None
    assert first_fix(find(source, span, fixes=(unsafe,))) is unsafe
    assert first_fix(find(source, span, fixes=(unsafe, safe))) is safe
    assert (option(safe), option(unsafe)) == ("--fix", "--fix --unsafe-fixes")


@given(st.text("ab\n\r", max_size=20), st.data())
def test_the_lines_are_those_of_both_texts(text: str, data: st.DataObject) -> None:
    source = SourceFile(SLACK, text)
    places = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
    spans = [Span(*places[:2]), Span(*places[2:])]
    edits = tuple(
        Edit(SLACK, Range.of(span, source), data.draw(st.text("xy\n", max_size=3)))
        for span in spans
    )
    lines = changed_lines(Fix("Change it", Safety.SAFE, edits), {SLACK: source})
    before, after = split_lines(text), split_lines(apply_edits(text, edits))
    assert len(lines) <= 4
    for line in lines:
        known = before if line.sign == "-" else after
        assert line.text in known
        if line.sign == "-":
            assert known[line.number - 1] == line.text
