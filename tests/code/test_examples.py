"""Code as people write it, and which API methods connlint takes its requests for."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from connlint.catalog import Catalog

from .examples import DOCS, UNKNOWN, Example, expected, read_examples, shown

EXAMPLES = read_examples()
CATALOG = Catalog()
_SENTENCE = re.compile(
    r"^Of \d+ requests in \d+ examples, \d+ \(\d+ %\) are understood\.$", re.MULTILINE
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: f"{each.page}: {each.title}")
def test_requests_are_the_methods_that_an_example_says(example: Example, tmp_path: Path) -> None:
    example.write(tmp_path)
    assert shown(tmp_path, CATALOG) == expected(example)


def test_the_docs_say_how_many_requests_are_understood() -> None:
    lines = [line for example in EXAMPLES for line in expected(example)]
    known = [line for line in lines if line.split(" ")[1] != UNKNOWN]
    sentence = (
        f"Of {len(lines)} requests in {len(EXAMPLES)} examples, "
        f"{len(known)} ({len(known) * 100 // len(lines)} %) are understood."
    )
    sys.stdout.write(f"\n{sentence}\n")
    assert _SENTENCE.findall(DOCS.read_text("utf-8")) == [sentence]


def test_each_example_has_a_title_of_its_own() -> None:
    titles = [(example.page, example.title) for example in EXAMPLES]
    assert len(set(titles)) == len(titles)


def test_what_is_not_understood_is_explained() -> None:
    unexplained = [
        f"{example.page}: {example.title}: {line}"
        for example in EXAMPLES
        for line in example.expect.splitlines()
        if line.split(" ")[1] == UNKNOWN and " # " not in line
    ]
    assert unexplained == []
