"""Names that Base44 gives its folders, files and settings."""

from __future__ import annotations

__all__ = [
    "BUILT",
    "CODE_ENDINGS",
    "CONFIG_NAMES",
    "CONNECTORS",
    "CONNECTOR_ENDINGS",
    "ENTRY_CONFIGS",
    "FLAT_ENDINGS",
    "FRONT_END",
    "FUNCTIONS",
    "IGNORE_MARK",
    "NATIVE",
    "NEAR_ENDINGS",
    "PACKAGES",
    "SETTINGS_NAME",
    "SHARED",
    "SITE_TEXTS",
    "SUBDIRECTORY",
    "VISIBILITIES",
    "WORKFLOWS",
    "is_app_code",
]

SUBDIRECTORY = "base44"
CONFIG_NAMES = ("config.json", "config.jsonc")
"""In the order in which Base44 takes them where both are there."""
CONNECTORS = "connectors"
"""Where connector files lie when the config does not say, relative to the config."""
FUNCTIONS = "functions"
"""Where functions lie when the config does not say, relative to the config."""
SHARED = "shared"
"""What all functions share, beside the folder with the functions."""
WORKFLOWS = "workflows"
"""Where workflows lie, relative to the config."""
FRONT_END = "src"
"""Where the code of the app's pages lies, relative to the app."""
NATIVE = "app"
"""Where the pages of a native app lie, relative to the app."""
PACKAGES = frozenset({"node_modules"})
"""Folders in which no function lies."""
BUILT = PACKAGES | {"dist", "build"}
"""Folders in which no code of a page lies."""
VISIBILITIES = ("public", "private", "workspace")
"""What `visibility` in the config may be."""
SITE_TEXTS = ("buildCommand", "serveCommand", "outputDirectory", "installCommand")
"""What `site` in the config has that must be a text."""
CONNECTOR_ENDINGS = (".json", ".jsonc")
NEAR_ENDINGS = (".json", ".jsonc", ".json5", ".yaml", ".yml", ".toml")
"""Endings of files that somebody may have meant as a connector, in small letters."""
ENTRY_CONFIGS = ("function.json", "function.jsonc")
"""What the config of a function is called."""
FLAT_ENDINGS = (".ts", ".js")
"""What the names of functions end in that are a file each, as in older exports."""
CODE_ENDINGS = (".ts", ".js", ".tsx", ".jsx", ".mts", ".mjs", ".cts", ".cjs")
"""What the names of code files end in, in the order in which a name without one is tried."""
SETTINGS_NAME = "connlint.toml"
"""connlint's own configuration."""
IGNORE_MARK = "connlint-ignore"
"""What a comment that silences findings begins with."""

_NO_CODE = (".test.", ".spec.", "_test.", ".d.")


def is_app_code(name: str) -> bool:
    """Whether a file is code that runs in the app: no test, and no declaration of types."""
    if not name.endswith(CODE_ENDINGS) or name[0] == ".":
        return False
    return not any(mark in name for mark in _NO_CODE)
