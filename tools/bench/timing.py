"""Timing of commands, for the benchmarks."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping

__all__ = ["plain_environment", "seconds_of"]

_CHANGING = ("CONNLINT_", "PYTHON")


def plain_environment() -> dict[str, str]:
    """Return the environment without the variables of Python and connlint.

    Python's change how it starts. If there is any of connlint's, which may be an option, connlint
    imports its parser of options: ten connectors then take nearly twice as many instructions.
    """
    return {name: value for name, value in os.environ.items() if not name.startswith(_CHANGING)}


def seconds_of(command: list[str], more: Mapping[str, str] | None = None) -> float:
    """Return the seconds that a command takes; its output is discarded.

    It runs in the environment that plain_environment returns, with `more` variables.
    """
    environment = plain_environment() | dict(more or {})
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
