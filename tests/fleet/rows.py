"""Tables of apps for tests, and what was found in them, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
from tests.project.tree import CONFIG, SLACK

__all__ = [
    "APP",
    "REPORTED",
    "Files",
    "errors",
    "files_in",
    "findings",
    "summaries",
    "table",
    "without_times",
]

Files = Mapping[str, str | bytes | None]

REPORTED = (
    "rule",
    "severity",
    "message",
    "help",
    "path",
    "line",
    "column",
    "end_line",
    "end_column",
)
"""The columns of a finding that a JSON report has, too."""

APP: Files = {"base44/config.jsonc": CONFIG, "base44/connectors/slack.jsonc": SLACK}
"""An app without findings."""


def table(apps: Mapping[str, Files]) -> pa.RecordBatch:
    """The files of apps as rows, with contents as bytes."""
    rows = [(app, path, content) for app, files in apps.items() for path, content in files.items()]
    contents = [each.encode() if isinstance(each, str) else each for _, _, each in rows]
    return pa.record_batch(
        {
            "app": pa.array([app for app, _, _ in rows], pa.string()),
            "path": pa.array([path for _, path, _ in rows], pa.string()),
            "content": pa.array(contents, pa.binary()),
        }
    )


def files_in(folder: Path) -> dict[str, bytes]:
    """The files of an app on the disk; a folder without any is a name that ends in `/`."""
    files = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file():
            files[name] = path.read_bytes()
        elif not any(path.iterdir()):
            files[f"{name}/"] = b""
    return files


def findings(results: pa.RecordBatch) -> list[dict[str, Any]]:
    """The rows that are findings."""
    return [row for row in results.to_pylist() if row["rule"] is not None]


def summaries(results: pa.RecordBatch) -> dict[str, dict[str, Any]]:
    """The summaries by app, each of which has just one."""
    rows = [row for row in results.to_pylist() if row["rule"] is None]
    found = {row["app"]: row for row in rows}
    assert len(found) == len(rows)
    return found


def errors(results: pa.RecordBatch) -> dict[str, str | None]:
    """What each app's summary has as its error, in the order of the rows."""
    return {app: summary["error"] for app, summary in summaries(results).items()}


def without_times(results: pa.RecordBatch) -> list[dict[str, Any]]:
    """All rows without what differs from run to run."""
    rows: list[dict[str, Any]] = results.drop_columns(["milliseconds"]).to_pylist()
    return rows
