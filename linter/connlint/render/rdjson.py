"""The Reviewdog Diagnostic Format, from which reviewdog comments on a pull request."""

from __future__ import annotations

from collections.abc import Mapping

from connlint._version import HOME
from connlint.diagnostics.diagnostic import Diagnostic, Fix, Position, Range
from connlint.diagnostics.severity import Severity
from connlint.fix.edits import apply_edits
from connlint.render.ascii_json import to_json
from connlint.render.sentences import sentences
from connlint.render.settings import DEFAULTS, RenderSettings
from connlint.reporting.report import Report
from connlint.text.escaping import escape_unprintable
from connlint.text.source import SourceFile

__all__ = ["render"]

_SOURCE = {"name": "connlint", "url": HOME}
_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}
_MOST_LINES = 20
"""Lines that a suggestion may span; edits further apart are no suggestion that can be read."""
_BOM_BYTES = 3


def render(report: Report, _: RenderSettings = DEFAULTS) -> str:
    """Return one object with all findings, in ASCII so that any encoding works."""
    found = [_diagnostic(finding, report) for finding in report.diagnostics]
    return to_json({"source": _SOURCE, "diagnostics": found})


def _diagnostic(finding: Diagnostic, report: Report) -> dict[str, object]:
    sources = report.sources
    value: dict[str, object] = {
        "message": sentences(finding),
        "location": _location(finding.path, finding.range, sources),
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.rule, "url": finding.docs},
    }
    if finding.related:
        value["related_locations"] = [
            {
                "message": escape_unprintable(other.message),
                "location": _location(other.path, other.range, sources),
            }
            for other in finding.related
        ]
    fixes = finding.fixes if report.has_fix(finding) else ()
    suggestions = [_suggestion(fix, finding, sources) for fix in fixes]
    shown = [suggestion for suggestion in suggestions if suggestion]
    return {**value, "suggestions": shown} if shown else value


def _location(path: str, place: Range, sources: Mapping[str, SourceFile]) -> dict[str, object]:
    # A reader in Go refuses the whole report for half a surrogate pair.
    shown = path.encode("utf-8", "backslashreplace").decode()
    return {"path": shown, "range": _range(place, sources.get(path))}


def _suggestion(
    fix: Fix, finding: Diagnostic, sources: Mapping[str, SourceFile]
) -> dict[str, object]:
    """Return a fix as one range with its new text; empty where it cannot be that."""
    source = sources.get(finding.path)
    if source is None or not fix.edits or any(edit.path != finding.path for edit in fix.edits):
        return {}
    start = min(edit.range.start for edit in fix.edits)
    end = max(edit.range.end for edit in fix.edits)
    if end.line - start.line > _MOST_LINES:
        return {}
    text = apply_edits(source.text, fix.edits, start.offset, end.offset)
    if any("\ud800" <= char <= "\udfff" for char in text):
        return {}
    return {"range": _range(Range(start, end), source), "text": text}


def _range(place: Range, source: SourceFile | None) -> dict[str, object]:
    return {"start": _position(place.start, source), "end": _position(place.end, source)}


def _position(place: Position, source: SourceFile | None) -> dict[str, int]:
    """Return a position, whose column counts the bytes of UTF-8 from 1."""
    column = place.column
    if source is not None:
        before = source.text[place.offset - column + 1 : place.offset]
        column = len(before.encode("utf-8", "surrogatepass")) + 1
        if place.line == 1 and source.has_bom:
            column += _BOM_BYTES
    return {"line": place.line, "column": column}
