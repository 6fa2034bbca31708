"""The example of a page: files in its blocks, and what a command prints for them in each format."""

from __future__ import annotations

import os
import re
from pathlib import Path

__all__ = ["PageExample"]

DOCS = Path(__file__).parents[1] / "docs"
_BLOCK = re.compile(r"^```(?P<info>\w+ [^\n]+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_OUTPUT = "output"


class PageExample:
    """The example of a page in docs/; a block is a file, or `output` with the name of a format."""

    def __init__(self, name: str) -> None:
        self._page = DOCS / name

    def _blocks(self) -> dict[str, str]:
        found = _BLOCK.finditer(self._page.read_text("utf-8"))
        return {match["info"]: match["body"] for match in found}

    def write_files(self, folder: Path) -> None:
        for info, body in self._blocks().items():
            language, _, path = info.partition(" ")
            if language != _OUTPUT:
                (folder / path).parent.mkdir(parents=True)
                (folder / path).write_text(body, "utf-8")

    def shown(self, name: str, found: str) -> str:
        """What the page shows for a format; with UPDATE_SNAPSHOTS, what was found instead."""
        head = f"```{_OUTPUT} {name}\n"
        shown = self._blocks()[f"{_OUTPUT} {name}"]
        if os.environ.get("UPDATE_SNAPSHOTS") and found != shown:
            text = self._page.read_text("utf-8")
            self._page.write_text(text.replace(f"{head}{shown}", f"{head}{found}"), "utf-8")
            return found
        return shown
