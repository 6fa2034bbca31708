"""The code of an app on disk: its functions as Base44 finds them, and what they import.

Nothing is parsed here but config files. An excluded file is taken as one that is not there.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping

from connlint.code.connectors_module import mentions_call, page_mentions_call
from connlint.code.files import CodeFile
from connlint.code.imports import Resolved, find_code, is_relative, path_of, specifiers
from connlint.disk import DISK, Disk
from connlint.files.inside import is_below
from connlint.jsonc import Document, parse
from connlint.layout import (
    BUILT,
    CODE_ENDINGS,
    ENTRY_CONFIGS,
    FLAT_ENDINGS,
    NATIVE,
    PACKAGES,
    is_app_code,
)
from connlint.project.automations import automations_of, text_of, workflow_automations
from connlint.project.discovery import Places, shown_path
from connlint.project.folders import walk
from connlint.project.memory import Memory, read_text
from connlint.project.model import Automation, BackendFunction
from connlint.project.outside import OutsideFiles
from connlint.project.reading import decode
from connlint.settings import Settings
from connlint.source import SourceFile
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.project.import_maps import ImportMaps

__all__ = ["CodeOnDisk", "read_code_files"]

_ENTRIES = ("entry.js", "entry.ts")
"""The entries that Base44 finds without a config."""
_ROOT_ROUTE = os.path.join("routes", "__root.")
"""What the root of all routes is called in TanStack Start, below the folder of the pages."""
_LAYOUT = "_layout."
"""What the frame of all pages is called in a native app."""
_API_ROUTE = "+api."
"""What the names of pages have that run on a server, in a native app."""
_USUAL_ENTRIES = ("entry.ts", "entry.js", "index.ts", "index.js")
"""The entries to look for where a config names none, which Base44 refuses."""


class CodeOnDisk(NamedTuple):
    """The code of an app, as far as Project holds it under the same names.

    `imports` has the location of each file of the back end with what its imports lead to.
    """

    functions: tuple[BackendFunction, ...]
    automations: tuple[Automation, ...]
    workflows: tuple[tuple[SourceFile, Document], ...]
    files: tuple[CodeFile, ...]
    unread: tuple[str, ...]
    imports: Mapping[str, Resolved]


def read_code_files(
    places: Places,
    cwd: str,
    overlay: Mapping[str, bytes],
    settings: Settings,
    outside: OutsideFiles,
    memory: Memory | None = None,
    disk: Disk = DISK,
) -> CodeOnDisk:
    """Read functions, what they import, shared files, workflows, and pages that have calls.

    `overlay` and `memory` are explained at load_project. `outside` gets what is not read because
    it is outside the repository.
    """
    reader = _Reader(places, cwd, overlay, settings, outside, memory, disk)
    found = sorted(reader.functions(), key=_directory)
    functions = tuple([function for _, function in found])
    configs = [function.config for function in functions if function.config is not None]
    automations = [each for config in configs for each in automations_of(*config)]
    reader.read_shared()
    workflows = tuple(reader.workflows())
    automations += [each for workflow in workflows for each in workflow_automations(*workflow)]
    own = set(reader.imports)
    pages = reader.pages()
    # Those of an app with server code in its pages have imports by now.
    files = [
        CodeFile(reader.sources[location], is_full_stack=location not in own)
        for location in reader.imports
    ]
    files += [CodeFile(source, in_front_end=True) for source in pages]
    return CodeOnDisk(
        functions=functions,
        automations=tuple(automations),
        workflows=workflows,
        files=tuple(sorted(files, key=_location)),
        unread=tuple(sorted({*reader.unread, *outside.paths()})),
        imports=reader.imports,
    )


def _directory(found: tuple[str, BackendFunction]) -> str:
    return found[0]


def _location(file: CodeFile) -> str:
    return file.source.location


class _Reader:
    def __init__(
        self,
        places: Places,
        cwd: str,
        overlay: Mapping[str, bytes],
        settings: Settings,
        outside: OutsideFiles,
        memory: Memory | None,
        disk: Disk,
    ) -> None:
        self.memory = memory
        self.disk = disk
        self.places = places
        self.cwd = cwd
        self.overlay = overlay
        self.settings = settings
        self.outside = outside
        self.sources: dict[str, SourceFile] = {}
        self.imports: dict[str, Resolved] = {}
        self.unread: dict[str, None] = {}
        self._maps: ImportMaps | None = None
        self._listed: dict[str, set[str]] = {}
        self._files: dict[str, bool] = {}
        self._inside: dict[str, bool] = {}

    def functions(self) -> Iterator[tuple[str, BackendFunction]]:
        """The functions of the app and its plugins, each with its directory, as they are met."""
        yield from self._functions_in(self.places.functions, has_flat=self.places.has_flat)
        for plugin in self.places.plugins:
            for directory, function in self._functions_in(plugin.functions):
                yield directory, function._replace(name=plugin.prefix + function.name)
        # What is not there may do anything.
        for location in self.places.lacking:
            self.unread[shown_path(location, self.cwd)] = None

    def _functions_in(
        self, top: str, *, has_flat: bool = False
    ) -> Iterator[tuple[str, BackendFunction]]:
        for directory, names in self._folders(top):
            # An entry without a config must lie below a folder, and none with a dot.
            name = directory[len(top) + 1 :].replace(os.sep, "/")
            places = [os.path.join(directory, each) for each in ENTRY_CONFIGS if each in names]
            configs = [location for location in places if self._is_listed(location)]
            for location in configs:
                yield directory, self._configured(location, name, names)
            if not name and has_flat:
                yield from self._flat(top, names)
            if configs or not name or "." in name:
                continue
            for entry in _ENTRIES:
                if entry not in names:
                    continue
                location = os.path.join(directory, entry)
                if self._is_listed(location):
                    function = BackendFunction(name, location, None, self._reached(location))
                    yield directory, function

    def _flat(self, top: str, names: set[str]) -> Iterator[tuple[str, BackendFunction]]:
        """The functions that are a file each; what another one imports is just a part of that."""
        places = [os.path.join(top, name) for name in sorted(names) if _is_flat(name)]
        reached = {place: self._reached(place) for place in places if self._is_listed(place)}
        imported = {other for place in reached for other in self._imported(place)}
        for place, files in reached.items():
            if place not in imported:
                name = os.path.splitext(os.path.basename(place))[0]
                yield place, BackendFunction(name, place, None, files)

    def _configured(self, location: str, folder: str, names: set[str]) -> BackendFunction:
        source = self._text(location)
        config = (source, parse(source.text)) if source is not None else None
        root = config[1].root if config else None
        directory = os.path.dirname(location)
        name, entry = text_of(root, "name"), text_of(root, "entry")
        usual = next((usual for usual in _USUAL_ENTRIES if usual in names), _USUAL_ENTRIES[0])
        # Base44 puts an absolute path below the directory, too.
        path = entry.value.lstrip("/") if entry else usual
        place = os.path.normpath(os.path.join(directory, path))
        return BackendFunction(
            name=(name.value.strip() if name else "") or folder or os.path.basename(directory),
            entry=place,
            config=config,
            files=self._reached(place),
        )

    def _reached(self, entry: str) -> tuple[str, ...]:
        """The shown paths of an entry and of all that it imports, the nearest first."""
        if not entry.endswith(CODE_ENDINGS) or not self._is_file(entry):
            return ()
        reached = {entry: None}
        pending = list(self._imported(entry))
        for location in pending:
            if location not in reached:
                reached[location] = None
                pending += self._imported(location)
        return tuple(
            [self.sources[location].path for location in reached if location in self.sources]
        )

    def _imported(self, location: str) -> tuple[str, ...]:
        """The files that a file imports; the file is read when it is first asked for."""
        imports = self.imports.get(location)
        if imports is None:
            source = self._text(location)
            if source is None:
                return ()
            imports = self.imports[location] = self._resolved(source)
        return tuple(dict.fromkeys([file for file in imports.values() if file is not None]))

    def _resolved(self, source: SourceFile) -> Resolved:
        """What the imports of a file lead to, without packages and what is no code."""
        found: dict[str, str | None] = {}
        for specifier, runs in source.once(specifiers):
            if is_relative(specifier):
                file = find_code(path_of(source.location, specifier), self._is_file)
            else:
                file = self._by_name(source.location, specifier)
            if file:
                found[specifier] = file
            elif file is None and runs:
                found[specifier] = None
        return found

    def _by_name(self, location: str, specifier: str) -> str | None:
        """What an import by name means, as ImportMaps.resolve says it."""
        if self._maps is None:
            # Most functions import nothing by name.
            from connlint.project.import_maps import ImportMaps

            self._maps = ImportMaps(self.places.root, self._has_file, self._map_file)
        return self._maps.resolve(location, specifier)

    def _map_file(self, location: str) -> SourceFile | None:
        """The text of a map file, without a finding about one that has none."""
        is_there = location in self.overlay or self.disk.is_file(location)
        if not is_there or self.outside.hides(location) or self.settings.excludes(location):
            return None
        path = shown_path(location, self.cwd)
        return read_text(path, location, self.overlay, self.memory, self.disk)[0]

    def _has_file(self, location: str) -> bool:
        """What _is_file says, without asking the disk about the names of a folder again."""
        directory, _, name = location.rpartition(os.sep)
        names = self._listed.get(directory)
        is_listed = names is None or name in names or location in self.overlay
        return is_listed and self._is_file(location)

    def read_shared(self) -> None:
        """Read what is uploaded with each function, and what that imports."""
        for shared in (self.places.shared, *[each.shared for each in self.places.plugins]):
            for directory, names in self._folders(shared):
                for name in names:
                    location = os.path.join(directory, name)
                    if is_app_code(name) and self._is_listed(location):
                        self._reached(location)

    def workflows(self) -> Iterator[tuple[SourceFile, Document]]:
        """The workflow files in the order of their names."""
        top = self.places.workflows
        for name in sorted(dict(self._folders(top)).get(top, ())):
            location = os.path.join(top, name)
            is_workflow = name.endswith((".json", ".jsonc")) and name[0] != "."
            source = self._text(location) if is_workflow and self._is_listed(location) else None
            if source is not None:
                yield source, parse(source.text)

    def pages(self) -> list[SourceFile]:
        """The files of the app's pages that mention a connector call, but no file of a function.

        Where the server's code is among the pages, as in TanStack Start, they are read as functions
        are instead, with all files that lead to them.
        """
        web, has_server = self._listed_pages(self.places.front_end, _ROOT_ROUTE)
        pages = self._mentioning(web)
        if pages and has_server:
            self._read_full_stack(web, pages)
            pages = []
        native_top = os.path.join(self.places.root, NATIVE)
        if self.disk.is_directory(native_top):
            native, is_native = self._listed_pages(native_top, _LAYOUT)
            pages += self._mentioning(native) if is_native else []
        return pages

    def _listed_pages(self, top: str, mark: str) -> tuple[list[str], bool]:
        """The files of pages at and below a folder, and whether a file begins with `mark`.

        That has its place in a folder of its own, or at the top.
        """
        back_end = tuple([path + os.sep for path in self._back_end()])
        folder, _, start = os.path.join(top, mark).rpartition(os.sep)
        found: list[str] = []
        has_mark = False
        for directory, names in self._folders(top, BUILT, follow=False):
            if (directory + os.sep).startswith(back_end):
                continue
            if directory == folder:
                has_mark = any(name.startswith(start) for name in names)
            base = os.path.join(directory, "")
            found += [base + name for name in names if is_app_code(name)]
        return found, has_mark

    def _back_end(self) -> Iterator[str]:
        """The folders of functions and of what they share."""
        yield from (self.places.functions, self.places.shared)
        for plugin in self.places.plugins:
            yield from (plugin.functions, plugin.shared)

    def _mentioning(self, locations: Iterable[str]) -> list[SourceFile]:
        """The texts of those files that mention a connector call, and are no part of a function."""
        found = []
        for location in locations:
            if (
                location in self.sources
                or _API_ROUTE in location
                or self.outside.includes(location)
            ):
                continue
            source = self._page(location)
            if source is not None and not self.settings.excludes(location):
                found.append(source)
        return found

    def _read_full_stack(self, locations: Iterable[str], pages: Iterable[SourceFile]) -> None:
        """Read files as those of functions, with what leads to them and what they import."""
        from connlint.project.full_stack import connected

        before = set(self.imports)
        others = [location for location in locations if self._is_listed(location)]
        found = connected([page.location for page in pages], others, self._imported)
        for location in self.imports.keys() - before - found:
            del self.imports[location]

    def _page(self, location: str) -> SourceFile | None:
        """The text of a page that mentions a connector call; most do not, and are no text."""
        path = shown_path(location, self.cwd)
        if self.memory is not None:
            source, _ = read_text(path, location, self.overlay, self.memory, self.disk)
            return source if source is not None and mentions_call(source) else None
        data = self.overlay.get(location)
        data = self._bytes(location) if data is None else data
        if not page_mentions_call(data):
            return None
        return decode(path, location, data)[0]

    def _bytes(self, location: str) -> bytes:
        """The content of a page; nothing where it is too large or cannot be read."""
        try:
            return self.disk.read(location)[1]
        except OSError:
            return b""

    def _text(self, location: str) -> SourceFile | None:
        """The text of a file, which is read once; None where it has none."""
        source = self.sources.get(location)
        path = shown_path(location, self.cwd)
        if source is not None or path in self.unread or self.outside.includes(location):
            return source
        source, _ = read_text(path, location, self.overlay, self.memory, self.disk)
        if source is None:
            self.unread[path] = None
        else:
            self.sources[location] = source
        return source

    def _is_file(self, location: str) -> bool:
        """Whether a path leads to a file to read: a regular one, of the app, not excluded."""
        known = self._files.get(location)
        if known is None:
            known = (
                self._is_inside(os.path.dirname(location))
                and (location in self.overlay or self.disk.is_file(location))
                and not self.settings.excludes(location)
            )
            self._files[location] = known
        return known

    def _is_listed(self, location: str) -> bool:
        """What _is_file says of a file that `_folders` has met, which the disk knows already."""
        known = self._files[location] = not self.settings.excludes(location)
        return known

    def _is_inside(self, directory: str) -> bool:
        """Whether a directory is one of the app's, links followed."""
        known = self._inside.get(directory)
        if known is None:
            roots = [self.places.root, *[plugin.root for plugin in self.places.plugins]]
            is_own = any(is_below(directory, root) for root in roots)
            known = is_own and not self.outside.includes(directory)
            self._inside[directory] = known
        return known

    def _may_follow(self, link: str) -> bool:
        return not self.outside.includes(link)

    def _folders(
        self, top: str, skipped: frozenset[str] = PACKAGES, *, follow: bool = True
    ) -> Iterator[tuple[str, set[str]]]:
        """The directories at and below `top`, each with the names of its files, as they are met.

        Hidden directories and those of the names in `skipped` are left out. `follow` says
        whether links to directories of the app are followed.
        """
        added: dict[str, set[str]] = {}
        for location in self.overlay:
            if is_below(location, top):
                directory, name = os.path.split(location)
                parts = directory[len(top) + 1 :].split(os.sep)
                if not any(part[:1] == "." or part in skipped for part in parts):
                    added.setdefault(directory, set()).add(name)
        may_follow = self._may_follow if follow else _never
        walked = () if self.outside.includes(top) else walk(top, skipped, may_follow, self.disk)
        for directory, names in walked:
            if names is None:
                self.unread[shown_path(directory, self.cwd)] = None
                continue
            self._inside[directory] = True
            self._listed[directory] = names
            yield directory, names | added.pop(directory) if directory in added else names
        for directory, names in added.items():
            self._inside[directory] = True
            yield directory, names


def _is_flat(name: str) -> bool:
    return name.endswith(FLAT_ENDINGS) and is_app_code(name)


def _never(_: str) -> bool:
    return False
