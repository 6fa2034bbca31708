"""Functions and the plugin that run on the workers of a Dask cluster."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from contextlib import suppress

import pyarrow as pa
from distributed import WorkerPlugin, get_worker

from connlint._version import __version__
from connlint.fleet.guard import Guard
from connlint.fleet.packing import pack, unpack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from distributed import Worker

__all__ = ["QUIET", "Guards", "dask_setup", "lint_packed", "versions"]

QUIET = __name__
"""The module that Dask loads into a worker, to call `dask_setup`, so that it prints nothing."""
_STDERR = 2


def dask_setup(_: Worker) -> None:
    """Send what a worker prints nowhere: one that starts and is ended at once has much to say."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _STDERR)
    os.close(nowhere)


def versions() -> Sequence[str]:
    """Return the versions on which results depend, with their names."""
    python = ".".join(platform.python_version_tuple()[:2])
    return (f"connlint {__version__}", f"Python {python}", f"pyarrow {pa.__version__}")


class Guards(WorkerPlugin):
    """The guards of a worker: one for each of its threads, kept from one batch to the next."""

    def __init__(self, settings: str | None) -> None:
        """Take the text of a connlint.toml for all apps; None leaves them theirs."""
        self._settings = settings
        self._idle: list[Guard] = []

    def lint(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Lint a batch with a guard that nobody else uses."""
        try:
            guard = self._idle.pop()
        except IndexError:
            guard = Guard(self._settings)
        try:
            results = guard.lint(batch)
        except BaseException:
            guard.close()
            raise
        self._idle.append(guard)
        return results

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002 - distributed's signature
        """End the processes of the guards."""
        while self._idle:
            with suppress(OSError):
                self._idle.pop().close()


def lint_packed(batch: bytes, plugin: str) -> bytes:
    """Lint a packed batch on a worker that has the plugin of this name, and pack the results."""
    guards = get_worker().plugins[plugin]
    if not isinstance(guards, Guards):
        raise TypeError(plugin)
    return pack(guards.lint(unpack(batch)))
