"""The JSON report, version 1, for other programs."""

from __future__ import annotations

from connlint.diagnostic import Diagnostic, Edit, Fix, Position, Range, Related
from connlint.render.ascii_json import to_json
from connlint.report import Report

__all__ = ["render"]


def render(report: Report, *, version: str, catalogue: str) -> str:
    """The report as one JSON object; `catalogue` is the day of the catalogue, YYYY-MM-DD.

    Everything but ASCII is written as an escape, so that the text survives any
    encoding and holds no control characters.
    """
    value = {
        "version": 1,
        "tool": {"name": "connlint", "version": version, "catalogue": catalogue},
        "summary": {
            name: count for name, count in report.summary._asdict().items() if count is not None
        },
        "diagnostics": [_diagnostic(diagnostic) for diagnostic in report.diagnostics],
    }
    return to_json(value)


def _diagnostic(diagnostic: Diagnostic) -> dict[str, object]:
    return {
        "rule": diagnostic.rule,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "help": diagnostic.help,
        "docs": diagnostic.docs,
        "path": diagnostic.path,
        "range": _range(diagnostic.range),
        "related": [_related(related) for related in diagnostic.related],
        "fixes": [_fix(fix) for fix in diagnostic.fixes],
    }


def _related(related: Related) -> dict[str, object]:
    return {
        "path": related.path,
        "range": _range(related.range),
        "message": related.message,
    }


def _fix(fix: Fix) -> dict[str, object]:
    return {
        "title": fix.title,
        "safety": fix.safety.value,
        "edits": [_edit(edit) for edit in fix.edits],
    }


def _edit(edit: Edit) -> dict[str, object]:
    return {"path": edit.path, "range": _range(edit.range), "text": edit.text}


def _range(place: Range) -> dict[str, object]:
    return {"start": _position(place.start), "end": _position(place.end)}


def _position(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column, "offset": position.offset}
