"""Equivalent mutants: those that no test can notice because they change nothing."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tools.mutate.mutants import Mutant  # noqa: TC002 - as in the linter, there are no guards

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = ["Equivalent", "matching", "read_equivalents"]


class Equivalent(NamedTuple):
    """One entry: a module's name, a function, the code before and its replacements, a reason."""

    module: str
    function: str
    before: str
    after: tuple[str, ...]
    reason: str


def read_equivalents(path: Path) -> list[Equivalent]:
    """Return the entries of a file; ValueError for one without a reason."""
    equivalents = []
    entries: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8")).get("mutant", [])
    for entry in entries:
        module, function, before = entry["module"], entry["function"], entry["before"]
        if not entry["reason"].strip():
            raise ValueError(f"{path.name}: {module}.{function} has no reason")
        equivalents.append(
            Equivalent(module, function, before, tuple(entry["after"]), entry["reason"])
        )
    return equivalents


def matching(
    entries: Sequence[Equivalent], module: str, mutants: Sequence[Mutant]
) -> tuple[set[int], list[str]]:
    """Return the indices of a module's mutants that entries name, and entries without a mutant."""
    wanted: dict[tuple[str, str, str], bool] = {}
    for entry in entries:
        if entry.module == module:
            wanted.update(((entry.function, entry.before, text), False) for text in entry.after)
    numbers = set()
    for number, mutant in enumerate(mutants):
        key = (mutant.function, mutant.before, mutant.after)
        if key in wanted:
            wanted[key] = True
            numbers.add(number)
    stale = [
        f"{module}: {function}: {before} -> {after}"
        for (function, before, after), is_there in wanted.items()
        if not is_there
    ]
    return numbers, stale
