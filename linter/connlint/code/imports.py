"""Which files a code file imports, told from its text without parsing it.

What is no import of the app's own code (`npm:…`, `https:…`) is left out, and so is what a line
of a comment imports. Anything else that only looks like an import costs a file that is read in
vain, and nothing is concluded from it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping

from connlint.layout import CODE_ENDINGS
from connlint.source import SourceFile
from connlint.tuples import NamedTuple

__all__ = [
    "NO_CODE",
    "Resolved",
    "Specifier",
    "candidates",
    "find_code",
    "is_package_name",
    "is_relative",
    "path_of",
    "specifiers",
]

Resolved = Mapping[str, "str | None"]
"""The specifiers of a file that lead to files of the app, each with the location of that file.

None is for a file of the app that is not found.
"""

NO_CODE = ""
"""Stands for what an import leads to that is no code of the app: a package, or data."""


class Specifier(NamedTuple):
    """What the code writes after `from`; it does not run where nothing but types is imported."""

    text: str
    runs: bool


# A search for plain text is twenty times as fast as one for a pattern, so each is looked for
# first, and the pattern is held against what is behind it.
_WORDS = (
    ("from", re.compile(r"\s*([\"'`])([^\"'`\s]{1,512})\1")),
    ("import", re.compile(r"\s*(?:\(\s*)?([\"'`])([^\"'`\s]{1,512})\1")),
)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_PACKAGE = re.compile(r"(?:@[a-z0-9][\w.-]*/)?[a-z0-9][\w.-]*(?:/|\Z)", re.IGNORECASE | re.ASCII)
_IN_COMMENT = re.compile(r"\s*(?://|/?\*+\s+(?:import|export)\b(?!.*\*/))")
_ONLY_TYPES = re.compile(r"(?:import|export)\s+type\b(?!\s*(?:,|from\b))")
_LONGEST_CLAUSE = 2_000
"""How far before its `from` a statement may begin, in code points."""


def specifiers(source: SourceFile) -> tuple[Specifier, ...]:
    """Find the specifiers of a file's imports that may lead to files of its app.

    They are in their order, each once.
    """
    text = source.text
    found: dict[int, tuple[str, bool]] = {}
    for word, behind in _WORDS:
        start = text.find(word)
        while start >= 0:
            end = start + len(word)
            match = behind.match(text, end)
            if match is not None and _is_import(text, start) and not _SCHEME.match(match[2]):
                runs = word == "import" or not _imports_types(text, start)
                found[match.end()] = match[2], runs
                end = match.end()
            start = text.find(word, end)
    result: dict[str, bool] = {}
    for _, (specifier, runs) in sorted(found.items()):
        result[specifier] = runs or result.get(specifier, False)
    return tuple([Specifier(*each) for each in result.items()])


def _is_import(text: str, start: int) -> bool:
    """Whether a word is one of its own, and in no line that is a comment."""
    before = text[start - 1 : start]
    if before.isalnum() or before in {"_", "$", "."}:
        return False
    first = max(0, start - _LONGEST_CLAUSE)
    line = text.rfind("\n", first, start) + 1
    if not line and first:
        # Nobody writes a comment in a line of that length.
        return True
    return _IN_COMMENT.match(text, line, start + len("import")) is None


def _imports_types(text: str, end: int) -> bool:
    """Whether the statement before a `from` imports nothing that runs."""
    first = max(0, end - _LONGEST_CLAUSE)
    start = max(text.rfind("import", first, end), text.rfind("export", first, end))
    return start >= 0 and _ONLY_TYPES.match(text, start, end + len("from")) is not None


def is_relative(specifier: str) -> bool:
    """Tell whether a specifier leads from the folder of its file: `./x`, `../x`."""
    return specifier.startswith(".")


def is_package_name(specifier: str) -> bool:
    """Tell whether a package may have a name: `zod`, `@scope/name/part`, but not `@/x` or `#x`."""
    return _PACKAGE.match(specifier) is not None


def path_of(location: str, specifier: str) -> str:
    """Give the path that a relative specifier in the file `location` spells."""
    return os.path.normpath(os.path.join(os.path.dirname(location), *specifier.split("/")))


def find_code(path: str, has_file: Callable[[str], bool]) -> str | None:
    """Find the file that is imported by a path; None where nothing is there.

    NO_CODE is for a file of another kind, such as JSON.
    """
    found = next(filter(has_file, candidates(path)), None)
    data = path.partition("?")[0]
    if found is None and not data.endswith(CODE_ENDINGS) and has_file(data):
        return NO_CODE
    return found


def candidates(path: str) -> Iterator[str]:
    """List the paths of code that is imported by a path, the likeliest first.

    That is the path itself; with an ending; with another ending, because TypeScript has
    `./x.js` for `x.ts`; and the index of a folder.
    """
    base = os.path.normpath(path)
    stem, ending = os.path.splitext(base)
    if ending in CODE_ENDINGS:
        yield base
    for other in CODE_ENDINGS:
        yield base + other
    if ending in CODE_ENDINGS:
        for other in CODE_ENDINGS:
            yield stem + other
    for other in CODE_ENDINGS:
        yield os.path.join(base, f"index{other}")
