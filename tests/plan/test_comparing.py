"""What counts as a change of an app, and what does not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.cli.console import connlint
from tests.git.repositories import change
from tests.plan.situations import (
    CONFIG,
    CONTACT,
    FILES,
    GOOGLE,
    LIST,
    POST,
    SEND,
    Files,
    connector,
    function,
)

GMAIL = connector("gmail", [f"{GOOGLE}gmail.send"])
DRIVE = connector("googledrive", [f"{GOOGLE}drive.file"])
OUTLOOK = connector("outlook", ["Mail.Send", "User.Read"])
STRIPE = connector("stripe", [])
FILE = f"{FILES}/0B1"
CHARGE = """\
// Deno.env.get("STRIPE_SECRET_KEY")
const key = Deno.env.get("STRIPE_SECRET_KEY");
Deno.serve(() => fetch("https://api.stripe.com/v1/charges", { headers: { Authorization: key } }));
"""
PLUGIN = {
    "base44/config.jsonc": '{"name": "Notes", "plugins": [{"source": "mailer"}]}\n',
    "node_modules/mailer/package.json": "{}",
    "node_modules/mailer/base44/config.jsonc": '{"plugin": {"namespace": "m"}}',
    "node_modules/mailer/base44/functions/mail/entry.ts": function("mail", "gmail", SEND)[
        "base44/functions/mail/entry.ts"
    ],
}


def _plan(root: Path, before: Files, after: Files, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Compare two folders; each change is a line, and so is each note."""
    change(root / "then", before)
    change(root / "now", after)
    monkeypatch.chdir(root / "now")
    found = connlint("plan", "--from", "../then", "--format", "json")
    assert found.err == ""
    plan = json.loads(found.out)
    return [*map(_line, plan["changes"]), *(f"note: {note}" for note in plan["notes"])]


def _line(made: Mapping[str, object]) -> str:
    kept = {name: value for name, value in made.items() if name not in {"kind", "type", "allows"}}
    for name, value in kept.items():
        if isinstance(value, str):
            kept[name] = value.removeprefix(GOOGLE).removeprefix("base44/functions/")
    return f"{made['kind']} {made['type']} {json.dumps(kept)}"


NOTHING: Mapping[str, tuple[Files, Files]] = {
    "the order of scopes, and one twice": (
        connector("gmail", [f"{GOOGLE}gmail.send", "email"]),
        connector("gmail", ["email", f"{GOOGLE}gmail.send", "email"]),
    ),
    "another spelling of a scope of Microsoft Graph": (
        OUTLOOK,
        connector("outlook", ["https://graph.microsoft.com/mail.send", "user.read"]),
    ),
    "a file with another name": (
        GMAIL,
        {"base44/connectors/mail.json": GMAIL["base44/connectors/gmail.jsonc"]},
    ),
    "a file without scopes": (
        connector("gmail", []),
        {"base44/connectors/gmail.jsonc": '{"type": "gmail"}'},
    ),
    "a request in another line": (
        {**GMAIL, **function("mail", "gmail", SEND)},
        {**GMAIL, **function("mail", "gmail", SEND, SEND)},
    ),
    "a request in another file": (
        {**GMAIL, **function("mail", "gmail", SEND)},
        {**GMAIL, **function("post", "gmail", SEND)},
    ),
    "a request less": (
        {**GMAIL, **function("mail", "gmail", SEND), **function("a", "gmail", SEND)},
        {**GMAIL, **function("b", "gmail", SEND)},
    ),
    "a request that is not understood": (
        {**GMAIL, **function("mail", "gmail", "? x")},
        {**GMAIL, **function("mail", "gmail", "? x")},
    ),
}


