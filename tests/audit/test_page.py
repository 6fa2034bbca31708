"""docs/audit.md shows what `connlint audit` prints."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.console import connlint
from tests.page_example import PageExample

PAGE = PageExample("audit.md")


@pytest.mark.parametrize("name", ["text", "markdown"])
def test_the_example_prints_what_the_page_shows(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    PAGE.write_files(tmp_path)
    monkeypatch.chdir(tmp_path)
    found = connlint("audit", "--format", name)
    assert (found.status, found.err) == (0, "")
    assert found.out == PAGE.shown(name, found.out)
