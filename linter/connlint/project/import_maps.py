"""Resolution of imports by name, such as `@/lib/x` and `#lib/x`, by map files.

These are, from the folder of the importing file up to the app's root, the nearest tsconfig.json or
jsconfig.json with all that it extends, the nearest package.json, and the import maps of Deno. They
are only read. A file that is broken, too large or outside of the repository maps nothing, and then
it is unknown which other names are mapped.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from connlint.code.modules.imports import NO_CODE, find_code, is_package_name
from connlint.files.inside import is_below
from connlint.project.map_files import (
    ImportMap,
    Json,
    Meaning,
    PackageImports,
    Paths,
    paths_of,
)
from connlint.text.source import SourceFile
from connlint.tuples import NamedTuple

__all__ = ["ImportMaps"]

_TYPESCRIPT = ("tsconfig.json", "jsconfig.json")
_DENO = ("deno.json", "deno.jsonc")
_IMPORT_MAP = "import_map.json"
_NODE = "package.json"
_LARGEST = 128 * 1024
"""Limit of the code points in a map file; few have more than 10,000."""
_MOST_COLONS = 4_000
"""Limit of the colons in a map file, which are counted faster than its members."""
_NESTING = 32
"""Limit of the nesting of objects and arrays in a map file."""
_MOST_EXTENDED = 32
"""Limit of the files that a tsconfig.json extends, directly or not; repeated ones count again."""
_MOST_TRIES = 100_000
"""Limit of the paths tried for all names of an app; usual code takes one to 20 for each."""


class _Maps(NamedTuple):
    """The maps that apply to the files of a folder, the nearest first if there are several.

    `complete` is false if one of them cannot be read.
    """

    deno: tuple[ImportMap, ...] = ()
    node: PackageImports | None = None
    typescript: Paths | None = None
    complete: bool = True

    def meanings(self, specifier: str, location: str) -> Iterator[Meaning]:
        """Yield the meaning of a specifier in a file for each tool that maps it."""
        for deno in self.deno:
            meaning = deno.meaning(specifier, location)
            if meaning is not None:
                yield meaning
                break
        for tool in (self.node, self.typescript):
            meaning = tool.meaning(specifier) if tool is not None else None
            if meaning is not None:
                yield meaning


_NO_MAPS = _Maps()


class ImportMaps:
    """Resolver of imports by name, which caches the maps that it has read.

    `root` is the app's root. `has_file` tells whether the app has a file at a path, `read` returns
    the source of a map file, None for one that does not exist or must not be read.
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
        """Return the file that a specifier in a file means; None if it is not found.

        NO_CODE stands for packages and for files of other kinds. If two tools map a name
        differently, it is unknown which of them builds the app, and nothing is found.
        """
        if self._tries < 0:
            return None
        files: dict[str | None, None] = {}
        maps = self._for_folder(os.path.dirname(location))
        for paths, is_package, is_sure in maps.meanings(specifier, location):
            file = NO_CODE if is_package else self._first(paths)
            if file is not None or is_sure or not is_package_name(specifier):
                files[file] = None
        if self._tries < 0:
            return None
        if not files and maps.complete and is_package_name(specifier):
            return NO_CODE
        return next(iter(files)) if len(files) == 1 else None

    def _first(self, paths: tuple[str, ...]) -> str | None:
        """Return the file for the first of the paths that leads to one, or None."""
        if paths not in self._files:
            files = (find_code(path, self._try) for path in paths)
            self._files[paths] = next((file for file in files if file is not None), None)
        return self._files[paths]

    def _try(self, location: str) -> bool:
        """Tell whether the app has a file at a path; always false after too many tries."""
        self._tries -= 1
        return self._tries >= 0 and self._has_file(location)

    def _for_folder(self, folder: str) -> _Maps:
        """Return the maps for the files of a folder: its own and those of the folders above it."""
        climbed: list[str] = []
        while folder not in self._maps and is_below(folder, self._root):
            climbed.append(folder)
            folder = os.path.dirname(folder)
        maps = self._maps.get(folder, _NO_MAPS)
        for subfolder in reversed(climbed):
            maps = self._maps[subfolder] = self._with_own(maps, subfolder)
        return maps

    def _with_own(self, above: _Maps, folder: str) -> _Maps:
        """Return the maps of a folder, in which its own precede or replace those above it."""
        deno, node, typescript, complete = above
        location = os.path.join(folder, _NODE)
        if self._has_file(location):
            # Its names begin with `#`, so one that cannot be read hides no name of a package.
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
        """Return a folder's import map, from deno.json, a file it names, or import_map.json."""
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
        """Add the configs that a tsconfig.json extends, then itself; False if they are too many.

        `deep` is the length of the chain of configs that extend it.
        """
        if len(configs) + deep >= _MOST_EXTENDED:
            self._unread += 1
            return False
        content = self._content(location)
        if content is None:
            # TypeScript ignores an extended file that does not exist.
            return deep > 0
        folder = os.path.dirname(location)
        extended = content.get("extends")
        for text in extended if isinstance(extended, list) else [extended]:
            # Other values are packages, which hardly ever map the folders of an app.
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
    """Return the object in a map file; None for another value, or if it cannot be parsed."""
    if len(source.text) > _LARGEST or source.text.count(":") > _MOST_COLONS:
        return None
    # Imported here because few apps have imports by name.
    import pyjson5

    try:
        content = pyjson5.decode(source.text, _NESTING)
    except (pyjson5.Json5Exception, ValueError):
        return None
    return content if isinstance(content, dict) else None
