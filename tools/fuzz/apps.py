"""An input as an app: its configurations on disk, everything else as text that stands in."""

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

from connlint.diagnostic import Diagnostic, Range
from connlint.fixes import apply_edits
from connlint.project import NothingToLint, Target, find_targets
from connlint.run import Run, lint_targets
from connlint.source import Span

__all__ = ["App", "app_of", "check_run", "lint_app"]

# What is looked for on disk, whatever stands in for it.
_ON_DISK = ("base44/config.json", "base44/config.jsonc", "connlint.toml", "own.json")


class App(NamedTuple):
    """An app to lint; `root` is where it lies, and what the paths of findings are relative to."""

    root: str
    targets: tuple[Target, ...]
    overlay: Mapping[str, bytes]


@cache
def _folder() -> Path:
    """A folder for the app of each input, one after the other."""
    folder = Path(os.path.realpath(tempfile.mkdtemp(prefix="connlint-app-")))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "base44" / "connectors").mkdir(parents=True)
    return folder


def app_of(data: bytes) -> App | None:
    """The app of an input; None where its config leads out of it, to what others may change."""
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
    """The findings about an app, with what holds for all findings."""
    run = lint_targets(app.targets, app.root, overlay=app.overlay)
    check_run(run)
    return run


def check_run(run: Run) -> None:
    """Nothing has failed, every place is one in its text, and the order is the promised one."""
    for project in run.projects:
        failed = [f"{source.path}: {error!r}" for source, error in project.code.failures]
        hold(not failed, f"code is not read: {failed}")
    for found in (*run.found, *run.silenced):
        places = [(each.path, each.range.start.offset) for each in found]
        hold(places == sorted(places), "findings are not in the order of their places")
        for each in found:
            hold(each.rule != "internal-error", each.message)
            _check_finding(each, run)


def _check_finding(found: Diagnostic, run: Run) -> None:
    hold(found.message and found.help, f"{found.rule} says nothing")
    _check_place(found.path, found.range, run)
    for related in found.related:
        _check_place(related.path, related.range, run)
        hold(related.message, f"{found.rule} has a related place without words")
    for fix in found.fixes:
        hold(fix.title and fix.edits, f"{found.rule} has a fix without words or edits")
        for edit in fix.edits:
            hold(edit.path in run.sources, f"{found.rule} edits {edit.path}, which is not there")
            _check_place(edit.path, edit.range, run)
            apply_edits(run.sources[edit.path].text, [e for e in fix.edits if e.path == edit.path])


def _check_place(path: str, place: Range, run: Run) -> None:
    source = run.sources.get(path)
    if source is None:
        hold(place.start == place.end, f"a place in {path}, which has no text")
        return
    start, end = place.start.offset, place.end.offset
    hold(0 <= start <= end <= len(source.text), f"{start}-{end} is no place in {path}")
    hold(place == Range.of(Span(start, end), source), f"lines and columns of {start} in {path}")
    for each in (place.start, place.end):
        told = (each.line, each.column)
        hold(told == source.line_and_column(each.offset), f"{each} in {path}")
