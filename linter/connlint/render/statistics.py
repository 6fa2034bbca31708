"""The number of findings of each rule, the most first, and of all."""

from __future__ import annotations

from collections import Counter

from connlint.reporting.report import Report

__all__ = ["render"]


def render(report: Report) -> str:
    """Return a line for each rule with findings, and a total, in columns; empty without any."""
    counts = Counter(found.rule for found in report.diagnostics)
    if not counts:
        return ""
    total = counts.total()
    width = len(str(total))
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    lines = [*ordered, ("in total", total)]
    return "".join(f"{count:{width}}  {what}\n" for what, count in lines)
