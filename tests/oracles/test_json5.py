"""The parser and npm json5, the parser of Base44's CLI, on the same texts."""

from __future__ import annotations

import json
import random
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.jsonc.cases import CASES
from tests.jsonc.values import exact
from tests.once import once

from connlint.jsonc import ObjectNode, parse, to_python, tokenize
from connlint.jsonc.lexer import END, SPACES, WORD
from connlint.jsonc.literals import decode_name

_ORACLE = Path(__file__).with_name("json5_oracle.js")
_DEPTH = 1000
_SEED = 44
_SPACE = re.compile(SPACES)
_MUTANTS = 3000

_SEEDS = (
    (
        '{\n  // Reads mail.\n  "type": "gmail",\n  "scopes": [\n'
        '    "https://www.googleapis.com/auth/gmail.readonly",\n  ],\n}\n'
    ),
    "{type: 'slack', scopes: ['chat:write', 'users:read'], /* more */ max: +0x1F}",
    '{"type":"hubspot","scopes":[],"n":[-0,.5,1e3,Infinity,NaN,true,false,null]}',
    "{'a\\\n b': \"\\u0041\\x42\\0\\v\", $b_: 'it\\'s', \\u0063d: {e: {}}}",
    "\ufeff[\u20281,\u00a0[2.],\t{ü: '\\ud83d\\ude00'},]",
)
_ALPHABET = [
    *"{}[]:,\"'\\/*+-.#=;_$0123456789abefnrtuvxEINX \t\n\r\0\u2028\u00a0\ufeffüλ😀\u200d\ud800",
    *("//", "/*", "*/", "\\u00", "\\x4", "\\\r\n", "\r\n", "true", "null", "NaN", "0x", "1e", "''"),
]


def _mutants() -> list[str]:
    """Connector-like texts with one to four random changes, the same ones in every run."""
    chance = random.Random(_SEED)  # noqa: S311 - a fixed sequence is what is wanted
    texts = []
    for _ in range(_MUTANTS):
        text = chance.choice(_SEEDS)
        for _ in range(chance.choice((1, 1, 2, 4))):
            at = chance.randrange(len(text) + 1)
            to = min(len(text), at + chance.choice((0, 0, 1, 1, 2, 8)))
            middle = chance.choice(("", chance.choice(_ALPHABET), text[at:to] * 2))
            text = text[:at] + middle + text[to:]
        texts.append(text)
    return texts


def _ask(node: str, package: Path, question: dict[str, object]) -> str:
    done = subprocess.run(
        [node, _ORACLE, package],
        input=json.dumps(question).encode("ascii"),
        capture_output=True,
        check=True,
        timeout=120,
    )
    return done.stdout.decode("ascii")


def _read(text: str) -> dict[str, object]:
    document = parse(text)
    if document.problems or document.root is None:
        return {"accepted": False}
    return {"accepted": True, "value": exact(to_python(document.root, _DEPTH))}


def test_npm_json5_reads_the_same_from_the_table_and_from_mutants(
    node: str, json5_npm: Path
) -> None:
    texts = [case.text for case in CASES] + _mutants()
    theirs = json.loads(_ask(node, json5_npm, {"texts": texts}))
    ours = [_read(text) for text in texts]
    different = [
        (text, {"connlint": our, "json5": their})
        for text, our, their in zip(texts, ours, theirs, strict=True)
        if our != their
    ]
    assert different == []


def test_the_mutants_are_a_fair_mix() -> None:
    accepted = sum(not parse(text).problems for text in _mutants())
    assert _MUTANTS // 5 < accepted < _MUTANTS * 4 // 5


@pytest.fixture(scope="session")
def json5_characters(node: str, json5_npm: Path, shared: Path) -> dict[str, list[int]]:
    """The code points that npm json5 takes in each place of a text."""

    def ask(folder: Path) -> None:
        (folder / "characters.json").write_text(_ask(node, json5_npm, {"characters": True}))

    folder = once(shared / "json5-characters", ask)
    found: dict[str, list[int]] = json.loads((folder / "characters.json").read_text())
    return found


def _is_name(source: str, name: str) -> bool:
    return decode_name(source) == name and _is_token(source)


def _is_token(source: str) -> bool:
    return [kind for kind, *_ in tokenize(source)] == [WORD, END]


def _escaped(code: int) -> str:
    return f"\\u{code:04x}"


# What npm json5 2.2.3 goes by is Unicode 10, whatever the version of this Python has.
@pytest.mark.parametrize(
    "place, largest, is_taken",
    [
        ("start", 0x10FFFF, lambda code: _is_name(chr(code), chr(code))),
        ("part", 0x10FFFF, lambda code: _is_name("a" + chr(code), "a" + chr(code))),
        ("escaped_start", 0xFFFF, lambda code: _is_name(_escaped(code), chr(code))),
        ("escaped_part", 0xFFFF, lambda code: _is_name("a" + _escaped(code), "a" + chr(code))),
        ("space", 0x10FFFF, lambda code: _SPACE.fullmatch(chr(code)) is not None),
    ],
)
def test_each_code_point_is_what_npm_json5_takes_it_for(
    json5_characters: dict[str, list[int]],
    place: str,
    largest: int,
    is_taken: Callable[[int], bool],
) -> None:
    ours = {code for code in range(largest + 1) if is_taken(code)}
    theirs = set(json5_characters[place])
    assert {
        "more": [hex(code) for code in sorted(ours - theirs)],
        "less": [hex(code) for code in sorted(theirs - ours)],
    } == {"more": [], "less": []}


def test_the_white_space_of_npm_json5_is_read_between_tokens(
    json5_characters: dict[str, list[int]],
) -> None:
    document = parse("".join(f"{chr(code)}[" for code in json5_characters["space"]))
    starts = [related.start for problem in document.problems if (related := problem.related)]
    assert starts == [len(json5_characters["space"]) * 2 - 1]
    spaces = "".join(map(chr, json5_characters["space"]))
    assert parse(f"{spaces}{{{spaces}a{spaces}:{spaces}null{spaces}}}{spaces}").problems == ()


def test_the_names_of_npm_json5_are_read_as_keys(json5_characters: dict[str, list[int]]) -> None:
    names = [
        *map(chr, json5_characters["start"]),
        *(f"a{chr(code)}" for code in json5_characters["part"]),
    ]
    document = parse("{" + "".join(f"{name}:1," for name in names) + "}")
    assert document.problems == ()
    assert isinstance(document.root, ObjectNode)
    assert [member.key.name for member in document.root.members] == names
