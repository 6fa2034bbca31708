"""The Code Quality report of GitLab, which shows it in merge requests."""

from __future__ import annotations

from connlint.diagnostics.diagnostic import Diagnostic
from connlint.diagnostics.severity import Severity
from connlint.render.ascii_json import to_json
from connlint.render.sentences import sentences
from connlint.render.settings import DEFAULTS, RenderSettings
from connlint.reporting.fingerprints import fingerprints
from connlint.reporting.report import Report

__all__ = ["render"]

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report, _: RenderSettings = DEFAULTS) -> str:
    """Return a JSON list with an object for each finding, in ASCII so that any encoding works.

    GitLab compares fingerprints with those of the target branch, so that a finding whose line
    has moved is not taken for a new one.
    """
    all_findings = (*report.diagnostics, *report.silenced, *report.known)
    all_fingerprints = fingerprints(all_findings, report.sources)
    issues = [
        _issue(finding, fingerprint)
        for finding, fingerprint in zip(report.diagnostics, all_fingerprints, strict=False)
    ]
    return to_json(issues)


def _issue(finding: Diagnostic, fingerprint: str) -> dict[str, object]:
    start, end = finding.range.start, finding.range.end
    return {
        "type": "issue",
        "description": sentences(finding),
        "check_name": finding.rule,
        "categories": ["Bug Risk"],
        "severity": _SEVERITIES[finding.severity],
        "fingerprint": fingerprint,
        "location": {"path": finding.path, "lines": {"begin": start.line, "end": end.line}},
    }
