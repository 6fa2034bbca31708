"""Mutants that no test can notice, because they change nothing; each with the reason."""

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
    """One entry: the module by its name, a function, one or several changes, and the reason."""

    module: str
    function: str
    before: str
    after: tuple[str, ...]
    reason: str


def read_equivalents(path: Path) -> list[Equivalent]:
    """The entries of a file, each of which has to say why."""
    found = []
    entries: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8")).get("mutant", [])
    for entry in entries:
        module, function, before = entry["module"], entry["function"], entry["before"]
        if not entry["reason"].strip():
            raise ValueError(f"{path.name}: {module}.{function} has no reason")
        found.append(Equivalent(module, function, before, tuple(entry["after"]), entry["reason"]))
    return found


def matching(
    entries: Sequence[Equivalent], module: str, mutants: Sequence[Mutant]
) -> tuple[set[int], list[str]]:
    """Which mutants of a module the entries name, and those entries that name none."""
    wanted: dict[tuple[str, str, str], bool] = {}
    for entry in entries:
        if entry.module == module:
            wanted.update(((entry.function, entry.before, each), False) for each in entry.after)
    found = set()
    for number, mutant in enumerate(mutants):
        key = (mutant.function, mutant.before, mutant.after)
        if key in wanted:
            wanted[key] = True
            found.add(number)
    stale = [
        f"{module}: {function}: {before} -> {after}"
        for (function, before, after), is_there in wanted.items()
        if not is_there
    ]
    return found, stale
