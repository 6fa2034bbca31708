"""Imports of a code file, found in its text without parsing it.

Imports that are not of the app's own code (`npm:…`, `https:…`) are left out, and so are those in
comment lines. Other text that only looks like an import may cause a file to be read in vain, but
nothing is concluded from it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping

from connlint.files.conventions import CODE_ENDINGS
from connlint.text.source import SourceFile
from connlint.tuples import NamedTuple

__all__ = [
    "NO_CODE",
    "ResolvedImports",
    "Specifier",
    "candidates",
    "find_code",
    "is_package_name",
    "is_relative",
    "path_of",
    "specifiers",
]

ResolvedImports = Mapping[str, "str | None"]
"""The specifiers in a file that refer to files of the app, each with the location of that file.

None means a file of the app that is not found.
"""

NO_CODE = ""
"""The result for an import that does not refer to the app's code, but to a package or data."""


class Specifier(NamedTuple):
    """The text of an import specifier; `runs` is false if only types are imported."""

    text: str
    runs: bool


# A search for plain text is twenty times as fast as one for a pattern, so each word is searched
# first, and its pattern is matched against the text after it.
_TEXT = r"([\"'`])(\.[^\"'`\n]{0,511}|[^\"'`\s]{1,512})\1"
_WORDS = {
    "from": re.compile(rf"\s*{_TEXT}"),
    "import": re.compile(rf"\s*(?:\(\s*(?:/\*[^*]{{0,200}}\*/\s*)?)?{_TEXT}"),
    "require": re.compile(rf"\s*\(\s*{_TEXT}"),
}
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_PACKAGE = re.compile(r"(?:@[a-z0-9][\w.-]*/)?[a-z0-9][\w.-]*(?:/|\Z)", re.IGNORECASE | re.ASCII)
_IN_COMMENT = re.compile(r"\s*(?://|/?\*+\s+(?:import|export)\b(?!.*\*/))")
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_CLAUSE = re.compile(r"(?:[\w\s{},*$]|\"[^\"\n]*\"|'[^'\n]*')*")
_ONLY_TYPES = re.compile(r"\s+type\b(?!\s*(?:,|from\b))")
_LONGEST_CLAUSE = 4_000
"""Code points of a statement that are examined before its `from`."""
_MOST_SOURCES = 8
"""The maximum number of `from` after one `import`: all but the last are in comments."""


def specifiers(source: SourceFile) -> tuple[Specifier, ...]:
    """Find the specifiers of a file's imports that may refer to files of its app.

    They are in the order of the text, each once.
    """
    text = source.text
    matches: dict[int, Specifier] = {}
    for word in ("import", "require"):
        for match in _import_matches(text, word):
            matches[match.end()] = Specifier(match[2], runs=True)
    head = previous = sources = 0
    for match in _import_matches(text, "from"):
        start = match.start() - len("from")
        new_head = _last_head(text, previous, start)
        head, sources = (new_head, 1) if new_head else (head, sources + 1)
        is_usual = head and sources <= _MOST_SOURCES
        clause = _clause(text, head, previous, start) if is_usual else None
        if clause is not None:
            matches[match.end()] = Specifier(match[2], not _ONLY_TYPES.match(f"{clause}from"))
        previous = match.end()
    runs_by_text: dict[str, bool] = {}
    for _, (specifier, runs) in sorted(matches.items()):
        runs_by_text[specifier] = runs or runs_by_text.get(specifier, False)
    return tuple([Specifier(*item) for item in runs_by_text.items()])


def _import_matches(text: str, word: str) -> Iterator[re.Match[str]]:
    """Yield a match of the text after each use of a word that may import the app's own code."""
    behind = _WORDS[word]
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        match = behind.match(text, end)
        if match is not None:
            end = match.end()
            if not _SCHEME.match(match[2]) and _is_import(text, start):
                yield match
        start = text.find(word, end)


def _is_import(text: str, start: int) -> bool:
    """Tell whether a word is not part of another one, and not in a comment line."""
    before = text[start - 1 : start]
    if before.isalnum() or before in {"_", "$", "."}:
        return False
    first = max(0, start - _LONGEST_CLAUSE)
    line = text.rfind("\n", first, start) + 1
    if not line and first:
        # A line of that length is not a comment.
        return True
    return _IN_COMMENT.match(text, line, start + len("import")) is None


def _last_head(text: str, start: int, end: int) -> int:
    """Return the end of the last `import` or `export` between two offsets; 0 if there is none."""
    head = text.rfind("import", start, end)
    head = max(head, text.rfind("export", max(head, start), end))
    return head + len("import") if head >= 0 else 0


def _clause(text: str, head: int, previous: int, end: int) -> str | None:
    """Return the text between the `import` or `export` that ends at `head` and the `from` at `end`.

    None if there is no such statement: `from "#general"` in a sentence is no import. `previous` is
    the end of the match before.
    """
    clause = text[max(head, end - _LONGEST_CLAUSE) : end]
    if _CLAUSE.fullmatch(clause):
        return clause
    # Either word may be in a comment inside the statement.
    if "/" in clause:
        clause = _COMMENT.sub(" ", clause)
        if _CLAUSE.fullmatch(clause):
            return clause
    before = text[max(previous, end - _LONGEST_CLAUSE) : end]
    before = _COMMENT.sub(" ", before) if "/" in before else ""
    clause = before[_last_head(before, 0, len(before)) :]
    return clause if before != clause and _CLAUSE.fullmatch(clause) else None


def is_relative(specifier: str) -> bool:
    """Tell whether a specifier is relative to the folder of its file: `./x`, `../x`."""
    return specifier.startswith(("./", "../")) or specifier in {".", ".."}


def is_package_name(specifier: str) -> bool:
    """Tell whether a specifier may name a package: `zod`, `@scope/name`, but not `@/x` or `#x`."""
    return _PACKAGE.match(specifier) is not None


def path_of(location: str, specifier: str) -> str:
    """Return the path that a relative specifier in the file `location` means, not normalized."""
    return os.path.join(os.path.dirname(location), *specifier.split("/"))


def find_code(path: str, has_file: Callable[[str], bool]) -> str | None:
    """Find the code file that an import of a path loads; None if nothing is found.

    Returns NO_CODE for a file of another kind, such as JSON.
    """
    path = os.path.normpath(path)
    file = next(filter(has_file, candidates(path)), None)
    data = path.partition("?")[0]
    if file is None and not data.endswith(CODE_ENDINGS) and has_file(data):
        return NO_CODE
    return file


def candidates(path: str) -> Iterator[str]:
    """Yield the paths of code that an import of a path may load, the likeliest first.

    These are the path itself; with an extension added; with another extension, because TypeScript
    writes `./x.js` for `x.ts`; and the index of a folder.
    """
    stem, ending = os.path.splitext(path)
    if ending in CODE_ENDINGS:
        yield path
    for other in CODE_ENDINGS:
        yield path + other
    if ending in CODE_ENDINGS:
        for other in CODE_ENDINGS:
            yield stem + other
    for other in CODE_ENDINGS:
        yield os.path.join(path, f"index{other}")
