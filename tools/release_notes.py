"""Print the section of CHANGELOG.md about a version, for the page of its release.

`python tools/release_notes.py v0.1.0` prints the text below the heading of that version. It
must be the version that the package has, and its section must not be empty.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

__all__ = ["NoNotes", "notes"]

_ROOT = Path(__file__).resolve().parents[1]
_HEADING = re.compile(r"^## +\[?v?([^\]\s]+)\]?.*$", re.MULTILINE)
_VERSION = re.compile(r'^__version__ = "(.+)"$', re.MULTILINE)


class NoNotes(Exception):  # noqa: N818 - it names what is missing
    """An error: there are no notes about a version; the message says why."""


def notes(changes: str, version: str) -> str:
    """Return the section of a version in the text of a change log, without its heading.

    Raises NoNotes where there is none, more than one, or an empty one.
    """
    headings = list(_HEADING.finditer(changes))
    ends = [heading.start() for heading in headings[1:]] + [len(changes)]
    sections = [
        changes[heading.end() : end].strip()
        for heading, end in zip(headings, ends, strict=True)
        if heading[1] == version
    ]
    if len(sections) != 1:
        raise NoNotes(f"CHANGELOG.md has {len(sections)} sections about {version}, not one")
    if not sections[0]:
        raise NoNotes(f"CHANGELOG.md says nothing about {version}")
    return sections[0] + "\n"


def _own_notes(version: str) -> str:
    """Return the section about a version, which must be this package's."""
    package = (_ROOT / "linter" / "connlint" / "_version.py").read_text("utf-8")
    match = _VERSION.search(package)
    if match is None or match[1] != version:
        raise NoNotes(f"this is version {match[1] if match else 'unknown'}, not {version}")
    return notes((_ROOT / "CHANGELOG.md").read_text("utf-8"), version)


def _main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("usage: release_notes.py VERSION", file=sys.stderr)
        return 2
    try:
        text = _own_notes(arguments[0].removeprefix("v"))
    except NoNotes as error:
        print(f"release_notes: {error}", file=sys.stderr)
        return 1
    sys.stdout.buffer.write(text.encode())
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
