"""What the README shows is what happens."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [
    *(ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "CHANGELOG", "lsp/README")),
    *sorted(set((ROOT / "docs").glob("*.md")) - {ROOT / "docs" / "audit.md"}),
    *sorted((ROOT / "editors").glob("*/README.md")),
]
_MULTILINE = re.DOTALL | re.MULTILINE
_BANNED = re.compile(
    r"\b(lies in|stands|mend(ed|s)?|blanks|letter case|without a word|in silence|is no (?!longer)[a-z]+"
    r"|would do as well|taken out of use|catalogues?|colours?|licences?|misspelt|anew)\b"
    r"(?![./])",
    re.IGNORECASE,
)


def test_the_python_example_prints_what_the_readme_says(tmp_path: Path) -> None:
    match = re.search(r"```python\n(.*?)```\n\n```output\n(.*?)```", README, re.DOTALL)
    assert match is not None
    done = subprocess.run(
        [sys.executable, "-c", match[1]],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == match[2]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_are_in_plain_words(page: Path) -> None:
    """Code and tables are left out: tests hold most of these."""
    text = re.sub(r"^```.*?^```$|^\|.*$|`[^`\n]+`", "", page.read_text("utf-8"), flags=_MULTILINE)
    assert [match[0] for match in _BANNED.finditer(text)] == []


def test_links_to_files_lead_somewhere() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"
