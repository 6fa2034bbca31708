"""What a reader of code does beside reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.code.files import CodeFile

__all__ = ["IDLE", "Errand", "Tell"]

Tell = Callable[[str, int, int], None]
"""Takes what is being read, how many of it have been read, and of how many."""


class Errand(NamedTuple):
    """Two things that are not about what code does; either may be left out.

    `meanwhile` is called with all code files once other processes read, if any do; `tell` before
    each function.
    """

    meanwhile: Callable[[Sequence[CodeFile]], None] | None = None
    tell: Tell | None = None

    def begin(self, files: Sequence[CodeFile]) -> None:
        """Others have begun to read."""
        if self.meanwhile is not None:
            self.meanwhile(files)

    def reach(self, number: int, total: int) -> None:
        """So many functions have been read, or are being read elsewhere."""
        if self.tell is not None:
            self.tell("functions", number, total)


IDLE = Errand()
