"""Folders that git ignores, by the `.gitignore` files and `.git/info/exclude` of a repository.

A matcher of our own, because the libraries for it take longer to import than a run takes, and a
hostile pattern can keep their regular expressions busy for hours. Here the time is bounded by the
product of the lengths of pattern and path. Nothing of such a file is ever shown.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from connlint.files.inside import repository_of
from connlint.files.reading import DISK, Disk
from connlint.tuples import NamedTuple

__all__ = ["GitIgnore"]

_NAME = ".gitignore"
_EXCLUDE = os.path.join(".git", "info", "exclude")
_LARGEST = 64 * 1024
_LONGEST = 500
"""More characters than a pattern of people has."""
_ANY = "**"
"""The segment that stands for any number of folders."""
_WILD = re.compile(r"[*?\[\\]")
_TOKEN = re.compile(
    r"\\(?P<escaped>.)"
    r"|(?P<class>\[[!^]?\]?(?:\[:\w+:\]|\\.|[^\]\\])*\])"
    r"|(?P<char>.)",
    re.DOTALL,
)
_IN_CLASS = re.compile(r"\\(.)|\[:(\w+):\]|([\[\]^&|~])", re.DOTALL)
_CLASSES = {
    "alnum": "A-Za-z0-9",
    "alpha": "A-Za-z",
    "blank": r" \t",
    "digit": "0-9",
    "lower": "a-z",
    "space": r" \t-\r",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}


class _Pattern(NamedTuple):
    """A line of a file: the segments of its path, and whether it takes back what others ignore."""

    segments: tuple[str, ...]
    is_negated: bool


class GitIgnore:
    """The ignored folders of the repositories on a disk; files are read when they are needed."""

    def __init__(self, disk: Disk = DISK) -> None:
        self._disk = disk
        self._patterns: dict[str, tuple[_Pattern, ...]] = {}
        self._answers: dict[str, bool] = {}

    def ignores(self, folder: str, start: str) -> bool:
        """Tell whether git ignores a folder, or one on the way to it from `start`.

        `start` itself is not asked about: whoever names a folder wants to see it.
        """
        top = repository_of(folder, self._disk)
        if top is None:
            return False
        base = max(top, start, key=len)
        names = [name for name in folder[len(base) :].split(os.sep) if name]
        for name in names:
            base = os.path.join(base, name)
            answer = self._answers.get(base)
            if answer is None:
                answer = self._answers[base] = self._is_ignored(base, top)
            if answer:
                return True
        return False

    def _is_ignored(self, folder: str, top: str) -> bool:
        """Tell whether the patterns ignore exactly this folder; the last pattern counts."""
        names: list[str] = []
        directory = folder
        while directory != top:
            directory, name = os.path.split(directory)
            names.insert(0, name)
            answer = self._answer(os.path.join(directory, _NAME), names)
            if answer is not None:
                return answer
        return bool(self._answer(os.path.join(top, _EXCLUDE), names))

    def _answer(self, location: str, names: list[str]) -> bool | None:
        """Return what a file says about a path relative to its folder; None for nothing."""
        for pattern in reversed(self._read(location)):
            if _matches(pattern.segments, names):
                return not pattern.is_negated
        return None

    def _read(self, location: str) -> tuple[_Pattern, ...]:
        patterns = self._patterns.get(location)
        if patterns is None:
            patterns = self._patterns[location] = tuple(self._parsed(location))
        return patterns

    def _parsed(self, location: str) -> Iterator[_Pattern]:
        # Git follows no link here, and a file of git's folder must not lead elsewhere either.
        if not self._disk.is_file(location) or self._disk.is_link(location):
            return
        try:
            data = self._disk.read(location, _LARGEST)[1]
        except (OSError, ValueError):
            return
        lines = os.fsdecode(data.removeprefix(b"\xef\xbb\xbf")).split("\n")
        for line in lines:
            pattern = _pattern(line) if len(line) <= _LONGEST else None
            if pattern is not None:
                yield pattern


def _pattern(line: str) -> _Pattern | None:
    """Return the pattern of a line, None for a comment and an empty line."""
    text = line.removesuffix("\r")
    stripped = text.rstrip(" ")
    if stripped.endswith("\\") and len(stripped) < len(text):
        # The first of the spaces at the end is escaped.
        stripped += " "
    if not stripped or stripped[0] == "#":
        return None
    is_negated = stripped[0] == "!"
    path = stripped[is_negated:].removesuffix("/")
    if "/" not in path:
        # Without a slash, it is the name of a folder anywhere below.
        return _Pattern((_ANY, path), is_negated) if path else None
    segments = _segments(path)
    return _Pattern(tuple(segments[1:] if not segments[0] else segments), is_negated)


def _segments(path: str) -> list[str]:
    """Divide a pattern at its slashes; one in a character class divides nothing."""
    segments = [""]
    for token in _TOKEN.finditer(path):
        # Git takes an escaped slash for a slash, but not for one at the start.
        if token["char"] == "/":
            segments.append("")
        elif token["escaped"] == "/" and token.start():
            if segments[-1] == _ANY:
                # Before such a slash, it stands for one folder or more.
                segments.insert(-1, "*")
            segments.append("")
        else:
            segments[-1] += token[0]
    return segments


def _matches(segments: tuple[str, ...], names: list[str]) -> bool:
    """Tell whether segments match all names of a path."""
    last = len(segments) - 1
    if last == 1 and segments[0] == _ANY != segments[1]:
        # Most patterns are names.
        return _fits(segments[1], names[-1])
    reached = _skipped({0}, segments)
    for name in names:
        after = set()
        for index in reached:
            if index > last:
                continue
            if segments[index] == _ANY:
                # At the end, it stands for everything in a folder, but not for the folder.
                after |= {index, index + 1} if index == last else {index}
            elif _fits(segments[index], name):
                after.add(index + 1)
        reached = _skipped(after, segments)
    return len(segments) in reached


def _skipped(reached: set[int], segments: tuple[str, ...]) -> set[int]:
    """Add the places behind a `**` that stands for no folder at all."""
    for index in range(len(segments) - 1):
        if index in reached and segments[index] == _ANY:
            reached.add(index + 1)
    return reached


def _fits(segment: str, name: str) -> bool:
    """Tell whether a segment of a pattern matches a whole name."""
    if _WILD.search(segment) is None:
        return segment == name
    reached = {0}
    end = 0
    for token in _TOKEN.finditer(segment):
        end = token.end()
        if token["char"] == "*":
            reached = set(range(min(reached), len(name) + 1))
        else:
            reached = {at + 1 for at in reached if at < len(name) and _is(token, name[at])}
        if not reached:
            return False
    return end == len(segment) and len(name) in reached


def _is(token: re.Match[str], character: str) -> bool:
    """Tell whether a token other than `*` matches a character."""
    if token["escaped"]:
        return token["escaped"] == character
    if token["char"]:
        # A bracket or a backslash that nothing ends makes git refuse the pattern.
        return token["char"] == "?" or (token["char"] == character and character not in "[\\")
    text: str = token["class"][1:-1]
    is_negated = text[:1] in {"!", "^"}
    try:
        has = re.fullmatch(f"[{_class(text[is_negated:])}]", character) is not None
    except re.error:
        # The range ends before it begins.
        return False
    return has is not is_negated


def _class(text: str) -> str:
    """Return the inside of a character class as a regular expression writes it."""
    return _IN_CLASS.sub(
        lambda match: _CLASSES.get(match[2], "") if match[2] else re.escape(match[1] or match[3]),
        text,
    )
