"""Names of the clients of services, and of the objects with which they send requests."""

from __future__ import annotations

__all__ = [
    "AIRTABLE",
    "AIRTABLE_BASE",
    "AIRTABLE_PACKAGE",
    "AIRTABLE_QUERY",
    "AIRTABLE_RECORD",
    "AIRTABLE_TABLE",
    "ASANA",
    "ASANA_PACKAGE",
    "AUTH_PROVIDER",
    "BOX",
    "BOX_AUTH",
    "BOX_SDK",
    "DISCORD",
    "DROPBOX",
    "GOOGLE_AUTH",
    "GOOGLE_PACKAGE",
    "GOOGLE_SERVICE",
    "GRAPH",
    "GRAPH_REQUEST",
    "HUBSPOT",
    "JSFORCE",
    "JSFORCE_OBJECT",
    "JSFORCE_QUERY",
    "LINEAR",
    "LINEAR_OBJECT",
    "MAPPED",
    "NOTION",
    "OBJECTS",
    "OCTOKIT",
    "SLACK",
    "SQUARE",
    "TWITTER",
]

AIRTABLE, AIRTABLE_PACKAGE, AIRTABLE_BASE = "airtable", "airtable-package", "airtable-base"
AIRTABLE_TABLE, AIRTABLE_QUERY = "airtable-table", "airtable-query"
AIRTABLE_RECORD = "airtable-record"
ASANA, ASANA_PACKAGE = "asana", "asana-package"
BOX, BOX_AUTH, BOX_SDK = "box-node-sdk", "box-auth", "box-sdk"
DISCORD = "discord"
DROPBOX = "dropbox"
GOOGLE_AUTH, GOOGLE_PACKAGE, GOOGLE_SERVICE = "google-auth", "google", "googleapis"
"""An OAuth2 client, the package with the token for all, and a service."""
GRAPH, GRAPH_REQUEST = "graph", "graph-request"
AUTH_PROVIDER = "authProvider"
"""The option of Graph's client with the function that gives it the token."""
HUBSPOT = "@hubspot/api-client"
JSFORCE, JSFORCE_OBJECT, JSFORCE_QUERY = "jsforce", "jsforce-object", "jsforce-query"
LINEAR, LINEAR_OBJECT = "@linear/sdk", "linear-object"
NOTION = "@notionhq/client"
OCTOKIT = "octokit"
SLACK = "slack"
SQUARE = "square"
TWITTER = "twitter-api-v2"

MAPPED = frozenset({ASANA, BOX, HUBSPOT, LINEAR, NOTION, SQUARE, TWITTER})
"""The clients whose calls are data."""
OBJECTS = frozenset({AIRTABLE_RECORD, LINEAR_OBJECT})
"""The results of calls of clients that have methods which send requests."""
