"""A run's result as the formats get it: findings, counts, and the text to show them in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from connlint.diagnostic import Diagnostic
from connlint.severity import Severity
from connlint.source import SourceFile

__all__ = ["Report", "Summary", "summarize"]


class Summary(NamedTuple):
    """Counts of a run, of all findings, those that are not shown included."""

    projects: int
    files: int
    errors: int
    warnings: int
    infos: int
    suppressed: int
    baselined: int
    fixable: int


class Report(NamedTuple):
    """What a format renders: the findings to show, the counts, and sources by their path."""

    diagnostics: tuple[Diagnostic, ...]
    summary: Summary
    sources: Mapping[str, SourceFile]


def summarize(diagnostics: Iterable[Diagnostic], projects: int, files: int) -> Summary:
    """Count findings by severity, and those that have a fix."""
    found = list(diagnostics)
    severities = [diagnostic.severity for diagnostic in found]
    return Summary(
        projects=projects,
        files=files,
        errors=severities.count(Severity.ERROR),
        warnings=severities.count(Severity.WARNING),
        infos=severities.count(Severity.INFO),
        suppressed=0,
        baselined=0,
        fixable=sum(bool(diagnostic.fixes) for diagnostic in found),
    )
