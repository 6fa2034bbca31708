"""Conversion of an input to an app: its configurations on disk, other files in an overlay."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tools.fuzz.bundle import split
from tools.fuzz.limit import hold

from connlint.diagnostics.diagnostic import Diagnostic, Range
from connlint.fix.edits import apply_edits
from connlint.project import NothingToLint, Target, find_targets
from connlint.run import Run, lint_targets
from connlint.text.source import Span

__all__ = ["App", "app_of", "check_run", "lint_app"]

# Files that connlint searches on disk, even if an overlay has them.
_ON_DISK = ("base44/config.json", "base44/config.jsonc", "connlint.toml", "own.json")


class App(NamedTuple):
    """An app to lint; `root` is its path, and the paths of findings are relative to it."""

    root: str
    targets: tuple[Target, ...]
    overlay: Mapping[str, bytes]


@cache
def _folder() -> Path:
    """Return a folder that the apps of all inputs use, one after the other."""
    folder = Path(os.path.realpath(tempfile.mkdtemp(prefix="connlint-app-")))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "base44" / "connectors").mkdir(parents=True)
    return folder


def app_of(data: bytes) -> App | None:
    """Return the app of an input; None if its config leads out of it, to files that may change."""
    root, files = _folder(), split(data)
    for path in _ON_DISK:
        (root / path).unlink(missing_ok=True)
        if path in files:
            (root / path).write_bytes(files.pop(path))
    overlay = {os.path.join(root, *path.split("/")): content for path, content in files.items()}
    try:
        targets = find_targets([str(root)], str(root))
    except NothingToLint:
        return None
    inside = [target.connectors_dir.startswith(f"{root}{os.sep}") for target in targets]
    return App(str(root), targets, overlay) if all(inside) else None


def lint_app(app: App) -> Run:
    """Lint an app, and check the conditions that hold for all findings."""
    run = lint_targets(app.targets, app.root, overlay=app.overlay)
    check_run(run)
    return run


def check_run(run: Run) -> None:
    """Check that nothing has failed, that every range is in its text, and that order is kept."""
    for project in run.projects:
        failed = [f"{source.path}: {error!r}" for source, error in project.code.failures]
        hold(not failed, f"code is not read: {failed}")
    for findings in (*run.found, *run.silenced):
        places = [(finding.path, finding.range.start.offset) for finding in findings]
        hold(places == sorted(places), "findings are not in the order of their places")
        for finding in findings:
            hold(finding.rule != "internal-error", finding.message)
            _check_finding(finding, run)


def _check_finding(finding: Diagnostic, run: Run) -> None:
    hold(finding.message and finding.help, f"{finding.rule} says nothing")
    _check_place(finding.path, finding.range, run)
    for related in finding.related:
        _check_place(related.path, related.range, run)
        hold(related.message, f"{finding.rule} has a related place without words")
    for fix in finding.fixes:
        hold(fix.title and fix.edits, f"{finding.rule} has a fix without words or edits")
        for edit in fix.edits:
            hold(edit.path in run.sources, f"{finding.rule} edits {edit.path}, which is not there")
            _check_place(edit.path, edit.range, run)
            apply_edits(run.sources[edit.path].text, [e for e in fix.edits if e.path == edit.path])


def _check_place(path: str, finding_range: Range, run: Run) -> None:
    source = run.sources.get(path)
    if source is None:
        hold(finding_range.start == finding_range.end, f"a place in {path}, which has no text")
        return
    start, end = finding_range.start.offset, finding_range.end.offset
    hold(0 <= start <= end <= len(source.text), f"{start}-{end} is no place in {path}")
    hold(
        finding_range == Range.of(Span(start, end), source),
        f"lines and columns of {start} in {path}",
    )
    for position in (finding_range.start, finding_range.end):
        shown = (position.line, position.column)
        hold(shown == source.line_and_column(position.offset), f"{position} in {path}")
