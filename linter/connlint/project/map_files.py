"""Mappings of import names in tsconfig.json, import maps of Deno, and package.json of Node.

Each kind follows the rules of its own tool and depends only on the content of its files; callers
look for files at the resulting paths.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence

from connlint.tuples import NamedTuple

__all__ = [
    "NOTHING",
    "ImportMap",
    "Json",
    "Meaning",
    "PackageImports",
    "Paths",
    "paths_of",
]

Json = Mapping[str, object]
"""The content of a file that is a JSON object."""

_MOST_TARGETS = 8
"""Limit of the paths that are tried for one name."""
_CONDITIONS = frozenset({"deno", "node", "import", "default"})
"""Conditions of package.json that hold in Deno, which runs the functions."""
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:")
_CONFIG_DIR = "${configDir}"


class Meaning(NamedTuple):
    """The meaning of a specifier in a map: the code at the first of `paths` that has some.

    It may be part of a package instead. `is_sure` is false for a map of all names: if nothing is
    found at its paths, the specifier may still be that of a package.
    """

    paths: tuple[str, ...] = ()
    is_package: bool = False
    is_sure: bool = True


NOTHING = Meaning()
"""The meaning of a name that a map has, but that leads to nothing."""
_PACKAGE = Meaning(is_package=True)


class _Pattern(NamedTuple):
    """The text after the star of a key, and the targets of the key."""

    suffix: str
    targets: tuple[str, ...]


class Paths(NamedTuple):
    """Mappings by `paths` and `baseUrl` of TypeScript; patterns by the text before their star."""

    exact: Mapping[str, tuple[str, ...]]
    patterns: Mapping[str, Sequence[_Pattern]]
    base: str | None

    def meaning(self, specifier: str) -> Meaning | None:
        """Return the meaning of a specifier; None for a name that is not mapped."""
        if specifier in self.exact:
            return Meaning(self.exact[specifier])
        # The longest prefix wins, whatever follows the star.
        for length in range(len(specifier), -1, -1):
            for suffix, targets in self.patterns.get(specifier[:length], ()):
                if len(specifier) >= length + len(suffix) and specifier.endswith(suffix):
                    star = specifier[length : len(specifier) - len(suffix)]
                    paths = tuple([target.replace("*", star, 1) for target in targets])
                    return Meaning(paths, is_sure=length > 0)
        if self.base is not None:
            return Meaning((os.path.join(self.base, specifier),), is_sure=False)
        return None


def paths_of(configs: Sequence[tuple[str, Json]]) -> Paths | None:
    """Merge the mappings of a tsconfig.json, the last of `configs`, with those that it extends.

    Each has the folder to which its paths are relative; later ones win. None without mappings.
    """
    own = configs[-1][0] if configs else ""
    base: str | None = None
    mapped: tuple[str, object] | None = None
    for folder, content in configs:
        options = content.get("compilerOptions")
        if not isinstance(options, dict):
            continue
        if isinstance(options.get("baseUrl"), str):
            base = _from(folder, options["baseUrl"], own)
        if "paths" in options:
            mapped = folder, options["paths"]
    exact: dict[str, tuple[str, ...]] = {}
    patterns: dict[str, list[_Pattern]] = {}
    if mapped is not None and isinstance(mapped[1], dict):
        for key, value in mapped[1].items():
            texts = value[:_MOST_TARGETS] if isinstance(value, list) else []
            targets = [
                _from(base or mapped[0], text, own) for text in texts if isinstance(text, str)
            ]
            # Type declarations and files of packages are not code of the app.
            code = tuple([target for target in targets if not _declares_types(target)])
            if not code or key.count("*") > 1:
                continue
            before, star, after = key.partition("*")
            if star:
                patterns.setdefault(before, []).append(_Pattern(after, code))
            else:
                exact[key] = code
    return Paths(exact, patterns, base) if exact or patterns or base is not None else None


def _from(folder: str, text: str, own: str) -> str:
    """Return the path that `text` means in a config of `folder`, extended by that of `own`."""
    if text.startswith(_CONFIG_DIR):
        return os.path.normpath(own + os.sep + text[len(_CONFIG_DIR) :])
    return os.path.normpath(os.path.join(folder, text))


def _declares_types(path: str) -> bool:
    return path.endswith((".d.ts", ".d.mts", ".d.cts")) or "node_modules" in path.split(os.sep)


class ImportMap:
    """An import map of the web standard: `imports`, and `scopes` for the files below a path."""

    def __init__(self, folder: str, content: Json) -> None:
        """Read the map from the content of a file in `folder`, to which its paths are relative."""
        self._folder = folder
        imports, scopes = content.get("imports"), content.get("scopes")
        self._imports = imports if isinstance(imports, dict) else {}
        parts = scopes if isinstance(scopes, dict) else {}
        self._scopes = sorted(
            (
                (scope, names)
                for scope, names in parts.items()
                if isinstance(names, dict) and not _SCHEME.match(scope)
            ),
            key=_scope,
            reverse=True,
        )

    def meaning(self, specifier: str, location: str) -> Meaning | None:
        """Return the meaning of a specifier in a file; None for a name that is not mapped."""
        for scope, names in self._scopes:
            top = os.path.normpath(os.path.join(self._folder, scope))
            if location == top or (scope.endswith("/") and location.startswith(top + os.sep)):
                meaning = self._in(names, specifier)
                if meaning is not None:
                    return meaning
        return self._in(self._imports, specifier)

    def _in(self, names: Json, specifier: str) -> Meaning | None:
        if specifier in names:
            return self._address(names[specifier], "")
        # A key that ends in a slash maps all names below it; the longest key wins.
        end = specifier.rfind("/")
        while end >= 0:
            key = specifier[: end + 1]
            if key in names:
                return self._address(names[key], specifier[end + 1 :])
            end = specifier.rfind("/", 0, end)
        return None

    def _address(self, address: object, rest: str) -> Meaning:
        """Return the meaning of an address, or of the path `rest` below it."""
        if not isinstance(address, str) or (rest and not address.endswith("/")):
            return NOTHING
        if _SCHEME.match(address):
            return NOTHING if address.startswith("file:") else _PACKAGE
        if not address.startswith(("./", "../", "/")):
            return NOTHING
        top = os.path.normpath(os.path.join(self._folder, address))
        path = os.path.normpath(os.path.join(top, rest)) if rest else top
        # A path must not lead out of its address.
        return Meaning((path,)) if path == top or path.startswith(top + os.sep) else NOTHING


def _scope(item: tuple[str, object]) -> str:
    return item[0]


class PackageImports:
    """Names that begin with `#`, mapped by the `imports` of a package.json of Node."""

    def __init__(self, folder: str, content: Json) -> None:
        """Read the names in the content of the package.json in `folder`."""
        self._folder = folder
        imports = content.get("imports")
        self._imports = imports if isinstance(imports, dict) else {}
        self._patterns: dict[str, list[str]] = {}
        for key in self._imports:
            if key.count("*") == 1:
                self._patterns.setdefault(key.partition("*")[0], []).append(key)

    def meaning(self, specifier: str) -> Meaning | None:
        """Return the meaning of a specifier; None for a name that is not mapped."""
        if not specifier.startswith("#"):
            return None
        if specifier in self._imports and "*" not in specifier:
            return self._target(self._imports[specifier], "") or NOTHING
        # The longest prefix wins, then the longest key; the star must stand for some text.
        for length in range(len(specifier) - 1, 0, -1):
            for key in sorted(self._patterns.get(specifier[:length], ()), key=len, reverse=True):
                suffix = key[length + 1 :]
                if len(specifier) > length + len(suffix) and specifier.endswith(suffix):
                    star = specifier[length : len(specifier) - len(suffix)]
                    return self._target(self._imports[key], star) or NOTHING
        return None

    def _target(self, target: object, star: str) -> Meaning | None:
        """Return the meaning of a target; None if none of its conditions holds."""
        if isinstance(target, str):
            return self._at(target.replace("*", star), star)
        choices: Iterator[object] = iter(())
        if isinstance(target, dict):
            choices = (value for name, value in target.items() if name in _CONDITIONS)
        elif isinstance(target, list):
            choices = iter(target[:_MOST_TARGETS])
        else:
            return NOTHING
        meanings = (self._target(choice, star) for choice in choices)
        return next((meaning for meaning in meanings if meaning is not None), None)

    def _at(self, target: str, star: str) -> Meaning:
        if not target.startswith("./"):
            return NOTHING if target.startswith((".", "/")) else _PACKAGE
        parts = [*target[2:].split("/"), *star.split("/")]
        if not {"..", "node_modules"}.isdisjoint(parts):
            return NOTHING
        return Meaning((os.path.normpath(os.path.join(self._folder, target)),))
