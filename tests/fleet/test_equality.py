"""A fleet has the findings that `connlint check` has in the folder of each app."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.cli.console import connlint
from tests.fleet.rows import REPORTED
from tools.bench.fleet_apps import name_of, write_folders, write_table

ROOT = Path(__file__).resolve().parents[2]
APPS = 300


def _checked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What `connlint check --format json` finds in the folder of an app."""
    monkeypatch.chdir(folder)
    found = json.loads(connlint("check", "--format", "json").out)["diagnostics"]
    rows: list[tuple[object, ...]] = []
    for each in found:
        start, end = each["range"]["start"], each["range"]["end"]
        places = (start["line"], start["column"], end["line"], end["column"])
        values = (each["rule"], each["severity"], each["message"], each["help"], each["path"])
        rows.append((folder.name, *values, *places))
    return rows


def _in_fleet(source: Path, output: Path) -> list[tuple[object, ...]]:
    done = connlint("fleet", str(source), "--output", str(output))
    assert done.status in {0, 1}
    rows = pq.read_table(output).to_pylist()
    return [(row["app"], *(row[key] for key in REPORTED)) for row in rows]


@pytest.mark.parametrize("kind", ["folders", "table"])
def test_generated_apps(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders, table = tmp_path / "apps", tmp_path / "apps.parquet"
    write_folders(folders, APPS)
    write_table(table, APPS)
    expected = []
    for number in range(APPS):
        expected += _checked(folders / name_of(number), monkeypatch)
    assert len({row[1] for row in expected}) > 5
    source = folders if kind == "folders" else table
    assert sorted(_in_fleet(source, tmp_path / "a.parquet")) == sorted(expected)


def test_the_examples_and_apps_with_odd_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "apps"
    for name in ("healthy-app", "broken-app"):
        shutil.copytree(ROOT / "examples" / name, root / name)
        # Without a repository around it, an app is the same in each folder.
        (root / name / ".git").mkdir()
    odd = root / "odd"
    shutil.copytree(ROOT / "examples" / "broken-app", odd)
    (odd / ".git").mkdir()
    connectors = odd / "base44" / "connectors"
    (connectors / "logo.png").write_bytes(b"\x89PNG")
    (connectors / "large.jsonc").write_bytes(b" " * (1024 * 1024 + 7))
    (connectors / "bytes.jsonc").write_bytes(b'{"type": "\xff"}')
    (connectors / "empty").mkdir()
    (odd / "src" / "large.js").write_bytes(b"/" * (1024 * 1024 + 1))
    (odd / "node_modules" / "x").mkdir(parents=True)
    (odd / "node_modules" / "x" / "index.js").write_text("fetch(1)")
    (odd / "package.json").write_text('{"name": "x"}')
    (root / "empty-connectors" / "base44" / "connectors").mkdir(parents=True)
    (root / "empty-connectors" / ".git").mkdir()
    expected = [row for app in sorted(root.iterdir()) for row in _checked(app, monkeypatch)]
    assert {row[0] for row in expected} >= {"broken-app", "odd"}
    assert sorted(_in_fleet(root, tmp_path / "a.parquet")) == sorted(expected)
