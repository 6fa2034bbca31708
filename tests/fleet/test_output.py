"""A table of results is whole or not there, in each format."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import csv, ipc

from connlint.fleet.errors import FleetError
from connlint.fleet.output import Output, check_output
from connlint.text.escaping import quote

SCHEMA = pa.schema([("app", pa.string()), ("line", pa.int32())])
ROWS: list[dict[str, object]] = [
    {"app": "a", "line": 1},
    {"app": 'q"ü\n', "line": None},
    {"app": "", "line": 3},
]


def _read_json_lines(path: Path) -> pa.Table:
    return pa.Table.from_pylist(
        [json.loads(line) for line in path.read_text().splitlines()], SCHEMA
    )


READERS: dict[str, Callable[[Path], pa.Table]] = {
    "a.parquet": pq.read_table,
    "a.arrow": lambda path: ipc.open_file(path).read_all(),
    "a.csv": lambda path: csv.read_csv(
        path,
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=SCHEMA, strings_can_be_null=True, quoted_strings_can_be_null=False
        ),
    ),
    "a.jsonl": _read_json_lines,
}


def _write(path: Path, rows: Sequence[Mapping[str, object]], times: int = 1) -> None:
    with Output(str(path), SCHEMA) as output:
        for _ in range(times):
            output.write(pa.RecordBatch.from_pylist(list(rows), SCHEMA))
        output.finish()
        output.commit()


@pytest.mark.parametrize("name", READERS)
def test_what_is_written_can_be_read(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    _write(path, ROWS)
    table = READERS[name](path)
    assert table.schema.equals(SCHEMA)
    assert table.to_pylist() == ROWS
    assert os.listdir(tmp_path) == [name]


@pytest.mark.parametrize("name", READERS)
def test_a_table_without_rows_has_its_columns(name: str, tmp_path: Path) -> None:
    _write(tmp_path / name, [])
    assert READERS[name](tmp_path / name).schema.equals(SCHEMA)


def test_rows_are_collected_for_large_groups(tmp_path: Path) -> None:
    _write(tmp_path / "a.parquet", [{"app": "a", "line": 1}] * 1000, times=120)
    groups = pq.ParquetFile(tmp_path / "a.parquet").metadata
    assert [groups.row_group(number).num_rows for number in range(groups.num_row_groups)] == [
        50_000,
        50_000,
        20_000,
    ]


@pytest.mark.parametrize("name", READERS)
def test_nothing_is_left_of_an_output_that_is_given_up(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("before")
    with Output(str(tmp_path / name), SCHEMA) as output:
        output.write(pa.RecordBatch.from_pylist(ROWS, SCHEMA))
        output.finish()
    assert os.listdir(tmp_path) == [name]
    assert (tmp_path / name).read_text() == "before"


def test_the_mode_of_an_older_file_is_kept(tmp_path: Path) -> None:
    for name in ("old.csv", "new.csv"):
        if name == "old.csv":
            (tmp_path / name).write_text("before")
            (tmp_path / name).chmod(0o600)
        _write(tmp_path / name, ROWS)
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("old.csv", "new.csv")]
    assert modes == [0o600, 0o644]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "a.csv").symlink_to(tmp_path / "far" / "b.csv")
    _write(tmp_path / "a.csv", ROWS)
    assert (tmp_path / "a.csv").is_symlink()
    assert READERS["a.csv"](tmp_path / "far" / "b.csv").to_pylist() == ROWS


def test_paths_at_which_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    expected = {
        "a.txt": f"{quote(f'{tmp_path}/a.txt')} has no format for results: its name must end in .parquet, .arrow, .csv or .jsonl",
        "folder.csv": f"{quote(f'{tmp_path}/folder.csv')} is a directory",
        "no/a.csv": f"The directory {quote(f'{tmp_path}/no')} does not exist",
    }
    for name, line in expected.items():
        with pytest.raises(FleetError) as error:
            check_output(str(tmp_path / name))
        assert str(error.value) == line
    with pytest.raises(FleetError) as error:
        check_output("s3://bucket/a.csv")
    assert (
        str(error.value) == '"s3://bucket/a.csv" is an address: results are written to files only'
    )
