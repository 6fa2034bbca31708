"""connlint's own configuration, `connlint.toml`: where it is found, and what it may say.

The same file, found the same way, serves the command and everything else. Mistakes in it
are problems with a place; what is right still holds.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from connlint.severity import Severity
from connlint.source import SourceFile, Span
from connlint.tuples import NamedTuple

__all__ = ["NO_SETTINGS", "Level", "Settings", "SettingsProblem"]

Level = Severity | None
"""What a rule is set to: a severity, or None for off."""


class SettingsProblem(NamedTuple):
    """A mistake in the configuration."""

    span: Span
    message: str
    help: str


class Settings(NamedTuple):
    """What the configuration says, with defaults for what it does not say.

    `source` is the file, None without one. `fail_on` is None for never. `rules` and
    `file_rules` map names of rules to their level; the patterns of `file_rules` and
    `exclude` are relative to the file's directory. `catalog` is an absolute path,
    and `own_types` are the extra types without those that stand in it. `said` are the keys
    that the file has.
    `rule_names` are the names of rules that the file uses, with their places; they are
    not checked here, where the rules are not known.
    """

    source: SourceFile | None = None
    min_severity: Severity = Severity.WARNING
    fail_on: Severity | None = Severity.ERROR
    extra_types: tuple[str, ...] = ()
    extra_scopes: Mapping[str, tuple[str, ...]] = {}
    catalog: str | None = None
    exclude: tuple[str, ...] = ()
    rules: Mapping[str, Level] = {}
    file_rules: tuple[tuple[str, Mapping[str, Level]], ...] = ()
    own_types: tuple[str, ...] = ()
    said: frozenset[str] = frozenset()
    rule_names: tuple[tuple[str, Span], ...] = ()
    problems: tuple[SettingsProblem, ...] = ()

    @property
    def directory(self) -> str:
        """The directory that patterns are relative to; empty without a file."""
        return os.path.dirname(self.source.location) if self.source else ""

    def level(self, rule: str, location: str, severity: Severity) -> Level:
        """What a finding of a rule about a file counts as; `severity` is what the rule says.

        The last pattern that fits the file wins over `rules`.
        """
        level: Level = self.rules.get(rule, severity)
        for pattern, rules in self.file_rules:
            if rule in rules and self.fits(pattern, location):
                level = rules[rule]
        return level

    def fits(self, pattern: str, location: str) -> bool:
        """Whether a file's absolute path fits a pattern: `*` within a name, `**` across them."""
        base = self.directory
        if not base or not location.startswith(base + os.sep):
            return False
        return _fits(pattern, location[len(base) + 1 :].replace(os.sep, "/"))

    def excludes(self, location: str) -> bool:
        """Whether a file is not to be looked at."""
        # Most projects exclude nothing, and this is asked about each file.
        return bool(self.exclude) and any(self.fits(each, location) for each in self.exclude)


NO_SETTINGS = Settings()


def _fits(pattern: str, path: str) -> bool:
    """Whether a pattern stands for a whole path, in a time that grows with both lengths only.

    A regular expression would try each way to spread the path over the pattern's stars.
    """
    import re

    reached = {0}
    last = ""
    for part in re.split(r"(\*\*/|\*\*|\*|\?)", pattern):
        if not part or (part == last and part in {"*", "**", "**/"}):
            continue
        last = part
        reached = _after(part, reached, path)
        if not reached:
            return False
    return len(path) in reached


def _after(part: str, reached: set[int], path: str) -> set[int]:
    """Where one part of a pattern may end in a path, when it begins where others have ended."""
    if part == "?":
        return {at + 1 for at in reached if at < len(path) and path[at] != "/"}
    if "*" not in part:
        return {at + len(part) for at in reached if path.startswith(part, at)}
    first = min(reached)
    if part == "**":
        return set(range(first, len(path) + 1))
    if part == "**/":
        return reached | {at + 1 for at in range(first, len(path)) if path[at] == "/"}
    found = set()
    within = False
    for at in range(first, len(path) + 1):
        within = at in reached or (within and path[at - 1] != "/")
        if within:
            found.add(at)
    return found
