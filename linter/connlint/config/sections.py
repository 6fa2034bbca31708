"""Names of the files that can hold connlint's settings, and the table in each that holds them."""

from __future__ import annotations

import os

from connlint.files.conventions import SETTINGS_NAME

__all__ = [
    "KEYS",
    "PACKAGE",
    "PYPROJECT",
    "SETTINGS_FILES",
    "SHARED_FILES",
    "is_package",
    "section_of",
    "section_words",
]

PYPROJECT = "pyproject.toml"
PACKAGE = "package.json"
SHARED_FILES = (PYPROJECT, PACKAGE)
"""Files that hold the settings of other tools too, in the order in which they count."""
SETTINGS_FILES = (SETTINGS_NAME, *SHARED_FILES)

KEYS = (
    "min-severity",
    "fail-on",
    "extra-types",
    "extra-scopes",
    "catalog",
    "exclude",
    "rules",
    "per-file-rules",
)
"""The keys of the settings."""

_SECTIONS = {PYPROJECT: ("tool", "connlint"), PACKAGE: ("connlint",)}


def is_package(location: str) -> bool:
    """Tell whether a file is a package.json, in which the settings are JSON; others are TOML."""
    return os.path.basename(location) == PACKAGE


def section_of(location: str) -> tuple[str, ...]:
    """Return the keys that lead to connlint's settings in a file; empty if the file is its own."""
    return _SECTIONS.get(os.path.basename(location), ())


def section_words(location: str) -> str:
    """Return how the table with the settings is written in a file of several tools."""
    return '"connlint"' if is_package(location) else "[tool.connlint]"
