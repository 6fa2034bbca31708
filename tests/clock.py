"""The processor's time, for tests of limits: a busy machine does not count."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable
from typing import TypeVar

__all__ = ["timed", "timed_processes"]

_Result = TypeVar("_Result")


def timed(work: Callable[[], _Result]) -> tuple[_Result, float]:
    """What a piece of work gives, and the seconds of processor time that it takes.

    Its own garbage is collected as ever. What thousands of tests keep in memory is not looked
    through for it: that is no part of the work, and took up to a quarter of the time.
    """
    gc.freeze()
    try:
        start = time.process_time()
        result = work()
        return result, time.process_time() - start
    finally:
        gc.unfreeze()


def timed_processes(work: Callable[[], _Result]) -> tuple[_Result, float]:
    """What a piece of work gives, and the seconds of processor time of the processes it runs.

    Windows does not say what a process has taken: there it is 0.
    """
    before = os.times()
    result = work()
    after = os.times()
    user = after.children_user - before.children_user
    return result, user + after.children_system - before.children_system
