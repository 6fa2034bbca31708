"""The recipes of docs/fleet.md for other engines, as programs."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet
from tests.fleet.rows import APP, Files, table, without_times

from connlint.fleet.batch import lint_batch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["expected", "found", "write_recipe", "write_table"]

PAGE = Path(__file__).resolve().parents[2] / "docs" / "fleet.md"
ROWS = 7
"""The rows of each part of the table, which cuts apps in two."""


def write_recipe(name: str, folder: Path) -> Path:
    """Write a program of the page to a folder."""
    block = rf"^```python {re.escape(name)}\n(.*?)^```$"
    (code,) = re.findall(block, PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    path = folder / name
    path.write_text(code, "utf-8")
    return path


def _fleet() -> pa.RecordBatch:
    broken: Files = {**APP, "base44/connectors/gmail.jsonc": '{"type": "gmial", "scopes": []}\n'}
    apps = {f"app {number:03}": broken if number % 3 else APP for number in range(100)}
    return table({**apps, "app x": {"../x": b""}})


def write_table(path: Path) -> Path:
    """Write the table of a small fleet, sorted by app, in many parts."""
    pyarrow.parquet.write_table(pa.Table.from_batches([_fleet()]), path, row_group_size=ROWS)
    return path


def expected() -> list[dict[str, Any]]:
    """What a recipe has to find in that table."""
    return _in_order(lint_batch(_fleet()))


def found(results: Path) -> list[dict[str, Any]]:
    """What a recipe has written, be it one file or a folder."""
    table = pyarrow.dataset.dataset(results, exclude_invalid_files=True).to_table()
    return _in_order(table)


def _in_order(rows: pa.RecordBatch | pa.Table) -> list[dict[str, Any]]:
    return sorted(without_times(rows), key=repr)
