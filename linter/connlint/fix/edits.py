"""Application of edits to text."""

from __future__ import annotations

from collections.abc import Iterable

from connlint.diagnostics.diagnostic import Edit

__all__ = ["apply_edits"]


def apply_edits(text: str, edits: Iterable[Edit], start: int = 0, stop: int | None = None) -> str:
    """Return the text from `start` to `stop` with the edits applied, which are all inside.

    All offsets refer to the text as passed in. Raises ValueError when two edits overlap.
    """
    parts = []
    end = start
    for edit in sorted(edits, key=lambda edit: (edit.range.start.offset, edit.range.end.offset)):
        if edit.range.start.offset < end:
            raise ValueError("two edits of one fix overlap")
        parts.append(text[end : edit.range.start.offset])
        parts.append(edit.text)
        end = edit.range.end.offset
    return "".join(parts) + text[end:stop]
