"""Parser of connlint.toml, imported only where there is such a file."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping

from connlint.config.keys import LONGEST_KEY, find_keys
from connlint.config.settings import Level, Settings, SettingsProblem
from connlint.config.user_catalog import read_own_catalog
from connlint.diagnostics.severity import Severity
from connlint.files.inside import Boundary
from connlint.files.reading import DISK, SIZE_LIMIT, Disk
from connlint.text.escaping import listing, quote
from connlint.text.source import SourceFile, Span
from connlint.text.spelling import closest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    _T = TypeVar("_T")

__all__ = ["KEYS", "read_settings"]

KEYS = (
    "min-severity",
    "fail-on",
    "extra-types",
    "extra-scopes",
    "catalog",
    "exclude",
    "rules",
    "per-file-rules",
)
_SEVERITIES = {str(severity): severity for severity in Severity}
_FAIL_ON: dict[str, Severity | None] = {**_SEVERITIES, "never": None}
_LEVELS: dict[str, Level] = {"off": None, **_SEVERITIES}
# TOML readers take a second for a text a few times as long, if it is written to slow them down.
_LONGEST = 64 * 1024
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")
_DIGITS = re.compile(r"[0-9_]+|\Z")


def read_settings(
    source: SourceFile, boundary: Boundary | None = None, disk: Disk = DISK
) -> Settings:
    """Parse the text of a connlint.toml to Settings; mistakes become problems in these.

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
        message = f"The catalog {quote(settings.catalog)} cannot be used: {reason}"
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
        self.keys: Mapping[str, Span] = {}

    def read(self) -> Settings:
        table = self.table()
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
            exclude=self.of(table, "exclude", _strings, "an array of patterns in quotes") or (),
            rules=self.levels(table.get("rules", {}), "rules"),
            file_rules=self.file_rules(table.get("per-file-rules", {})),
            own_types=extra_types,
            said=frozenset(table),
            rule_names=tuple(self.rule_names),
            problems=tuple(self.problems),
        )

    def table(self) -> dict[str, Any]:
        """Return the parsed text; an empty table, and a problem, where it cannot be parsed."""
        length = len(self.source.text)
        if length > _LONGEST:
            name = os.path.basename(self.source.location)
            message = f"{name} has {length:,} characters, but connlint reads at most {_LONGEST:,}"
            self.report(_WHOLE, message, "Keep only settings in it")
            return {}
        keys = find_keys(self.source.text)
        self.keys = keys.spans
        if keys.too_long is not None:
            # The time that TOML readers take grows with the square of the number of parts.
            message = f"A key has more than {LONGEST_KEY} parts"
            self.report(keys.too_long, message, f"Use one of {listing(KEYS, 'or')}")
            return {}
        try:
            table: dict[str, Any] = tomllib.loads(self.source.text)
        except tomllib.TOMLDecodeError as error:
            self.report(self.place(str(error)), *_syntax(str(error)))
        except RecursionError:
            advice = "Remove levels of arrays and tables: no setting needs more than three"
            self.report(_WHOLE, "The values are nested too deeply", advice)
        except ValueError:
            # Python refuses to convert a number with that many digits.
            digits = max(_DIGITS.finditer(self.source.text), key=_length_of)
            span = Span(digits.start(), digits.start() + 1)
            self.report(span, "A number has too many digits", "Remove it: no setting is a number")
        else:
            return table
        return {}

    def of(
        self,
        table: Mapping[str, Any],
        key: str,
        read: Callable[[object], _T],
        wanted: str,
        default: _T | None = None,
    ) -> _T | None:
        """Return the value of a key; the default, and a problem, where it is not `wanted`."""
        if key not in table:
            return default
        try:
            return read(table[key])
        except (TypeError, KeyError):
            self.report(self.span(key), f"{quote(key)} must be {wanted}", f"Write {wanted}")
            return default

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
            self.report(self.span("extra-scopes"), '"extra-scopes" must be a table', _TABLE)
            return {}
        by_type = {
            name: self.of(table, name, _strings, "an array of scopes in quotes") for name in table
        }
        return {name: scopes for name, scopes in by_type.items() if scopes}

    def levels(self, table: object, name: str) -> dict[str, Level]:
        if not isinstance(table, dict):
            self.report(self.span(name), f"{quote(name)} must be a table", _TABLE)
            return {}
        levels: dict[str, Level] = {}
        for rule, level in table.items():
            self.rule_names.append((rule, self.span(rule)))
            if isinstance(level, str) and level in _LEVELS:
                levels[rule] = _LEVELS[level]
            else:
                wanted = _choice(_LEVELS)
                message = f"The level of {quote(rule)} must be {wanted}"
                self.report(self.span(rule), message, f"Write {wanted}")
        return levels

    def file_rules(self, table: object) -> tuple[tuple[str, Mapping[str, Level]], ...]:
        if not isinstance(table, dict):
            self.report(self.span("per-file-rules"), '"per-file-rules" must be a table', _TABLE)
            return ()
        return tuple((pattern, self.levels(rules, pattern)) for pattern, rules in table.items())

    def report(self, span: Span, message: str, help_text: str) -> None:
        self.problems.append(SettingsProblem(span, message, help_text))

    def span(self, key: str) -> Span:
        """Return the span of a key; the beginning of the file where it is not found."""
        return self.keys.get(key, _WHOLE)

    def place(self, message: str) -> Span:
        """Return the span that a TOML error names; the end of the text without one."""
        match = _PLACE.search(message)
        if match is None or match[1] is None:
            offset = len(self.source.text)
        else:
            starts = self.source.line_starts()
            line = min(int(match[1]), len(starts))
            offset = starts[line - 1] + int(match[2]) - 1
        return Span(offset, min(offset + 1, len(self.source.text)))


_WHOLE = Span(0, 0)
_TABLE = "Write it as a table, under a heading in square brackets"


def _syntax(message: str) -> tuple[str, str]:
    what = _PLACE.sub("", message).strip()
    return (
        f"This is not valid TOML: {what[:1].lower()}{what[1:]}",
        "See https://toml.io for how to write it",
    )


def _length_of(match: re.Match[str]) -> int:
    return match.end() - match.start()


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
