"""The examples of docs/api.md print what the page says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import connlint

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
_EXAMPLE = re.compile(r"^```python\n(.*?)^```\n\n```output\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MARK = "---\n"


def test_the_examples_print_what_the_page_says(tmp_path: Path) -> None:
    text = PAGE.read_text("utf-8")
    examples = _EXAMPLE.findall(text)
    # Each example goes on where the one before has ended.
    code = "".join(f"{code}print({_MARK!r}, end='')\n" for code, _ in examples)
    outcome = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (outcome.returncode, outcome.stderr) == (0, "")
    printed = outcome.stdout.split(_MARK)[:-1]
    if os.environ.get("UPDATE_SNAPSHOTS"):
        for (_, shown), found in zip(examples, printed, strict=True):
            text = text.replace(f"```output\n{shown}```", f"```output\n{found}```")
        PAGE.write_text(text, "utf-8")
    assert printed == [shown for _, shown in _EXAMPLE.findall(text)]


def test_the_page_names_every_function() -> None:
    text = PAGE.read_text("utf-8")
    functions = [name for name in connlint.__all__ if name.islower() and not name.startswith("_")]
    assert [name for name in functions if f"`{name}(" not in text] == []
