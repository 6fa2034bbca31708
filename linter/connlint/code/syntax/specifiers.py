"""Packages that the specifiers of imports name, whatever registry or address they come from."""

from __future__ import annotations

import re

from connlint.tuples import NamedTuple

__all__ = ["PackageName", "package_name"]

_URL = (
    r"https?://(?:"
    r"esm\.sh/(?:v\d+/|stable/)?\*?|cdn\.esm\.sh/(?:v\d+/)?|esm\.run/|cdn\.skypack\.dev/(?:-/)?|"
    r"cdn\.jsdelivr\.net/npm/|unpkg\.com/|(?:ga|dev)\.jspm\.io/npm:|jspm\.dev/(?:npm:)?|"
    r"deno\.land/x/)"
)
_PROTOCOL = re.compile(r"(?:npm|jsr):/?")
_NAME = re.compile(
    r"(?P<name>(?:@[\w.~-]+/)?[\w.~-]+)(?:@(?P<version>[^/]*))?(?P<path>/.*)?\Z", re.ASCII
)
_ENTRY_FILES = frozenset({"", "/", "/+esm"})


class PackageName(NamedTuple):
    """A package, the version that an import asks for, and the path inside of it; empty without."""

    name: str
    version: str = ""
    path: str = ""


def package_name(specifier: str) -> PackageName | None:
    """Return the package that an import specifier names; None for a file or anything else.

    It may be a plain name, `npm:` or `jsr:`, or the address of a CDN for packages, each with or
    without a version.
    """
    name = _PROTOCOL.sub("", specifier, count=1) if _PROTOCOL.match(specifier) else specifier
    if "://" in name:
        # Compiled where it is used, because most imports have no address; re caches it.
        match = re.match(_URL, name)
        if match is None:
            return None
        name = re.split(r"[?#]", name[match.end() :], maxsplit=1)[0]
    found = _NAME.match(name)
    if found is None or found["name"] in {".", ".."}:
        return None
    path = found["path"] or ""
    path = "" if path in _ENTRY_FILES else path
    return PackageName(found["name"], found["version"] or "", path)
