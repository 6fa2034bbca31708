"""`connlint init`: show what is missing, ask, and write it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from connlint.cli.console import Console, ExitStatus, UsageError
from connlint.files.atomic_write import remove_leftovers, replace_file
from connlint.init import Change, Plan, look, plan, survey
from connlint.project import Target, find_targets, shown_path
from connlint.text.escaping import escape_unprintable, plural

__all__ = ["init"]

_BOM = "\ufeff"
_NO_END = "\n"
"""Marks a line that does not end: no line of a text holds it."""


def init(path: str, console: Console, *, yes: bool, dry_run: bool) -> int:
    """Write what an app lacks, after a question; exit status 2 if some of it cannot be done.

    Raises NothingToLint for a path that leads to no app, and UsageError for one that leads
    to several, and where there is nobody to ask.
    """
    cwd = os.getcwd()
    target = _target(path, cwd)
    around = survey(target)
    todo = plan(around)

    def shown(name: str) -> str:
        return escape_unprintable(shown_path(os.path.join(around.top, *name.split("/")), cwd))

    for obstacle in todo.obstacles:
        console.say(f"{shown(obstacle.path)}: skipped: {escape_unprintable(obstacle.reason)}")
    for note in todo.notes:
        console.say(escape_unprintable(note))
    status = ExitStatus.FAILED if todo.obstacles else ExitStatus.CLEAN
    if not todo.changes:
        if not todo.obstacles:
            console.say(f"Nothing to do: {_listed(todo, shown)}")
        return status
    for change in todo.changes:
        sentence = f"{shown(change.path)} {escape_unprintable(change.purpose)}\n"
        console.write("".join([sentence, *_diff(change, shown(change.path)), "\n"]))
    count = plural(len(todo.changes), "file")
    if dry_run:
        console.say(f"{count} would be written")
        return status
    if not yes and not _agrees(console, count):
        console.say("Nothing was written")
        return status
    written = _write(todo, around.top, console, shown)
    if written is ExitStatus.CLEAN:
        steps = [f"  {number}. {step}" for number, step in enumerate(todo.steps, 1)]
        console.say("\n".join(["Next steps:", *map(escape_unprintable, steps)]))
    return max(status, written)


def _target(path: str, cwd: str) -> Target:
    """Return the one app that the path means."""
    targets = find_targets([path], cwd)
    if len(targets) > 1:
        names = [shown_path(target.root, cwd) for target in targets]
        raise UsageError(f"There are {len(targets)} apps here; name one: {', '.join(names)}")
    (target,) = targets
    if target.standalone:
        raise UsageError(f"{path}: not part of a Base44 app; name an app, or its connectors folder")
    return target._replace(chosen=None)


def _listed(todo: Plan, shown: Callable[[str], str]) -> str:
    verb = "are" if len(todo.present) > 1 else "is"
    return f"{', '.join(map(shown, todo.present))} {verb} already there"


def _agrees(console: Console, count: str) -> bool:
    """Ask whether to write. Raises UsageError where nobody could see the question or answer."""
    if not (console.stdin.isatty() and console.stderr.isatty()):
        raise UsageError("Not a terminal, so nothing was written. Use --yes to write")
    console.stderr.write(f"Write {count}? [y/N] ")
    console.stderr.flush()
    answer = console.stdin.readline()
    if not answer.endswith(b"\n"):
        console.stderr.write("\n")
    return answer.strip().lower() in {b"y", b"yes"}


def _write(todo: Plan, top: str, console: Console, shown: Callable[[str], str]) -> ExitStatus:
    """Write the files; one that cannot be written does not keep the others."""
    failures = 0
    for change in todo.changes:
        reason = _write_one(change, top)
        if reason:
            failures += 1
            console.say(f"{shown(change.path)}: cannot be written: {escape_unprintable(reason)}")
    console.say(f"{plural(len(todo.changes) - failures, 'file')} written")
    return ExitStatus.FAILED if failures else ExitStatus.CLEAN


def _write_one(change: Change, top: str) -> str:
    """Write one file, if it still is as it was shown; why that is not possible, or nothing."""
    if look(top, change.path) != change.before:
        return "it changed in the meantime"
    location = os.path.join(top, *change.path.split("/"))
    mark = _BOM if change.before.has_bom else ""
    before = None if change.before.text is None else (mark + change.before.text).encode()
    try:
        os.makedirs(os.path.dirname(location), exist_ok=True)
        remove_leftovers(os.path.dirname(location))
        replace_file(location, before, (mark + change.after).encode())
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _diff(change: Change, path: str) -> Iterator[str]:
    """Yield a unified diff in which foreign text is safe to show."""
    import difflib

    old = change.before.text
    origin = "/dev/null" if old is None else f"a/{path}"
    before, after = _lines(old or ""), _lines(change.after)
    for line in difflib.unified_diff(before, after, origin, f"b/{path}", lineterm=""):
        text, end, _ = line.partition(_NO_END)
        yield "\t".join(map(escape_unprintable, text.split("\t"))) + "\n"
        if end:
            yield "\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """Split a text into lines without their ends; mark a last one that has none."""
    lines = text.split("\n")
    last = [lines[-1] + _NO_END] if lines[-1] else []
    return [line.removesuffix("\r") for line in lines[:-1]] + last
