"""Content of a file with connlint's settings: the table with them, and the places of its keys."""

from __future__ import annotations

import os
import re
import sys

from connlint.config.keys import LONGEST_KEY, Places, find_keys, find_long_key
from connlint.config.sections import KEYS, PYPROJECT, is_package, section_of, section_words
from connlint.config.settings import SettingsProblem
from connlint.text.escaping import listing, within_sentence
from connlint.text.source import SourceFile, Span
from connlint.tuples import NamedTuple

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["WHOLE", "Content", "has_toml_section", "read_content", "table_advice"]

WHOLE = Span(0, 0)
"""The span of a problem that concerns a file as a whole."""
# TOML readers take a second for a text a few times as long, if it is written to slow them down.
_LONGEST = 64 * 1024
_DEEPEST = 8
"""More levels of values than any setting has; what is below them is wrong anyway."""
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")
_DIGITS = re.compile(r"[0-9_]+|\Z")
_HEADING = re.compile(
    r"""^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*["']?connlint["']?[ \t]*[.\]]""", re.MULTILINE
)


class Content(NamedTuple):
    """The table with connlint's settings in a file, and the spans of all keys of the file.

    The table is empty where the file is broken or has none; then there is a `problem`.
    """

    table: dict[str, Any]
    places: Places
    problem: SettingsProblem | None = None


def read_content(source: SourceFile) -> Content:
    """Parse a file with settings; its name says what it is, and where in it the settings are."""
    return _of_package(source) if is_package(source.location) else _of_toml(source)


def table_advice(source: SourceFile) -> str:
    """Say how a table is written in a file."""
    if is_package(source.location):
        return "Write it as an object, in curly brackets"
    return "Write it as a table, under a heading in square brackets"


def has_toml_section(text: str) -> bool:
    """Tell whether a pyproject.toml has a table for connlint; in a broken one, a heading of it."""
    if len(text) <= _LONGEST and find_long_key(text) is None:
        try:
            found: object = tomllib.loads(text)
        except (ValueError, RecursionError):
            return _HEADING.search(text) is not None
        return _below(found, section_of(PYPROJECT)) is not None
    return _HEADING.search(text) is not None


def _of_toml(source: SourceFile) -> Content:
    text = source.text
    if len(text) > _LONGEST:
        name = os.path.basename(source.location)
        message = f"{name} has {len(text):,} characters, but connlint reads at most {_LONGEST:,}"
        return _broken(WHOLE, message, "Keep only settings in it")
    long_key = find_long_key(text)
    if long_key is not None:
        # The time that TOML readers take grows with the square of the number of parts.
        message = f"A key has more than {LONGEST_KEY} parts"
        return _broken(long_key, message, f"Use one of {listing(KEYS, 'or')}")
    try:
        table: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _broken(_place(source, str(error)), *_syntax(str(error)))
    except RecursionError:
        advice = "Remove levels of arrays and tables: no setting needs more than three"
        return _broken(WHOLE, "The values are nested too deeply", advice)
    except ValueError:
        # Python refuses to convert a number with that many digits.
        digits = max(_DIGITS.finditer(text), key=_length_of)
        span = Span(digits.start(), digits.start() + 1)
        return _broken(span, "A number has too many digits", "Remove it: no setting is a number")
    return _own(source, table, find_keys(text))


def _of_package(source: SourceFile) -> Content:
    from connlint.config.package_json import member_places, settings_member
    from connlint.jsonc import parse, to_python

    document = parse(source.text)
    if document.problems:
        problem = document.problems[0]
        message = f"This is not valid JSON: {within_sentence(problem.message)}"
        return _broken(problem.span, message, problem.help)
    member = settings_member(document)
    value = member.value if member is not None else None
    (name,) = section_of(source.location)
    table = {} if value is None else {name: to_python(value, _DEEPEST)}
    return _own(source, table, member_places(document.root))


def _own(source: SourceFile, table: dict[str, Any], places: Places) -> Content:
    """Return the part of a file's content that is for connlint."""
    section = section_of(source.location)
    found = _below(table, section)
    if isinstance(found, dict):
        return Content(found, places)
    words = section_words(source.location)
    if found is None:
        message = f"This {os.path.basename(source.location)} has no settings for connlint"
        return _broken(WHOLE, message, f"Add {words}")
    return _broken(places.get(section, WHOLE), f"{words} must be a table", table_advice(source))


def _below(table: object, path: tuple[str, ...]) -> object:
    """Return what some keys lead to; None where they lead to nothing."""
    for key in path:
        table = table.get(key) if isinstance(table, dict) else None
    return table


def _broken(span: Span, message: str, help_text: str) -> Content:
    return Content({}, {}, SettingsProblem(span, message, help_text))


def _place(source: SourceFile, message: str) -> Span:
    """Return the span that a TOML error names; the end of the text without one."""
    match = _PLACE.search(message)
    if match is None or match[1] is None:
        offset = len(source.text)
    else:
        starts = source.line_starts()
        line = min(int(match[1]), len(starts))
        offset = starts[line - 1] + int(match[2]) - 1
    return Span(offset, min(offset + 1, len(source.text)))


def _syntax(message: str) -> tuple[str, str]:
    what = _PLACE.sub("", message).strip()
    return (
        f"This is not valid TOML: {within_sentence(what)}",
        "See https://toml.io for how to write it",
    )


def _length_of(match: re.Match[str]) -> int:
    return match.end() - match.start()
