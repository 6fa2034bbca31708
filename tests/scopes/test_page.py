"""docs/scopes.md shows what `connlint scopes` prints."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.page_example import PageExample

from .apps import printed

PAGE = PageExample("scopes.md")


@pytest.mark.parametrize("name", ["text", "command", "jsonc", "markdown", "json"])
def test_the_example_prints_what_the_page_shows(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    PAGE.write_files(tmp_path)
    monkeypatch.chdir(tmp_path)
    found = printed("--format", name)
    assert found == PAGE.shown(name, found)
