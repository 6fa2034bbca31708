"""The picture of a terminal shows what a terminal shows."""

from __future__ import annotations

import re

import pytest
from tools.terminal_picture import draw

LINES = {
    "plain": ("two words", "two\u00a0words"),
    "colors": ("\x1b[31mred\x1b[0m \x1b[1mbold\x1b[0m", "red\u00a0bold"),
    "a link": ("\x1b]8;;https://example.com\x1b\\rule\x1b]8;;\x1b\\ and", "rule\u00a0and"),
    "a link that a bell ends": ("\x1b]8;;https://example.com\x07rule\x1b]8;;\x07", "rule"),
    "signs of markup": ("<a> & b", "&lt;a&gt;\u00a0&amp;\u00a0b"),
    "a line that is cleared": ("\x1b[2Kdone", "done"),
}


@pytest.mark.parametrize("case", LINES)
def test_text_is_drawn_without_its_escape_sequences(case: str) -> None:
    line, expected = LINES[case]
    picture = draw([line])
    assert "\x1b" not in picture
    (row,) = re.findall(r"<text [^>]*>(.*)</text>", picture)
    assert re.sub(r"<[^>]+>", "", row) == expected


def test_a_color_is_one_of_the_picture() -> None:
    assert 'fill="#7ee787">new</tspan>' in draw(["\x1b[32mnew\x1b[0m"])
