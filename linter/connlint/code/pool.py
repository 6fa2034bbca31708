"""Pool of processes that analyze units of code; imported only if there are many units.

Each process has a thread that waits for the end of the parent process, however it happens, and
then ends the process.
"""

from __future__ import annotations

import io
import os
import pickle
import signal
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection, get_context, parent_process

from connlint.code.model import CodeAnalysis
from connlint.code.work import Work, analyze_here
from connlint.text.source import SourceFile

__all__ = ["analyze_in_pool"]

_CHUNK = 8
"""Units that a process gets at a time: enough to pay for the transfer, few enough to balance."""


def analyze_in_pool(work: Sequence[Work], jobs: int) -> Iterator[CodeAnalysis]:
    """Analyze units in at most `jobs` processes, and yield their analyses in the same order.

    Ends early if a process fails, or if connlint fails on a unit: the calling process analyzes the
    rest, and reports the failure.
    """
    chunks = [work[start : start + _CHUNK] for start in range(0, len(work), _CHUNK)]
    packed = [_packed_work(chunk) for chunk in chunks]
    # A forked process need not import anything. On a Mac, system libraries may have threads, which
    # a fork does not copy.
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    pool = ProcessPoolExecutor(min(jobs, len(chunks)), context, _set_up_process)
    try:
        with _ctrl_c_waits():
            futures = [pool.submit(_read_chunk, data) for data in packed]
        for chunk, future in zip(chunks, futures, strict=True):
            data = future.result()
            if not data:
                return
            yield from _unpacked(data, _sources(chunk))
    except (BrokenProcessPool, OSError):
        return
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _ctrl_c_waits() -> Iterator[None]:
    """Deliver SIGINT to this process after the block, and never to a process started in it.

    A new process gets the signal mask of this one, and keeps it until it ignores the signal:
    before that, Ctrl+C would end it with a traceback.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _set_up_process() -> None:
    """Prepare a process of the pool."""
    # Ctrl+C reaches all processes of a terminal; only the first one reports it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _packed_work(work: Sequence[Work]) -> bytes:
    """Serialize units, each with the imports of its files only."""
    own = []
    for unit, imports, steps in work:
        locations = [file.source.location for file in unit.files]
        own.append(Work(unit, {place: imports.get(place, {}) for place in locations}, steps))
    return pickle.dumps(own, pickle.HIGHEST_PROTOCOL)


def _read_chunk(data: bytes) -> bytes:
    """Return the serialized analyses of units; no bytes if connlint fails on one of them."""
    analyses = list(analyze_here(pickle.loads(data)))  # noqa: S301 - packed by the first process
    if any(analysis.failures for analysis in analyses):
        return b""
    stream = io.BytesIO()
    _Pickler(stream, pickle.HIGHEST_PROTOCOL).dump(analyses)
    return stream.getvalue()


def _sources(work: Sequence[Work]) -> Mapping[str, SourceFile]:
    return {file.source.location: file.source for unit, *_ in work for file in unit.files}


class _Pickler(pickle.Pickler):
    """Pickler that writes source files as their locations; the first process has their texts."""

    def persistent_id(self, obj: object) -> str | None:
        return obj.location if isinstance(obj, SourceFile) else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, data: bytes, sources: Mapping[str, SourceFile]) -> None:
        super().__init__(io.BytesIO(data))
        self._sources = sources

    def persistent_load(self, location: str) -> SourceFile:
        return self._sources[location]


def _unpacked(data: bytes, sources: Mapping[str, SourceFile]) -> list[CodeAnalysis]:
    analyses: list[CodeAnalysis] = _Unpickler(data, sources).load()
    return analyses
