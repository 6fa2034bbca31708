"""The parser and npm json5, the parser of Base44's CLI, on the same texts."""

from __future__ import annotations

import json
import random
import subprocess
import unicodedata
from pathlib import Path

import pytest
from tests.jsonc.cases import CASES
from tests.jsonc.values import exact

from connlint.jsonc import ObjectNode, parse, to_python
from connlint.jsonc.literals import decode_name

_ORACLE = Path(__file__).with_name("json5_oracle.js")
_DEPTH = 1000
_SEED = 44
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


@pytest.fixture(scope="module")
def json5_names(node: str, json5_npm: Path) -> dict[str, list[int]]:
    """The code points that npm json5 takes as the start and as a part of an unquoted key."""
    names: dict[str, list[int]] = json.loads(_ask(node, json5_npm, {"names": True}))
    return names


@pytest.mark.parametrize("place, before", [("start", ""), ("part", "a")])
def test_unquoted_keys_differ_from_npm_json5_in_new_characters_only(
    json5_names: dict[str, list[int]], place: str, before: str
) -> None:
    """Its tables are those of Unicode 10; Python brings its own, newer ones."""
    ours = [code for code in range(0x110000) if decode_name(before + chr(code)) is not None]
    names = [before + chr(code) for code in ours]
    document = parse("{" + "".join(f"{name}:1," for name in names) + "}")
    assert document.problems == ()
    assert isinstance(document.root, ObjectNode)
    assert [member.key.name for member in document.root.members] == names

    theirs = json5_names[place]
    old = unicodedata.ucd_3_2_0
    assert [hex(code) for code in sorted(set(theirs) - set(ours))] == []
    new = sorted(set(ours) - set(theirs))
    assert [hex(code) for code in new if old.category(chr(code)) != "Cn"] == []
