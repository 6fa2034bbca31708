"""Settings of connlint, as its configuration file `connlint.toml` gives them.

The command and everything else find the file in the same way. Mistakes in it become
problems with a span; the correct settings still apply.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from connlint.diagnostics.severity import Severity
from connlint.text.source import SourceFile, Span
from connlint.tuples import NamedTuple

__all__ = ["NO_SETTINGS", "Level", "Settings", "SettingsProblem"]

Level = Severity | None
"""The level that a rule is set to: a severity, or None for off."""


class SettingsProblem(NamedTuple):
    """A mistake in the configuration."""

    span: Span
    message: str
    help: str


class Settings(NamedTuple):
    """The values of the configuration file, with defaults for missing keys.

    `source` is the file, None without one. `fail_on` is None for never. `rules` and
    `file_rules` map names of rules to their level; the patterns of `file_rules` and
    `exclude` are relative to the file's directory. `catalog` is an absolute path,
    and `own_types` are the extra types without those from the catalogue. `said` are the
    keys that the file has.
    `rule_names` are the names of rules that the file uses, with their spans; they are
    not checked here, because this module does not know the rules.
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
        """Return the directory that patterns are relative to; empty without a file."""
        return os.path.dirname(self.source.location) if self.source else ""

    def level(self, rule: str, location: str, severity: Severity) -> Level:
        """Return the level of a rule's findings about a file; `severity` is the rule's default.

        The last pattern that matches the file takes precedence over `rules`.
        """
        level: Level = self.rules.get(rule, severity)
        for pattern, rules in self.file_rules:
            if rule in rules and self.fits(pattern, location):
                level = rules[rule]
        return level

    def fits(self, pattern: str, location: str) -> bool:
        """Tell whether a file's absolute path matches a pattern; `*` stops at `/`, `**` doesn't."""
        base = self.directory
        if not base or not location.startswith(base + os.sep):
            return False
        pattern = pattern.removeprefix("./")
        return _fits(pattern, location[len(base) + 1 :].replace(os.sep, "/"))

    def excludes(self, location: str) -> bool:
        """Tell whether the settings exclude a file, or a directory that it is in."""
        # Most projects exclude nothing, and this runs for each file.
        return bool(self.exclude) and any(
            self.fits(pattern, location) or self.fits(f"{pattern}/**", location)
            for pattern in (given.rstrip("/") for given in self.exclude)
        )


NO_SETTINGS = Settings()


def _fits(pattern: str, path: str) -> bool:
    """Tell whether a pattern matches a whole path, in time bounded by the product of the lengths.

    A regular expression would try each way to distribute the path over the pattern's stars.
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
    """Return the offsets at which one part of a pattern may end that begins at one of `reached`."""
    if part == "?":
        return {offset + 1 for offset in reached if offset < len(path) and path[offset] != "/"}
    if "*" not in part:
        return {offset + len(part) for offset in reached if path.startswith(part, offset)}
    first = min(reached)
    if part == "**":
        return set(range(first, len(path) + 1))
    if part == "**/":
        return reached | {offset + 1 for offset in range(first, len(path)) if path[offset] == "/"}
    ends = set()
    within = False
    for offset in range(first, len(path) + 1):
        within = offset in reached or (within and path[offset - 1] != "/")
        if within:
            ends.add(offset)
    return ends
