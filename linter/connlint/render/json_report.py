"""The JSON report, version 1, for other programs."""

from __future__ import annotations

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
        "diagnostics": [diagnostic.to_dict() for diagnostic in report.diagnostics],
    }
    return to_json(value)
