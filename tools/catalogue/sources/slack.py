"""Slack: scopes of user and bot tokens from the types of an app manifest.

The npm package slack-web-api-client declares the scopes of a manifest as unions of string
literals, one for each kind of token.
"""

from __future__ import annotations

import re
from pathlib import Path

from tools.catalogue.sources.common import Package, UnexpectedPackageError

__all__ = ["CHECKS", "PACKAGE", "extract", "unions"]

_FILE = "dist/manifest/scopes.d.ts"
PACKAGE = Package("npm", "slack-web-api-client", (_FILE,))
CHECKS = ("slack", "slackbot")

_TYPES = {
    "app": "AppManifestLevelScopes",
    "bot": "AnyManifestBotScope",
    "configuration": "AnyManifestConfigurationScope",
    "user": "AnyManifestUserScope",
}
_UNION = re.compile(r"\btype\s+(\w+)\s*=\s*([^;]+);")
_LITERAL = re.compile(r"""["']([^"']+)["']""")
# In the union, it means that no scope is needed.
_NO_SCOPE = "none"


def extract(package_dir: Path) -> dict[str, object]:
    """Return `scopes.json`: the scopes of each kind of token."""
    declared = unions((package_dir / _FILE).read_text("utf-8"))
    missing = set(_TYPES.values()) - declared.keys()
    if missing:
        raise UnexpectedPackageError(f"{_FILE} does not declare {', '.join(sorted(missing))}")
    return {
        "scopes.json": {
            token: sorted(set(declared[name]) - {_NO_SCOPE}) for token, name in _TYPES.items()
        }
    }


def unions(text: str) -> dict[str, list[str]]:
    """Return the string literals of each type alias of a TypeScript declaration file."""
    return {name: _LITERAL.findall(union) for name, union in _UNION.findall(text)}
