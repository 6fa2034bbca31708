"""Timing of commands, for the benchmarks."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping

__all__ = ["seconds_of"]


def seconds_of(command: list[str], more: Mapping[str, str] | None = None) -> float:
    """Return the seconds that a command takes; its output is discarded.

    It runs without the environment variables of Python, which would change how it starts, and
    with `more` variables.
    """
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PYTHON")
    } | dict(more or {})
    before = time.perf_counter()
    subprocess.run(
        command,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    return time.perf_counter() - before
