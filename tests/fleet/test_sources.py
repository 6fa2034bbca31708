"""Fleets come from tables of several formats, from addresses, and from directories."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import csv, ipc
from tests.fleet.tables import Row, batch, rows_of, write

from connlint.fleet.errors import FleetError
from connlint.fleet.sources import open_source
from connlint.text.escaping import quote

ROWS: list[Row] = [
    ("007", "base44/config.jsonc", b"{}"),
    ("007", "base44/connectors/", b""),
    ("b", 'it"s,\n.jsonc', 'first\r\nsecond, "quoted" \u2028'.encode()),
]


def _table(rows: Sequence[Row] = ROWS) -> pa.Table:
    return pa.Table.from_batches([batch(rows)])


def _with_more_columns() -> pa.Table:
    text = pa.array([content.decode() if content else "" for _, _, content in ROWS]).cast(
        pa.large_string()
    )
    table = _table().set_column(2, "content", text)
    apps = pa.chunked_array([table.column("app").combine_chunks().dictionary_encode()])
    return table.set_column(0, "app", apps).add_column(0, "stars", pa.array([1, 2, 3]))


def _stream(table: pa.Table, path: Path) -> None:
    with ipc.new_stream(path, table.schema) as writer:
        writer.write_table(table)


def _file(table: pa.Table, path: Path) -> None:
    with ipc.new_file(path, table.schema) as writer:
        writer.write_table(table)


def _json_lines(table: pa.Table, path: Path) -> None:
    lines = []
    for row in table.to_pylist():
        content = row["content"]
        text = content.decode() if isinstance(content, bytes) else content
        lines.append(json.dumps({**row, "content": text}))
    path.write_text("\n".join([*lines, ""]))


FORMATS: dict[str, Callable[[pa.Table, Path], None]] = {
    "a.parquet": pq.write_table,
    "a.PARQUET": pq.write_table,
    "file.arrow": _file,
    "stream.arrow": _stream,
    "a.ipc": _stream,
    "a.feather": _file,
    "a.csv": csv.write_csv,
    "a.jsonl": _json_lines,
    "a.ndjson": _json_lines,
}


def _read(source: str) -> tuple[list[str], list[Row]]:
    opened = open_source(source)
    apps = [app for column in opened.apps() for app in column.to_pylist()]
    return apps, rows_of(opened.batches())


def _error(source: object) -> str:
    with pytest.raises(FleetError) as error:
        _read(str(source))
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("make", [_table, _with_more_columns])
def test_every_format_has_the_same_rows(
    name: str, make: Callable[[], pa.Table], tmp_path: Path
) -> None:
    table = make()
    if "csv" in name:
        # CSV has no bytes, and pyarrow writes no dictionaries.
        names = table.column_names
        table = pa.table([table.column(each).cast(pa.string()) for each in names], names=names)
    FORMATS[name](table, tmp_path / name)
    expected = (["007", "007", "b"], ROWS)
    assert _read(str(tmp_path / name)) == expected
    assert _read(f"file://{tmp_path / name}") == expected


def test_a_table_may_be_at_any_address(tmp_path: Path) -> None:
    for number, row in enumerate(ROWS):
        write(tmp_path / "t.parquet", [row])
        fsspec.filesystem("memory").pipe(
            f"/fleet/{number}.parquet", (tmp_path / "t.parquet").read_bytes()
        )
    assert _read("memory://fleet/1.parquet")[1] == [ROWS[1]]
    assert _read("memory://fleet/*.parquet")[1] == ROWS


def test_a_large_table_is_read_in_small_batches(tmp_path: Path) -> None:
    rows: list[Row] = [(f"app{number:05}", "x", b"") for number in range(2500)]
    for name in ("a.parquet", "a.arrow", "a.jsonl"):
        FORMATS[name if name != "a.arrow" else "file.arrow"](_table(rows), tmp_path / name)
        batches = list(open_source(str(tmp_path / name)).batches())
        assert [each.num_rows for each in batches] == [1000, 1000, 500]


def test_bytes_that_are_no_text_stay_as_they_are(tmp_path: Path) -> None:
    rows: list[Row] = [("a", "x", b"\xff\xfe\x00"), ("a", "y", None)]
    assert rows_of(open_source(str(write(tmp_path / "a.parquet", rows))).batches()) == rows


def test_json_lines_may_have_half_characters_and_no_content(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"app":"a","path":"x","content":"\\ud800"}\n\n{"app":"a","path":"y"}\n')
    assert _read(str(path))[1] == [("a", "x", b"\xed\xa0\x80"), ("a", "y", None)]


def test_a_table_without_the_columns_is_refused_with_those_that_it_has(tmp_path: Path) -> None:
    other = pa.table({"app": ["a"], "file": ["x"], "te\nxt": ["y"]})
    for name, write_it in FORMATS.items():
        if not name.endswith("jsonl") and not name.endswith("ndjson"):
            write_it(other, tmp_path / name)
        else:
            (tmp_path / name).write_text('{"app": "a", "file": "x", "te\\nxt": "y"}\n')
        assert _error(tmp_path / name) == (
            f'{quote(str(tmp_path / name))} lacks "path" and "content": a table of files needs the columns '
            'app, path and content, and this one has "app", "file", "te\\nxt"'
        )


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        (
            "a.txt",
            "",
            "is no table: its name must end in .parquet, .arrow, .feather, .ipc, .csv, .jsonl or .ndjson",
        ),
        ("a.parquet", "", "cannot be read: Parquet file size is 0 bytes"),
        ("a.csv", "", "cannot be read: Empty CSV file"),
        ("a.jsonl", "", "cannot be read: it has no rows"),
        ("a.jsonl", "[]\n", "cannot be read: line 1 is not an object"),
        ("a.jsonl", "\n{\n", "cannot be read: line 2 is not JSON"),
        (
            "a.jsonl",
            '{"app":1,"path":"x","content":""}',
            'cannot be read: line 1: "app" must be a text',
        ),
        (
            "a.jsonl",
            '{"app":"\\ud800","path":"x","content":""}',
            'cannot be read: line 1: "app" is not valid text',
        ),
        (
            "a.jsonl",
            '{"app":null,"path":"x","content":""}',
            'cannot be read: a row has no value in the column "app"',
        ),
    ],
)
def test_what_is_no_table_is_refused(name: str, content: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content)
    assert _error(tmp_path / name) == f"{quote(str(tmp_path / name))} {reason}"


def test_numbers_are_no_names_of_apps(tmp_path: Path) -> None:
    table = _table().set_column(0, "app", pa.array([1, 2, 3]))
    pq.write_table(table, tmp_path / "a.parquet")
    assert _error(tmp_path / "a.parquet") == (
        f'{quote(f"{tmp_path}/a.parquet")} cannot be read: the column "app" must be text, not int64'
    )


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "no\n.csv"
    assert _error(path) == f"{quote(str(path))} does not exist"
    assert _error("memory://nowhere/a.csv").startswith('"memory://nowhere/a.csv" cannot be read: ')
    assert _error("memory://nowhere/*.csv") == 'There is no file at "memory://nowhere/*.csv"'
    assert _error("s3nope://a.csv").startswith('"s3nope://a.csv" cannot be read: ')


def _folders(root: Path) -> None:
    for path, content in {
        "two/base44/config.jsonc": b"{}",
        "two/base44/connectors/a.jsonc": b"\xff",
        "two/node_modules/x/package.json": b"{}",
        "two/.git/config": b"",
        "two/.gitignore": b"dist\n",
        "two/src/logo.PNG": b"picture",
        "two/src/large.js": bytes(1024 * 1024 + 3),
        "one/package.json": b"{}",
        ".hidden/base44/config.jsonc": b"{}",
        "README.md": b"",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    (root / "two/base44/empty").mkdir()
    (root / "three").mkdir()


def test_a_directory_has_an_app_in_each_sub_directory(tmp_path: Path) -> None:
    _folders(tmp_path)
    apps, rows = _read(str(tmp_path))
    assert apps == ["one", "three", "two"]
    assert rows == [
        ("one", "package.json", b"{}"),
        # It is an app too, so that nobody looks for it in vain.
        ("three", "nothing/", b""),
        ("two", ".gitignore", b"dist\n"),
        ("two", "base44/config.jsonc", b"{}"),
        ("two", "base44/connectors/a.jsonc", b"\xff"),
        ("two", "base44/empty/", b""),
        ("two", "src/large.js", bytes(1024 * 1024 + 3)),
        ("two", "src/logo.PNG", b""),
    ]


def test_links_are_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "apps"
    _folders(root)
    before = _read(str(root))
    (root / "link").symlink_to(root / "two")
    (root / "two/src/link.js").symlink_to(root / "one/package.json")
    (root / "two/src/folder").symlink_to(root / "one")
    assert _read(str(root)) == before


def test_names_that_are_no_text(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/app/\xff.jsonc"
    (tmp_path / "app").mkdir()
    try:
        with open(name, "wb"):
            pass
    except OSError:
        pytest.skip("this file system has only names that are text")
    assert _read(str(tmp_path))[1] == [("app", "\\u{dcff}.jsonc", None)]
    os.mkdir(os.fsencode(tmp_path) + b"/\xff")
    shown = quote(f"{tmp_path}/\udcff")
    assert _error(tmp_path) == f"{shown} has a name that is not UTF-8"


def test_a_directory_of_tables_is_not_a_directory_of_apps(tmp_path: Path) -> None:
    assert _error(tmp_path) == f"{quote(str(tmp_path))} has no sub-directories, which would be apps"
    write(tmp_path / "part-0.parquet", ROWS)
    assert _error(tmp_path) == (
        f"{quote(str(tmp_path))} has no sub-directories, which would be apps; name its tables, such as "
        f"{quote(f'{tmp_path}/part-0.parquet')}"
    )
