"""The linting of a batch of rows: a pure function from Arrow to Arrow, for every engine."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from connlint.catalog import Catalog
from connlint.fleet.app import AppResult, AppSummary, Finding, failed, lint_app
from connlint.fleet.columns import RESULT, to_input
from connlint.text.escaping import quote
from connlint.tuples import NamedTuple

__all__ = ["App", "apps_in", "lint_batch", "lint_one", "to_rows"]

_FINDING_NAMES = Finding._fields
_SUMMARY_NAMES = AppSummary._fields


class App(NamedTuple):
    """The files of an app, by their paths; `problem` says why they cannot be linted, if so."""

    name: str
    files: dict[str, bytes | None]
    problem: str | None = None


def lint_batch(batch: pa.RecordBatch, settings: str | None = None) -> pa.RecordBatch:
    """Lint the apps of a batch, which has all rows of each of them, in any order.

    The batch has the columns of INPUT, and the result those of RESULT: for each app, sorted by
    name, its summary and then its findings, sorted by path, line, column and rule. `settings` is
    the text of a connlint.toml that takes the place of the apps' own.

    Raises ValueError if the batch has other columns; what is wrong with an app is in its summary.
    """
    catalog = Catalog()
    return to_rows(lint_one(app, settings, catalog) for app in apps_in(batch))


def lint_one(app: App, settings: str | None, catalog: Catalog) -> AppResult:
    """Lint one app of a batch."""
    if app.problem is not None:
        return failed(app.name, app.problem, 0)
    return lint_app(app.name, app.files, settings, catalog)


def apps_in(batch: pa.RecordBatch) -> list[App]:
    """Return the apps of a batch, sorted by name; raises as lint_batch does."""
    rows = to_input(batch)
    apps: dict[str, list[tuple[str | None, bytes | None]]] = {}
    for name, path, content in zip(*(column.to_pylist() for column in rows.columns), strict=True):
        apps.setdefault(name, []).append((path, content))
    return [_app(name, apps[name]) for name in sorted(apps)]


def _app(name: str, rows: list[tuple[str | None, bytes | None]]) -> App:
    """Return an app, whose result does not depend on the order of its rows."""
    files: dict[str, bytes | None] = {}
    problems: list[str] = []
    for path, content in rows:
        if path is None:
            problems.append("a row has no path")
        elif path in files:
            problems.append(f"two rows have the path {quote(path)}")
        else:
            files[path] = content
    return App(name, dict(sorted(files.items())), min(problems, default=None))


def to_rows(results: Iterable[AppResult]) -> pa.RecordBatch:
    """Return results as rows with the columns of RESULT."""
    apps: list[str] = []
    findings: list[tuple[object, ...]] = []
    summaries: list[tuple[object, ...]] = []
    no_finding = (None,) * len(_FINDING_NAMES)
    no_summary = (None,) * len(_SUMMARY_NAMES)
    for result in results:
        apps.extend([result.app] * (1 + len(result.findings)))
        findings.append(no_finding)
        findings.extend(result.findings)
        summaries.append(result.summary)
        summaries.extend([no_summary] * len(result.findings))
    values: list[list[object]]
    values = [[*apps], *_columns(findings, _FINDING_NAMES), *_columns(summaries, _SUMMARY_NAMES)]
    arrays = [_array(column, field.type) for column, field in zip(values, RESULT, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=RESULT)


def _columns(rows: list[tuple[object, ...]], names: tuple[str, ...]) -> list[list[object]]:
    """Return the values of rows by column."""
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in names]


def _array(values: list[object], kind: pa.DataType) -> pa.Array:
    """Return a column; lone surrogates, which no UTF-8 has, become replacement characters."""
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return pa.array([_encodable(value) for value in values], kind)


def _encodable(value: object) -> object:
    if not isinstance(value, str):
        return value
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
