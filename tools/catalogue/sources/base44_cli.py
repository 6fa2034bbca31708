"""Base44: connector types that its command line names, the npm package base44."""

from __future__ import annotations

import re
from pathlib import Path

from tools.catalogue.sources.common import Package, UnexpectedPackageError

__all__ = ["CHECKS", "PACKAGE", "extract", "strings_of"]

_FILE = "dist/cli/index.js"
PACKAGE = Package("npm", "base44", (_FILE,))
# It has the names of types, and nothing about their scopes.
CHECKS: tuple[str, ...] = ()

_LIST = "KnownIntegrationTypes"


def extract(package_dir: Path) -> dict[str, object]:
    """Return `types.json`: the types. The program is searched, never run."""
    types = strings_of((package_dir / _FILE).read_text("utf-8"), _LIST)
    if not types:
        raise UnexpectedPackageError(f"{_FILE} has no list {_LIST}")
    return {"types.json": {"types": sorted(set(types))}}


def strings_of(text: str, name: str) -> list[str]:
    """Return the strings of a list that a JavaScript program assigns to a name."""
    match = re.search(rf"\b{name}\s*=\s*\[([^\]]*)\]", text)
    return re.findall(r"""["']([^"']+)["']""", match[1]) if match else []
