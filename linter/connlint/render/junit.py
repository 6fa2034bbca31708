"""JUnit's XML, which nearly every CI system shows as test results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from connlint.diagnostic import Diagnostic
from connlint.report import Part, Report
from connlint.severity import Severity
from connlint.wording import listing, plural, visible

__all__ = ["render"]

_NAME = "connlint"
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def render(report: Report) -> str:
    """A test suite for each project, and in it a failed test for each file with findings.

    A project without any has one test, which passes. A test has one failure with all findings
    of its file, because many readers show the first one only. The text is ASCII, with
    character references for the rest, and what XML cannot hold is a visible escape.
    """
    suites = [list(_by_file(part.diagnostics)) for part in report.parts]
    failures = sum(map(len, suites))
    tests = sum(max(len(suite), 1) for suite in suites)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="{_NAME}" tests="{tests}" failures="{failures}" errors="0">',
    ]
    for part, suite in zip(report.parts, suites, strict=True):
        lines.extend(_suite(part, suite))
    lines.append("</testsuites>\n")
    return "\n".join(lines)


def _by_file(found: Sequence[Diagnostic]) -> Iterator[tuple[str, list[Diagnostic]]]:
    ordered = sorted(found, key=lambda diagnostic: diagnostic.path)
    for path, group in groupby(ordered, key=lambda diagnostic: diagnostic.path):
        yield path, list(group)


def _suite(part: Part, files: Sequence[tuple[str, list[Diagnostic]]]) -> Iterator[str]:
    yield (
        f'  <testsuite name="{_value(part.root)}" tests="{max(len(files), 1)}"'
        f' failures="{len(files)}" errors="0" skipped="0">'
    )
    if not files:
        yield f'    <testcase classname="{_NAME}" name="no findings"/>'
    for path, found in files:
        yield f'    <testcase classname="{_NAME}" name="{_value(path)}">'
        worst = max(diagnostic.severity for diagnostic in found)
        text = "\n".join(line for diagnostic in found for line in _lines(diagnostic))
        yield f'      <failure type="{worst}" message="{_value(_sum(found))}">{text}</failure>'
        yield "    </testcase>"
    yield "  </testsuite>"


def _sum(found: Sequence[Diagnostic]) -> str:
    """`2 errors and 1 warning: what the first one says`; the message of a sole one alone."""
    if len(found) == 1:
        return found[0].message
    severities = [diagnostic.severity for diagnostic in found]
    counts = [
        plural(severities.count(severity), str(severity))
        for severity in sorted(Severity, reverse=True)
        if severity in severities
    ]
    first = max(found, key=lambda diagnostic: diagnostic.severity)
    return f"{listing(counts)}: {first.message}"


def _lines(found: Diagnostic) -> Iterator[str]:
    start = found.range.start
    place = f"line {start.line}, column {start.column}"
    yield _safe(f"{place}: {found.severity}[{found.rule}] {found.message}")
    yield _safe(f"  help: {found.help}")
    for other in found.related:
        start = other.range.start
        yield _safe(f"  see {other.path}:{start.line}:{start.column}: {other.message}")


def _value(text: str) -> str:
    """Foreign text as an attribute can hold it, between double quotes."""
    return _safe(text).replace('"', "&quot;")


def _safe(text: str) -> str:
    """Foreign text as an element can hold it: ASCII, without marks of XML."""
    escaped = "".join(_ENTITIES.get(char, char) for char in visible(text))
    return escaped.encode("ascii", "xmlcharrefreplace").decode("ascii")
