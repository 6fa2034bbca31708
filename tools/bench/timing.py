"""The time of a command, for the benchmarks."""

from __future__ import annotations

import os
import subprocess
import time

__all__ = ["seconds_of"]


def seconds_of(command: list[str]) -> float:
    """The time that a command takes, in seconds, with its output thrown away.

    It runs without what the environment tells Python, which would change how it starts.
    """
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PYTHON")
    }
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
