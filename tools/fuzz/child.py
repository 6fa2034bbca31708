"""One target under atheris: `python -m tools.fuzz.child TARGET CORPUS ARTIFACTS SECONDS SEED`.

libFuzzer ends the process and prints the figures, so each target has a separate process. The
first input of each failure is written into ARTIFACTS, and the run goes on; libFuzzer writes an
input that ends the process.
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

    # Modules that are imported inside functions are to be instrumented as well.

from tools.fuzz.mutation import mutated
from tools.fuzz.seeds import seeds_of

__all__ = ["main"]

_LONGEST = 8 * 1024
_MEGABYTES = 2048
_HANGS = 300
"""The seconds after which libFuzzer ends code that cannot be interrupted."""
_INSTRUMENTED = 3
"""The factor by which instrumented code may be slower: it counts each branch."""
_WORDS = 60
"""The number of characters of a message that distinguish failures."""
_OWN = 4
"""One in this many changes is libFuzzer's own, which knows the values that the code compares."""


def main(name: str, corpus: str, artifacts: str, seconds: int, seed: int) -> None:
    """Fuzz a target until the time is over; libFuzzer then ends the process."""
    target, seeds = TARGETS[name], seeds_of(name)

    known_kinds: set[str] = set()

    def run_input(data: bytes) -> None:
        try:
            with within_time(len(data), _INSTRUMENTED):
                target(data)
        except (Exception, TooSlow) as error:  # noqa: BLE001 - whatever it is, it is a failure
            kind = _kind(error)
            if kind in known_kinds:
                return
            known_kinds.add(kind)
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
    atheris.Setup([sys.argv[0], *options, corpus], run_input, custom_mutator=change)
    atheris.Fuzz()


def _kind(error: BaseException) -> str:
    """Return a key that is equal for failures of one cause: type, function and message."""
    own_frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if "connlint" in frame.filename
    ]
    last = own_frames[-1] if own_frames else None
    where = f"{last.filename}:{last.name}" if last else ""
    words = re.sub(r"[0-9]+|'[^']*'|\"[^\"]*\"", "#", str(error))[:_WORDS]
    return f"{type(error).__name__} {where} {words}"


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
