"""Apps in rows get the findings that `connlint check --format json` has for them on the disk.

There each app is in a repository of its own: what leads out of it is not read, here as there.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.cli.console import connlint, program
from tests.code.examples import Example as CodeExample
from tests.code.examples import read_examples
from tests.fleet.rows import REPORTED, files_in, findings, summaries, table
from tests.rules.pages import Example as PageExample
from tests.rules.pages import all_pages, examples

from connlint.fleet.batch import lint_batch

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pyarrow as pa

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PARTS = 4
COUNTS = ("errors", "warnings", "infos", "connectors")


def _apps(top: Path, part: int) -> dict[str, Path]:
    """A part of the apps of the documentation and of other tests, each in a folder of its own."""
    found = {}
    known: list[PageExample | CodeExample] = [*read_examples()]
    known.extend(example for page in all_pages() for example in examples(page))
    assert len(known) > 300
    for number, example in enumerate(known[part::PARTS]):
        name = f"{number:04}-{example.page}"
        example.write(top / name)
        found[name] = top / name
    return found


def _reported(text: str) -> tuple[set[tuple[object, ...]], tuple[int, ...]]:
    """The findings and counts of a JSON report."""
    report = json.loads(text)
    found = set()
    for each in report["diagnostics"]:
        start, end = each["range"]["start"], each["range"]["end"]
        places = (start["line"], start["column"], end["line"], end["column"])
        words = [each[name] for name in ("rule", "severity", "message", "help", "path")]
        found.add((*words, *places))
    assert len(found) == len(report["diagnostics"])
    counts = {**report["summary"], "connectors": report["summary"]["files"]}
    return found, tuple(counts[name] for name in COUNTS)


def _linted(
    results: pa.RecordBatch,
) -> dict[str, tuple[set[tuple[object, ...]], tuple[int, ...]]]:
    """The findings and counts of each app of a batch."""
    found: dict[str, set[tuple[object, ...]]] = {}
    for row in findings(results):
        found.setdefault(row["app"], set()).add(tuple(row[name] for name in REPORTED))
    return {app: (found.get(app, set()), _counts(row)) for app, row in summaries(results).items()}


def _counts(summary: Mapping[str, Any]) -> tuple[int, ...]:
    assert summary["error"] is None, summary
    return tuple(summary[name] for name in COUNTS)


@pytest.mark.parametrize("part", range(PARTS))
def test_all_apps_at_hand(part: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apps = _apps(tmp_path, part)
    linted = _linted(lint_batch(table({name: files_in(path) for name, path in apps.items()})))
    different = []
    for name, path in apps.items():
        (path / ".git").mkdir()
        monkeypatch.chdir(path)
        outcome = connlint("check", "--format", "json")
        if _reported(outcome.out) != linted[name]:
            different.append(name)
    assert different == []


def test_the_examples_as_programs(tmp_path: Path) -> None:
    for name in ("broken-app", "healthy-app"):
        path = Path(shutil.copytree(EXAMPLES / name, tmp_path / name))
        linted = _linted(lint_batch(table({name: files_in(path)})))
        (path / ".git").mkdir()
        assert linted == {name: _reported(program("check", "--format", "json", cwd=path).out)}
