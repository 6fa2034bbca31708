"""Units of work: a unit with all that its analysis needs, in this process or another one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connlint.code.analyzer import analyze_unit, budgets_of
from connlint.code.limits import Budget
from connlint.code.model import CodeAnalysis
from connlint.code.modules.program import Trees
from connlint.code.modules.units import Imports, Unit
from connlint.tuples import NamedTuple

__all__ = ["Work", "analyze_here", "work_of"]


class Work(NamedTuple):
    """A unit to analyze, the imports of the files of its app, and the steps that it may take."""

    unit: Unit
    imports: Imports
    steps: int


def work_of(units: Sequence[Unit], imports: Imports) -> list[Work]:
    """Return the work for each unit of an app."""
    budgets = budgets_of(units)
    return [Work(unit, imports, budget.steps) for unit, budget in zip(units, budgets, strict=True)]


def analyze_here(work: Sequence[Work]) -> Iterator[CodeAnalysis]:
    """Analyze units in this process, one after the other."""
    trees: Trees = {}
    previous: Imports | None = None
    for unit, imports, steps in work:
        if imports is not previous:
            # Another app has none of these files.
            trees, previous = {}, imports
        yield analyze_unit(unit, imports, trees, Budget(steps))
        # Other units rarely have this entry file, and dropping its tree frees memory.
        trees.pop(unit.files[0].source.location, None)
