"""Parser of the files with connlint's settings, imported only where there is such a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from connlint.config.content import WHOLE, read_content, table_advice
from connlint.config.keys import Places
from connlint.config.patterns import pattern_problem
from connlint.config.sections import KEYS, section_of
from connlint.config.settings import Level, Settings, SettingsProblem
from connlint.config.user_catalog import read_own_catalog
from connlint.diagnostics.severity import Severity
from connlint.files.inside import Boundary
from connlint.files.reading import DISK, SIZE_LIMIT, Disk
from connlint.text.escaping import listing, quote
from connlint.text.source import SourceFile, Span
from connlint.text.spelling import closest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    _T = TypeVar("_T")

__all__ = ["KEYS", "read_settings"]

_SEVERITIES = {str(severity): severity for severity in Severity}
_FAIL_ON: dict[str, Severity | None] = {**_SEVERITIES, "never": None}
_LEVELS: dict[str, Level] = {"off": None, **_SEVERITIES}


def read_settings(
    source: SourceFile, boundary: Boundary | None = None, disk: Disk = DISK
) -> Settings:
    """Parse the text of a file with settings; mistakes become problems in the Settings.

    The name of the file says where in it they are, see section_of.

    The project's own catalogue, which it may name, is read too, if it is inside the boundary.
    """
    reader = _Reader(source)
    settings = reader.read()
    if settings.catalog is None:
        return settings
    try:
        names = read_own_catalog(_catalog_text(settings.catalog, boundary, disk))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        # As the file names it: an absolute path would make each machine's message another one.
        name = settings.catalog.removeprefix(os.path.join(os.path.dirname(source.location), ""))
        message = f"The catalog {quote(name)} cannot be used: {reason}"
        advice = "Write it with `connlint catalog update`"
        reader.report(reader.span("catalog"), message, advice)
        return settings._replace(problems=tuple(reader.problems))
    return settings._replace(extra_types=(*settings.extra_types, *names))


def _catalog_text(location: str, boundary: Boundary | None, disk: Disk) -> str:
    """Return the text of a project's catalogue; raises OSError or ValueError if unreadable."""
    if boundary is not None and not boundary.has(location):
        raise ValueError(f"it {boundary.reason(location)}")
    # The setting that names it may be hostile: reading a pipe or a device would never end.
    if disk.exists(location) and not disk.is_file(location):
        raise ValueError("it is not a regular file")
    size, data = disk.read(location)
    if size > SIZE_LIMIT:
        raise ValueError(f"it has more than {SIZE_LIMIT:,} bytes")
    return data.decode("utf-8")


