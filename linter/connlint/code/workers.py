"""Analysis of many units of code, in several processes if that saves time.

Parsing holds Python's lock, so threads gain nothing. Starting other processes takes about as long
as analyzing fifty units, so few units are analyzed in this process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connlint.code.model import CodeAnalysis
from connlint.code.work import Work, analyze_here

__all__ = ["MANY_UNITS", "analyze_units"]

MANY_UNITS = 150
"""The number of units from which other processes save more time than their start costs."""


def analyze_units(work: Sequence[Work], jobs: int) -> Iterator[CodeAnalysis]:
    """Analyze units, and yield their analyses in the same order.

    At most `jobs` processes run at a time. The units that they fail to analyze, this one does.
    """
    done = 0
    if jobs > 1 and len(work) >= MANY_UNITS:
        from connlint.code.pool import analyze_in_pool

        for analysis in analyze_in_pool(work, jobs):
            done += 1
            yield analysis
    yield from analyze_here(work[done:])
