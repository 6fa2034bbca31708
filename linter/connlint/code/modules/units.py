"""Units of files that run together: an entry file and all that it imports.

Base44 deploys each function separately, so nothing flows from one to another.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from connlint.code.connectors_module import mentions_call
from connlint.code.modules.files import CodeFile
from connlint.code.modules.imports import ResolvedImports
from connlint.tuples import NamedTuple

__all__ = ["Imports", "Unit", "units_of"]

Imports = Mapping[str, ResolvedImports]
"""The resolved imports of each file, by its location."""
_NONE: ResolvedImports = {}


class Unit(NamedTuple):
    """An entry file, followed by all files that it imports, directly or not.

    `is_open` tells that some of the imported files are not found.
    """

    files: tuple[CodeFile, ...]
    is_open: bool = False

    @property
    def has_call(self) -> bool:
        """Return whether a file mentions a connector call, or one that is not found may."""
        return self.is_open or any(mentions_call(file.source) for file in self.files)


class Group(NamedTuple):
    """The locations of the files of a unit; `is_open` says that an import leads to no file."""

    locations: tuple[str, ...]
    is_open: bool

    def unit(self, files: Mapping[str, CodeFile]) -> Unit:
        """Return the unit with the files at its locations."""
        return Unit(tuple([files[location] for location in self.locations]), self.is_open)


def units_of(files: Sequence[CodeFile], imports: Imports) -> list[Unit]:
    """Group files into units; see groups_of."""
    present = {file.source.location: file for file in files}
    return [group.unit(present) for group in groups_of(present, imports)]


def groups_of(locations: Collection[str], imports: Imports) -> list[Group]:
    """Group the locations of files into units.

    A file that no other one imports is an entry; of files that only import each other, the first
    one is. Each file is in at least one unit.
    """
    imported = {
        target
        for home in locations
        for target in imports.get(home, _NONE).values()
        if target != home
    }
    entries = [location for location in locations if location not in imported]
    groups: list[Group] = []
    reached: set[str] = set()
    # Files that only import each other come last, when all others have been reached.
    for entry in (*entries, *locations):
        if entry in reached:
            continue
        together = _reached(entry, locations, imports)
        reached.update(together)
        is_open = any(None in imports.get(location, _NONE).values() for location in together)
        groups.append(Group(tuple(together), is_open))
    return groups


def _reached(entry: str, locations: Collection[str], imports: Imports) -> dict[str, None]:
    reached = {entry: None}
    pending = [entry]
    while pending:
        for location in imports.get(pending.pop(), _NONE).values():
            if location is not None and location in locations and location not in reached:
                reached[location] = None
                pending.append(location)
    return reached
