"""Baselines: accepted findings of a project, which are written once and not reported again.

A finding is identified by its file, its rule and its subject: the text that it is about, like
a type or a scope. Lines do not matter. An entry counts how often its finding occurred.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from connlint.diagnostics.diagnostic import Diagnostic
from connlint.text.source import SourceFile
from connlint.tuples import NamedTuple

__all__ = ["Baseline", "BaselineError", "Entry", "parse_baseline", "subject", "to_text"]

_VERSION = 1
_LONGEST = 120
_PARTS = ("path", "rule", "subject")


class BaselineError(Exception):
    """A text that is no baseline; the message continues a sentence that begins with its name."""


class Entry(NamedTuple):
    """The identity of a finding; `path` is relative to the baseline's directory, with `/`."""

    path: str
    rule: str
    subject: str


def parse_baseline(text: str) -> Counter[Entry]:
    """Parse a baseline to its entries with their counts; raises BaselineError."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"is not JSON: {error}") from None
    if not isinstance(value, dict) or not isinstance(value.get("findings"), list):
        raise BaselineError('is not a baseline: it has no list "findings"')
    if value.get("version") != _VERSION:
        raise BaselineError(f"is not a baseline of version {_VERSION}")
    entries: Counter[Entry] = Counter()
    for number, item in enumerate(value["findings"], 1):
        entry = _entry(item)
        if entry is None:
            raise BaselineError(f"is broken: finding {number} needs path, rule, subject and count")
        entries.update(entry)
    return entries


def _entry(item: object) -> dict[Entry, int] | None:
    """Return an item's entry with its count, None when the item is not an entry."""
    if not isinstance(item, dict):
        return None
    path, rule, subject, count = (item.get(part) for part in (*_PARTS, "count"))
    if not isinstance(path, str) or not isinstance(rule, str) or not isinstance(subject, str):
        return None
    # In Python, unlike JSON, true is a number.
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        return None
    return {Entry(path, rule, subject): count}


def to_text(entries: Mapping[Entry, int]) -> str:
    """Return the text of a baseline: sorted, one line for each entry, so that diffs are small."""
    lines = [
        "    " + json.dumps({**entry._asdict(), "count": entries[entry]})
        for entry in sorted(entries)
        if entries[entry] > 0
    ]
    body = ",\n".join(lines)
    findings = f"[\n{body}\n  ]" if lines else "[]"
    return f'{{\n  "version": {_VERSION},\n  "findings": {findings}\n}}\n'


class Baseline:
    """The entries of a baseline that no finding has matched yet; each finding uses one up."""

    def __init__(self, entries: Mapping[Entry, int], directory: str, cwd: str) -> None:
        """Take the entries; `directory` is the baseline's, and findings' paths are from `cwd`."""
        self._left = Counter(entries)
        self._directory = directory
        self._cwd = cwd

    def entry(self, found: Diagnostic, sources: Mapping[str, SourceFile]) -> Entry:
        """Return the entry that identifies a finding."""
        return Entry(self.path(found.path), found.rule, subject(found, sources))

    def path(self, path: str) -> str:
        """Convert a finding's path to the form that entries have."""
        location = os.path.join(self._cwd, path)
        try:
            path = os.path.relpath(location, self._directory)
        except ValueError:
            # The path is on another drive.
            path = location
        return path.replace(os.sep, "/")

    def location(self, entry: Entry) -> str:
        """Return the absolute path of the file that an entry is about."""
        return os.path.normpath(os.path.join(self._directory, entry.path))

    def new(
        self, found: Sequence[Diagnostic], sources: Mapping[str, SourceFile]
    ) -> list[Diagnostic]:
        """Return the findings that are not in the baseline; of equal ones the last are new."""
        new = []
        for diagnostic in found:
            entry = self.entry(diagnostic, sources)
            if self._left[entry] > 0:
                self._left[entry] -= 1
            else:
                new.append(diagnostic)
        return new

    def stale(self, was_checked: Callable[[Entry], bool]) -> Counter[Entry]:
        """Return the entries, of those that were checked, that no finding has matched."""
        return Counter(
            {
                entry: count
                for entry, count in sorted(self._left.items())
                if count > 0 and was_checked(entry)
            }
        )

    def count(
        self, found: Iterable[Diagnostic], sources: Mapping[str, SourceFile]
    ) -> Counter[Entry]:
        """Return the entries of findings, with how often each occurs."""
        return Counter(self.entry(diagnostic, sources) for diagnostic in found)


def subject(found: Diagnostic, sources: Mapping[str, SourceFile]) -> str:
    """Return the text of a finding's range, without quotes, line ends and repeated blanks."""
    source = sources.get(found.path)
    start, end = found.range.start.offset, found.range.end.offset
    text = " ".join(source.text[start:end].split()) if source is not None else ""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1]
    return text[:_LONGEST]
