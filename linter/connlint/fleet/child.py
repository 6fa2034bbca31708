"""A child process as its guard sees it: started, given batches, and always brought to an end."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from time import perf_counter

from connlint.fleet.frames import (
    IDLE,
    OUT_OF_MEMORY,
    READY,
    Progress,
    read_frame,
    skip_to,
    write_frame,
)
from connlint.fleet.packing import pack, unpack
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO

    import pyarrow as pa

__all__ = ["Child", "Death", "GuardError", "Limits", "command", "has_alarm"]

# The child finds modules where this process does, and never in the folder that it runs in.
_START = (
    "import sys; sys.path[:] = sys.argv[1:]; from connlint.fleet.guard_child import main; main()"
)

# Arrow's other allocators reserve more memory than they use, which the limit would count.
_ENVIRONMENT = {"ARROW_DEFAULT_MEMORY_POOL": "system"}


class GuardError(Exception):
    """Error for a child process that does not start."""


class Limits(NamedTuple):
    """Limits of a child: seconds for each app, and megabytes for all that it keeps."""

    seconds: float
    megabytes: int


class Death(NamedTuple):
    """The end of a child that had a batch to lint.

    `app` is the number in the batch of the app that it worked on, None if it worked on none, and
    `milliseconds` the time since it had the batch. `reason` continues a sentence that begins with
    the app. `is_late` tells that the app took too long, `is_first` that the child was new.
    """

    app: int | None
    reason: str
    milliseconds: float
    is_late: bool
    is_first: bool


def command() -> list[str]:
    """Return the command that starts a child."""
    return [sys.executable, "-I", "-c", _START, *sys.path]


def has_alarm() -> bool:
    """Tell whether the system ends a process after a set time, whatever it does then."""
    return hasattr(signal, "setitimer")


class Child:
    """A child process that is ready for batches."""

    def __init__(self, args: Sequence[str], settings: str | None, limits: Limits) -> None:
        """Start a process with a command, and wait until it is ready.

        Raises GuardError if there is no such command, or if the process ends before.
        """
        self._limits = limits
        self._is_new = True
        self._is_late = False
        self._is_over = threading.Event()
        self._clock: threading.Thread | None = None
        descriptor, self._path = tempfile.mkstemp(prefix="connlint-")
        Progress.create(descriptor)
        self._progress = Progress(self._path)
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the guard's own command
                args,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **_ENVIRONMENT},
            )
        except OSError as error:
            self._forget()
            reason = error.strerror or type(error).__name__
            raise GuardError(f"the process that lints apps does not start: {reason}") from error
        # Both are there, because they were asked for.
        self._requests: IO[bytes] = self._process.stdin  # type: ignore[assignment]
        self._answers: IO[bytes] = self._process.stdout  # type: ignore[assignment]
        try:
            self._greet(settings)
        except BaseException:
            self.end()
            raise

    def lint(self, batch: pa.RecordBatch) -> pa.RecordBatch | Death:
        """Return the results of a batch, or how the process died of it; then it is at its end."""
        start = perf_counter()
        try:
            answer = self._exchange(pack(batch, is_compressed=False))
            if answer is not None:
                self._is_new = False
                return unpack(answer)
        except BaseException:
            # What the process says next would be the answer to this batch.
            self.end()
            raise
        self._stop()
        app, reason = self._progress.app, self._reason()
        self.end()
        return Death(
            app=None if app == IDLE else app,
            reason=reason,
            milliseconds=round((perf_counter() - start) * 1000, 3),
            is_late=self._is_late,
            is_first=self._is_new,
        )

    def end(self) -> None:
        """End the process, whatever it does, and release what belongs to it."""
        self._stop()
        for pipe in (self._requests, self._answers):
            with contextlib.suppress(OSError):
                pipe.close()
        self._forget()

    def _greet(self, settings: str | None) -> None:
        """Send the options, and wait for the answer that says that the process is ready."""
        options = {
            "settings": settings,
            "seconds": self._limits.seconds if has_alarm() else None,
            "megabytes": self._limits.megabytes,
            "progress": self._path,
        }
        if not self._is_ready(json.dumps(options).encode()):
            self._stop()
            raise GuardError(f"the process that lints apps does not start: it {self._reason()}")
        if not has_alarm():
            self._clock = threading.Thread(target=self._watch, daemon=True)
            self._clock.start()

    def _is_ready(self, options: bytes) -> bool:
        """Tell whether the process answers to its options; what it prints before is skipped."""
        with contextlib.suppress(OSError):
            write_frame(self._requests, options)
            return skip_to(self._answers, READY)
        return False

    def _exchange(self, content: bytes) -> bytes | None:
        """Return the answer to a frame; None if the process has died."""
        with contextlib.suppress(OSError):
            write_frame(self._requests, content)
            return read_frame(self._answers)
        return None

    def _watch(self) -> None:
        """End the process when it works on one app for too long, where no alarm does that."""
        before = IDLE, 0
        while not self._is_over.wait(self._limits.seconds):
            now = self._progress.app, self._progress.started
            if now == before and now[0] != IDLE:
                self._is_late = True
                self._process.kill()
                return
            before = now

    def _stop(self) -> None:
        """Kill the process, unless it has ended, and wait for its end.

        A process that has begun to end keeps its exit status.
        """
        self._is_over.set()
        if self._clock is not None:
            self._clock.join()
        self._process.kill()
        self._process.wait()
        if has_alarm() and self._process.returncode == -signal.SIGALRM:
            self._is_late = True

    def _reason(self) -> str:
        """Say how the process ended."""
        status = self._process.returncode
        if self._is_late:
            seconds = self._limits.seconds
            return f"took longer than {seconds:g} second{'' if seconds == 1 else 's'}"
        if status == OUT_OF_MEMORY:
            return f"needed more than {self._limits.megabytes} MB"
        if status < 0:
            return f"crashed (signal {-status})"
        return f"crashed (exit status {status})"

    def _forget(self) -> None:
        """Release the progress, and remove its file, which the process has removed if it could."""
        self._progress.close()
        with contextlib.suppress(OSError):
            os.unlink(self._path)
