"""Parser of the files with connlint's settings, imported only where there is such a file."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping

from connlint.config.keys import LONGEST_KEY, Places, find_keys, find_long_key
from connlint.config.sections import PACKAGE, PYPROJECT, section_of, section_words
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

__all__ = ["KEYS", "has_toml_section", "read_settings"]

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
_HEADING = re.compile(
    r"""^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*["']?connlint["']?[ \t]*[.\]]""", re.MULTILINE
)


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
        message = f"the catalogue {quote(settings.catalog)} cannot be used: {reason}"
        advice = "write it with `connlint catalog update`"
        reader.report(reader.span("catalog"), message, advice)
        return settings._replace(problems=tuple(reader.problems))
    return settings._replace(extra_types=(*settings.extra_types, *names))


def _catalog_text(location: str, boundary: Boundary | None, disk: Disk) -> str:
    """Return the text of a project's catalogue; raises OSError or ValueError if unreadable."""
    if boundary is not None and not boundary.has(location):
        raise ValueError(f"it {boundary.reason(location)}")
    # The setting that names it may be hostile: reading a pipe or a device would never end.
    if disk.exists(location) and not disk.is_file(location):
        raise ValueError("it is no regular file")
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
        self.table_advice = _OBJECT if source.location.endswith(PACKAGE) else _TABLE

    def read(self) -> Settings:
        table = self.table()
        for key in table:
            if key not in KEYS:
                hint = closest(key, KEYS)
                advice = f'did you mean "{hint}"?' if hint else f"the keys are {listing(KEYS)}"
                self.report(self.span(key), f"there is no key {quote(key)}", advice)
        settings = Settings()
        extra_types = self.of(table, "extra-types", _strings, "an array of texts") or ()
        catalog = self.of(table, "catalog", _string, "a file's path in quotes")
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
        """Return the table with settings; an empty one, and a problem, where it is broken."""
        if self.section and self.source.location.endswith(PACKAGE):
            return self.of_package()
        length = len(self.source.text)
        if length > _LONGEST:
            name = os.path.basename(self.source.location)
            message = (
                f"{name} has {length:,} characters, more than the {_LONGEST:,} that connlint reads"
            )
            self.report(_WHOLE, message, "keep nothing but settings in it")
            return {}
        long_key = find_long_key(self.source.text)
        if long_key is not None:
            # The time that TOML readers take grows with the square of the number of parts.
            message = f"a key has more than {LONGEST_KEY} parts"
            self.report(long_key, message, f"the keys are {listing(KEYS)}")
            return {}
        try:
            table: dict[str, Any] = tomllib.loads(self.source.text)
        except tomllib.TOMLDecodeError as error:
            self.report(self.place(str(error)), *_syntax(str(error)))
        except RecursionError:
            advice = "write arrays and tables within each other as few times as needed"
            self.report(_WHOLE, "the values are nested too deeply", advice)
        except ValueError:
            # Python refuses to convert a number with that many digits.
            digits = max(_DIGITS.finditer(self.source.text), key=_length_of)
            span = Span(digits.start(), digits.start() + 1)
            self.report(span, "a number has too many digits", "remove it: no setting is a number")
        else:
            self.places = find_keys(self.source.text)
            return self.own(table)
        return {}

    def of_package(self) -> dict[str, Any]:
        """Return the table with settings of a package.json."""
        from connlint.config.package_json import member_places, settings_member
        from connlint.jsonc import parse, to_python

        document = parse(self.source.text)
        if document.problems:
            problem = document.problems[0]
            reason = f"{problem.message[:1].lower()}{problem.message[1:]}"
            self.report(problem.span, f"This is not valid JSON: {reason}", problem.help)
            return {}
        self.places = member_places(document.root)
        member = settings_member(document)
        value = member.value if member is not None else None
        return self.own({} if value is None else {self.section[0]: to_python(value, _DEEPEST)})

    def own(self, table: dict[str, Any]) -> dict[str, Any]:
        """Return the part of a file's content that is for connlint; report where it has none."""
        found: object = table
        for key in self.section:
            found = found.get(key) if isinstance(found, dict) else None
        if isinstance(found, dict):
            return found
        section = section_words(self.source.location)
        if found is None:
            name = os.path.basename(self.source.location)
            self.report(_WHOLE, f"This {name} has no settings for connlint", f"Add {section}")
        else:
            self.report(self.span(), f"{section} must be a table", self.table_advice)
        return {}

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
            self.report(span, f"{quote(key)} must be {wanted}", f"write {wanted}")
            return None

    def fail_on(self, table: Mapping[str, Any], default: Level) -> Level:
        value = table.get("fail-on", default)
        if isinstance(value, str) and value in _FAIL_ON:
            return _FAIL_ON[value]
        if value is not default:
            wanted = _choice(_FAIL_ON)
            self.report(self.span("fail-on"), f'"fail-on" must be {wanted}', f"write {wanted}")
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
                message = f"the level of {quote(rule)} must be {wanted}"
                self.report(span, message, f"write {wanted}")
        return levels

    def file_rules(self, table: object) -> tuple[tuple[str, Mapping[str, Level]], ...]:
        if not isinstance(table, dict):
            self.report(
                self.span("per-file-rules"), '"per-file-rules" must be a table', self.table_advice
            )
            return ()
        name = "per-file-rules"
        return tuple((glob, self.levels(rules, name, glob)) for glob, rules in table.items())

    def report(self, span: Span, message: str, help_text: str) -> None:
        self.problems.append(SettingsProblem(span, message, help_text))

    def span(self, *path: str) -> Span:
        """Return the span of the last key of a path, or of the nearest one before it with a span.

        Without any, it is the beginning of the file.
        """
        keys = (*self.section, *path)
        known = (self.places.get(keys[:length]) for length in range(len(keys), 0, -1))
        return next((span for span in known if span is not None), _WHOLE)

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
_TABLE = "write it as a table, under a heading in square brackets"
_OBJECT = "Write it as an object, in curly brackets"
_DEEPEST = 8
"""More levels of values than any setting has; what is below them is wrong anyway."""


def has_toml_section(text: str) -> bool:
    """Tell whether a pyproject.toml has a table for connlint; in a broken one, a heading of it."""
    if len(text) <= _LONGEST and find_long_key(text) is None:
        try:
            found: object = tomllib.loads(text)
        except (ValueError, RecursionError):
            return _HEADING.search(text) is not None
        for key in section_of(PYPROJECT):
            found = found.get(key) if isinstance(found, dict) else None
        return found is not None
    return _HEADING.search(text) is not None


def _syntax(message: str) -> tuple[str, str]:
    what = _PLACE.sub("", message).strip()
    return (
        f"this is not TOML: {what[:1].lower()}{what[1:]}",
        "see https://toml.io for how it is written",
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