class _Reader:
    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self.problems: list[SettingsProblem] = []
        self.rule_names: list[tuple[str, Span]] = []
        self.section = section_of(source.location)
        self.places: Places = {}
        self.table_advice = table_advice(source)

    def read(self) -> Settings:
        table, self.places, problem = read_content(self.source)
        if problem is not None:
            self.problems.append(problem)
        for key in table:
            if key not in KEYS:
                hint = closest(key, KEYS)
                advice = f'Did you mean "{hint}"?' if hint else f"Use one of {listing(KEYS, 'or')}"
                self.report(self.span(key), f"Unknown setting {quote(key)}", advice)
        settings = Settings()
        extra_types = self.of(table, "extra-types", _strings, "an array of strings") or ()
        catalog = self.of(table, "catalog", _string, "the path of a file, in quotes")
        return settings._replace(
            source=self.source,
            min_severity=self.of(table, "min-severity", _one_of(_SEVERITIES), _choice(_SEVERITIES))
            or settings.min_severity,
            fail_on=self.fail_on(table, settings.fail_on),
            extra_types=extra_types,
            extra_scopes=self.scopes(table.get("extra-scopes", {})),
            catalog=catalog and os.path.join(os.path.dirname(self.source.location), catalog),
            exclude=self.patterns(table),
            rules=self.levels(table.get("rules", {}), "rules"),
            file_rules=self.file_rules(table.get("per-file-rules", {})),
            own_types=extra_types,
            said=frozenset(table),
            rule_names=tuple(self.rule_names),
            problems=tuple(self.problems),
        )

    def of(
        self,
        table: Mapping[str, Any],
        key: str,
        read: Callable[[object], _T],
        wanted: str,
        within: tuple[str, ...] = (),
    ) -> _T | None:
        """Return the value of a key; None without one, and a problem where it is not `wanted`."""
        if key not in table:
            return None
        try:
            return read(table[key])
        except (TypeError, KeyError):
            span = self.span(*within, key)
            self.report(span, f"{quote(key)} must be {wanted}", f"Write {wanted}")
            return None

    def patterns(self, table: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the patterns of `exclude` that can match something; report the others."""
        given = self.of(table, "exclude", _strings, "an array of patterns in quotes") or ()
        return tuple([pattern for pattern in given if self.can_match(pattern, "exclude")])

    def can_match(self, pattern: str, *path: str) -> bool:
        """Tell whether a pattern can match a file; report it, below a key, if it cannot."""
        problem = pattern_problem(pattern)
        if problem is None:
            return True
        span = self.span(*path)
        quoted = (f'"{pattern}"', f"'{pattern}'")
        found = [self.source.text.find(text, span.end) for text in quoted]
        start = min((place for place in found if place >= 0), default=None)
        if start is not None and path == ("exclude",):
            span = Span(start, start + len(quoted[0]))
        message, advice = problem
        self.report(span, f"The pattern {quote(pattern)} {message}", advice)
        return False

    def fail_on(self, table: Mapping[str, Any], default: Level) -> Level:
        value = table.get("fail-on", default)
        if isinstance(value, str) and value in _FAIL_ON:
            return _FAIL_ON[value]
        if value is not default:
            wanted = _choice(_FAIL_ON)
            self.report(self.span("fail-on"), f'"fail-on" must be {wanted}', f"Write {wanted}")
        return default

    def scopes(self, table: object) -> dict[str, tuple[str, ...]]:
        if not isinstance(table, dict):
            self.report(
                self.span("extra-scopes"), '"extra-scopes" must be a table', self.table_advice
            )
            return {}
        by_type = {
            name: self.of(table, name, _strings, "an array of scopes in quotes", ("extra-scopes",))
            for name in table
        }
        return {name: scopes for name, scopes in by_type.items() if scopes}

    def levels(self, table: object, *path: str) -> dict[str, Level]:
        if not isinstance(table, dict):
            self.report(self.span(*path), f"{quote(path[-1])} must be a table", self.table_advice)
            return {}
        levels: dict[str, Level] = {}
        for rule, level in table.items():
            span = self.span(*path, rule)
            self.rule_names.append((rule, span))
            if isinstance(level, str) and level in _LEVELS:
                levels[rule] = _LEVELS[level]
            else:
                wanted = _choice(_LEVELS)
                message = f"The level of {quote(rule)} must be {wanted}"
                self.report(span, message, f"Write {wanted}")
        return levels

    def file_rules(self, table: object) -> tuple[tuple[str, Mapping[str, Level]], ...]:
        if not isinstance(table, dict):
            self.report(
                self.span("per-file-rules"), '"per-file-rules" must be a table', self.table_advice
            )
            return ()
        name = "per-file-rules"
        return tuple(
            (glob, self.levels(rules, name, glob))
            for glob, rules in table.items()
            if self.can_match(glob, name, glob)
        )

    def report(self, span: Span, message: str, help_text: str) -> None:
        self.problems.append(SettingsProblem(span, message, help_text))

    def span(self, *path: str) -> Span:
        """Return the span of the last key of a path, or of the nearest one before it with a span.

        Without any, it is the beginning of the file.
        """
        keys = (*self.section, *path)
        known = (self.places.get(keys[:length]) for length in range(len(keys), 0, -1))
        return next((span for span in known if span is not None), WHOLE)


def _choice(names: Mapping[str, object]) -> str:
    return f"one of {listing((quote(name) for name in names), 'or')}"


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(_string(item) for item in value)


def _one_of(names: Mapping[str, _T]) -> Callable[[object], _T]:
    return lambda value: names[_string(value)]
