"""Mistakes in the patterns of paths that the settings have."""

from __future__ import annotations

import re

__all__ = ["pattern_problem"]

_DRIVE = re.compile(r"[A-Za-z]:[/\\]")


def pattern_problem(pattern: str) -> tuple[str, str] | None:
    """Say why a pattern can match nothing, and what to do; None for one that can match.

    The reason follows the pattern in a sentence.
    """
    parts = pattern.removeprefix("./").rstrip("/").split("/")
    if pattern.startswith("/") or _DRIVE.match(pattern):
        return "is an absolute path and matches nothing", "Write it relative to this file"
    if "\\" in pattern:
        return "has a backslash and matches nothing", "Use / between folders"
    if ".." in parts:
        return (
            "leads out of the folder of this file and matches nothing",
            "Move the settings to a folder above, or remove the pattern",
        )
    if parts in ([""], ["."]):
        return "is empty and matches nothing", "Name a file or folder, or use ** for everything"
    if "" in parts or "." in parts:
        return 'has an empty part or "." and matches nothing', "Use one / between folders"
    return None
