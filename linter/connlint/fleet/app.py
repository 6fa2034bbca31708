"""The linting of one app whose files are in memory; an app that fails is a result too."""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from time import perf_counter

from connlint.api.in_memory import TOP, FilesInMemory
from connlint.fleet.subjects import Subject, Subjects
from connlint.project import NothingToLint
from connlint.text.escaping import escape_unprintable, quote
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.catalog import Catalog
    from connlint.diagnostics.diagnostic import Diagnostic

__all__ = ["AppResult", "AppSummary", "Finding", "failed", "lint_app"]

_LONGEST_REASON = 200
"""The most characters of an exception's message that are kept."""


class Finding(NamedTuple):
    """A finding, with the values of the columns of FINDING_COLUMNS after the app."""

    rule: str
    severity: str
    message: str
    help: str
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    type: str | None
    scope: str | None


class AppSummary(NamedTuple):
    """Summary of an app, with the values of the columns of SUMMARY_COLUMNS after the app.

    The counts are None where there is an `error`.
    """

    errors: int | None
    warnings: int | None
    infos: int | None
    connectors: int | None
    functions: int | None
    types: str | None
    milliseconds: float
    error: str | None


class AppResult(NamedTuple):
    """The result of one app; its findings are sorted by path, place and rule.

    `is_out_of_memory` tells that the error is about the process more than about the app.
    """

    app: str
    summary: AppSummary
    findings: Sequence[Finding] = ()
    is_out_of_memory: bool = False


def lint_app(
    app: str,
    files: Mapping[str, str | bytes | None],
    settings: str | None,
    catalog: Catalog,
) -> AppResult:
    """Lint one app as `connlint check --format json` does in its folder.

    `files` are contents by their paths from the app's root; a path that ends in `/` is a folder.
    `settings` is the text of a connlint.toml that takes the place of the app's own. The `catalog`
    may be used for many apps.

    Whatever goes wrong with the app becomes the error of its summary: files that cannot be, no
    app among them, and any exception.
    """
    start = perf_counter()
    try:
        summary, findings = _lint(files, settings, catalog)
    except NothingToLint:
        return failed(app, "there is no Base44 app among the files", _since(start))
    except _RefusedError as error:
        return failed(app, str(error), _since(start))
    except Exception as error:  # noqa: BLE001 - one app must not end the linting of all others
        if _is_lack_of_memory(error):
            result = failed(app, "there is not enough memory", _since(start))
            return result._replace(is_out_of_memory=True)
        return failed(app, _reason(error), _since(start))
    return AppResult(app, summary._replace(milliseconds=_since(start)), findings)


def failed(app: str, error: str, milliseconds: float) -> AppResult:
    """Return the result of an app that could not be linted."""
    return AppResult(app, AppSummary(None, None, None, None, None, None, milliseconds, error))


class _RefusedError(Exception):
    """Error for files that no app can have."""


def _since(start: float) -> float:
    """Return the milliseconds since a moment."""
    return round((perf_counter() - start) * 1000, 3)


def _is_lack_of_memory(error: Exception) -> bool:
    """Tell whether the process has no more memory; the system says so when modules are imported."""
    return isinstance(error, MemoryError) or (
        isinstance(error, OSError) and error.errno == errno.ENOMEM
    )


def _reason(error: Exception) -> str:
    """Return the name of an exception's class and the beginning of its message."""
    name = type(error).__name__
    message = str(error)
    if len(message) > _LONGEST_REASON:
        message = f"{message[:_LONGEST_REASON]}…"
    return f"{name}: {escape_unprintable(message)}" if message else name


def _lint(
    files: Mapping[str, str | bytes | None], settings: str | None, catalog: Catalog
) -> tuple[AppSummary, list[Finding]]:
    from connlint.reporting.report import summarize
    from connlint.run import at_least, files_of, lint_targets

    try:
        memory = FilesInMemory(_given(files), settings)
    except ValueError as error:
        raise _RefusedError(str(error)) from error
    targets = memory.targets(".")
    run = lint_targets(targets, TOP, disk=memory.disk, catalog=catalog)
    counts = summarize(
        run.diagnostics, len(run.projects), len(files_of(run, targets, config=False))
    )
    subjects = Subjects(run.projects, catalog)
    summary = AppSummary(
        errors=counts.errors,
        warnings=counts.warnings,
        infos=counts.infos,
        connectors=counts.files,
        functions=len({each.entry for project in run.projects for each in project.functions}),
        types=subjects.types(),
        milliseconds=0,
        error=None,
    )
    shown = at_least(run, run.found, None)
    findings = [_finding(each, subjects.of(each)) for found in shown for each in found]
    findings.sort(key=_place)
    return summary, findings


def _given(files: Mapping[str, str | bytes | None]) -> dict[str, str | bytes]:
    """Return the files with their contents; raises _RefusedError if a file has none."""
    given: dict[str, str | bytes] = {}
    for path, content in files.items():
        if content is None and not path.endswith("/"):
            raise _RefusedError(f"{quote(path)} has no content")
        given[path] = b"" if content is None else content
    return given


def _finding(found: Diagnostic, subject: Subject) -> Finding:
    start, end = found.range.start, found.range.end
    return Finding(
        rule=found.rule,
        severity=str(found.severity),
        message=found.message,
        help=found.help,
        path=found.path,
        line=start.line,
        column=start.column,
        end_line=end.line,
        end_column=end.column,
        type=subject.type,
        scope=subject.scope,
    )


def _place(finding: Finding) -> tuple[str, int, int, str, int, int, str]:
    """Return what findings are sorted by: the end and the message only keep their order fixed."""
    return (
        finding.path,
        finding.line,
        finding.column,
        finding.rule,
        finding.end_line,
        finding.end_column,
        finding.message,
    )
