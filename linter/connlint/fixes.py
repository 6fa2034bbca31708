"""Fixes applied to text."""

from __future__ import annotations

from collections.abc import Iterable

from connlint.diagnostic import Edit

__all__ = ["apply_edits"]


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made; offsets are those of the text as it is handed in.

    Raises ValueError when two edits overlap.
    """
    parts = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.range.start.offset, edit.range.end.offset)):
        if edit.range.start.offset < at:
            raise ValueError("two edits of one fix overlap")
        parts.append(text[at : edit.range.start.offset])
        parts.append(edit.text)
        at = edit.range.end.offset
    return "".join(parts) + text[at:]
