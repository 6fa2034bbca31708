"""docs/parity.md: the tables of what Base44 and connlint say about the apps of projects.toml.

A row has the app's name, Base44's verdict, connlint's, and why they differ where they do.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from .ours import Ours

__all__ = [
    "PAGE",
    "UPDATE",
    "Row",
    "ours_in_words",
    "read_rows",
    "table",
    "theirs_in_words",
    "write",
]

PAGE = Path(__file__).resolve().parents[2] / "docs" / "parity.md"
UPDATE = bool(os.environ.get("UPDATE_SNAPSHOTS"))
_HEAD = "| app | Base44 | connlint | why they differ |\n|---|---|---|---|\n"
_TABLE = re.compile(
    r"^### (?P<title>.+)\n\n(?P<rows>(?:\|.*\n)+)",
    re.MULTILINE,
)
_LONGEST = 40


class Row(NamedTuple):
    """A row of a table."""

    name: str
    theirs: str
    ours: str
    why: str

    @property
    def differs(self) -> bool:
        """Whether one of the two refuses what the other takes."""
        return _takes(self.theirs) != _takes(self.ours)


def _takes(words: str) -> bool:
    return words.startswith("takes")


def read_rows() -> dict[str, list[Row]]:
    """The rows of each table of the page, by the table's heading."""
    text = PAGE.read_text("utf-8") if PAGE.exists() else ""
    return {
        match["title"]: [_row(line) for line in match["rows"].splitlines()[2:]]
        for match in _TABLE.finditer(text)
    }


def _row(line: str) -> Row:
    name, theirs, ours, why = (cell.strip() for cell in line.strip("|").split(" | "))
    return Row(name, theirs, ours, why)


def table(rows: Iterable[Row]) -> str:
    """The lines of a table."""
    return _HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def theirs_in_words(refusal: str, types: Iterable[str]) -> str:
    """Base44's verdict as a cell of a table."""
    return refusal or _takes_types(types)


def ours_in_words(ours: Ours) -> str:
    """connlint's verdict as a cell of a table."""
    if not ours.found:
        return "finds no app"
    if ours.errors:
        return ", ".join(map(_code, ours.errors))
    warned = f"; warns: {', '.join(map(_code, ours.warnings))}" if ours.warnings else ""
    return _takes_types(ours.types) + warned


def _takes_types(types: Iterable[str]) -> str:
    names = [name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…" for name in sorted(types)]
    return f"takes {', '.join(map(_code, names)) or 'no connector'}"


def _code(text: str) -> str:
    return f"`{text}`"


def write(found: Mapping[str, list[Row]]) -> None:
    """Put tables in the place of those of the page."""
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition("## The apps\n")
    after = rest.partition("\n## ")[2]
    tables = "\n".join(f"### {title}\n\n{table(rows)}" for title, rows in found.items())
    PAGE.write_text(
        f"{before}## The apps\n\n{tables}" + (f"\n## {after}" if after else ""), "utf-8"
    )
