"""One target under atheris: `python -m tools.fuzz.child TARGET CORPUS ARTIFACTS SECONDS SEED`.

libFuzzer ends the process, so each target has one of its own, and prints the figures. The first
input of each failure is written into ARTIFACTS, and the run goes on; what ends the process
itself is written by libFuzzer.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import traceback
from pathlib import Path

import atheris  # type: ignore[import-untyped] # it is no dependency: see __main__.py

with atheris.instrument_imports(include=["connlint"]):
    from tools.fuzz.limit import TooSlow, within_time
    from tools.fuzz.targets import TARGETS

    # What is imported where it is used is to be instrumented as well.

from tools.fuzz.mutation import mutated
from tools.fuzz.seeds import seeds_of

__all__ = ["main"]

_LONGEST = 8 * 1024
_MEGABYTES = 2048
_HANGS = 300
"""Seconds after which libFuzzer ends what cannot be interrupted."""
_INSTRUMENTED = 3
"""How many times as long instrumented code may take: it counts each branch."""
_WORDS = 60
"""The characters of a message that tell failures apart."""
_OWN = 4
"""One in so many changes is libFuzzer's own, which knows what the code compares."""


def main(name: str, corpus: str, artifacts: str, seconds: int, seed: int) -> None:
    """Fuzz a target until the time is over or an input fails; does not return."""
    target, seeds = TARGETS[name], seeds_of(name)

    known: set[str] = set()

    def one(data: bytes) -> None:
        try:
            with within_time(len(data), _INSTRUMENTED):
                target(data)
        except (Exception, TooSlow) as error:  # noqa: BLE001 - whatever it is, it is a failure
            kind = _kind(error)
            if kind in known:
                return
            known.add(kind)
            name = hashlib.sha256(data).hexdigest()[:12]
            path = Path(artifacts, f"{type(error).__name__}-{name}")
            path.write_bytes(data)
            print(f"== {path.name}", flush=True)
            traceback.print_exc()

    def change(data: bytes, most: int, number: int) -> bytes:
        if number % _OWN == 0:
            return bytes(atheris.Mutate(data, most))
        return mutated(data, most, number, name, seeds)

    options = [
        f"-max_total_time={seconds}",
        f"-seed={seed}",
        f"-max_len={_LONGEST}",
        f"-timeout={_HANGS}",
        f"-report_slow_units={_HANGS}",
        f"-rss_limit_mb={_MEGABYTES}",
        f"-artifact_prefix={artifacts}{os.sep}",
        "-print_final_stats=1",
        "-len_control=0",
    ]
    atheris.Setup([sys.argv[0], *options, corpus], one, custom_mutator=change)
    atheris.Fuzz()


def _kind(error: BaseException) -> str:
    """What is the same for failures of one cause: where they come from, and their words."""
    frames = [
        each for each in traceback.extract_tb(error.__traceback__) if "connlint" in each.filename
    ]
    last = frames[-1] if frames else None
    where = f"{last.filename}:{last.name}" if last else ""
    words = re.sub(r"[0-9]+|'[^']*'|\"[^\"]*\"", "#", str(error))[:_WORDS]
    return f"{type(error).__name__} {where} {words}"


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
