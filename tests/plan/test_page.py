"""docs/plan.md shows what `connlint plan` prints."""

from __future__ import annotations

import os
import re
from pathlib import Path

from tests.cli.console import connlint
from tests.git.repositories import change, commit

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pytest

PAGE = Path(__file__).parents[2] / "docs" / "plan.md"
_BLOCK = re.compile(r"^```(?P<info>\w+ [^\n]+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_example_prints_what_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    states: dict[str, dict[str, str]] = {"then": {}, "now": {}, "both": {}, "text": {}}
    for match in _BLOCK.finditer(PAGE.read_text("utf-8")):
        _, state, *path = match["info"].split()
        states[state]["".join(path)] = match["body"]
    then = {**states["then"], **states["both"]}
    gone = dict.fromkeys(name for name in states["then"] if name not in states["now"])
    commit(tmp_path, then)
    change(tmp_path, {**states["now"], **gone})
    monkeypatch.chdir(tmp_path)
    found = connlint("plan")
    assert (found.status, found.err) == (1, "")
    shown = states["text"][""]
    if os.environ.get("UPDATE_SNAPSHOTS") and found.out != shown:
        PAGE.write_text(PAGE.read_text("utf-8").replace(shown, found.out), "utf-8")
        shown = found.out
    assert found.out == shown
