"""JSON for any encoding and any log."""

from __future__ import annotations

import json

import pytest

from connlint.render.ascii_json import to_json

TEXTS = {
    "letters": ("é😀", "\\u00e9\\ud83d\\ude00"),
    "no character": ("\ud800", "\\ud800"),
    "control characters": ("\0\n\x1b\x7f\x9b", "\\u0000\\n\\u001b\\u007f\\u009b"),
    "right to left": ("\u202e", "\\u202e"),
    "an old command": ("##[error]#[##", "##\\u005berror]#[##"),
    "a backslash before it": ("\\##[", "\\\\##\\u005b"),
}


@pytest.mark.parametrize("text, written", TEXTS.values(), ids=TEXTS.keys())
def test_escapes_say_the_same_to_a_reader(text: str, written: str) -> None:
    assert to_json([text]) == f'[\n  "{written}"\n]\n'
    assert json.loads(to_json([text])) == [text]
