"""The time limit of an input, and the errors of conditions that do not hold."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["Broken", "TooSlow", "hold", "seconds_for", "within_time"]

_KILOBYTE = 1024
_SECONDS = 0.5
"""The processor time that any input may take: catalogues are read, rules run, fixes are tried."""
_SECONDS_PER_KILOBYTE = 0.05
_SLOW = 2
"""The factor by which a slower or busy machine may exceed the limit."""


class Broken(AssertionError):  # noqa: N818 - it names the state of a condition
    """An error: a condition that must hold for every input does not."""


class TooSlow(BaseException):
    """The end of an input's time; it is no Exception, so the linter does not catch it."""


def hold(condition: object, message: str) -> None:
    """Raise Broken with the message where a condition is not met."""
    if not condition:
        raise Broken(message)


def seconds_for(size: int) -> float:
    """Return the seconds of processor time that `size` bytes may take."""
    return (_SECONDS + size / _KILOBYTE * _SECONDS_PER_KILOBYTE) * _SLOW


@contextmanager
def within_time(size: int, factor: float = 1) -> Iterator[None]:
    """Raise TooSlow if the code inside takes too much processor time for `size` bytes.

    Code that is too slow is interrupted, so that the traceback names the place; code that
    cannot be interrupted is measured. `factor` is for code that instrumentation slows down.
    """
    seconds = seconds_for(size) * factor
    if not hasattr(signal, "setitimer"):
        # Windows has no such timer.
        yield
        return
    start = time.process_time()
    before = signal.signal(signal.SIGPROF, _interrupt)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    spent = time.process_time() - start
    if spent > seconds:
        raise TooSlow(f"{spent:.2f} s of processor time, and {seconds:.2f} s are allowed")


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise TooSlow("the processor time that is allowed is over")
