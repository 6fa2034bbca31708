"""How wide text is in a terminal, where it is broken, and what part of a line is shown."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from tests.clock import timed

from connlint.render.columns import cut, shown, width, wrap

WIDTHS = {
    "": 0,
    "plain": 5,
    "日本語": 6,
    "한": 2,
    "e\u0301": 1,
    "\u0301": 0,
    "😀": 2,
    "❤\ufe0f": 2,
    "🇩🇪": 2,
    "…": 1,
    "カ": 2,
    "ｶ": 1,
}


@pytest.mark.parametrize("text, columns", WIDTHS.items())
def test_the_width_is_counted_in_columns(text: str, columns: int) -> None:
    assert width(text) == columns


SHOWN = {
    "plain": "plain",
    "\ta": "    a",
    "\x1b[31m": "\\u{1b}[31m",
    "a\u202eb": "a\\u{202e}b",
    "a\u200bb": "a\\u{200b}b",
    "\xa0": "\\u{a0}",
    "\ud800": "\\u{d800}",
    "日e\u0301😀": "日e\u0301😀",
}


@pytest.mark.parametrize("text, expected", SHOWN.items(), ids=ascii)
def test_tabs_are_blanks_and_deceptive_characters_are_escapes(text: str, expected: str) -> None:
    assert shown(text) == expected


@given(st.text())
def test_what_is_shown_is_printable(text: str) -> None:
    assert shown(text).isprintable()


WRAPPED: dict[str, tuple[str, int | None, list[str]]] = {
    "no width": ("a b c", None, ["a b c"]),
    "fits": ("a b c", 5, ["a b c"]),
    "breaks at blanks": ("one two three four", 9, ["one two", "three", "four"]),
    "a long word stands alone": (
        "see https://example.com now",
        8,
        ["see", "https://example.com", "now"],
    ),
    "wide characters": ("日本 日本 日本", 9, ["日本 日本", "日本"]),
    "empty": ("", 5, [""]),
}


@pytest.mark.parametrize("text, columns, lines", WRAPPED.values(), ids=WRAPPED.keys())
def test_text_is_wrapped_at_blanks(text: str, columns: int | None, lines: list[str]) -> None:
    assert wrap(text, columns) == lines


PRINTABLE = st.text(st.sampled_from("ab 日é😀e\u0301-"), max_size=60)


@given(PRINTABLE, st.integers(1, 30))
def test_wrapping_loses_no_word_and_only_words_are_wider(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert " ".join(lines).split() == text.split()
    assert all(width(line) <= columns or " " not in line.strip() for line in lines)


CUT: dict[str, tuple[str, int, int, int, tuple[str, int, int]]] = {
    "fits": ("abcdefghij", 2, 4, 20, ("abcdefghij", 2, 4)),
    "fits exactly": ("abcdefghij", 2, 4, 10, ("abcdefghij", 2, 4)),
    "cut at the right": ("abcdefghijk", 2, 4, 10, ("abcdefghi…", 2, 4)),
    "cut at the left": ("abcdefghijklmnopqrstuvwxyz", 24, 26, 12, ("…vwxyz", 4, 6)),
    "cut on both sides": ("abcdefghijklmnopqrstuvwxyz", 13, 15, 12, ("…klmnopqrst…", 4, 6)),
    "a range that is wider than the room": (
        "ab" + 30 * "x" + "cd",
        2,
        32,
        12,
        ("abxxxxxxxxx…", 2, 11),
    ),
    "the end of the line": ("abc", 3, 3, 20, ("abc", 3, 4)),
    "the end of a long line": (30 * "a", 30, 30, 12, ("…aaa", 4, 5)),
    "an empty line": ("", 0, 0, 20, ("", 0, 1)),
    "an empty range": ("abc", 1, 1, 20, ("abc", 1, 2)),
    "tabs": ("\t\tab", 2, 3, 20, ("        ab", 8, 9)),
    "a tab in the range": ("a\tb", 1, 2, 20, ("a    b", 1, 5)),
    "wide characters": ("日本ab語", 2, 4, 20, ("日本ab語", 4, 6)),
    "a wide range": ("a日本b", 1, 3, 20, ("a日本b", 1, 5)),
    "wide characters before a cut": (20 * "日" + "ab", 20, 22, 16, ("…日日ab", 5, 7)),
    "escapes before a cut": (9 * "\x1b" + "ab", 9, 11, 20, ("…ab", 1, 3)),
    "a combining character": ("e\u0301x", 1, 2, 20, ("e\u0301x", 0, 1)),
    "after a combining character": ("e\u0301x", 2, 3, 20, ("e\u0301x", 1, 2)),
    "an emoji": ('"😀", "b"', 5, 8, 20, ('"😀", "b"', 6, 9)),
    "an emoji with a skin": ("👩🏽x", 2, 3, 20, ("👩🏽x", 2, 3)),
}


@pytest.mark.parametrize("line, start, end, columns, expected", CUT.values(), ids=CUT.keys())
def test_the_part_of_a_line_with_the_range(
    line: str, start: int, end: int, columns: int, expected: tuple[str, int, int]
) -> None:
    assert cut(line, start, end, columns) == expected


LINES = st.text(
    st.one_of(
        st.characters(exclude_characters="\r\n"),
        st.sampled_from("ab \t日本語e\u0301\u0308\x1b\u202e\U0010ffff😀❤\ufe0f🏽🇩🇪"),
    ),
    max_size=120,
)


@given(LINES, st.integers(0, 120), st.integers(0, 120), st.integers(20, 120))
@example(9 * "\U0010ffff" + "a", 9, 10, 20)
@example(30 * "\u0301" + "a", 30, 31, 20)
@example(19 * "a" + "日", 19, 20, 20)
def test_the_underline_lies_inside_of_a_text_that_fits(
    line: str, start: int, length: int, columns: int
) -> None:
    assume(start <= len(line))
    end = min(len(line), start + length)
    text, begin, finish = cut(line, start, end, columns)
    assert text.isprintable()
    assert width(text) <= columns
    assert 0 <= begin < finish
    if start < len(line) and width(text):
        assert finish <= width(text)
    else:
        # The end of the line is underlined where the next character would stand.
        assert (begin, finish) == (width(text), width(text) + 1)


@given(LINES, st.integers(0, 120), st.integers(20, 120))
def test_the_first_character_of_the_range_is_shown(line: str, start: int, columns: int) -> None:
    assume(start < len(line))
    # Marks belong to the character before them, and have no column of their own.
    assume(all(width(shown(char)) == len(shown(char)) for char in line))
    text, begin, finish = cut(line, start, start + 1, columns)
    assert text[begin:finish] == shown(line[start])


@pytest.mark.parametrize("char", ["a", "日", "\u0301", "\x1b", "\t"])
@pytest.mark.parametrize("place", [0, 250_000, 499_999, 500_000])
def test_a_line_of_half_a_million_characters_is_cut_in_no_time(char: str, place: int) -> None:
    (text, _, _), seconds = timed(lambda: cut(500_000 * char, place, 500_000, 120))
    assert len(text) <= 8 * 120 + 1
    assert seconds < 2
