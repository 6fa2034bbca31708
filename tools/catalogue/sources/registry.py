"""Sources of facts: published packages, and what is taken from each.

A module has the `PACKAGE`, the types whose scopes or requests it has facts about (`CHECKS`), and
`extract`, which returns the files of facts by name.
"""

from __future__ import annotations

from types import ModuleType

from tools.catalogue.sources import (
    base44_cli,
    base44_sdk,
    discord,
    github,
    google,
    quickbooks,
    slack,
)

__all__ = ["SOURCES"]

SOURCES: dict[str, ModuleType] = {
    "base44_cli": base44_cli,
    "base44_sdk": base44_sdk,
    "discord": discord,
    "github": github,
    "google": google,
    "quickbooks": quickbooks,
    "slack": slack,
}
