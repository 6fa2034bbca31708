"""docs/scopes.md shows what `connlint scopes` prints."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from .apps import printed

PAGE = Path(__file__).parents[2] / "docs" / "scopes.md"
UPDATE = bool(os.environ.get("UPDATE_SNAPSHOTS"))
_BLOCK = re.compile(r"^```(?P<info>\w+ [^\n]+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def _blocks() -> dict[str, str]:
    found = _BLOCK.finditer(PAGE.read_text("utf-8"))
    return {match["info"]: match["body"] for match in found}


@pytest.mark.parametrize("name", ["text", "command", "jsonc", "markdown", "json"])
def test_the_example_prints_what_the_page_shows(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for info, body in _blocks().items():
        language, _, path = info.partition(" ")
        if language != "output":
            (tmp_path / path).parent.mkdir(parents=True)
            (tmp_path / path).write_text(body, "utf-8")
    monkeypatch.chdir(tmp_path)
    found = printed("--format", name)
    shown = _blocks()[f"output {name}"]
    if UPDATE and found != shown:
        text = PAGE.read_text("utf-8")
        head = f"```output {name}\n"
        PAGE.write_text(text.replace(f"{head}{shown}", f"{head}{found}"), "utf-8")
        shown = found
    assert found == shown
