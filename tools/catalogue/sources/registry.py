"""Sources of facts: published packages, and what is taken from each.

A module has the `PACKAGE`, the types whose scopes or requests it has facts about (`CHECKS`), and
`extract`, which returns the files of facts by name. `OLDER` has older versions that apps still use,
each with what is needed of it; `extract` takes their folders as well.
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
from tools.catalogue.sources.clients import (
    asana,
    box,
    discord_routes,
    hubspot,
    linear,
    notion,
    square,
    twitter,
)

__all__ = ["SOURCES"]

SOURCES: dict[str, ModuleType] = {
    "base44_cli": base44_cli,
    "base44_sdk": base44_sdk,
    "clients/@hubspot+api-client": hubspot,
    "clients/@linear+sdk": linear,
    "clients/@notionhq+client": notion,
    "clients/asana": asana,
    "clients/box-node-sdk": box,
    "clients/discord-api-types": discord_routes,
    "clients/square": square,
    "clients/twitter-api-v2": twitter,
    "discord": discord,
    "github": github,
    "google": google,
    "quickbooks": quickbooks,
    "slack": slack,
}
