"""Tables of apps for the tests of fleets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from tests.cli.console import CONFIG, MISTYPED, SLACK

from connlint.fleet.columns import INPUT

Row = tuple[str, str, "bytes | None"]


def healthy(app: str) -> list[Row]:
    """The rows of an app without findings."""
    return [
        (app, "base44/config.jsonc", CONFIG.encode()),
        (app, "base44/connectors/slack.jsonc", SLACK.encode()),
    ]


def broken(app: str) -> list[Row]:
    """The rows of an app with one error."""
    return [*healthy(app), (app, "base44/connectors/slak.jsonc", MISTYPED.encode())]


def batch(rows: Iterable[Row]) -> pa.RecordBatch:
    """Rows as a batch."""
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    arrays = [pa.array(values, field.type) for values, field in zip(columns, INPUT, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=INPUT)


def rows_of(batches: Iterable[pa.RecordBatch]) -> list[Row]:
    """The rows of batches in their order."""
    return [
        (row["app"], row["path"], row["content"]) for each in batches for row in each.to_pylist()
    ]


def write(path: Path, rows: Sequence[Row]) -> Path:
    """A Parquet table with these rows."""
    pq.write_table(pa.Table.from_batches([batch(rows)]), path)
    return path
