"""Base44: connector types from the table in the declarations of the npm package @base44/sdk."""

from __future__ import annotations

import re
from pathlib import Path

from tools.catalogue.sources.common import Package, UnexpectedPackageError

__all__ = ["CHECKS", "PACKAGE", "extract", "listed"]

_FILE = "dist/modules/connectors.types.d.ts"
PACKAGE = Package("npm", "@base44/sdk", (_FILE,))
# It has the names of types, and nothing about their scopes.
CHECKS: tuple[str, ...] = ()

_ROW = re.compile(r"^\s*\*\s*\|\s*([^|`]+?)\s*\|\s*`([a-z0-9_]+)`\s*\|", re.MULTILINE)


def extract(package_dir: Path) -> dict[str, object]:
    """Return `types.json`: the types, each with the name of its service."""
    types = listed((package_dir / _FILE).read_text("utf-8"))
    if not types:
        raise UnexpectedPackageError(f"{_FILE} has no table of types")
    return {"types.json": {"types": types}}


def listed(text: str) -> dict[str, str]:
    """Return the types in a comment's tables, whose rows have a service and a type in backticks."""
    return {name: service for service, name in _ROW.findall(text)}
