"""What files say about imports by name: tsconfig.json, import maps of Deno, package.json of Node.

Each kind is worked out by the rules of its own tool, and from nothing but the content of its files;
what a path leads to is for others to find out.
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
"""The content of a file, which is an object."""

_MOST_TARGETS = 8
"""Places where one name is looked for."""
_CONDITIONS = frozenset({"deno", "node", "import", "default"})
"""The conditions of package.json that hold in Deno, which runs the functions."""
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:")
_HERE = "${configDir}"


class Meaning(NamedTuple):
    """What a map says that a specifier is: the first of `paths` where there is code.

    It may be part of a package instead. Where nothing is found, a map `is_sure` only if it is about
    this very name: one that maps all names says nothing about packages.
    """

    paths: tuple[str, ...] = ()
    is_package: bool = False
    is_sure: bool = True


NOTHING = Meaning()
"""A name that a map has, and that leads nowhere."""
_PACKAGE = Meaning(is_package=True)


class _Pattern(NamedTuple):
    """What is behind the star of a key, and where the key leads."""

    suffix: str
    targets: tuple[str, ...]


class Paths(NamedTuple):
    """Names by `paths` and `baseUrl` of TypeScript; patterns are by what is before their star."""

    exact: Mapping[str, tuple[str, ...]]
    patterns: Mapping[str, Sequence[_Pattern]]
    base: str | None

    def meaning(self, specifier: str) -> Meaning | None:
        """What a specifier is; None for a name that is not mapped."""
        if specifier in self.exact:
            return Meaning(self.exact[specifier])
        # The longest beginning wins, whatever follows the star.
        for length in range(len(specifier), -1, -1):
            for suffix, targets in self.patterns.get(specifier[:length], ()):
                if len(specifier) >= length + len(suffix) and specifier.endswith(suffix):
                    star = specifier[length : len(specifier) - len(suffix)]
                    found = tuple([target.replace("*", star, 1) for target in targets])
                    return Meaning(found, is_sure=length > 0)
        if self.base is not None:
            return Meaning((os.path.join(self.base, specifier),), is_sure=False)
        return None


def paths_of(configs: Sequence[tuple[str, Json]]) -> Paths | None:
    """Put together what a tsconfig.json says with those that it extends, the first of them first.

    Each has the path of its folder, from which its own paths lead. None without any mapping.
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
            # Types of a package are no code.
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
    """The path that a text of a tsconfig.json in a folder means, for the one that extends it."""
    if text.startswith(_HERE):
        return os.path.normpath(own + os.sep + text[len(_HERE) :])
    return os.path.normpath(os.path.join(folder, text))


def _declares_types(path: str) -> bool:
    return path.endswith((".d.ts", ".d.mts", ".d.cts")) or "node_modules" in path.split(os.sep)


class ImportMap:
    """An import map, as the web has it: `imports`, and `scopes` for the files below a path."""

    def __init__(self, folder: str, content: Json) -> None:
        """Read the map of a file in a folder, from which its paths lead."""
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
        """What a specifier in a file is; None for a name that is not mapped."""
        for scope, names in self._scopes:
            top = os.path.normpath(os.path.join(self._folder, scope))
            if location == top or (scope.endswith("/") and location.startswith(top + os.sep)):
                found = self._in(names, specifier)
                if found is not None:
                    return found
        return self._in(self._imports, specifier)

    def _in(self, names: Json, specifier: str) -> Meaning | None:
        if specifier in names:
            return self._address(names[specifier], "")
        # A key that ends in a slash is for all that is below; the longest one wins.
        end = specifier.rfind("/")
        while end >= 0:
            key = specifier[: end + 1]
            if key in names:
                return self._address(names[key], specifier[end + 1 :])
            end = specifier.rfind("/", 0, end)
        return None

    def _address(self, address: object, rest: str) -> Meaning:
        """What is at an address, or below it at a path."""
        if not isinstance(address, str) or (rest and not address.endswith("/")):
            return NOTHING
        if _SCHEME.match(address):
            return NOTHING if address.startswith("file:") else _PACKAGE
        if not address.startswith(("./", "../", "/")):
            return NOTHING
        top = os.path.normpath(os.path.join(self._folder, address))
        path = os.path.normpath(os.path.join(top, rest)) if rest else top
        # Nothing leads up from an address.
        return Meaning((path,)) if path == top or path.startswith(top + os.sep) else NOTHING


def _scope(found: tuple[str, object]) -> str:
    return found[0]


class PackageImports:
    """Names that begin with `#`, by the `imports` of a package.json of Node."""

    def __init__(self, folder: str, content: Json) -> None:
        """Read the names of the package in a folder."""
        self._folder = folder
        imports = content.get("imports")
        self._imports = imports if isinstance(imports, dict) else {}
        self._patterns: dict[str, list[str]] = {}
        for key in self._imports:
            if key.count("*") == 1:
                self._patterns.setdefault(key.partition("*")[0], []).append(key)

    def meaning(self, specifier: str) -> Meaning | None:
        """What a specifier is; None for a name that is not mapped."""
        if not specifier.startswith("#"):
            return None
        if specifier in self._imports and "*" not in specifier:
            return self._target(self._imports[specifier], "") or NOTHING
        # The longest beginning wins, then the longest key; something must be left for the star.
        for length in range(len(specifier) - 1, 0, -1):
            for key in sorted(self._patterns.get(specifier[:length], ()), key=len, reverse=True):
                suffix = key[length + 1 :]
                if len(specifier) > length + len(suffix) and specifier.endswith(suffix):
                    star = specifier[length : len(specifier) - len(suffix)]
                    return self._target(self._imports[key], star) or NOTHING
        return None

    def _target(self, target: object, star: str) -> Meaning | None:
        """What a target is; None where no condition of it holds."""
        if isinstance(target, str):
            return self._at(target.replace("*", star), star)
        choices: Iterator[object] = iter(())
        if isinstance(target, dict):
            choices = (value for name, value in target.items() if name in _CONDITIONS)
        elif isinstance(target, list):
            choices = iter(target[:_MOST_TARGETS])
        else:
            return NOTHING
        found = (self._target(choice, star) for choice in choices)
        return next((each for each in found if each is not None), None)

    def _at(self, target: str, star: str) -> Meaning:
        if not target.startswith("./"):
            return NOTHING if target.startswith((".", "/")) else _PACKAGE
        parts = [*target[2:].split("/"), *star.split("/")]
        if not {"..", "node_modules"}.isdisjoint(parts):
            return NOTHING
        return Meaning((os.path.normpath(os.path.join(self._folder, target)),))
