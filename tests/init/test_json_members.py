"""A value in an existing JSON file with comments: where it goes, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connlint.init.json_members import add_to_list
from connlint.init.refusal import InsertionError
from connlint.jsonc import parse, to_python

PLACES = {
    "no text": ("", '{\n  "L": [\n    "v"\n  ]\n}\n'),
    "blanks": (" \n", '{\n  "L": [\n    "v"\n  ]\n}\n'),
    "comments alone": ("// mine", '// mine\n{\n  "L": [\n    "v"\n  ]\n}\n'),
    "an empty object": ("{}\n", '{\n  "L": [\n    "v"\n  ]\n}\n'),
    "an empty object with a blank": ("{ }", '{\n  "L": [\n    "v"\n  ]\n}'),
    "an empty object over lines": ("{\n}\n", '{\n  "L": [\n    "v"\n  ]\n}\n'),
    "an object of a comment": ("{ // none\n}\n", '{ // none\n  "L": [\n    "v"\n  ]\n}\n'),
    "a property": ('{\n    "a": 1\n}\n', '{\n    "a": 1,\n    "L": [\n        "v"\n    ]\n}\n'),
    "tabs": ('{\n\t"a": 1\n}', '{\n\t"a": 1,\n\t"L": [\n\t\t"v"\n\t]\n}'),
    "a comma at the end": ('{\n  "a": 1,\n}\n', '{\n  "a": 1,\n  "L": [\n    "v"\n  ],\n}\n'),
    "a comment behind it": (
        '{\n  "a": 1 // one\n  // two\n}\n',
        '{\n  "a": 1, // one\n  // two\n  "L": [\n    "v"\n  ]\n}\n',
    ),
    "a comma and a comment": (
        '{\n  "a": 1, /* one */\n}\n',
        '{\n  "a": 1, /* one */\n  "L": [\n    "v"\n  ],\n}\n',
    ),
    "a comma before its line": (
        '{\n  "a": 1\n  , // one\n}\n',
        '{\n  "a": 1\n  , // one\n  "L": [\n    "v"\n  ],\n}\n',
    ),
    "one line": ('{"a": 1}', '{"a": 1, "L": ["v"]}'),
    "one line with blanks and a comment": (
        '{ "a": 1 /* one */ }',
        '{ "a": 1, /* one */ "L": ["v"] }',
    ),
    "line ends of Windows": (
        '{\r\n  "a": 1\r\n}\r\n',
        '{\r\n  "a": 1,\r\n  "L": [\r\n    "v"\r\n  ]\r\n}\r\n',
    ),
    "the list": (
        '{\n  "L": [\n    "a" // one\n  ], // all\n}\n',
        '{\n  "L": [\n    "a", // one\n    "v"\n  ], // all\n}\n',
    ),
    "the list in a line": ('{\n  "L": ["a"]\n}', '{\n  "L": ["a", "v"]\n}'),
    "the list, empty": ('{\n  "L": []\n}', '{\n  "L": [\n    "v"\n  ]\n}'),
    "the list twice: the last counts": (
        '{"L": ["a"], "L": ["b"]}',
        '{"L": ["a"], "L": ["b", "v"]}',
    ),
}


@pytest.mark.parametrize("before, after", PLACES.values(), ids=PLACES.keys())
def test_where_the_value_goes(before: str, after: str) -> None:
    assert add_to_list(before, "L", "v") == after


REFUSED = {
    '{"a": 1\n': "line 1 is broken: Expected '}', found the end of the file",
    '{"a": "\x1b[31m}': "line 1 is broken: ",
    "[]": "it does not hold an object",
    "1": "it does not hold an object",
    '{"L": {}}': '"L" is not a list there',
    '{"L": null}': '"L" is not a list there',
    '{"a": 1 // ends here\u2028}': "there is no plain place for it",
    '{"a": 1 // ends here\r}': "there is no plain place for it",
    "/* open": "line 1 is broken: ",
}


@pytest.mark.parametrize("text, reason", REFUSED.items(), ids=map(repr, REFUSED))
def test_what_is_refused(text: str, reason: str) -> None:
    with pytest.raises(InsertionError) as caught:
        add_to_list(text, "L", "v")
    assert str(caught.value).startswith(reason)
    assert str(caught.value).isprintable()


GAPS = st.lists(
    st.sampled_from([" ", "\n", "\t", "  ", "// why\n", "/* 日本 📧 */", "/* a\n b */", "\r\n"]),
    max_size=3,
).map("".join)
SIMPLE = st.sampled_from(["1", '"x"', "null", '"// no"', '"}"', "[]", "{}", '["a", /* b */]'])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Objects with comments wherever they may stand, and with or without the list."""
    members = [
        f'{draw(GAPS)}"{name}"{draw(GAPS)}:{draw(GAPS)}{draw(SIMPLE)}{draw(GAPS)}'
        for name in draw(st.lists(st.sampled_from("abc"), max_size=3, unique=True))
    ]
    if draw(st.booleans()):
        items = [f"{draw(GAPS)}{draw(SIMPLE)}{draw(GAPS)}" for _ in range(draw(st.integers(0, 2)))]
        comma = draw(st.sampled_from(["", ","])) if items else ""
        members.insert(
            draw(st.integers(0, len(members))),
            f'{draw(GAPS)}"L":{draw(GAPS)}[{",".join(items)}{comma}{draw(GAPS)}]{draw(GAPS)}',
        )
    comma = draw(st.sampled_from(["", ","])) if members else ""
    return f"{draw(GAPS)}{{{','.join(members)}{comma}{draw(GAPS)}}}{draw(GAPS)}"


@given(texts(), st.sampled_from(["v", {"url": "u", "fileMatch": ["a", "b"]}]))
def test_all_is_kept_and_the_value_is_the_last(text: str, value: object) -> None:
    result = add_to_list(text, "L", value)
    old, new = parse(text), parse(result)
    assert old.root is not None
    assert new.root is not None
    content: Any = to_python(old.root, 9)
    assert to_python(new.root, 9) == {**content, "L": [*content.get("L", []), value]}
    assert [result[a:b] for a, b in new.comments] == [text[a:b] for a, b in old.comments]
    # What was there is there in its order, but for blanks.
    rest = iter(result)
    assert all(char in rest for char in text if not char.isspace())
    assert json.dumps(value, separators=(",", ":")) in "".join(result.split())
