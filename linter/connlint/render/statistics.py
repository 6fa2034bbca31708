"""The number of findings of each rule, the most first."""

from __future__ import annotations

from collections import Counter

from connlint.reporting.report import Report

__all__ = ["render"]


def render(report: Report) -> str:
    """Return a line for each rule with findings, in columns; empty without findings."""
    counts = Counter(found.rule for found in report.diagnostics)
    if not counts:
        return ""
    width = len(str(max(counts.values())))
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "".join(f"{count:{width}}  {rule}\n" for rule, count in ordered)
