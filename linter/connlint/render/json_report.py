"""The JSON report, version 1, for other programs."""

from __future__ import annotations

from connlint.diagnostics.diagnostic import Diagnostic, Edit, Fix, Position, Range, Related
from connlint.render.ascii_json import to_json
from connlint.render.settings import RenderSettings
from connlint.reporting.report import Report

__all__ = ["render"]


def render(report: Report, settings: RenderSettings) -> str:
    """Return the report as one JSON object.

    Characters other than printable ASCII are escaped, so that the text survives any encoding
    and its strings have no control characters.
    """
    value = {
        "version": 1,
        "tool": {"name": "connlint", "version": settings.version, "catalogue": settings.catalogue},
        "summary": {
            name: count
            for name, count in report.summary._asdict().items()
            if count is not None and name != "affected"
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


def _range(span: Range) -> dict[str, object]:
    return {"start": _position(span.start), "end": _position(span.end)}


def _position(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column, "offset": position.offset}
