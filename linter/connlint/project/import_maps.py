"""Imports by name, such as `@/lib/x` and `#lib/x`: which map files apply, and where they lead.

These are, from the folder of the importing file up to the app's root, the nearest tsconfig.json or
jsconfig.json with all that it extends, the nearest package.json, and the import maps of Deno. They
are only read. One that is broken, too large or outside of the repository says nothing, and then
nobody knows which other names are mapped.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from connlint.code.imports import NO_CODE, find_code, is_package_name
from connlint.files.inside import is_below
from connlint.project.map_files import (
    ImportMap,
    Json,
    Meaning,
    PackageImports,
    Paths,
    paths_of,
)
from connlint.source import SourceFile
from connlint.tuples import NamedTuple

__all__ = ["ImportMaps"]

_TYPESCRIPT = ("tsconfig.json", "jsconfig.json")
_DENO = ("deno.json", "deno.jsonc")
_IMPORT_MAP = "import_map.json"
_NODE = "package.json"
_LARGEST = 128 * 1024
"""The code points of a map file; few have more than 10,000."""
_MOST_COLONS = 4_000
"""Stands for the members of a map file, and is counted faster."""
_NESTING = 32
"""Objects and lists within each other in a map file."""
_MOST_EXTENDED = 32
"""Files that one tsconfig.json extends, directly or not, each as often as it is extended."""
_MOST_TRIES = 100_000
"""Files that are looked for by all names of an app; code that people write takes one to 20 each."""


class _Maps(NamedTuple):
    """The maps for the files of a folder, the nearest first where there are several.

    They are not `complete` where one of them cannot be read.
    """

    deno: tuple[ImportMap, ...] = ()
    node: PackageImports | None = None
    typescript: Paths | None = None
    complete: bool = True

    def meanings(self, specifier: str, location: str) -> Iterator[Meaning]:
        """What each tool takes a specifier in a file for, if it knows it."""
        for deno in self.deno:
            found = deno.meaning(specifier, location)
            if found is not None:
                yield found
                break
        for tool in (self.node, self.typescript):
            found = tool.meaning(specifier) if tool is not None else None
            if found is not None:
                yield found


_NO_MAPS = _Maps()


class ImportMaps:
    """Tells what imports by name mean, and keeps what it has read for that.

    `root` is the app's. `has_file` says whether there is a file of the app at a path, `read` gives
    the text of a map file, None for one that is not there or must not be read.
    """

    def __init__(
        self,
        root: str,
        has_file: Callable[[str], bool],
        read: Callable[[str], SourceFile | None],
    ) -> None:
        self._root = root
        self._has_file = has_file
        self._read = read
        self._maps: dict[str, _Maps] = {}
        self._unread = 0
        self._files: dict[tuple[str, ...], str | None] = {}
        self._tries = _MOST_TRIES

    def resolve(self, location: str, specifier: str) -> str | None:
        """Find the file that a specifier in a file means; None where it is not found.

        NO_CODE is for packages, and for files of other kinds. Where two tools take a name for
        different things, nobody knows which of them builds the app, and it is not found.
        """
        if self._tries < 0:
            return None
        found: dict[str | None, None] = {}
        maps = self._for_folder(os.path.dirname(location))
        for paths, is_package, is_sure in maps.meanings(specifier, location):
            file = NO_CODE if is_package else self._first(paths)
            if file is not None or is_sure or not is_package_name(specifier):
                found[file] = None
        if self._tries < 0:
            return None
        if not found and maps.complete and is_package_name(specifier):
            return NO_CODE
        return next(iter(found)) if len(found) == 1 else None

    def _first(self, paths: tuple[str, ...]) -> str | None:
        """The first file at one of the paths."""
        if paths not in self._files:
            found = (find_code(path, self._try) for path in paths)
            self._files[paths] = next((file for file in found if file is not None), None)
        return self._files[paths]

    def _try(self, location: str) -> bool:
        """Whether there is a file of the app at a path; none is after too many were looked for."""
        self._tries -= 1
        return self._tries >= 0 and self._has_file(location)

    def _for_folder(self, folder: str) -> _Maps:
        """The maps that apply to the files of a folder: its own, and those of the ones above."""
        climbed: list[str] = []
        while folder not in self._maps and is_below(folder, self._root):
            climbed.append(folder)
            folder = os.path.dirname(folder)
        maps = self._maps.get(folder, _NO_MAPS)
        for each in reversed(climbed):
            maps = self._maps[each] = self._with_own(maps, each)
        return maps

    def _with_own(self, above: _Maps, folder: str) -> _Maps:
        """The maps of a folder, on top of those above it."""
        deno, node, typescript, complete = above
        location = os.path.join(folder, _NODE)
        if self._has_file(location):
            # It has none of the names that packages have.
            node = PackageImports(folder, self._content(location) or {})
        unread = self._unread
        own = self._deno(folder)
        if own is not None:
            deno = own, *deno
        for name in _TYPESCRIPT:
            if self._has_file(os.path.join(folder, name)):
                typescript = self._typescript(os.path.join(folder, name))
                break
        return _Maps(deno, node, typescript, complete and self._unread == unread)

    def _deno(self, folder: str) -> ImportMap | None:
        """The import map of a folder: that of deno.json, the one it names, or the one beside it."""
        location = os.path.join(folder, _IMPORT_MAP)
        is_named = False
        for name in _DENO:
            config = os.path.join(folder, name)
            if not self._has_file(config):
                continue
            content = self._content(config) or {}
            if "imports" in content or "scopes" in content:
                return ImportMap(folder, content)
            named = content.get("importMap")
            if isinstance(named, str):
                is_named = True
                location = os.path.normpath(os.path.join(folder, named))
            break
        if not is_named and not self._has_file(location):
            return None
        return ImportMap(os.path.dirname(location), self._content(location) or {})

    def _typescript(self, location: str) -> Paths | None:
        configs: list[tuple[str, Json]] = []
        return paths_of(configs) if self._add_extended(location, 0, configs) else None

    def _add_extended(self, location: str, deep: int, configs: list[tuple[str, Json]]) -> bool:
        """Add what a tsconfig.json extends, then itself; False where that does not end soon.

        It is extended by others in a row of `deep`.
        """
        if len(configs) + deep >= _MOST_EXTENDED:
            self._unread += 1
            return False
        content = self._content(location)
        if content is None:
            # TypeScript goes on without a file that is not there.
            return deep > 0
        folder = os.path.dirname(location)
        extended = content.get("extends")
        for text in extended if isinstance(extended, list) else [extended]:
            # Others are packages, which hardly know the folders of an app.
            if not isinstance(text, str) or not text.startswith("."):
                continue
            path = os.path.normpath(os.path.join(folder, text))
            path = path if path.endswith(".json") else f"{path}.json"
            if not self._add_extended(path, deep + 1, configs):
                return False
        configs.append((folder, content))
        return True

    def _content(self, location: str) -> Json | None:
        source = self._read(location)
        content = source.once(_decoded) if source is not None else None
        self._unread += content is None
        return content


def _decoded(source: SourceFile) -> Json | None:
    """The object in a file; None for another value, and for what cannot be read."""
    if len(source.text) > _LARGEST or source.text.count(":") > _MOST_COLONS:
        return None
    # Few apps have imports by name.
    import pyjson5

    try:
        content = pyjson5.decode(source.text, _NESTING)
    except (pyjson5.Json5Exception, ValueError):
        return None
    return content if isinstance(content, dict) else None
