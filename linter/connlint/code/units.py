"""The files that run together: an entry and what it imports.

Base44 deploys each function by itself, so nothing flows from one to another.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from connlint.code.connectors_module import mentions_call
from connlint.code.files import CodeFile
from connlint.code.imports import Resolved
from connlint.tuples import NamedTuple

__all__ = ["Imports", "Unit", "units_of"]

Imports = Mapping[str, Resolved]
"""The locations of files, each with what its imports lead to."""
_NONE: Resolved = {}


class Unit(NamedTuple):
    """An entry, first, and all that it imports, directly or not.

    Where it `is_open`, some of what it imports is not found.
    """

    files: tuple[CodeFile, ...]
    is_open: bool = False

    @property
    def has_call(self) -> bool:
        """Whether a connector call is mentioned in it, or may be in what is not found."""
        return self.is_open or any(mentions_call(file.source) for file in self.files)


def units_of(files: Sequence[CodeFile], imports: Imports) -> list[Unit]:
    """The units that files make up.

    A file that no other one imports is an entry; of files that import each other in a circle,
    the first one is. Each file is in one unit at least.
    """
    known = {file.source.location: file for file in files}
    imported = {
        target for home in known for target in imports.get(home, _NONE).values() if target != home
    }
    entries = [location for location in known if location not in imported]
    found: list[Unit] = []
    reached: set[str] = set()
    # Files that only import each other come last, when the others are reached.
    for entry in (*entries, *known):
        if entry in reached:
            continue
        together = _reached(entry, known, imports)
        reached.update(together)
        files = tuple([known[location] for location in together])
        is_open = any(None in imports.get(location, _NONE).values() for location in together)
        found.append(Unit(files, is_open))
    return found


def _reached(entry: str, known: Collection[str], imports: Imports) -> dict[str, None]:
    reached = {entry: None}
    pending = [entry]
    while pending:
        for location in imports.get(pending.pop(), _NONE).values():
            if location is not None and location in known and location not in reached:
                reached[location] = None
                pending.append(location)
    return reached
