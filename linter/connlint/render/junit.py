"""JUnit XML, which nearly every CI system shows as test results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from connlint.diagnostics.diagnostic import Diagnostic
from connlint.diagnostics.severity import Severity
from connlint.render.settings import DEFAULTS, RenderSettings
from connlint.reporting.report import Part, Report
from connlint.text.escaping import escape_unprintable, listing, plural

__all__ = ["render"]

_NAME = "connlint"
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def render(report: Report, _: RenderSettings = DEFAULTS) -> str:
    """Return a test suite for each project, with a failed test for each file with findings.

    A project without findings has one test, which passes. A test has one failure with all
    findings of its file, because many readers show only the first one. The text is ASCII, with
    character references; characters that XML does not allow become visible escapes.
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


def _by_file(findings: Sequence[Diagnostic]) -> Iterator[tuple[str, list[Diagnostic]]]:
    ordered = sorted(findings, key=lambda diagnostic: diagnostic.path)
    for path, group in groupby(ordered, key=lambda diagnostic: diagnostic.path):
        yield path, list(group)


def _suite(part: Part, files: Sequence[tuple[str, list[Diagnostic]]]) -> Iterator[str]:
    yield (
        f'  <testsuite name="{_value(part.root)}" tests="{max(len(files), 1)}"'
        f' failures="{len(files)}" errors="0" skipped="0">'
    )
    if not files:
        yield f'    <testcase classname="{_NAME}" name="no findings"/>'
    for path, findings in files:
        yield f'    <testcase classname="{_NAME}" name="{_value(path)}">'
        worst = max(diagnostic.severity for diagnostic in findings)
        text = "\n".join(line for diagnostic in findings for line in _lines(diagnostic))
        yield f'      <failure type="{worst}" message="{_value(_sum(findings))}">{text}</failure>'
        yield "    </testcase>"
    yield "  </testsuite>"


def _sum(findings: Sequence[Diagnostic]) -> str:
    """Return counts and the gravest message, as in `2 errors: …`; of one finding, its message."""
    if len(findings) == 1:
        return findings[0].message
    severities = [diagnostic.severity for diagnostic in findings]
    counts = [
        plural(severities.count(severity), str(severity))
        for severity in sorted(Severity, reverse=True)
        if severity in severities
    ]
    first = max(findings, key=lambda diagnostic: diagnostic.severity)
    return f"{listing(counts)}: {first.message}"


def _lines(finding: Diagnostic) -> Iterator[str]:
    start = finding.range.start
    place = f"line {start.line}, column {start.column}"
    yield _safe(f"{place}: {finding.severity}[{finding.rule}] {finding.message}")
    yield _safe(f"  help: {finding.help}")
    for other in finding.related:
        start = other.range.start
        yield _safe(f"  see {other.path}:{start.line}:{start.column}: {other.message}")


def _value(text: str) -> str:
    """Escape foreign text for an attribute in double quotes."""
    return _safe(text).replace('"', "&quot;")


def _safe(text: str) -> str:
    """Escape foreign text for an element: ASCII, without markup characters of XML."""
    escaped = "".join(_ENTITIES.get(char, char) for char in escape_unprintable(text))
    return escaped.encode("ascii", "xmlcharrefreplace").decode("ascii")
