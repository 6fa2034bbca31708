"""Tables of files, read a few MB at a time: Parquet, Arrow IPC, CSV and JSON lines."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv, ipc

from connlint.fleet.columns import INPUT, to_input
from connlint.fleet.errors import FleetError
from connlint.fleet.sources.json_lines import column_names, read_json_lines
from connlint.text.escaping import escape_unprintable, listing, quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, BinaryIO

    Opener = Callable[[], Any]

__all__ = ["ENDINGS", "Table", "open_table"]

_ROWS = 1000
"""The most rows of a batch; files have some KB each, and at most 1 MB that connlint reads."""
_BLOCK = 4 * 1024 * 1024
"""The bytes of CSV that are read at a time, of which a row may have no more."""
_IPC_FILE = b"ARROW1"
_APP = INPUT.field(0).name
_MOST_NAMES = 10


class Table(ABC):
    """A table that can be read again and again; all methods raise FleetError with one line."""

    def __init__(self, name: str, opener: Opener) -> None:
        """Take the name for messages, and what opens the file to read bytes."""
        self._name = name
        self._opener = opener

    def check(self) -> None:
        """Raise FleetError for a file that is no such table, or without the columns of INPUT."""
        with self._reading() as file:
            names = self._names(file)
        missing = [name for name in INPUT.names if name not in names]
        if not missing:
            return
        raise FleetError(
            f"{quote(self._name)} lacks {listing(map(quote, missing))}: a table of files needs the "
            f"columns {listing(INPUT.names)}, and this one has {_there(names)}"
        )

    def apps(self) -> Iterator[pa.Array]:
        """Yield the apps of all rows."""
        with self._reading() as file:
            for batch in self._read(file, [_APP]):
                rest = [pa.nulls(batch.num_rows)] * (len(INPUT) - 1)
                rows = [batch.column(_APP), *rest]
                yield to_input(pa.RecordBatch.from_arrays(rows, INPUT.names)).column(_APP)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield all rows with the columns of INPUT."""
        with self._reading() as file:
            for batch in self._read(file, INPUT.names):
                for start in range(0, batch.num_rows, _ROWS):
                    yield to_input(batch.slice(start, _ROWS))

    @abstractmethod
    def _names(self, file: BinaryIO) -> Sequence[str]:
        """Return the names of the columns."""

    @abstractmethod
    def _read(self, file: BinaryIO, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Yield the rows with at least these columns, which are there."""

    @contextmanager
    def _reading(self) -> Iterator[BinaryIO]:
        try:
            with self._opener() as file:
                yield file
        except FleetError:
            raise
        except (OSError, ValueError, pa.ArrowException, EOFError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            line = escape_unprintable(reason.partition("\n")[0])
            raise FleetError(f"{quote(self._name)} cannot be read: {line}") from error


class _Parquet(Table):
    def _names(self, file: BinaryIO) -> Sequence[str]:
        with pq.ParquetFile(file) as table:
            return list(table.schema_arrow.names)

    def _read(self, file: BinaryIO, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        # Without buffers of its own, it would load whole column chunks.
        with pq.ParquetFile(file, buffer_size=1024 * 1024, pre_buffer=False) as table:
            yield from table.iter_batches(_ROWS, columns=list(columns), use_threads=False)


class _Arrow(Table):
    def _names(self, file: BinaryIO) -> Sequence[str]:
        with self._opened(file, None) as (schema, _):
            return list(schema.names)

    def _read(self, file: BinaryIO, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        with self._opened(file, None) as (schema, _):
            places = [schema.get_field_index(name) for name in columns]
        file.seek(0)
        options = ipc.IpcReadOptions(included_fields=places, use_threads=False)
        with self._opened(file, options) as (_, batches):
            yield from batches

    @contextmanager
    def _opened(
        self, file: BinaryIO, options: ipc.IpcReadOptions | None
    ) -> Iterator[tuple[pa.Schema, Iterator[pa.RecordBatch]]]:
        """Open an IPC file or stream, whichever it is."""
        start = file.read(len(_IPC_FILE))
        file.seek(0)
        if start == _IPC_FILE:
            with ipc.open_file(file, options=options) as table:
                count = table.num_record_batches
                yield table.schema, (table.get_batch(number) for number in range(count))
        else:
            with ipc.open_stream(file, options=options) as table:
                yield table.schema, iter(table)


class _Csv(Table):
    def _names(self, file: BinaryIO) -> Sequence[str]:
        with self._opened(file, None) as table:
            return list(table.schema.names)

    def _read(self, file: BinaryIO, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        with self._opened(file, columns) as table:
            yield from table

    def _opened(self, file: BinaryIO, columns: Sequence[str] | None) -> csv.CSVStreamingReader:
        # An app may be called 007, and a content null.
        convert = csv.ConvertOptions(
            column_types={field.name: field.type for field in INPUT},
            include_columns=columns,
            strings_can_be_null=False,
        )
        read = csv.ReadOptions(block_size=_BLOCK, use_threads=False)
        parse = csv.ParseOptions(newlines_in_values=True)
        return csv.open_csv(file, read, parse, convert)


class _JsonLines(Table):
    def _names(self, file: BinaryIO) -> Sequence[str]:
        return column_names(file)

    def _read(self, file: BinaryIO, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        return read_json_lines(file, columns)


_KINDS: dict[str, type[Table]] = {
    ".parquet": _Parquet,
    ".arrow": _Arrow,
    ".feather": _Arrow,
    ".ipc": _Arrow,
    ".csv": _Csv,
    ".jsonl": _JsonLines,
    ".ndjson": _JsonLines,
}
ENDINGS = tuple(_KINDS)
"""The endings of the names of tables."""


def open_table(name: str, opener: Opener) -> Table:
    """Return a table by the ending of its name; raises FleetError for any other ending."""
    ending = os.path.splitext(name)[1].lower()
    kind = _KINDS.get(ending)
    if kind is None:
        endings = listing(ENDINGS, "or")
        raise FleetError(f"{quote(name)} is no table: its name must end in {endings}")
    return kind(name, opener)


def _there(names: Sequence[str]) -> str:
    if not names:
        return "none"
    more = ", …" if len(names) > _MOST_NAMES else ""
    shown = ", ".join(map(quote, names[:_MOST_NAMES]))
    return f"{shown}{more}"
