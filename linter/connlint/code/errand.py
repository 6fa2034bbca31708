"""What a reader of code does beside reading."""

from __future__ import annotations

from collections.abc import Callable

from connlint.tuples import NamedTuple

__all__ = ["IDLE", "Errand", "Tell"]

Tell = Callable[[str, int, int], None]
"""Takes what is being read, how many of it have been read, and of how many."""


class Errand(NamedTuple):
    """Two things that are not about the code; either may be left out.

    `meanwhile` is called once other processes read, if any do; `tell` before each function.
    """

    meanwhile: Callable[[], None] | None = None
    tell: Tell | None = None

    def begin(self) -> None:
        """Others have begun to read."""
        if self.meanwhile is not None:
            self.meanwhile()

    def reach(self, number: int, total: int) -> None:
        """So many functions have been read, or are being read elsewhere."""
        if self.tell is not None:
            self.tell("functions", number, total)


IDLE = Errand()
