"""Analysis of many units of code, by several processes where that pays.

Parsing keeps Python's lock, so threads gain nothing. Starting other processes takes about as long
as analyzing fifty units, so few units are analyzed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connlint.code.limits import Budget
from connlint.code.model import CodeReading
from connlint.code.program import Trees
from connlint.code.reading import budgets_of, read_unit
from connlint.code.units import Imports, Unit
from connlint.tuples import NamedTuple

__all__ = ["MANY_UNITS", "Work", "read_here", "read_units", "work_of"]

MANY_UNITS = 150
"""Units that are worth other processes: from here on they save more than their start costs."""


class Work(NamedTuple):
    """A unit to analyze, what the files of its app import, and the steps that it may take."""

    unit: Unit
    imports: Imports
    steps: int


def work_of(units: Sequence[Unit], imports: Imports) -> list[Work]:
    """Prepare the analysis of the units of an app."""
    budgets = budgets_of(units)
    return [Work(unit, imports, budget.steps) for unit, budget in zip(units, budgets, strict=True)]


def read_units(work: Sequence[Work], jobs: int) -> Iterator[CodeReading]:
    """Analyze units, and yield what each of them does, in their order.

    At most `jobs` processes do so at a time. What another process fails to do, this one does.
    """
    done = 0
    if jobs > 1 and len(work) >= MANY_UNITS:
        from connlint.code.pool import read_in_pool

        for reading in read_in_pool(work, jobs):
            done += 1
            yield reading
    yield from read_here(work[done:])


def read_here(work: Sequence[Work]) -> Iterator[CodeReading]:
    """Analyze units in this process, one after the other."""
    trees: Trees = {}
    before: Imports | None = None
    for unit, imports, steps in work:
        if imports is not before:
            # Another app has none of the files.
            trees, before = {}, imports
        yield read_unit(unit, imports, trees, Budget(steps))
        # Hardly another unit has its entry, and the next one needs room.
        trees.pop(unit.files[0].source.location, None)
