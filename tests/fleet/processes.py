"""Real runs of `connlint fleet`, in which processes are killed."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from tests.cli.console import command, environment

_PATIENCE = 180
"""Seconds after which something that has to happen counts as never happening."""
_WORKER = "spawn_main"
"""What the command line of a worker that multiprocessing has started has in it."""


class Run:
    """A run of `connlint fleet` in a process of its own."""

    def __init__(
        self, folder: Path, *arguments: str, environ: Mapping[str, str] | None = None
    ) -> None:
        self._process = subprocess.Popen(
            command("fleet", *arguments),
            cwd=folder,
            env=environment(environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait for something that has to happen before the run ends."""
        while not condition():
            assert self._process.poll() is None, self.end()
            time.sleep(0.005)

    def end(self) -> tuple[int, str]:
        """Wait for the end; the exit status, and what was printed."""
        out, err = self._process.communicate(timeout=_PATIENCE)
        return self._process.returncode, (out + err).decode()

    def kill(self) -> None:
        """Kill the process that was started, and wait until all that it has started has ended."""
        below = psutil.Process(self._process.pid).children(recursive=True)
        self._process.kill()
        self.end()
        _, alive = psutil.wait_procs(below, timeout=_PATIENCE)
        assert alive == []

    def workers(self) -> list[psutil.Process]:
        """The workers of the cluster that it has started."""
        found = []
        for process in psutil.Process(self._process.pid).children():
            with suppress(psutil.NoSuchProcess):
                if any(_WORKER in word for word in process.cmdline()):
                    found.append(process)
        return found

    def close(self) -> None:
        """End it, whatever it does."""
        if self._process.poll() is None:
            self.kill()


@contextmanager
def running(
    folder: Path, *arguments: str, environ: Mapping[str, str] | None = None
) -> Iterator[Run]:
    """Start `connlint fleet` in a folder."""
    run = Run(folder, *arguments, environ=environ)
    try:
        yield run
    finally:
        run.close()


def parts_of(output: Path) -> list[Path]:
    """The results of batches that are finished."""
    return list(Path(f"{output}.parts").glob("*.arrow"))


@contextmanager
def started(
    folder: Path, *words: str, environ: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Start another program, and end it."""
    with subprocess.Popen(
        words,
        cwd=folder,
        env=environment(environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield process
        finally:
            with suppress(psutil.NoSuchProcess):
                for each in psutil.Process(process.pid).children(recursive=True):
                    with suppress(psutil.NoSuchProcess):
                        each.kill()
            process.kill()
