"""Reports read back: the text for people and the JSON for programs, in one form to compare."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from os.path import normpath
from pathlib import Path
from typing import Any, NamedTuple

from connlint.text.escaping import escape_unprintable

__all__ = ["Finding", "Reading", "findings_of", "load", "read_json", "read_text"]

_HEADLINE = re.compile(r"(error|warning|info)\[([a-z0-9-]+)\]: (.*)")
_PLACE = re.compile(r" +--> (.*):(\d+):(\d+)")
_FOUND = re.compile(r"Found ([^.]*?) in (\d+) files?\.")
_HIDDEN = re.compile(r"(\d.*) (?:is|are) not shown \(--min-severity (\w+) shows all\)\.")
_FIXABLE = re.compile(r"\[(\d+) fixable with --fix(?: --unsafe-fixes|, (\d+) more .*)?\]")
_MORE = re.compile(r"To read more about (?:a|the) rule: connlint rule [a-z0-9-]+")
_SHAPE = re.compile(r".* no config and no connector files: connlint checked .*\.")
_COUNT = re.compile(r"(\d+) (error|warning|info)s?\b")


class Finding(NamedTuple):
    """A finding as both formats have it; the path is absolute, and shown as the text shows it."""

    path: str
    line: int
    column: int
    severity: str
    rule: str
    message: str


class Reading(NamedTuple):
    """What a report says: the findings that it shows, and what it counts.

    `counts` are those of all findings by severity, empty where the report does not count; `hidden` those that are not shown; `fixable` how many that are
    shown have a fix.
    """

    findings: tuple[Finding, ...]
    counts: Mapping[str, int]
    hidden: Mapping[str, int]
    fixable: int


def read_text(text: str, cwd: Path) -> Reading:
    """Read what connlint printed for people; ValueError for what is in no line of that format."""
    findings: list[Finding] = []
    counts: dict[str, int] = {}
    hidden: dict[str, int] = {}
    fixable = 0
    headline: re.Match[str] | None = None
    for line in text.split("\n"):
        if headline is not None:
            place = _PLACE.fullmatch(line)
            if place is None:
                raise ValueError(f"no place follows the headline, but {line!r}")
            path = _absolute(place[1], cwd)
            at = int(place[2]), int(place[3])
            findings.append(Finding(path, *at, headline[1], headline[2], headline[3]))
            headline = None
        elif match := _FOUND.fullmatch(line):
            counts = _counted(match[1])
            if int(match[2]) < len({found.path for found in findings}):
                raise ValueError(f"fewer files than those with findings: {line!r}")
        elif match := _HIDDEN.fullmatch(line):
            hidden = _counted(match[1])
        elif match := _FIXABLE.fullmatch(line):
            fixable = int(match[1]) + int(match[2] or 0)
        elif (
            line
            and not _SHAPE.fullmatch(line)
            and not _MORE.fullmatch(line)
            and not line.lstrip().startswith(("|", "=", ":::"))
            and not line[0].isdigit()
        ):
            headline = _HEADLINE.fullmatch(line)
            if headline is None and not re.match(r" +\d+ [|+-]", line):
                raise ValueError(f"a line of no known kind: {line!r}")
    return Reading(tuple(findings), counts, hidden, fixable)


def read_json(report: Mapping[str, Any], cwd: Path) -> Reading:
    """Read a JSON report as the text would say it."""
    findings = findings_of(report["diagnostics"], cwd)
    names = {"error": "errors", "warning": "warnings", "info": "infos"}
    counts = {name: report["summary"][key] for name, key in names.items()}
    shown = [found.severity for found in findings]
    hidden = {name: count - shown.count(name) for name, count in counts.items()}
    return Reading(
        findings,
        _positive(counts) if findings else {},
        _positive(hidden),
        sum(bool(each["fixes"]) for each in report["diagnostics"]),
    )


def findings_of(diagnostics: Iterable[Mapping[str, Any]], cwd: Path) -> tuple[Finding, ...]:
    """Read the diagnostics of a JSON report."""
    return tuple(
        Finding(
            _absolute(escape_unprintable(each["path"]), cwd),
            each["range"]["start"]["line"],
            each["range"]["start"]["column"],
            each["severity"],
            each["rule"],
            escape_unprintable(each["message"]),
        )
        for each in diagnostics
    )


def load(out: bytes) -> dict[str, Any]:
    """Parse a JSON report; ValueError for anything else."""
    value = json.loads(out)
    if not isinstance(value, dict) or value.get("version") != 1:
        raise ValueError("no report of version 1")
    return value


def _absolute(path: str, cwd: Path) -> str:
    # Above the working directory, paths begin with ../ in the same repository.
    return normpath(path if path.startswith("/") else f"{escape_unprintable(str(cwd))}/{path}")


def _counted(text: str) -> dict[str, int]:
    return {name: int(count) for count, name in _COUNT.findall(text)}


def _positive(counts: Mapping[str, int]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count}
