"""Names that Base44 gives its folders, files and settings."""

from __future__ import annotations

import os

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
    "TOOL_CONFIGS",
    "VISIBILITIES",
    "WORKFLOWS",
    "is_app_code",
    "may_be_connector",
]

SUBDIRECTORY = "base44"
CONFIG_NAMES = ("config.json", "config.jsonc")
"""In the order in which Base44 prefers them where both exist."""
CONNECTORS = "connectors"
"""The default folder of connector files, relative to the config."""
FUNCTIONS = "functions"
"""The default folder of functions, relative to the config."""
SHARED = "shared"
"""The folder with code that all functions share, next to the functions' folder."""
WORKFLOWS = "workflows"
"""The folder of workflows, relative to the config."""
FRONT_END = "src"
"""The folder with the code of the app's pages, relative to the app."""
NATIVE = "app"
"""The folder with the pages of a native app, relative to the app."""
PACKAGES = frozenset({"node_modules"})
"""Folders that contain no functions."""
BUILT = PACKAGES | {"dist", "build"}
"""Folders that contain no code of pages."""
VISIBILITIES = ("public", "private", "workspace")
"""The possible values of `visibility` in the config."""
SITE_TEXTS = ("buildCommand", "serveCommand", "outputDirectory", "installCommand")
"""The keys of `site` in the config whose values must be strings."""
CONNECTOR_ENDINGS = (".json", ".jsonc")
NEAR_ENDINGS = (".json", ".jsonc", ".json5", ".yaml", ".yml", ".toml")
"""Endings of files that may be meant as connectors, in lower case."""
ENTRY_CONFIGS = ("function.json", "function.jsonc")
"""The names of a function's config."""
FLAT_ENDINGS = (".ts", ".js")
"""Endings of functions that consist of a single file, as in older exports."""
CODE_ENDINGS = (".ts", ".js", ".tsx", ".jsx", ".mts", ".mjs", ".cts", ".cjs")
"""Endings of code files, in the order in which they are tried for a name without an ending."""
SETTINGS_NAME = "connlint.toml"
"""The name of connlint's own configuration file."""
TOOL_CONFIGS = frozenset(
    {
        "deno.json",
        "deno.jsonc",
        "import_map.json",
        "jsconfig.json",
        "package-lock.json",
        "package.json",
        "tsconfig.json",
    }
)
"""Names of JSON files that configure tools, and are no connectors."""
IGNORE_MARK = "connlint-ignore"
"""The word with which a suppression comment begins."""

_NO_CODE = (".test.", ".spec.", "_test.", ".d.")


def may_be_connector(name: str) -> bool:
    """Tell whether a file in no app may be a connector, by its name; one without ending may be."""
    ending = os.path.splitext(name)[1].lower()
    return name[0] != "." and name not in TOOL_CONFIGS and ending in {"", *NEAR_ENDINGS}


def is_app_code(name: str) -> bool:
    """Tell whether a file's name is that of code of the app: no test, no type declarations."""
    if not name.endswith(CODE_ENDINGS) or name[0] == ".":
        return False
    return not any(mark in name for mark in _NO_CODE)
