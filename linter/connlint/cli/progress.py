"""A line on standard error that shows how far a long run is, where that is a terminal."""

from __future__ import annotations

import time
from collections.abc import Callable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from connlint.run import Step

__all__ = ["Progress"]

_PATIENCE = 1.0
"""Seconds after which people begin to wonder."""
_PAUSE = 0.1
"""Seconds between two looks that are worth drawing."""
_CLEAR = "\r\x1b[K"


class Progress:
    """A line that is drawn over itself, and taken away before anything else is said."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._next = clock() + _PATIENCE
        self._is_shown = False

    def show(self, step: Step) -> None:
        """Show a step; most of the time nothing is drawn."""
        now = self._clock()
        if now < self._next:
            return
        self._next = now + _PAUSE
        self._draw(f"{_CLEAR}connlint: {step.done:,} of {step.total:,} {step.what}")
        self._is_shown = True

    def clear(self) -> None:
        """Take the line away, if there is one."""
        if self._is_shown:
            self._draw(_CLEAR)
            self._is_shown = False

    def _draw(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:
            # Nobody looks any more, and the run is worth more than this.
            self._next = float("inf")
