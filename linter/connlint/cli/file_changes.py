"""Changes of files: shown as a diff, asked about, and written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence

from connlint.cli.console import Console, ExitStatus, UsageError
from connlint.files.atomic_write import remove_leftovers, replace_file
from connlint.init import Change, look
from connlint.text.escaping import escape_unprintable, plural

__all__ = ["agrees", "show_changes", "write_changes"]

_BOM = "\ufeff"
_NO_END = "\n"
"""Marks a line that does not end: no line of a text holds it."""


def show_changes(changes: Sequence[Change], console: Console, shown: Callable[[str], str]) -> None:
    """Print what each change is for, and its diff; `shown` returns a path safe to print."""
    for change in changes:
        sentence = f"{shown(change.path)} {escape_unprintable(change.purpose)}\n"
        console.write("".join([sentence, *_diff(change, shown(change.path)), "\n"]))


def agrees(console: Console, count: str) -> bool:
    """Ask whether to write. Raises UsageError where nobody could see the question or answer."""
    if not (console.stdin.isatty() and console.stderr.isatty()):
        raise UsageError("Not a terminal, so nothing was written. Use --yes to write")
    console.stderr.write(f"Write {count}? [y/N] ")
    console.stderr.flush()
    answer = console.stdin.readline()
    if not answer.endswith(b"\n"):
        console.stderr.write("\n")
    return answer.strip().lower() in {b"y", b"yes"}


def write_changes(
    changes: Sequence[Change], top: str, console: Console, shown: Callable[[str], str]
) -> ExitStatus:
    """Write the files; one that cannot be written does not keep the others."""
    failures = 0
    for change in changes:
        reason = _write_one(change, top)
        if reason:
            failures += 1
            console.say(f"{shown(change.path)}: cannot be written: {escape_unprintable(reason)}")
    console.say(f"{plural(len(changes) - failures, 'file')} written")
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
