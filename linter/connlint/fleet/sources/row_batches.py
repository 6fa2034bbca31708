"""Rows that are made one by one, in batches of a few MB."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa

__all__ = ["in_batches"]

_ROWS = 1000
_BYTES = 4 * 1024 * 1024
"""The most rows of a batch, and the bytes after which it ends."""


def in_batches(
    rows: Iterable[tuple[Sequence[str | bytes | None], int]], schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    """Yield rows, each given with its values in the order of the schema and its size in bytes."""
    pending: list[Sequence[str | bytes | None]] = []
    total = 0
    for values, size in rows:
        pending.append(values)
        total += size
        if len(pending) >= _ROWS or total >= _BYTES:
            yield _batch(pending, schema)
            pending.clear()
            total = 0
    if pending:
        yield _batch(pending, schema)


def _batch(rows: Sequence[Sequence[str | bytes | None]], schema: pa.Schema) -> pa.RecordBatch:
    columns = zip(*rows, strict=True)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
