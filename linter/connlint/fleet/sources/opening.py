"""Sources of the files of a fleet: tables, or a directory of apps, read as a stream."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence

import pyarrow as pa
from fsspec.core import OpenFile, open_files

from connlint.fleet.errors import FleetError
from connlint.fleet.sources.app_folders import app_names, files_of_apps
from connlint.fleet.sources.tables import ENDINGS, open_table
from connlint.text.escaping import quote
from connlint.tuples import NamedTuple

__all__ = ["Source", "open_source"]

_PROTOCOL = "://"


class Source(NamedTuple):
    """A part of a fleet, which can be read again and again.

    `apps` yields the value of the column `app` of each row, in the order of the rows, and reads
    as little else as it can. `batches` yields the rows with the columns of INPUT. Both read a few
    MB at a time, and raise FleetError for what is not a table with these columns.
    """

    name: str
    apps: Callable[[], Iterator[pa.Array]]
    batches: Callable[[], Iterator[pa.RecordBatch]]


def open_source(source: str) -> Source:
    """Return the rows of a table, of tables at an address with `*`, or of a directory of apps.

    A table is recognized by its ending, and its columns are checked. An address has `://`, and is
    opened by fsspec. Raises FleetError with one line if there is nothing that can be read.
    """
    if _PROTOCOL in source:
        return _tables(source, _opened(source))
    if os.path.isdir(source):
        return _directory(source)
    if not os.path.exists(source):
        raise FleetError(f"{quote(source)} does not exist")
    # A path is absolute, so that fsspec does not take a part of it for something else.
    return _tables(source, [_LocalFile(source)])


class _LocalFile:
    """A file of this machine, with what is used of fsspec's files."""

    def __init__(self, path: str) -> None:
        self.path = path

    def open(self) -> object:
        """Open it to read bytes."""
        return open(self.path, "rb")


def _opened(address: str) -> Sequence[OpenFile]:
    """Return the files at an address; raises FleetError if there are none."""
    try:
        files: Sequence[OpenFile] = open_files(address, "rb")
    except ImportError as error:
        raise FleetError(f"{quote(address)} cannot be opened: {error}") from error
    except (OSError, ValueError) as error:
        raise FleetError(f"{quote(address)} cannot be read: {_reason(error)}") from error
    if not files:
        raise FleetError(f"There is no file at {quote(address)}")
    return files


def _tables(source: str, files: Sequence[OpenFile | _LocalFile]) -> Source:
    is_one = len(files) == 1
    tables = []
    for file in files:
        name = source if is_one else str(file.path)
        table = open_table(name, file.open)
        # A mistake is better found now than after hours.
        table.check()
        tables.append(table)
    return Source(
        source,
        lambda: _joined([table.apps for table in tables]),
        lambda: _joined([table.batches for table in tables]),
    )


def _joined(parts: Sequence[Callable[[], Iterator[pa.Array]]]) -> Iterator[pa.Array]:
    for part in parts:
        yield from part()


def _directory(path: str) -> Source:
    names = app_names(path)
    if not names:
        tables = sorted(name for name in os.listdir(path) if name.endswith(ENDINGS))
        hint = (
            f"; name its tables, such as {quote(os.path.join(path, tables[0]))}" if tables else ""
        )
        raise FleetError(f"{quote(path)} has no sub-directories, which would be apps{hint}")
    return Source(
        path, lambda: iter([pa.array(names, pa.string())]), lambda: files_of_apps(path, names)
    )


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).partition("\n")[0]
