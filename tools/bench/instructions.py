"""Counts of the instructions that a command takes, which no other work on the machine changes."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tools.bench.timing import plain_environment

__all__ = ["can_count", "instructions_of"]

_TOTAL = re.compile(r"^summary: (\d+)$", re.MULTILINE)


def can_count() -> bool:
    """Tell whether valgrind is there, which counts."""
    return shutil.which("valgrind") is not None


def instructions_of(command: list[str], more: Mapping[str, str] | None = None) -> int:
    """Return the number of instructions that a Python program takes, with its child processes.

    It runs in the environment that plain_environment returns, with `more` variables, and always
    with the same hashes of strings. Raises RuntimeError if nothing could be counted.
    """
    environment = plain_environment() | {"PYTHONHASHSEED": "0", **(more or {})}
    with tempfile.TemporaryDirectory() as folder:
        tool = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--trace-children=yes"]
        outcome = subprocess.run(
            [*tool, f"--cachegrind-out-file={folder}/%p", *command],
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env=environment,
        )
        counts = [
            int(total)
            for path in Path(folder).iterdir()
            for total in _TOTAL.findall(path.read_text("utf-8", "replace"))
        ]
    if not counts:
        raise RuntimeError(f"valgrind counted nothing: {outcome.stderr}")
    return sum(counts)
