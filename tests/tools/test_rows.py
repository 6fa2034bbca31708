"""The rows of types, from the collection, from what was observed, and from Base44's packages."""

from __future__ import annotations

from typing import Any

from tools.catalogue.pins import Pin
from tools.catalogue.rows import rows_of
from tools.catalogue.sources.registry import SOURCES
from tools.catalogue.type_facts import Types

PINS = {name: Pin("1.2", "2026-01-01") for name in SOURCES} | {
    "base44_cli": Pin("0.2", "2026-04-04"),
    "base44_sdk": Pin("0.9", "2026-05-05"),
    "slack": Pin("3", "2026-06-06"),
}
SDK = '@base44/sdk 0.9 dist/modules/connectors.types.d.ts, "Available connectors" table'
CLI = "base44 CLI 0.2 src/core/resources/connector/schema.ts (KnownIntegrationTypes)"


def row(name: str, status: str, *sources: str) -> dict[str, Any]:
    return {"name": name, "aliases": [], "status": status, "sources": list(sources)}


TABLE = {
    "date": "2026-02-02",
    "types": {
        "jira": row("Jira", "observed", "public files"),
        "slack": row("Slack", "documented", SDK.replace("0.9", "0.1"), "docs"),
    },
}
OBSERVED = {
    "gumroad": row("Gumroad", "observed", "public files") | {"checked": "2026-03-03"},
    "jira": {"scopes": {}, "checked": "2026-03-03"},
}


def rows() -> dict[str, dict[str, Any]]:
    named = {
        "base44_sdk": {"slack": "Slack User", "acme": "Acme CRM"},
        "base44_cli": {"jira": "jira", "slack": "slack"},
    }
    return rows_of(TABLE, OBSERVED, named, PINS)


def test_each_type_has_a_row_with_its_sources_and_the_day_of_the_last_look() -> None:
    assert rows() == {
        "acme": row("Acme CRM", "documented", SDK) | {"checked": "2026-05-05"},
        "gumroad": row("Gumroad", "observed", "public files") | {"checked": "2026-03-03"},
        "jira": row("Jira", "documented", "public files", CLI) | {"checked": "2026-03-03"},
        "slack": row("Slack", "documented", "docs", SDK, CLI) | {"checked": "2026-06-06"},
    }


def test_a_connector_for_several_products_is_as_old_as_the_oldest_of_them() -> None:
    decided = {
        "acme": {"products": ["jira", "slack"]},
        "gumroad": {"products": ["slack"]},
        "jira": {"checked": "2026-05-07"},
    }
    types = Types(rows(), OBSERVED, decided, {"types": {}, "scopes": {}})
    assert {name: types.checked(name) for name in rows()} == {
        "acme": "2026-05-07",
        "gumroad": "2026-06-06",
        "jira": "2026-05-07",
        "slack": "2026-06-06",
    }
    assert types.date == "2026-06-06"
