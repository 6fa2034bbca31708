"""The columns of the tables: those that come in, and those of the results."""

from __future__ import annotations

import pyarrow as pa

from connlint.text.escaping import quote

__all__ = ["FINDING_COLUMNS", "INPUT", "RESULT", "SUMMARY_COLUMNS", "to_input"]

_APP = pa.field("app", pa.string(), nullable=False)

INPUT = pa.schema(
    [
        pa.field("app", pa.string()),
        pa.field("path", pa.string()),
        pa.field("content", pa.binary()),
    ]
)
"""A row for each file: the app, the path from the app's root with `/`, and the content.

A path that ends in `/` is a folder, which needs no content.
"""

FINDING_COLUMNS = pa.schema(
    [
        _APP,
        pa.field("rule", pa.string()),
        pa.field("severity", pa.string()),
        pa.field("message", pa.string()),
        pa.field("help", pa.string()),
        pa.field("path", pa.string()),
        pa.field("line", pa.int32()),
        pa.field("column", pa.int32()),
        pa.field("end_line", pa.int32()),
        pa.field("end_column", pa.int32()),
        pa.field("type", pa.string()),
        pa.field("scope", pa.string()),
    ]
)
"""A row for each finding; lines and columns count from 1, in code points.

`type` is the connector type that the finding is about, `scope` the scope; null if there is none.
"""

SUMMARY_COLUMNS = pa.schema(
    [
        _APP,
        pa.field("errors", pa.int32()),
        pa.field("warnings", pa.int32()),
        pa.field("infos", pa.int32()),
        pa.field("connectors", pa.int32()),
        pa.field("functions", pa.int32()),
        pa.field("types", pa.string()),
        pa.field("milliseconds", pa.float64()),
        pa.field("error", pa.string()),
    ]
)
"""A row for each app. `error` says why the app has no answer; then its counts are null.

The counts include findings that are not shown, as those of the JSON report do. `types` are the
connector types, sorted and separated by commas.
"""

RESULT = pa.schema([*FINDING_COLUMNS, *list(SUMMARY_COLUMNS)[1:]])
"""Findings and summaries in one table: a row with a `rule` is a finding.

Each app has exactly one row without a rule, its summary, which comes before its findings.
"""


def to_input(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return the rows with the columns and types of INPUT.

    Other columns are left out. Texts may have any of Arrow's types for them, be it with a
    dictionary or not, and contents may be texts. Raises ValueError for a column that is not there
    or has another type, and for an app that is null.
    """
    columns = []
    for field in INPUT:
        places = batch.schema.get_all_field_indices(field.name)
        if len(places) != 1:
            what = "no column" if not places else "more than one column"
            raise ValueError(f"there is {what} {quote(field.name)}")
        columns.append(_cast(batch.column(places[0]), field))
    if columns[0].null_count:
        raise ValueError('a row has no value in the column "app"')
    return pa.RecordBatch.from_arrays(columns, schema=INPUT)


def _cast(column: pa.Array, field: pa.Field) -> pa.Array:
    """Return a column of texts or bytes with the type of a field."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if column.type == field.type:
        return column
    kind = column.type
    is_text = pa.types.is_string(kind) or pa.types.is_large_string(kind)
    is_text = is_text or pa.types.is_string_view(kind) or pa.types.is_null(kind)
    is_bytes = (
        pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
        or pa.types.is_fixed_size_binary(kind)
        or pa.types.is_binary_view(kind)
    )
    wants_bytes = field.type == pa.binary()
    if not is_text and not (is_bytes and wants_bytes):
        wanted = "text or bytes" if wants_bytes else "text"
        raise ValueError(f"the column {quote(field.name)} must be {wanted}, not {kind}")
    return column.cast(field.type)
