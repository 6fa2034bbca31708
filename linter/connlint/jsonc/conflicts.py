"""Merge conflicts of Git that are not resolved in a text."""

from __future__ import annotations

from connlint.jsonc.mistakes import Mistakes

__all__ = ["Conflicts"]


class Conflicts:
    """A reader of the marker lines of a text, in their order, which reports the conflicts."""

    def __init__(self, text: str, mistakes: Mistakes) -> None:
        self._text = text
        self._mistakes = mistakes
        self._unresolved = False
        self._last_marker: int | None = None

    def other_side(self, start: int, end: int) -> bool:
        """Report a merge conflict; return whether the lines after the marker are the other side's.

        Any of the marker lines may be the only one left, so the first one is reported.
        """
        marker = self._text[start]
        if marker == "<" or not self._unresolved:
            self._mistakes.add_aside(
                start,
                end,
                "A Git merge conflict is not resolved here",
                "Keep one side, and remove the lines with <<<<<<<, ======= and >>>>>>>",
            )
        self._unresolved = marker != ">"
        if marker == "=" and self._last_marker is None:
            # Searched once, because there may be very many of these lines.
            self._last_marker = self._text.rfind(">>>>>>>")
        return marker == "=" and start < (self._last_marker or 0)
