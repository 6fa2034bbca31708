"""How long an input may take, and what is said when it breaks a rule."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["Broken", "TooSlow", "hold", "seconds_for", "within_time"]

_KILOBYTE = 1024
_SECONDS = 0.5
"""What any input may take: catalogues are read, rules are asked, fixes are tried."""
_SECONDS_PER_KILOBYTE = 0.05
_SLOW = 2
"""How many times as long a machine may take that is slower, or busy with something else."""


class Broken(AssertionError):  # noqa: N818 - it says what became of a promise
    """What must hold for every input does not."""


class TooSlow(BaseException):
    """The time is over. No `except Exception` of the linter takes it for a rule that fails."""


def hold(condition: object, message: str) -> None:
    """Raise Broken with the message where a condition is not met."""
    if not condition:
        raise Broken(message)


def seconds_for(size: int) -> float:
    """The processor time that `size` bytes may take."""
    return (_SECONDS + size / _KILOBYTE * _SECONDS_PER_KILOBYTE) * _SLOW


@contextmanager
def within_time(size: int, factor: float = 1) -> Iterator[None]:
    """Raise TooSlow when what is inside takes too much processor time for `size` bytes.

    What is too slow is interrupted where it is, so that the traceback names the place; what
    cannot be interrupted is measured. `factor` is for a run that is slowed down itself.
    """
    seconds = seconds_for(size) * factor
    if not hasattr(signal, "setitimer"):
        # Windows has no such clock.
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
