"""The parser and npm json5, with which Base44 reads connector files, on odd texts."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from tests.jsonc.values import exact

from connlint.jsonc import parse, to_python

from .json5_texts import MADE, WRITTEN

if TYPE_CHECKING:
    import pytest
    from tests.npm import InstallNpm

_ORACLE = Path(__file__).parents[1] / "oracles" / "json5_oracle.js"
_DEPTH = 1000
TEXTS = tuple(dict.fromkeys((*WRITTEN, *MADE)))


def _ours(text: str) -> dict[str, object]:
    document = parse(text)
    if document.problems or document.root is None:
        return {"accepted": False}
    return {"accepted": True, "value": exact(to_python(document.root, _DEPTH))}


def test_the_texts_are_many_and_a_fair_mix() -> None:
    assert len(TEXTS) > 2500
    accepted = sum(not parse(text).problems for text in TEXTS)
    assert len(TEXTS) // 4 < accepted < len(TEXTS) * 3 // 4


def test_npm_json5_reads_the_same(
    node: str, install_npm: InstallNpm, capsys: pytest.CaptureFixture[str]
) -> None:
    done = subprocess.run(
        [node, _ORACLE, install_npm("json5", "2.2.3")],
        input=json.dumps({"texts": TEXTS}).encode("ascii"),
        capture_output=True,
        check=True,
        timeout=120,
    )
    theirs = json.loads(done.stdout)
    different = [
        (text, {"connlint": ours, "json5": their})
        for text, their in zip(TEXTS, theirs, strict=True)
        if (ours := _ours(text)) != their
    ]
    assert different == []
    with capsys.disabled():
        accepted = sum(their["accepted"] for their in theirs)
        print(f" [{len(TEXTS)} texts, {accepted} of them JSON5] ", end="")  # noqa: T201
