"""Tables of results, of which a reader sees nothing before all is written."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv, ipc

from connlint.files.atomic_write import TEMPORARY, remove_leftovers
from connlint.fleet.errors import FleetError
from connlint.text.escaping import listing, quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import BinaryIO, Protocol

    class _Writer(Protocol):
        def write_table(self, table: pa.Table) -> None:
            """Add rows."""

        def close(self) -> None:
            """Write what belongs after all rows."""


__all__ = ["Output", "check_output"]

_ROWS = 50_000
"""The rows that are written together: groups of fewer make a Parquet file larger and slower."""


class Output:
    """A table that is written to a temporary file, and gets its final name when all is written.

    Left without `commit`, as after an exception, it removes the temporary file. The ending of the
    name decides the format. Raises OSError for what the system refuses, such as a full disk.
    """

    def __init__(self, path: str, schema: pa.Schema) -> None:
        """Begin a temporary file beside the path; raises FleetError for an unknown ending."""
        make = _writer_of(path)
        self._path = os.path.realpath(path)
        self._schema = schema
        self._pending: list[pa.RecordBatch] = []
        self._rows = 0
        self._is_closed = False
        folder = os.path.dirname(self._path)
        remove_leftovers(folder)
        handle, self._temporary = tempfile.mkstemp(TEMPORARY[1], TEMPORARY[0], folder)
        self._file: BinaryIO = open(handle, "wb")  # noqa: SIM115 - it is closed at the exit
        with self._named():
            self._writer = make(self._file, schema)

    def __enter__(self) -> Output:  # noqa: PYI034 - Python 3.10 has no Self
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        # What is left over is of no use, whether or not it can be written to its end.
        if not self._is_closed:
            with suppress(OSError, ValueError, pa.ArrowException):
                self._writer.close()
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            os.unlink(self._temporary)

    def write(self, rows: pa.RecordBatch) -> None:
        """Add rows with the columns of the schema."""
        if not rows.num_rows:
            return
        self._pending.append(rows)
        self._rows += rows.num_rows
        if self._rows >= _ROWS:
            self._flush()

    def finish(self) -> None:
        """Write all rows to the disk; only the name is missing then."""
        with self._named():
            self._flush()
            self._is_closed = True
            self._writer.close()
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            os.chmod(self._temporary, _mode(self._path))

    def commit(self) -> None:
        """Give the finished file its name, in the place of another one."""
        os.replace(self._temporary, self._path)

    def _flush(self) -> None:
        if self._pending:
            table = pa.Table.from_batches(self._pending, self._schema)
            with self._named():
                self._writer.write_table(table)
            self._pending, self._rows = [], 0

    @contextlib.contextmanager
    def _named(self) -> Iterator[None]:
        """Add the path to errors of the system, which do not know it."""
        try:
            yield
        except OSError as error:
            raise OSError(error.errno, error.strerror or str(error), self._path) from error


class _JsonLines:
    def __init__(self, file: BinaryIO, _: pa.Schema) -> None:
        self._file = file

    def write_table(self, table: pa.Table) -> None:
        lines = [json.dumps(row, separators=(",", ":")) for row in table.to_pylist()]
        self._file.write("".join(f"{line}\n" for line in lines).encode("ascii"))

    def close(self) -> None:
        return


def _parquet(file: BinaryIO, schema: pa.Schema) -> _Writer:
    writer: _Writer = pq.ParquetWriter(file, schema, compression="zstd")
    return writer


def _arrow(file: BinaryIO, schema: pa.Schema) -> _Writer:
    options = ipc.IpcWriteOptions(compression="zstd")
    writer: _Writer = ipc.new_file(file, schema, options=options)
    return writer


def _csv(file: BinaryIO, schema: pa.Schema) -> _Writer:
    writer: _Writer = csv.CSVWriter(file, schema)
    return writer


_WRITERS: dict[str, Callable[[BinaryIO, pa.Schema], _Writer]] = {
    ".parquet": _parquet,
    ".arrow": _arrow,
    ".csv": _csv,
    ".jsonl": _JsonLines,
}


def check_output(path: str) -> None:
    """Raise FleetError for a path at which no table can be written."""
    _writer_of(path)
    if "://" in path:
        raise FleetError(f"{quote(path)} is an address: results are written to files only")
    if os.path.isdir(path):
        raise FleetError(f"{quote(path)} is a directory")
    folder = os.path.dirname(os.path.realpath(path))
    if not os.path.isdir(folder):
        raise FleetError(f"The directory {quote(folder)} does not exist")


def _writer_of(path: str) -> Callable[[BinaryIO, pa.Schema], _Writer]:
    writer = _WRITERS.get(os.path.splitext(path)[1].lower())
    if writer is None:
        endings = listing(_WRITERS, "or")
        raise FleetError(f"{quote(path)} has no format for results: its name must end in {endings}")
    return writer


def _mode(path: str) -> int:
    """Return the mode of the file that is replaced, or what a new one has."""
    try:
        return os.stat(path).st_mode & 0o7777
    except FileNotFoundError:
        return 0o644
