"""What happens to real apps between two commits, each told by the files that change.

A function is written as the type whose token it takes and the requests that it makes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Files = Mapping[str, str | bytes | None]

HEAD = """\
import { createClientFromRequest } from "npm:@base44/sdk";

Deno.serve(async (req) => {
  const { connectors } = createClientFromRequest(req).asServiceRole;
  const { accessToken } = await connectors.getConnection("%s");
  const headers = { Authorization: `Bearer ${accessToken}` };
"""
CONFIG = {"base44/config.jsonc": '{"name": "Notes"}\n'}
GOOGLE = "https://www.googleapis.com/auth/"
SEND = "POST https://gmail.googleapis.com/gmail/v1/users/me/messages/send"
LIST = "GET https://gmail.googleapis.com/gmail/v1/users/me/messages"
FILES = "GET https://www.googleapis.com/drive/v3/files"
POST = "POST https://slack.com/api/chat.postMessage"
CONTACT = "GET https://api.hubapi.com/crm/v3/objects/contacts/1"


def connector(type_name: str, scopes: Sequence[str], folder: str = "base44/connectors") -> Files:
    """The file of a connector."""
    value = {"type": type_name, "scopes": list(scopes)}
    return {f"{folder}/{type_name}.jsonc": json.dumps(value, indent=2) + "\n"}


def function(name: str, type_name: str, *requests: str) -> Files:
    """A function that makes requests, each a verb and an address; `?` is one that nobody knows."""
    lines = [HEAD % type_name]
    for request in requests:
        verb, _, address = request.partition(" ")
        url = "req.url" if verb == "?" else json.dumps(address)
        lines.append(f'  await fetch({url}, {{ method: "{verb}", headers }});\n')
    return {f"base44/functions/{name}/entry.ts": "".join([*lines, "});\n"])}


@dataclass(frozen=True)
class Situation:
    """Files of one commit, and what changes in them until now; None deletes a file."""

    before: Files
    after: Files
    status: int = 0


def _commented(files: Files) -> Files:
    """Connector files with other comments and another layout."""
    return {
        name: f"// Written by hand.\n{json.dumps(json.loads(text or b''))}\n\n"
        for name, text in files.items()
    }


_GMAIL = connector("gmail", [f"{GOOGLE}gmail.send"])
_DRIVE = connector("googledrive", [f"{GOOGLE}drive.file"])
_HUBSPOT = connector("hubspot", ["crm.objects.contacts.read"])
_SLACK = connector("slack", ["chat:write"])
_SENDS = function("mail", "gmail", SEND)
_SYNCS = function("sync", "hubspot", CONTACT)
_EVENT = {
    "base44/functions/react/function.jsonc": json.dumps(
        {
            "name": "react",
            "entry": "entry.ts",
            "automations": [
                {"type": "connector", "name": "a", "integration_type": "hubspot", "events": []}
            ],
        }
    ),
    "base44/functions/react/entry.ts": "Deno.serve(() => new Response());\n",
}

SITUATIONS: Mapping[str, Situation] = {
    "type-renamed-in-its-file": Situation(
        {**CONFIG, **connector("googlecalender", [f"{GOOGLE}calendar.readonly"])},
        {
            "base44/connectors/googlecalender.jsonc": json.dumps(
                {"type": "googlecalendar", "scopes": [f"{GOOGLE}calendar.readonly"]}
            )
        },
    ),
    "slack-to-slackbot": Situation(
        {**CONFIG, **_SLACK, **function("tell", "slack", POST)},
        {
            "base44/connectors/slack.jsonc": None,
            **connector("slackbot", ["chat:write"]),
            **function("tell", "slackbot", POST),
        },
    ),
    "restricted-scope-added": Situation(
        {**CONFIG, **_DRIVE},
        {**connector("googledrive", [f"{GOOGLE}drive.file", f"{GOOGLE}drive", "email"])},
    ),
    "deleted-while-in-use": Situation(
        {**CONFIG, **_GMAIL, **_HUBSPOT, **_SYNCS, **_EVENT},
        {"base44/connectors/hubspot.jsonc": None},
        1,
    ),
    "deleted-while-unused": Situation(
        {**CONFIG, **_GMAIL, **_HUBSPOT, **_SENDS},
        {"base44/connectors/hubspot.jsonc": None},
    ),
    "connectors-moved-by-config": Situation(
        {**CONFIG, **_GMAIL, **_SENDS},
        {
            "base44/config.jsonc": '{"name": "Notes", "connectorsDir": "links"}\n',
            "base44/connectors/gmail.jsonc": None,
            **connector("gmail", [f"{GOOGLE}gmail.send"], "base44/links"),
        },
    ),
    "no-files-before": Situation(
        {**CONFIG, **_SENDS, **function("tell", "slack", POST)},
        {**_GMAIL, **connector("stripe", [])},
    ),
    "needed-scope-removed": Situation(
        {
            **CONFIG,
            **connector("gmail", [f"{GOOGLE}gmail.send", f"{GOOGLE}gmail.readonly"]),
            **function("mail", "gmail", SEND, LIST),
        },
        {**connector("gmail", [f"{GOOGLE}gmail.send"])},
    ),
    "new-request-without-its-scope": Situation(
        {**CONFIG, **_GMAIL, **_SENDS},
        {**function("mail", "gmail", SEND, LIST, "? unknown"), **function("copy", "gmail", SEND)},
    ),
    "only-comments-and-layout": Situation(
        {**CONFIG, **_GMAIL, **_DRIVE, **_SENDS},
        {
            **_commented({**_GMAIL, **_DRIVE}),
            "base44/functions/mail/entry.ts": "\n// Moved.\n\n"
            + str(_SENDS["base44/functions/mail/entry.ts"]),
        },
    ),
}
