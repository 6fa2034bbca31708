"""Files of npm clients in the form that connlint ships: each on one line, from its facts."""

from __future__ import annotations

import json
from pathlib import Path

from tools.catalogue.files import FACTS, SCHEMAS, load

__all__ = ["CLIENTS", "client_files", "client_sources", "clients_of"]

CLIENTS = {
    "@hubspot/api-client": "hubspot",
    "@linear/sdk": "linear",
    "@notionhq/client": "notion",
    "asana": "asana",
    "box-node-sdk": "box",
    "discord-api-types": "discord",
    "square": "square",
    "twitter-api-v2": "x",
}
"""The packages whose calls are known, each with the connector type whose token it takes."""


_OF_PROVIDERS = {
    "Airtable": ("airtable",),
    "Dropbox": ("dropbox",),
    "GitHub": ("octokit", "@octokit/rest", "@octokit/core"),
    "Google": ("googleapis", "@googleapis/*", "google-auth-library"),
    "Microsoft": ("@microsoft/microsoft-graph-client",),
    "Salesforce": ("jsforce",),
    "Slack": ("@slack/web-api",),
}
"""The packages whose calls need no file of their own, by the provider that they are for."""


def clients_of(type_name: str, provider: str) -> list[str]:
    """Return the npm packages through which requests to the service of a type are understood."""
    own = [package for package, name in CLIENTS.items() if name == type_name]
    return sorted([*own, *_OF_PROVIDERS.get(provider, ())])


def client_files() -> dict[Path, str]:
    """Return the text of the file of each client."""
    files = {}
    for package in CLIENTS:
        name = package.replace("/", "+")
        facts = load(FACTS / "clients" / name / "calls.json")
        text = json.dumps(facts, ensure_ascii=False, separators=(",", ":")) + "\n"
        files[SCHEMAS / "clients" / f"{name}.json"] = text
    return files


def client_sources(type_name: str) -> list[str]:
    """Return the sources that the clients for a type are."""
    return [f"npm client {package}" for package, name in CLIENTS.items() if name == type_name]
