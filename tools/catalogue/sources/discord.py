"""Discord: OAuth2 scopes from the enum of the npm package discord-api-types."""

from __future__ import annotations

import re
from pathlib import Path

from tools.catalogue.sources.common import Package, UnexpectedPackageError

__all__ = ["CHECKS", "PACKAGE", "enum_values", "extract"]

PACKAGE = Package("npm", "discord-api-types", ("payloads/v*/oauth2.d.ts",))
CHECKS = ("discord",)

_ENUM = "OAuth2Scopes"
_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)


def extract(package_dir: Path) -> dict[str, object]:
    """Return `scopes.json`: the scopes of the newest version of the API that has them."""
    declarations = (package_dir / "payloads").glob("v*/oauth2.d.ts")
    for path in sorted(declarations, key=lambda path: int(path.parent.name[1:]), reverse=True):
        scopes = enum_values(path.read_text("utf-8"), _ENUM)
        if scopes:
            return {"scopes.json": {"scopes": sorted(scopes)}}
    raise UnexpectedPackageError(f"no version of the API declares the enum {_ENUM}")


def enum_values(text: str, name: str) -> list[str]:
    """Return the values of a string enum of a TypeScript declaration file, in its order."""
    match = re.search(rf"\benum\s+{name}\s*{{(.*?)}}", _COMMENT.sub("", text), re.DOTALL)
    return re.findall(r'=\s*"([^"]+)"', match[1]) if match else []
