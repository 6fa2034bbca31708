"""What holds for every text, tried on generated ones."""

from __future__ import annotations

import json
import re

import pyjson5
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.jsonc.values import exact
from tools.fuzz.trees import nodes, parts

from connlint.jsonc import StringNode, parse, to_python, tokenize
from connlint.text.source import Span

_DEPTH = 100
_checked = settings(max_examples=300)

_TOKENS = [
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    '"',
    "'",
    "\\",
    "/",
    "*",
    "//",
    "/*",
    "*/",
    "#",
    "=",
    ";",
    "(",
    ")",
    "`",
    "true",
    "false",
    "null",
    "NaN",
    "Infinity",
    "-",
    "+",
    "0",
    "1",
    "12",
    ".5",
    "5.",
    "0x",
    "0xF",
    "1e",
    "1e3",
    "a",
    "b",
    "$",
    "type",
    "scopes",
    '"a"',
    "'b'",
    '"it\'s"',
    '"\\n"',
    "'\\x41'",
    "\\u0061",
    "\\u12",
    "https://a.b/c",
    "“a”",
    "é",
    "None",
]
_SPACES = (
    " ",
    "\n",
    "\t",
    "\r\n",
    "\r",
    "\u2028",
    "\u00a0",
    "\ufeff",
    "\0",
    "\\\n",
    "\ud800",
    "😀",
)
_any_text = st.text(st.characters(exclude_categories=()))
_soup = st.lists(st.sampled_from((*_TOKENS, *_SPACES))).map("".join)
_texts = _any_text | _soup

_SCALARS = (
    "1",
    "-0",
    ".5",
    "0xF",
    "1e3",
    "NaN",
    "-Infinity",
    "true",
    "null",
    "'b'",
    '"\\u00e9"',
    "''",
)
_space = st.sampled_from(("", "", "", " ", "\n", "/* x */", "// x\n", "\u00a0"))


def _spaced(*parts: str | st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """The parts in order, with space or comments before each."""
    strategies = [st.just(part) if isinstance(part, str) else part for part in parts]
    return st.tuples(*(x for part in strategies for x in (_space, part))).map("".join)


def _listed(opener: str, items: st.SearchStrategy[str], closer: str) -> st.SearchStrategy[str]:
    """Up to four items between brackets, with and without a trailing comma."""
    some = st.lists(items, min_size=1, max_size=4).map(",".join)
    return _spaced(opener, closer) | _spaced(opener, some, st.sampled_from(("", ",")), closer)


def _containers(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    members = _spaced(st.sampled_from(("a", "b", "'a'", '"c"', "\\u0061", "$")), ":", values)
    return _listed("[", values, "]") | _listed("{", members, "}")


_json5 = st.recursive(_spaced(st.sampled_from(_SCALARS)), _containers, max_leaves=12)


@_checked
@given(_texts)
def test_the_tokens_tile_the_text(text: str) -> None:
    at = 0
    *tokens, (kind, start, end) = tokenize(text)
    for _, token_start, token_end in tokens:
        assert token_start == at
        assert token_end > at
        at = token_end
    assert (kind, start, end) == ("end", at, at)
    assert at == len(text)


def _assert_in_order(spans: list[Span], outer: Span) -> None:
    at = outer.start
    for span in spans:
        assert at <= span.start <= span.end <= outer.end
        at = span.end


@_checked
@given(_texts)
def test_every_text_has_a_tree_whose_places_lie_in_order_inside_their_parents(text: str) -> None:
    document = parse(text)
    whole = Span(0, len(text))
    assert document.root is not None or document.problems
    if document.root is not None:
        _assert_in_order([document.root.span], whole)
        for node in nodes(document.root):
            _assert_in_order(parts(node), node.span)
    _assert_in_order(list(document.comments), whole)
    for problem in document.problems:
        _assert_in_order([problem.span], whole)
        _assert_in_order([problem.related] if problem.related else [], whole)
        assert problem.message
        assert problem.help
        assert bool(problem.related) == bool(problem.related_message)


_json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(exclude_categories=())),
    lambda values: st.lists(values) | st.dictionaries(st.text(), values),
    max_leaves=15,
)


def _joined(value: object) -> object:
    """The value as Python's own JSON reader gives it back: pairs of surrogates are joined."""
    return json.loads(json.dumps(value))


@_checked
@given(_json_values, st.sampled_from((None, 0, 2, "\t")), st.booleans())
def test_json_keeps_its_values(value: object, indent: int | str | None, ascii_only: bool) -> None:  # noqa: FBT001 - a generated choice, not a switch of an interface
    value = _joined(value)
    document = parse(json.dumps(value, indent=indent, ensure_ascii=ascii_only))
    assert document.problems == ()
    assert document.root is not None
    assert exact(to_python(document.root, _DEPTH)) == exact(value)


_ESCAPES = {"\n": "\\n", "\r": "\\r", "\\": "\\\\", "'": "\\'", '"': '\\"', "\0": "\\x00"}


def _escaped(char: str, how: str) -> str:
    if how == "unit" and char <= "\uffff":
        return f"\\u{ord(char):04x}"
    if how == "byte" and char <= "\xff":
        return f"\\x{ord(char):02X}"
    if how == "after a continuation":
        return "\\\r\n" + _ESCAPES.get(char, char)
    return _ESCAPES.get(char, char)


_hows = st.sampled_from(("plain", "unit", "byte", "after a continuation"))


@_checked
@given(st.lists(st.tuples(st.characters(), _hows)), st.sampled_from("\"'"))
def test_a_string_survives_every_way_of_escaping_it(
    chars: list[tuple[str, str]], mark: str
) -> None:
    document = parse(mark + "".join(_escaped(char, how) for char, how in chars) + mark)
    assert document.problems == ()
    assert isinstance(document.root, StringNode)
    assert document.root.value == "".join(char for char, _ in chars)


def _pyjson5_differs(text: str) -> bool:
    """Whether pyjson5 knowingly reads this text in another way than npm json5.

    It accepts digits with underscores, exponents without digits, a dot after a fraction
    or an exponent (`.5.`, `1e5.`) and `\\01`; it refuses numbers beyond 64-bit floats, a
    dot before an exponent and surrogates; it stops at 32 levels; and its integers have
    no minus zero. The texts generated here can hold only some of these.
    """
    words = [text[start:end] for kind, start, end in tokenize(text) if kind == "word"]
    return (
        any("\ud800" <= char <= "\udfff" for char in text)
        or any("_" in word and word[0] in "+-.0123456789" for word in words)
        or any(word[-1] in "eE" and word[0] in "+-.0123456789" for word in words)
        or any(re.search(r"[eE]\d{3}", word) for word in words)
        or any(re.search(r"[eE.].*\.", word) for word in words)
        or any(".e" in word.lower() for word in words)
        or any(word.startswith("-0") for word in words)
        or "\\0" in text
        or text.count("[") + text.count("{") >= 32
    )


def _pyjson5_reads(text: str) -> object:
    try:
        return exact(pyjson5.decode(text))
    except pyjson5.Json5Exception:
        return "refused"


def _connlint_reads(text: str) -> object:
    document = parse(text)
    if document.problems or document.root is None:
        return "refused"
    return exact(to_python(document.root, _DEPTH))


@settings(_checked, max_examples=600)
@given(_soup | _json5)
def test_pyjson5_as_a_second_opinion_reads_the_same(text: str) -> None:
    if not _pyjson5_differs(text):
        assert _connlint_reads(text) == _pyjson5_reads(text)


@_checked
@given(_json5)
def test_generated_json5_is_accepted(text: str) -> None:
    assert parse(text).problems == ()
