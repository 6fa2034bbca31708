"""Paths of the catalogue's files, and functions that read and write them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

__all__ = [
    "COLLECTED",
    "FACTS",
    "METHODS",
    "ROOT",
    "SCHEMAS",
    "as_text",
    "load",
    "write",
    "write_text",
]

ROOT = Path(__file__).resolve().parents[2]
FACTS = ROOT / "tools" / "catalogue" / "facts"
COLLECTED = FACTS / "collected"
SCHEMAS = ROOT / "schemas" / "connlint_schemas"
METHODS = SCHEMAS / "methods"


def load(path: Path) -> Any:  # noqa: ANN401 - it is JSON
    """Return the value in a JSON file."""
    return json.loads(path.read_text("utf-8"))


def as_text(value: object) -> str:
    """Return a value as JSON with one entry a line, for diffs, as the catalogue's files have it."""
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def write(path: Path, value: object) -> None:
    """Write a value to a JSON file."""
    write_text(path, as_text(value))


def write_text(path: Path, text: str) -> None:
    """Write text to a file, whose folder is created if it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
