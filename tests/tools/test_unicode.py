"""The table of characters that unquoted keys may have, and the tool that writes it."""

from __future__ import annotations

import ast
from itertools import pairwise
from pathlib import Path

import pytest
from tests.npm import missing
from tools.unicode import __main__ as unicode

from connlint.jsonc.name_characters import LETTERS, MARKS

_CATEGORIES = {
    "Cc": [range(0x20)],
    "Lu": [range(0x41, 0x5B), range(0x10400, 0x10401)],
    "Ll": [range(0x5B, 0x5F), range(0xAA, 0xAB)],
    **{name: [] for name in ("Lt", "Lm", "Lo", "Nl", "Mc", "Nd")},
    "Mn": [range(0x300, 0x370)],
    "Pc": [range(0x5F, 0x60)],
}


@pytest.mark.parametrize(
    "names, expected",
    [
        ({"Lu"}, [0x41, 0x5B, 0x10400, 0x10401]),
        ({"Lu", "Ll"}, [0x41, 0x5F, 0xAA, 0xAB, 0x10400, 0x10401]),
        ({"Lu", "Ll", "Pc"}, [0x41, 0x60, 0xAA, 0xAB, 0x10400, 0x10401]),
        ({"Nl"}, []),
    ],
)
def test_ranges_that_touch_each_other_are_one(names: set[str], expected: list[int]) -> None:
    assert unicode.boundaries(_CATEGORIES, names) == expected


def test_the_module_holds_the_ranges_in_ascii() -> None:
    text = unicode.render(_CATEGORIES)
    assert text.isascii()
    module: dict[str, str] = {}
    exec(compile(ast.parse(text), "name_characters.py", "exec"), module)  # noqa: S102
    assert module["LETTERS"] == "A_\xaa\xab\U00010400\U00010401"
    assert module["MARKS"] == "_`\u0300\u0370"


def test_the_table_is_what_the_unicode_data_give(capsys: pytest.CaptureFixture[str]) -> None:
    if unicode.main(["--check"]) == 2:
        missing(capsys.readouterr().err.strip())
    assert capsys.readouterr().out == ""


def test_check_says_that_the_table_would_change_and_leaves_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    module = tmp_path / "name_characters.py"
    monkeypatch.setattr(unicode, "MODULE", module)
    monkeypatch.setattr(unicode, "fetch", lambda *_: ("10.0.0", tmp_path))
    monkeypatch.setattr(unicode, "_categories", lambda _: _CATEGORIES)
    assert unicode.main(["--check"]) == 1
    assert capsys.readouterr().out == "would change: name_characters.py\n"
    assert not module.exists()
    assert unicode.main([]) == 0
    assert unicode.main(["--check"]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("boundaries", [LETTERS, MARKS], ids=["letters", "marks"])
def test_the_boundaries_are_in_order(boundaries: str) -> None:
    assert len(boundaries) % 2 == 0
    assert all(one < other for one, other in pairwise(boundaries))
