"""Rows of a fleet in batches of whole apps, however the rows of an app are spread."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from hashlib import blake2b

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import ipc

from connlint.fleet.columns import INPUT
from connlint.fleet.errors import FleetError
from connlint.text.escaping import quote
from connlint.tuples import NamedTuple

__all__ = ["Limits", "Order", "group", "look_through"]


class Limits(NamedTuple):
    """Limits of what is in memory at a time.

    A batch has up to so many apps and bytes, one app more than that if it is larger itself. Apps
    whose rows are spread go into so many files, of which one that is larger than `bucket_bytes` is
    divided again. Which apps have been seen is known for up to `known_apps`.
    """

    apps: int = 500
    batch_bytes: int = 8 * 1024 * 1024
    app_bytes: int = 1024 * 1024 * 1024
    buckets: int = 64
    bucket_bytes: int = 64 * 1024 * 1024
    known_apps: int = 2_000_000


_LIMITS = Limits()
_DEEPEST = 4


class Order(NamedTuple):
    """Order of the rows of a fleet: whether each app's rows are adjacent, and how many apps.

    `apps` is None where that is not known: then there are more than memory is meant for, or
    the rows are spread.
    """

    is_adjacent: bool
    apps: int | None


def look_through(apps: Iterable[pa.Array], limits: Limits = _LIMITS) -> Order:
    """Tell how the rows of a fleet are ordered, by the app of each row."""
    seen: set[int] = set()
    last = None
    for column in apps:
        for app in pc.run_end_encode(column).values.to_pylist():
            if app == last:
                continue
            last = app
            # Numbers take less memory than names; two names with one number only cost time.
            number = hash(app)
            if number in seen or len(seen) == limits.known_apps:
                return Order(is_adjacent=False, apps=None)
            seen.add(number)
    return Order(is_adjacent=True, apps=len(seen))


def group(
    batches: Iterable[pa.RecordBatch],
    order: Order,
    limits: Limits = _LIMITS,
    make_folder: Callable[[], tempfile.TemporaryDirectory[str]] = tempfile.TemporaryDirectory,
) -> Iterator[pa.RecordBatch]:
    """Yield all rows in batches of whole apps, each app in one batch.

    If each app's rows are adjacent, they keep their order. Otherwise all rows go through files in
    a temporary folder, where an app has its place by the hash of its name: the order is always
    the same, but not that of the source. Rows of one app keep their order.

    Raises FleetError for an app with more than a GB of files.
    """
    if order.is_adjacent:
        yield from _batched(batches, limits)
        return
    with make_folder() as folder:
        yield from _through_buckets(batches, limits, folder, 0)


def _batched(batches: Iterable[pa.RecordBatch], limits: Limits) -> Iterator[pa.RecordBatch]:
    """Join adjacent rows to batches of whole apps within the limits."""
    parts: list[pa.RecordBatch] = []
    whole = _Size()
    open_app = _Size()
    last = None
    for batch in batches:
        for app, rows, size in _runs(batch):
            if app != last:
                whole = whole.with_one(open_app)
                open_app = _Size()
                if whole.apps >= limits.apps or whole.bytes + size > limits.batch_bytes:
                    if parts:
                        yield _joined(parts)
                    parts, whole = [], _Size()
                last = app
            parts.append(rows)
            open_app = _Size(1, open_app.bytes + size)
            if open_app.bytes > limits.app_bytes:
                raise FleetError(
                    f"The app {quote(app)} has more than {limits.app_bytes:,} bytes of files"
                )
    if parts:
        yield _joined(parts)


class _Size(NamedTuple):
    """A number of apps, and the bytes of their files."""

    apps: int = 0
    bytes: int = 0

    def with_one(self, other: _Size) -> _Size:
        """Return the sum."""
        return _Size(self.apps + other.apps, self.bytes + other.bytes)


def _runs(batch: pa.RecordBatch) -> Iterator[tuple[str, pa.RecordBatch, int]]:
    """Yield the adjacent rows of each app, with the app and the bytes of contents."""
    encoded = pc.run_end_encode(batch.column("app"))
    lengths = pc.fill_null(pc.binary_length(batch.column("content")), 0).cast(pa.int64())
    sums = pc.cumulative_sum(lengths)
    start = before = 0
    for app, end in zip(encoded.values.to_pylist(), encoded.run_ends.to_pylist(), strict=True):
        total = sums[end - 1].as_py()
        yield app, batch.slice(start, end - start), total - before
        start, before = end, total


def _joined(parts: Sequence[pa.RecordBatch]) -> pa.RecordBatch:
    """Return one batch that keeps nothing else of the memory of its parts."""
    return pa.concat_batches(parts)


def _through_buckets(
    batches: Iterable[pa.RecordBatch], limits: Limits, folder: str, depth: int
) -> Iterator[pa.RecordBatch]:
    """Distribute rows to files by their apps, then yield the apps of each file."""
    sizes = [0] * limits.buckets
    paths = [os.path.join(folder, f"{number}.arrow") for number in range(limits.buckets)]
    with ExitStack() as stack:
        options = ipc.IpcWriteOptions(compression="zstd")
        writers: dict[int, ipc.RecordBatchFileWriter] = {}
        for batch in batches:
            for number, rows in _distributed(batch, limits.buckets, depth):
                if number not in writers:
                    writer = ipc.new_file(paths[number], INPUT, options=options)
                    writers[number] = stack.enter_context(writer)
                writers[number].write_batch(rows)
                sizes[number] += rows.nbytes
    for path, size in zip(paths, sizes, strict=True):
        if not size:
            continue
        if size > limits.bucket_bytes and depth < _DEEPEST:
            below = f"{path}.parts"
            os.mkdir(below)
            yield from _through_buckets(_read(path), limits, below, depth + 1)
        else:
            yield from _batched([_sorted(_read(path))], limits)
        os.unlink(path)


def _distributed(
    batch: pa.RecordBatch, buckets: int, depth: int
) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Yield the rows of a batch that belong into each bucket."""
    encoded = pc.dictionary_encode(batch.column("app"))
    # Each depth takes another part of the hash, and so divides what was together.
    divisor = buckets**depth
    places = [_hash(app) // divisor % buckets for app in encoded.dictionary.to_pylist()]
    numbers = pc.take(pa.array(places, pa.int32()), encoded.indices)
    for number in sorted(set(places)):
        yield number, batch.filter(pc.equal(numbers, number))


def _hash(app: str) -> int:
    """Return a number that is the same in each run, unlike that of `hash`."""
    return int.from_bytes(blake2b(app.encode(), digest_size=8).digest(), "big")


def _read(path: str) -> Iterator[pa.RecordBatch]:
    with ipc.open_file(path) as file:
        for number in range(file.num_record_batches):
            yield file.get_batch(number)


def _sorted(batches: Iterator[pa.RecordBatch]) -> pa.RecordBatch:
    """Return all rows sorted by app; rows of one app keep their order."""
    rows = _joined(list(batches))
    numbered = pa.table({"app": rows.column("app"), "row": pa.array(range(rows.num_rows))})
    keys = [("app", "ascending"), ("row", "ascending")]
    return rows.take(pc.sort_indices(numbered, sort_keys=keys))
