"""Files of an app's code that may be read, and the imports between them.

An excluded file is treated as if it did not exist.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from connlint.code.modules.imports import (
    ResolvedImports,
    find_code,
    is_relative,
    path_of,
    specifiers,
)
from connlint.files.conventions import CODE_ENDINGS, PACKAGES
from connlint.files.inside import is_below
from connlint.project.cache import FileAccess
from connlint.project.folders import walk
from connlint.project.places import CodeDirectories, shown_path
from connlint.text.source import SourceFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.project.import_maps import ImportMaps

__all__ = ["AppFiles", "ImportGraph"]


class AppFiles:
    """Access to the files of an app and its plugins, each of which is read once.

    `sources` maps the locations of the files read to their sources, and `unread` has the shown
    paths of those that cannot be read.
    """

    def __init__(self, places: CodeDirectories, access: FileAccess) -> None:
        self.places = places
        self.access = access
        self.sources: dict[str, SourceFile] = {}
        self.unread: dict[str, None] = {}
        self._listed: dict[str, set[str]] = {}
        self._readable: dict[str, bool] = {}
        self._inside: dict[str, bool] = {}

    def text(self, location: str) -> SourceFile | None:
        """Return the source of a file, which is read once; None if it cannot be read."""
        source = self.sources.get(location)
        path = shown_path(location, self.access.cwd, self.access.disk)
        if source is not None or path in self.unread or self.access.outside.includes(location):
            return source
        source, _ = self.access.read(location)
        if source is None:
            self.unread[path] = None
        else:
            self.sources[location] = source
        return source

    def map_file(self, location: str) -> SourceFile | None:
        """Return the source of a map file, or None; a file that cannot be read is not reported."""
        access = self.access
        is_there = location in access.overlay or access.disk.is_file(location)
        if not is_there or access.outside.hides(location) or access.settings.excludes(location):
            return None
        return access.read(location)[0]

    def leave_unread(self, location: str) -> None:
        """Record a path whose code is part of the app and cannot be read."""
        self.unread[shown_path(location, self.access.cwd, self.access.disk)] = None

    def is_file(self, location: str) -> bool:
        """Tell whether a path leads to a file to read: a regular file of the app, not excluded."""
        is_file = self._readable.get(location)
        if is_file is None:
            is_file = (
                self._is_inside(os.path.dirname(location))
                and (location in self.access.overlay or self.access.disk.is_file(location))
                and not self.access.settings.excludes(location)
            )
            self._readable[location] = is_file
        return is_file

    def has_file(self, location: str) -> bool:
        """Return the result of is_file, but use the names of folders that are already listed."""
        directory, _, name = location.rpartition(os.sep)
        names = self._listed.get(directory)
        is_listed = names is None or name in names or location in self.access.overlay
        return is_listed and self.is_file(location)

    def is_listed(self, location: str) -> bool:
        """Return the result of is_file for a file that `folders` lists, without the disk."""
        is_included = self._readable[location] = not self.access.settings.excludes(location)
        return is_included

    def _is_inside(self, directory: str) -> bool:
        """Tell whether a directory belongs to the app or a plugin, with links followed."""
        is_inside = self._inside.get(directory)
        if is_inside is None:
            roots = [self.places.root, *[plugin.root for plugin in self.places.plugins]]
            is_own = any(is_below(directory, root) for root in roots)
            is_inside = is_own and not self.access.outside.includes(directory)
            self._inside[directory] = is_inside
        return is_inside

    def folders(
        self, top: str, skipped: frozenset[str] = PACKAGES, *, follow: bool = True
    ) -> Iterator[tuple[str, set[str]]]:
        """Yield the directories at and below `top` in walk order, each with its file names.

        Hidden directories and directories named in `skipped` are left out. `follow` says
        whether links to directories of the app are followed.
        """
        added: dict[str, set[str]] = {}
        for location in self.access.overlay:
            if is_below(location, top):
                directory, name = os.path.split(location)
                parts = directory[len(top) + 1 :].split(os.sep)
                if not any(part[:1] == "." or part in skipped for part in parts):
                    added.setdefault(directory, set()).add(name)
        may_follow = self._may_follow if follow else _never
        is_outside = self.access.outside.includes(top)
        walked = () if is_outside else walk(top, skipped, may_follow, self.access.disk)
        for directory, names in walked:
            if names is None:
                self.leave_unread(directory)
                continue
            self._inside[directory] = True
            self._listed[directory] = names
            yield directory, names | added.pop(directory) if directory in added else names
        for directory, names in added.items():
            self._inside[directory] = True
            yield directory, names

    def _may_follow(self, link: str) -> bool:
        return not self.access.outside.includes(link)


class ImportGraph:
    """Resolver of imports: `imports` maps the location of each file followed to what it imports."""

    def __init__(self, files: AppFiles) -> None:
        self.files = files
        self.imports: dict[str, ResolvedImports] = {}
        self._maps: ImportMaps | None = None

    def reached(self, entry: str) -> tuple[str, ...]:
        """Return the shown paths of an entry and all files that it imports, the nearest first."""
        if not entry.endswith(CODE_ENDINGS) or not self.files.is_file(entry):
            return ()
        reached = {entry: None}
        pending = list(self.imported(entry))
        for location in pending:
            if location not in reached:
                reached[location] = None
                pending += self.imported(location)
        sources = self.files.sources
        return tuple([sources[location].path for location in reached if location in sources])

    def imported(self, location: str) -> tuple[str, ...]:
        """Return the locations that a file imports; it is read when first requested."""
        imports = self.imports.get(location)
        if imports is None:
            source = self.files.text(location)
            if source is None:
                return ()
            imports = self.imports[location] = self._resolved(source)
        return tuple(dict.fromkeys([file for file in imports.values() if file is not None]))

    def _resolved(self, source: SourceFile) -> ResolvedImports:
        """Return the resolved imports of a file, without packages and data files."""
        resolved: dict[str, str | None] = {}
        for specifier, runs in source.once(specifiers):
            if is_relative(specifier):
                file = find_code(path_of(source.location, specifier), self.files.is_file)
            else:
                file = self._by_name(source.location, specifier)
            if file:
                resolved[specifier] = file
            elif file is None and runs:
                resolved[specifier] = None
        return resolved

    def _by_name(self, location: str, specifier: str) -> str | None:
        """Return the location that an import by name means; see ImportMaps.resolve."""
        if self._maps is None:
            # Imported here because most functions import nothing by name.
            from connlint.project.import_maps import ImportMaps

            self._maps = ImportMaps(
                self.files.places.root, self.files.has_file, self.files.map_file
            )
        return self._maps.resolve(location, specifier)


def _never(_: str) -> bool:
    return False