@pytest.mark.parametrize("case", NOTHING)
def test_what_is_not_a_change(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = NOTHING[case]
    assert _plan(tmp_path, {**CONFIG, **before}, {**CONFIG, **after}, monkeypatch) == []


HOOKS = function("hook", "airtable", "POST https://api.airtable.com/v0/bases/app1/webhooks")
LOST_HOOK = (
    '{"path": "base44/functions/hook/entry.ts", "line": 7, '
    '"methods": ["POST /v0/bases/{baseId}/webhooks"]}'
)
CHANGES: Mapping[str, tuple[Files, Files, list[str]]] = {
    "Stripe is removed": (
        {**STRIPE, "base44/functions/charge/entry.ts": CHARGE},
        {"base44/functions/charge/entry.ts": CHARGE},
        ['connector-removed stripe {"used_by": ["base44/functions/charge/entry.ts"]}'],
    ),
    "a scope of a service that takes none": (
        connector("notion", []),
        connector("notion", ["read"]),
        ['scope-added notion {"scope": "read", "consent": false, "restricted": false}'],
    ),
    "a type that the catalog does not have": (
        {},
        connector("acme_crm", ["all"]),
        ['connector-added acme_crm {"scopes": ["all"], "consent": true, "restricted": false}'],
    ),
    "a wider scope takes the place of a needed one": (
        {**GMAIL, **function("mail", "gmail", SEND)},
        {**connector("gmail", ["https://mail.google.com/"]), **function("mail", "gmail", SEND)},
        [
            'scope-added gmail {"scope": "https://mail.google.com/", "consent": true, '
            '"restricted": true}',
            'scope-removed gmail {"scope": "gmail.send", "breaks": []}',
        ],
    ),
    "a request that was rejected before does not lose its scope": (
        {**GMAIL, **function("mail", "gmail", LIST)},
        {**connector("gmail", []), **function("mail", "gmail", LIST)},
        ['scope-removed gmail {"scope": "gmail.send", "breaks": []}'],
    ),
    "a scope that allowed a request perhaps": (
        {**DRIVE, **function("list", "googledrive", FILE)},
        {**connector("googledrive", []), **function("list", "googledrive", FILE)},
        [
            'scope-removed googledrive {"scope": "drive.file", "breaks": [{"path": '
            '"base44/functions/list/entry.ts", "line": 7, "methods": ["drive.files.get"]}]}'
        ],
    ),
    "each of two scopes was enough": (
        {
            **connector("gmail", [f"{GOOGLE}gmail.modify", f"{GOOGLE}gmail.readonly"]),
            **function("mail", "gmail", LIST),
        },
        {**connector("gmail", []), **function("mail", "gmail", LIST)},
        [
            f'scope-removed gmail {{"scope": "gmail.{name}", "breaks": [{{"path": '
            '"base44/functions/mail/entry.ts", "line": 7, "methods": '
            '["gmail.users.messages.list"]}]}'
            for name in ("modify", "readonly")
        ],
    ),
    "two scopes were needed together": (
        {**connector("airtable", ["webhook:manage", "schema.bases:read"]), **HOOKS},
        {**connector("airtable", []), **HOOKS},
        [
            f'scope-removed airtable {{"scope": "{scope}", "breaks": [{LOST_HOOK}]}}'
            for scope in ("webhook:manage", "schema.bases:read")
        ],
    ),
    "one of two scopes was needed with one that is left": (
        {
            **connector("airtable", ["webhook:manage", "schema.bases:read", "data.records:read"]),
            **HOOKS,
        },
        {**connector("airtable", ["data.records:read"]), **HOOKS},
        [
            f'scope-removed airtable {{"scope": "webhook:manage", "breaks": [{LOST_HOOK}]}}',
            'scope-removed airtable {"scope": "schema.bases:read", "breaks": []}',
        ],
    ),
    "one of two scopes that are needed together, without the other": (
        {**connector("airtable", ["schema.bases:read"]), **HOOKS},
        {**connector("airtable", []), **HOOKS},
        ['scope-removed airtable {"scope": "schema.bases:read", "breaks": []}'],
    ),
    "a new request that its scope allows in part": (
        DRIVE,
        {**DRIVE, **function("list", "googledrive", FILES)},
        [
            'request-added googledrive {"methods": ["drive.files.list"], "path": "list/entry.ts", '
            '"line": 7, "allowed": true}'
        ],
    ),
    "a new request with the token of another service": (
        GMAIL,
        {**GMAIL, **function("list", "gmail", POST)},
        [
            'request-added gmail {"methods": ["chat.postMessage"], "path": "list/entry.ts", '
            '"line": 7, "allowed": false}'
        ],
    ),
    "a new request of a connector without a file": (
        GMAIL,
        {**GMAIL, **function("sync", "hubspot", CONTACT)},
        [
            'request-added hubspot {"methods": ["GET /crm/v3/objects/contacts/{contactId}"], "path": "sync/entry.ts", '
            '"line": 7, "allowed": false}',
            "note: The code uses HubSpot, which has no connector file: if it is connected, "
            "the push disconnects it",
        ],
    ),
    "a new request of an app without connector files": (
        {},
        function("sync", "hubspot", CONTACT),
        [
            'request-added hubspot {"methods": ["GET /crm/v3/objects/contacts/{contactId}"], "path": "sync/entry.ts", '
            '"line": 7, "allowed": null}'
        ],
    ),
    "another file makes the same request": (
        {**GMAIL, **function("mail", "gmail", SEND)},
        {**GMAIL, **function("mail", "gmail", SEND), **function("more", "gmail", SEND)},
        [
            'request-added gmail {"methods": ["gmail.users.messages.send"], '
            '"path": "more/entry.ts", "line": 7, "allowed": true}'
        ],
    ),
    "a plugin of a package": (
        {**CONFIG, **GMAIL},
        {**GMAIL, **PLUGIN},
        [
            "note: connlint cannot tell whether this request is new: "
            '"node_modules/mailer/base44/functions/mail/entry.ts:7"'
        ],
    ),
    "a removed connector whose user is read only in part": (
        {**GMAIL, **DRIVE},
        {
            **GMAIL,
            "base44/functions/odd/entry.ts": 'import { go } from "../../../lost.ts";\ngo("getConnection");\n',
        },
        [
            'connector-removed googledrive {"used_by": []}',
            "note: More code may use a removed connector: connlint could not check "
            '"base44/functions/odd/entry.ts"',
        ],
    ),
}


@pytest.mark.parametrize("case", CHANGES)
def test_what_is_a_change(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, after, expected = CHANGES[case]
    found = _plan(tmp_path, {**CONFIG, **before}, {**CONFIG, **after}, monkeypatch)
    assert found == expected


def test_the_texts_about_stripe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(tmp_path / "then", {**CONFIG, **GMAIL})
    charge = {"base44/functions/charge/entry.ts": CHARGE}
    change(tmp_path / "now", {**CONFIG, **GMAIL, **STRIPE, **charge})
    monkeypatch.chdir(tmp_path / "now")
    assert "Base44 creates a Stripe sandbox" in connlint("plan", "--from", "../then").out
    monkeypatch.chdir(tmp_path / "then")
    change(tmp_path / "then", charge)
    assert connlint("plan", "--from", "../now").out == (
        "This app, compared with ../now\n"
        "The next push disconnects Stripe, which the app still uses.\n\n"
        "- Stripe (stripe): the push uninstalls it, and the app still uses it\n"
        "    used by base44/functions/charge/entry.ts:2\n"
    )


def test_the_texts_about_requests_without_their_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(tmp_path / "then", {**CONFIG, **GMAIL})
    wrong = {**function("wrong", "gmail", POST), **function("sync", "hubspot", CONTACT)}
    change(tmp_path / "now", {**CONFIG, **GMAIL, **DRIVE, **wrong})
    monkeypatch.chdir(tmp_path / "now")
    place = "    + base44/functions"
    assert connlint("plan", "--from", "../then").out.partition("New requests\n")[2] == (
        f"{place}/wrong/entry.ts:7 chat.postMessage: will be rejected, because it needs the token "
        "of Slack User or Slack Bot\n"
        f"{place}/sync/entry.ts:7 GET /crm/v3/objects/contacts/{{contactId}}: will be rejected, "
        "because HubSpot has no connector file\n"
        "\nNotes\n"
        "    The code uses HubSpot, which has no connector file: if it is connected, the push "
        "disconnects it\n"
    )
