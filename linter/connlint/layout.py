"""What Base44 calls its folders and files, and which folders hold no app of their own.

Imports nothing that costs anything: a run that finds nothing needs little more than this.
"""

from __future__ import annotations

import os

__all__ = [
    "CODE_ENDINGS",
    "CONFIG_NAMES",
    "CONNECTORS",
    "CONNECTOR_ENDINGS",
    "ENTRY_CONFIGS",
    "FUNCTIONS",
    "NEAR_ENDINGS",
    "SETTINGS_NAME",
    "SHARED",
    "SUBDIRECTORY",
    "WORKFLOWS",
    "config_in",
    "is_app_code",
    "subfolders",
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
CONNECTOR_ENDINGS = (".json", ".jsonc")
NEAR_ENDINGS = (".json", ".jsonc", ".json5", ".yaml", ".yml", ".toml")
"""Endings of files that somebody may have meant as a connector, in small letters."""
ENTRY_CONFIGS = ("function.json", "function.jsonc")
"""What the config of a function is called."""
CODE_ENDINGS = (".ts", ".js", ".tsx", ".jsx", ".mts", ".mjs", ".cts", ".cjs")
"""What the names of code files end in, in the order in which a name without one is tried."""
SETTINGS_NAME = "connlint.toml"
"""connlint's own configuration."""

_NO_APPS = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})
_NO_CODE = (".test.", ".spec.", "_test.", ".d.")


def config_in(folder: str) -> str | None:
    """The path of the app's config in a folder, None without one."""
    for name in CONFIG_NAMES:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            return path
    return None


def subfolders(directory: str) -> list[str]:
    """The names of the folders in a directory that may hold apps, in reverse order."""
    try:
        with os.scandir(directory) as entries:
            names = [
                entry.name
                for entry in entries
                if entry.name[0] != "."
                and entry.name not in _NO_APPS
                and entry.is_dir(follow_symlinks=False)
            ]
    except OSError:
        return []
    names.sort(reverse=True)
    return names


def is_app_code(name: str) -> bool:
    """Whether a file is code that runs in the app: no test, and no declaration of types."""
    if not name.endswith(CODE_ENDINGS) or name[0] == ".":
        return False
    return not any(mark in name for mark in _NO_CODE)
