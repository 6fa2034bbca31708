"""Pages in a terminal: what Markdown means is shown, and no line is broken inside a word."""

from __future__ import annotations

import re

import pytest

from connlint.render.columns import width
from connlint.render.page_text import render, table
from connlint.render.pages import read_page
from connlint.render.style import COLOUR, PLAIN
from connlint.rules import RULES

HOME = "https://example.com/rules/a.md"
ESCAPES = re.compile(r"\x1b\[[\d;]*m|\x1b\]8;;[^\x1b]*\x1b\\")

PLAINLY: dict[str, tuple[str, str]] = {
    "a heading": ("## Why `it` is so\n", "Why it is so\n"),
    "a paragraph": ("one two three four\nfive\n", "  one two three four\n  five\n"),
    "two paragraphs": ("one\n\n\ntwo\n", "  one\n\n  two\n"),
    "code keeps its marks": ("a `b c`, d\n", "  a `b c`, d\n"),
    "bold words": ("a **b `c`** d\n", "  a b c d\n"),
    "a link to a page": ("see [a `b`](../c.md).\n", "  see a b.\n"),
    "a link in a list": ("- [a `b`](../c.md)\n", "  • a b\n    (https://example.com/c.md)\n"),
    "a link to elsewhere": ("see [a](https://b.c/d).\n", "  see a\n  (https://b.c/d).\n"),
    "a link in the page": ("see [above](#why).\n", "  see above.\n"),
    "a list": (
        "- one two three four\n  five\n- six\n",
        "  • one two three four\n    five\n  • six\n",
    ),
    "numbers": ("1. one\n2. two\n", "  1. one\n  2. two\n"),
    "a block": (
        "```ts base44/entry.ts\nif (a) {\n\n  **b**;\n}\n```\n",
        "  base44/entry.ts\n    if (a) {\n\n      **b**;\n    }\n",
    ),
    "a long line of code": (
        "```ts\n  one two three four five six\n```\n",
        "      one two three four\n        five six\n",
    ),
    "a fence in a block": ("````md\n```ts\n```\n````\n", "    ```ts\n    ```\n"),
    "a heading after a paragraph": ("one\n# Two\nthree\n", "  one\n\nTwo\n\n  three\n"),
    "a long word": (f"a {'b' * 30} c\n", f"  a\n  {'b' * 30}\n  c\n"),
    "wide characters": ("日本 日本 日本 日本 日本\n", "  日本 日本 日本 日本\n  日本\n"),
}


@pytest.mark.parametrize("text, expected", PLAINLY.values(), ids=PLAINLY)
def test_a_page_without_color(text: str, expected: str) -> None:
    assert render(text, 22, PLAIN, HOME) == expected


COLOURED = {
    "# Why": "\x1b[1mWhy\x1b[0m\n",
    "a `b c`, d": "  a \x1b[36mb\x1b[0m \x1b[36mc\x1b[0m, d\n",
    "a **b** c": "  a \x1b[1mb\x1b[0m c\n",
    "[a](b.md)": ("  \x1b]8;;https://example.com/rules/b.md\x1b\\\x1b[4ma\x1b[0m\x1b]8;;\x1b\\\n"),
}


@pytest.mark.parametrize("text, expected", COLOURED.items())
def test_a_page_with_color_has_no_marks(text: str, expected: str) -> None:
    assert render(text, 40, COLOUR, HOME, has_hyperlinks=True) == expected


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_no_page_of_a_rule_is_broken_inside_a_word(columns: int) -> None:
    for rule in RULES:
        page = read_page(rule.name)
        painted = render(page, columns, COLOUR, HOME, has_hyperlinks=True)
        for line in ESCAPES.sub("", painted).splitlines():
            assert width(line) <= columns or " " not in line.strip(), (rule.name, line)
        # Every word of the page is there, in order, whatever marks it had.
        assert _bare(ESCAPES.sub("", painted)) == _bare(_without_addresses(page)), rule.name


def _without_addresses(page: str) -> str:
    return re.sub(r"\]\([^)\s]+\)", "]", re.sub(r"^```.*$", _path, page, flags=re.MULTILINE))


def _path(fence: re.Match[str]) -> str:
    return "".join(fence[0].split()[1:2])


def _bare(text: str) -> str:
    return re.sub(r"[\s`*#\[\]•-]", "", text)


def test_a_table_wraps_its_last_cell() -> None:
    rows = [("name", "error", "one two three four five"), ("a", "info", "six")]
    assert table(rows, 33) == [
        ["name", "error", "one two three four", "five"],
        ["a   ", "info ", "six"],
    ]
    assert table(rows, None)[0] == ["name", "error", "one two three four five"]
