"""`connlint fleet`: what it writes, what it says, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.cli.console import Stream, connlint, program
from tests.fleet.tables import Row, batch, broken, healthy, write

from connlint.cli import fleet as command
from connlint.cli import progress
from connlint.cli.commands import run
from connlint.cli.console import Console, guard
from connlint.fleet.columns import FINDING_COLUMNS, SUMMARY_COLUMNS

FOUND = {
    "app": "b",
    "rule": "unknown-type",
    "severity": "error",
    "message": '"slak" is not a Base44 connector type',
    "path": "base44/connectors/slak.jsonc",
    "line": 2,
    "column": 11,
    "end_line": 2,
    "end_column": 17,
    "type": "slak",
    "scope": None,
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _said(*arguments: str) -> tuple[int, str]:
    done = connlint("fleet", *arguments)
    assert done.out == ""
    return done.status, done.err


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text())))


def test_findings_and_summaries_are_tables(tmp_path: Path) -> None:
    table = write(tmp_path / "apps.parquet", [*healthy("a"), *broken("b")])
    said = _said(str(table), "--output", "found.parquet", "--summary", "apps.jsonl")
    assert said == (1, "Found 1 error in 2 apps.\n")
    found = pq.read_table(tmp_path / "found.parquet")
    assert found.schema.equals(FINDING_COLUMNS)
    (row,) = found.to_pylist()
    assert {name: row[name] for name in FOUND} == FOUND
    first, second = map(json.loads, (tmp_path / "apps.jsonl").read_text().splitlines())
    assert list(first) == SUMMARY_COLUMNS.names
    assert {**first, "milliseconds": 0} == {
        "app": "a",
        "errors": 0,
        "warnings": 0,
        "infos": 0,
        "connectors": 1,
        "functions": 0,
        "types": "slack",
        "milliseconds": 0,
        "error": None,
    }
    assert (second["app"], second["errors"], second["types"]) == ("b", 1, "slack,slak")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "apps.jsonl",
        "apps.parquet",
        "found.parquet",
    ]


def test_a_healthy_fleet_has_a_table_without_rows(tmp_path: Path) -> None:
    table = write(tmp_path / "apps.parquet", healthy("a"))
    assert _said(str(table), "--output", "found.csv") == (0, "No problems in 1 app.\n")
    assert (tmp_path / "found.csv").read_text() == ",".join(
        f'"{name}"' for name in FINDING_COLUMNS.names
    ) + "\n"


def test_apps_that_cannot_be_checked_are_counted(tmp_path: Path) -> None:
    rows: list[Row] = [
        *healthy("a"),
        ("empty", "README.md", b""),
        *healthy("twice"),
        *healthy("twice"),
        ("without", "base44/config.jsonc", None),
    ]
    table = write(tmp_path / "apps.parquet", rows)
    assert _said(str(table), "--output", "found.csv", "--summary", "apps.csv") == (
        0,
        "No problems in 4 apps; 3 apps could not be checked (see apps.csv).\n",
    )
    assert _said(str(table), "--output", "found.csv") == (
        0,
        "No problems in 4 apps; 3 apps could not be checked (--summary FILE says why).\n",
    )
    summary = _rows(tmp_path / "apps.csv")
    assert [(row["app"], row["error"] != "") for row in summary] == [
        ("a", False),
        ("empty", True),
        ("twice", True),
        ("without", True),
    ]


def test_several_sources_are_one_fleet_and_rows_of_one_name_one_app(tmp_path: Path) -> None:
    (tmp_path / "folder/b/base44/connectors").mkdir(parents=True)
    (tmp_path / "folder/b/base44/connectors/gmail.jsonc").write_text("{")
    one = write(tmp_path / "one.parquet", [*broken("b"), *healthy("a")])
    said = _said("folder", str(one), "--output", "found.jsonl", "--summary", "apps.csv")
    assert said[0] == 1
    summary = {row["app"]: row for row in _rows(tmp_path / "apps.csv")}
    assert sorted(summary) == ["a", "b"]
    assert summary["b"]["connectors"] == "3"


def test_a_configuration_takes_the_place_of_those_of_the_apps(tmp_path: Path) -> None:
    rows = [*broken("b"), ("b", "connlint.toml", b'[rules]\nunknown-type = "info"\n')]
    table = write(tmp_path / "apps.parquet", rows)
    assert _said(str(table), "--output", "f.csv") == (0, "No problems in 1 app.\n")
    (tmp_path / "all.toml").write_text('[rules]\nunknown-type = "warning"\n')
    said = _said(str(table), "--output", "f.csv", "--config", "all.toml")
    assert said == (0, "Found 1 warning in 1 app.\n")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (None, 'The configuration file "all.toml" does not exist'),
        (
            "min-severty = 1\n",
            '"all.toml": Unknown setting "min-severty". Did you mean "min-severity"?',
        ),
        (
            'catalog = "c.json"\n',
            '"all.toml": a fleet has no catalog; list the types in "extra-types"',
        ),
        ("[rules]\nunknown-tipe = 'off'\n", '"all.toml": "unknown-tipe" is not a rule'),
    ],
)
def test_a_mistake_in_the_configuration_ends_it(
    text: str | None, line: str, tmp_path: Path
) -> None:
    table = write(tmp_path / "apps.parquet", healthy("a"))
    if text is not None:
        (tmp_path / "all.toml").write_text(text)
    said = _said(str(table), "--output", "f.csv", "--config", "all.toml")
    assert said == (2, f"connlint: {line}\n")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ((), "connlint fleet needs SOURCE. See connlint fleet --help"),
        (("apps.parquet",), "connlint fleet needs --output FILE. See connlint fleet --help"),
        (("no.parquet", "--output", "f.csv"), '"no.parquet" does not exist'),
        (
            ("apps.parquet", "--output", "f.txt"),
            '"f.txt" has no format for results: its name must end in .parquet, .arrow, .csv or .jsonl',
        ),
        (
            ("apps.parquet", "--output", "f.csv", "--summary", "./f.csv"),
            "The findings and the summary need two files",
        ),
        (("none.parquet", "--output", "f.csv"), "There are no apps: the tables have no rows"),
        (
            ("apps.parquet", "--output", "f.csv", "--scheduler", "tcp://x", "--workers", "2"),
            "Use --scheduler or --workers, not both. See connlint fleet --help",
        ),
        (
            ("apps.parquet", "--output", "f.csv", "--workers", "0"),
            '--workers: "0" is not a number of at least 1. See connlint fleet --help',
        ),
    ],
)
def test_what_cannot_be_done_is_one_line(
    arguments: tuple[str, ...], line: str, tmp_path: Path
) -> None:
    write(tmp_path / "apps.parquet", healthy("a"))
    write(tmp_path / "none.parquet", [])
    before = sorted(tmp_path.iterdir())
    assert _said(*arguments) == (2, f"connlint: {line}\n")
    assert sorted(tmp_path.iterdir()) == before


def test_the_extra_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "_NEEDED", ("pyarrow", "no_such_package"))
    assert _said("apps.parquet", "--output", "f.csv") == (
        2,
        "connlint: connlint fleet needs no_such_package, which is not installed: "
        "pip install 'connlint[fleet]'\n",
    )


def test_other_commands_do_not_import_the_packages_of_the_extra() -> None:
    code = (
        "import sys; import connlint.cli.commands, connlint.cli.check; "
        "print([name for name in ('pyarrow', 'dask', 'distributed', 'fsspec') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_file_that_is_in_the_way_of_the_parts_is_one_line(tmp_path: Path) -> None:
    write(tmp_path / "apps.parquet", healthy("a"))
    (tmp_path / "f.csv.parts").write_text("mine")
    status, line = _said("apps.parquet", "--output", "f.csv")
    assert (status, line.count("\n")) == (2, 1)
    assert (tmp_path / "f.csv.parts").read_text() == "mine"


def test_a_terminal_shows_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0)
    write(tmp_path / "apps.parquet", [*healthy("a"), *healthy("b")])
    err = Stream(terminal=True)
    console = Console(io.BytesIO(), Stream(), err, {})
    arguments = ["fleet", "apps.parquet", "--output", "f.csv"]
    assert guard(console, lambda: run(arguments, console)) == 0
    assert err.text() == ("\r\x1b[Kconnlint: 2 of 2 apps checked\r\x1b[KNo problems in 2 apps.\n")


def test_a_row_without_an_app_is_refused(tmp_path: Path) -> None:
    rows = batch([*healthy("a")]).to_pylist()
    lines = [{**row, "content": row["content"].decode()} for row in rows]
    lines[1]["app"] = None
    (tmp_path / "a.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    assert _said("a.jsonl", "--output", "f.csv") == (
        2,
        'connlint: "a.jsonl" cannot be read: a row has no value in the column "app"\n',
    )


def test_it_runs_as_a_program(tmp_path: Path) -> None:
    write(tmp_path / "apps.parquet", broken("b"))
    done = program("fleet", "apps.parquet", "--output", "f.csv", cwd=tmp_path)
    assert (done.status, done.out, done.err) == (1, "", "Found 1 error in 1 app.\n")
