"""The Code Quality report of GitLab, which shows it in merge requests."""

from __future__ import annotations

from connlint.diagnostic import Diagnostic
from connlint.fingerprints import fingerprints
from connlint.render.ascii_json import to_json
from connlint.render.sentences import sentences
from connlint.report import Report
from connlint.severity import Severity

__all__ = ["render"]

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report) -> str:
    """A JSON list with an object for each finding; ASCII, so that any encoding keeps it.

    GitLab compares fingerprints with those of the target branch: it does not take a finding
    for a new one because it has moved.
    """
    everything = (*report.diagnostics, *report.silenced, *report.known)
    known_by = fingerprints(everything, report.sources)
    issues = [
        _issue(found, fingerprint)
        for found, fingerprint in zip(report.diagnostics, known_by, strict=False)
    ]
    return to_json(issues)


def _issue(found: Diagnostic, fingerprint: str) -> dict[str, object]:
    start, end = found.range.start, found.range.end
    return {
        "type": "issue",
        "description": sentences(found),
        "check_name": found.rule,
        "categories": ["Bug Risk"],
        "severity": _SEVERITIES[found.severity],
        "fingerprint": fingerprint,
        "location": {"path": found.path, "lines": {"begin": start.line, "end": end.line}},
    }
