"""Tables of JSON lines: an object with the columns on each line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa

from connlint.fleet.columns import INPUT
from connlint.fleet.sources.row_batches import in_batches
from connlint.text.escaping import quote
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["column_names", "read_json_lines"]


class _Row(NamedTuple):
    """The object on a line, the line's number, and its length in bytes."""

    values: dict[str, Any]
    number: int
    length: int


def column_names(lines: Iterable[bytes]) -> list[str]:
    """Return the columns of the first row; raises ValueError if there is no row that has any."""
    for row in _rows(lines):
        return list(row.values)
    raise ValueError("it has no rows")


def read_json_lines(lines: Iterable[bytes], columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """Yield the values of columns of INPUT; one that is missing is null.

    Raises ValueError, with the number of the line, for one that is no object with texts.
    """
    schema = pa.schema([INPUT.field(name) for name in columns])
    rows = (([_value(row, field) for field in schema], row.length) for row in _rows(lines))
    yield from in_batches(rows, schema)


def _rows(lines: Iterable[bytes]) -> Iterator[_Row]:
    for number, line in enumerate(lines, 1):
        if line.isspace():
            continue
        try:
            values = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"line {number} is not JSON") from error
        if not isinstance(values, dict):
            raise ValueError(f"line {number} is not an object")  # noqa: TRY004 - a bad file
        yield _Row(values, number, len(line))


def _value(row: _Row, field: pa.Field) -> str | bytes | None:
    value = row.values.get(field.name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError(f"line {row.number}: {quote(field.name)} must be a text")  # noqa: TRY004
    if field.type == pa.binary():
        # A file may have halves of surrogate pairs, as an editor sends them.
        return value.encode("utf-8", "surrogatepass")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(f"line {row.number}: {quote(field.name)} is not valid text") from error
    return value
