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
"""How much is looked at of what a statement imports, in code points."""
_MOST_SOURCES = 8
"""How many times `from` may follow an `import`: all but the last are in its comments."""


def specifiers(source: SourceFile) -> tuple[Specifier, ...]:
    """Find the specifiers of a file's imports that may lead to files of its app.

    They are in their order, each once.
    """
    text = source.text
    found: dict[int, Specifier] = {}
    for word in ("import", "require"):
        for match in _written(text, word):
            found[match.end()] = Specifier(match[2], runs=True)
    head = looked = sources = 0
    for match in _written(text, "from"):
        start = match.start() - len("from")
        latest = _last_head(text, looked, start)
        head, sources = (latest, 1) if latest else (head, sources + 1)
        is_usual = head and sources <= _MOST_SOURCES
        clause = _clause(text, head, looked, start) if is_usual else None
        if clause is not None:
            found[match.end()] = Specifier(match[2], not _ONLY_TYPES.match(f"{clause}from"))
        looked = match.end()
    result: dict[str, bool] = {}
    for _, (specifier, runs) in sorted(found.items()):
        result[specifier] = runs or result.get(specifier, False)
    return tuple([Specifier(*each) for each in result.items()])


def _written(text: str, word: str) -> Iterator[re.Match[str]]:
    """What is behind each place of a word that may belong to an import of the app's own code."""
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


def _last_head(text: str, start: int, end: int) -> int:
    """Where the last `import` or `export` between two places ends; 0 for none."""
    head = text.rfind("import", start, end)
    head = max(head, text.rfind("export", max(head, start), end))
    return head + len("import") if head >= 0 else 0


def _clause(text: str, head: int, looked: int, end: int) -> str | None:
    """What a statement has between its `import` or `export`, which ends at `head`, and its `from`.

    None where there is no such statement: `from "#general"` in a sentence is no import. `looked`
    is where the `from` before ends.
    """
    clause = text[max(head, end - _LONGEST_CLAUSE) : end]
    if _CLAUSE.fullmatch(clause):
        return clause
    # Either word may be in a comment that is within the statement.
    if "/" in clause:
        clause = _COMMENT.sub(" ", clause)
        if _CLAUSE.fullmatch(clause):
            return clause
    before = text[max(looked, end - _LONGEST_CLAUSE) : end]
    before = _COMMENT.sub(" ", before) if "/" in before else ""
    clause = before[_last_head(before, 0, len(before)) :]
    return clause if before != clause and _CLAUSE.fullmatch(clause) else None


def is_relative(specifier: str) -> bool:
    """Tell whether a specifier leads from the folder of its file: `./x`, `../x`."""
    return specifier.startswith(("./", "../")) or specifier in {".", ".."}


def is_package_name(specifier: str) -> bool:
    """Tell whether a package may have a name: `zod`, `@scope/name/part`, but not `@/x` or `#x`."""
    return _PACKAGE.match(specifier) is not None


def path_of(location: str, specifier: str) -> str:
    """Give the path that a relative specifier in the file `location` spells."""
    return os.path.join(os.path.dirname(location), *specifier.split("/"))


def find_code(path: str, has_file: Callable[[str], bool]) -> str | None:
    """Find the file that is imported by a path; None where nothing is there.

    NO_CODE is for a file of another kind, such as JSON.
    """
    path = os.path.normpath(path)
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
