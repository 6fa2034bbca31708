"""Pool of processes that analyze units of code; imported only where there are many units.

A process ends when the one that started it has ended, however that happened: it waits for that in a
thread of its own.
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
from multiprocessing import connection, get_context, parent_process

from connlint.code.model import CodeReading
from connlint.code.workers import Work, read_here
from connlint.source import SourceFile

__all__ = ["read_in_pool"]

_CHUNK = 8
"""Units that a process gets at a time: enough to be worth the way, few enough to share out."""


def read_in_pool(work: Sequence[Work], jobs: int) -> Iterator[CodeReading]:
    """Analyze units in `jobs` processes, and yield what each unit does, in their order.

    Ends early where a process fails, or connlint fails on a unit: that is told by the process that
    reports it.
    """
    chunks = [work[start : start + _CHUNK] for start in range(0, len(work), _CHUNK)]
    # Copies of this process need not import anything. On a Mac, libraries of the system may have
    # threads that a copy has not.
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    pool = ProcessPoolExecutor(min(jobs, len(chunks)), context, _begin)
    try:
        futures = [pool.submit(_read_chunk, _packed_work(chunk)) for chunk in chunks]
        for chunk, future in zip(chunks, futures, strict=True):
            data = future.result()
            if not data:
                return
            yield from _unpacked(data, _sources(chunk))
    except (BrokenProcessPool, OSError):
        return
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _begin() -> None:
    """Prepare a process of the pool."""
    # Ctrl+C goes to all processes of a terminal; the first one says what is to be said.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _packed_work(work: Sequence[Work]) -> bytes:
    """Units with what their own files import, as bytes."""
    own = []
    for unit, imports, steps in work:
        locations = [file.source.location for file in unit.files]
        own.append(Work(unit, {each: imports.get(each, {}) for each in locations}, steps))
    return pickle.dumps(own, pickle.HIGHEST_PROTOCOL)


def _read_chunk(data: bytes) -> bytes:
    """Analyze units in a process of the pool; nothing where connlint fails on one of them."""
    readings = list(read_here(pickle.loads(data)))  # noqa: S301 - packed by the first process
    if any(reading.failures for reading in readings):
        return b""
    stream = io.BytesIO()
    _Pickler(stream, pickle.HIGHEST_PROTOCOL).dump(readings)
    return stream.getvalue()


def _sources(work: Sequence[Work]) -> Mapping[str, SourceFile]:
    return {file.source.location: file.source for unit, *_ in work for file in unit.files}


class _Pickler(pickle.Pickler):
    """Writes files as their locations: the first process has their texts."""

    def persistent_id(self, obj: object) -> str | None:
        return obj.location if isinstance(obj, SourceFile) else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, data: bytes, sources: Mapping[str, SourceFile]) -> None:
        super().__init__(io.BytesIO(data))
        self._sources = sources

    def persistent_load(self, location: str) -> SourceFile:
        return self._sources[location]


def _unpacked(data: bytes, sources: Mapping[str, SourceFile]) -> list[CodeReading]:
    readings: list[CodeReading] = _Unpickler(data, sources).load()
    return readings
