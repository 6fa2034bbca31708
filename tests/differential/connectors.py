"""Connector files: right ones in all their forms, and what else may be in their folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random

from .accidents import HARMLESS, spoil
from .draft import Draft

__all__ = ["SCOPES", "add_connectors", "connector_text", "odd_connector"]

_GOOGLE = "https://www.googleapis.com/auth/"
SCOPES = {
    "dropbox": ["files.metadata.read", "files.content.read"],
    "github": ["public_repo", "read:user"],
    "gmail": [f"{_GOOGLE}gmail.send", "email", f"{_GOOGLE}gmail.labels"],
    "googlecalendar": [f"{_GOOGLE}calendar.events.readonly", f"{_GOOGLE}calendar.readonly"],
    "googledrive": [f"{_GOOGLE}drive.file"],
    "googlesheets": [f"{_GOOGLE}spreadsheets", f"{_GOOGLE}userinfo.email", "openid"],
    "hubspot": ["oauth", "crm.objects.contacts.read", "crm.objects.deals.read"],
    "linkedin": ["openid", "profile", "w_member_social"],
    "notion": [],
    "outlook": ["Mail.Send", "Calendars.ReadWrite", "User.Read", "offline_access"],
    "salesforce": ["api", "refresh_token"],
    "slack": ["chat:write", "users:read"],
    "slackbot": ["chat:write", "channels:read", "chat:write.customize"],
    "square": ["ORDERS_READ", "MERCHANT_PROFILE_READ"],
}
_ODD_TYPES = (
    "Slack",
    "SLACK",
    "google-calendar",
    "googlecalender",
    "acme_crm",
    "ACME_CRM",
    "acme crm",
    "stripe",
    "x",
    "databricks",
    "snowflake",
    "rest",
    "",
    "gmail ",
    "gm\u0430il",
    "g" * 500,
    "intercom",
    "68f0c2b1a9d4e7f3a1b2c3d4",
)
_ODD_SCOPES = (
    "",
    " ",
    "chat:wriet",
    "chat:write users:read",
    "chat:write,users:read",
    "Chat:Write",
    "gmail.send",
    "http://www.googleapis.com/auth/gmail.send",
    f"{_GOOGLE}gmail.send/",
    f"{_GOOGLE}drive",
    f"{_GOOGLE}calendar",
    "https://mail.google.com/",
    "Mail.ReadWrite",
    "admin.users:write",
    "repo",
    "r_liteprofile",
    "email",
    "a\u200bb",
    "Read and list users and companies",
    "scope" * 3_000,
)
_ODD_NAMES = (
    ".slack.jsonc",
    "slack.json5",
    "slack.JSONC",
    "slack.Json",
    "slack.yaml",
    "slack.yml",
    "slack.toml",
    "slack.bak.jsonc",
    "slack.jsonc.bak",
    "slack.jsonc~",
    "slack",
    "my slack (1).jsonc",
    "sl\\ack.jsonc",
    "\\slack.jsonc",
    "sub/slack.jsonc",
    "sub/deeper/slack.jsonc",
    ".hidden/slack.jsonc",
    "node_modules/slack.jsonc",
    "-slack.jsonc",
    " slack .jsonc",
    "sl\nack.jsonc",
    "sl\x1back.jsonc",
    "##[slack].jsonc",
    "::error::slack.jsonc",
    "slack:1:1.jsonc",
    "slack\u202e.jsonc",
    "cafe\u0301.jsonc",
    "\u30b9\u30e9\u30c3\u30af.jsonc",
    ".jsonc",
    "..jsonc",
    "README.md",
    ".DS_Store",
    "connlint.toml",
    "s" * 200 + ".jsonc",
)


def add_connectors(draft: Draft, types: list[str]) -> None:
    """Give an app right connector files of these types."""
    for name in types:
        ending = draft.rng.choice((".jsonc", ".jsonc", ".jsonc", ".json"))
        data = connector_text(name, SCOPES[name], draft.rng).encode()
        if draft.happens(0.12):
            data = draft.rng.choice(HARMLESS)(data, draft.rng)
        draft.put(f"base44/connectors/{name}{ending}", data)


def connector_text(name: str, scopes: list[str], rng: Random) -> str:
    """Write a connector in one of the forms that the platform, people and tools have for it."""
    value = {"type": name, "scopes": scopes}
    form = rng.randrange(5)
    if form == 0:
        return json.dumps(value, indent=2)
    if form == 1:
        return json.dumps(value, ensure_ascii=False) + "\n"
    if form == 2:
        return json.dumps({"scopes": scopes, "type": name}, indent="\t") + "\n"
    if form == 3:
        listed = "".join(f"    {json.dumps(scope)},\n" for scope in scopes)
        return f'// {name}\n{{\n  "type": {json.dumps(name)},\n  "scopes": [\n{listed}  ],\n}}\n'
    return json.dumps(value, separators=(",", ":"))


def odd_connector(draft: Draft) -> None:
    """Do one odd thing to a connector file, or to the folder that it is in."""
    draft.rng.choice(_ODDITIES)(draft)


def _any(draft: Draft) -> str:
    """Give the path of a connector file, which is made where there is none."""
    here = draft.paths("base44/connectors/", (".json", ".jsonc"))
    if not here:
        draft.put(
            "base44/connectors/slack.jsonc", connector_text("slack", ["chat:write"], draft.rng)
        )
        here = ["base44/connectors/slack.jsonc"]
    return draft.rng.choice(here)


def _spoilt(draft: Draft) -> None:
    place = _any(draft)
    draft.put(place, spoil(draft.content(place), draft.rng))


def _other_type(draft: Draft) -> None:
    name = draft.rng.choice(_ODD_TYPES)
    scopes = draft.rng.choice(([], ["chat:write"], SCOPES["gmail"]))
    file = "".join(char for char in name if char.isalnum())[:40] or "none"
    draft.put(f"base44/connectors/{file}.jsonc", connector_text(name, scopes, draft.rng))


def _other_scopes(draft: Draft) -> None:
    """Add odd scopes to a file, repeat some, take them from another service, or take all."""
    rng = draft.rng
    name = rng.choice(sorted(SCOPES))
    scopes = list(SCOPES[name])
    for _ in range(draft.some(3)):
        case = rng.randrange(4)
        if case == 0 and scopes:
            scopes.append(rng.choice(scopes))
        elif case == 1:
            scopes.extend(SCOPES[rng.choice(sorted(SCOPES))])
        elif case == 2:
            scopes = scopes[:1]
        else:
            scopes.insert(rng.randint(0, len(scopes)), rng.choice(_ODD_SCOPES))
    draft.put(f"base44/connectors/{name}.jsonc", connector_text(name, scopes, rng))


def _other_shape(draft: Draft) -> None:
    texts = (
        '{"type": "slack"}',
        '{"type": "slack", "scope": ["chat:write"]}',
        '{"type": "slack", "scopes": "chat:write"}',
        '{"type": "slack", "scopes": null}',
        '{"type": "slack", "scopes": {"chat:write": true}}',
        '{"type": "slack", "scopes": [1, null, ["chat:write"]]}',
        '{"Type": "slack", "Scopes": []}',
        '{"type": ["slack"], "scopes": []}',
        '{"type": "slack", "scopes": ["chat:write"], "notes": "ask Ada", "typ": 1}',
        '{"type": "slack", "connection_config": {"subdomain": "acme"}, "scopes": ["chat:write"]}',
        '{"connector": {"type": "slack", "scopes": []}}',
        '{"type": "rest", "name": "a", "baseUrl": "https://a.example", "auth": {}, "headers": {}}',
        "{type: \"slack\", scopes: ['chat:write',],}",
        '{"__proto__": {"type": "slack"}, "constructor": 1}',
        '{"scopes": ["chat:write"]}',
        '{"type": "slack", "type": "slackbot", "scopes": []}',
        '{"type": "linkedin", "scopes": ["r_liteprofile", "w_member_social"]}',
        '{"type": "googledrive", "scopes": ["email", "openid"]}',
        "eyJ0eXBlIjogInNsYWNrIiwgInNjb3BlcyI6IFsiY2hhdDp3cml0ZSJdfQ==",
    )
    draft.put(
        f"base44/connectors/{draft.rng.choice(('slack', 'a'))}.jsonc", draft.rng.choice(texts)
    )


def _other_name(draft: Draft) -> None:
    """Copy or move a connector file to an odd name."""
    place = _any(draft)
    content = draft.content(place) if draft.happens(0.5) else draft.remove(place)
    draft.put(f"base44/connectors/{draft.rng.choice(_ODD_NAMES)}", content)


def _bytes_name(draft: Draft) -> None:
    """Give a connector file a name that is not UTF-8."""
    place = _any(draft)
    draft.put("base44/connectors/sl\udce9ck.jsonc", draft.content(place))


def _duplicate(draft: Draft) -> None:
    rng = draft.rng
    pairs = (("slack", "slack"), ("slack", "Slack"), ("acme_crm", "Acme_CRM"), ("gmail", "gmail"))
    for number, name in enumerate(rng.choice(pairs)):
        text = connector_text(name, rng.choice(([], ["chat:write"])), rng)
        draft.put(f"base44/connectors/{name.lower()}{'-old' * number}.jsonc", text)


def _link(draft: Draft) -> None:
    """Put a link where a connector file belongs: to a file, to nothing, to a folder, to itself."""
    place = _any(draft)
    name = place.rpartition("/")[2]
    targets = (
        name,
        "nowhere.jsonc",
        "..",
        "loop.jsonc",
        "../../away.jsonc",
        "/dev/null",
        "./" + name,
    )
    draft.put_new("away.jsonc", connector_text("dropbox", SCOPES["dropbox"], draft.rng))
    draft.link("base44/connectors/loop.jsonc", draft.rng.choice(targets))
    if draft.happens(0.5):
        draft.link("base44/connectors/second.jsonc", "loop.jsonc")


def _linked_folder(draft: Draft) -> None:
    """Put the connectors somewhere else, and a link in their place."""
    draft.move("base44/connectors", "elsewhere")
    draft.link("base44/connectors", draft.rng.choice(("../elsewhere", "nowhere", "connectors")))


def _folder_as_file(draft: Draft) -> None:
    """Give a folder the name of a connector file."""
    if draft.happens(0.5):
        draft.add_folder("base44/connectors/dir.jsonc")
    else:
        draft.put("base44/connectors/dir.jsonc/slack.jsonc", '{"type": "slack", "scopes": []}')


def _file_as_folder(draft: Draft) -> None:
    for place in draft.paths("base44/connectors/"):
        draft.remove(place)
    draft.put("base44/connectors", '{"type": "slack", "scopes": []}')


def _none(draft: Draft) -> None:
    for place in draft.paths("base44/connectors/"):
        draft.remove(place)
    if draft.happens(0.5):
        draft.add_folder("base44/connectors")


_ODDITIES: tuple[Callable[[Draft], None], ...] = (
    _bytes_name,
    _duplicate,
    _file_as_folder,
    _folder_as_file,
    _link,
    _link,
    _linked_folder,
    _none,
    _other_name,
    _other_name,
    _other_name,
    _other_scopes,
    _other_scopes,
    _other_shape,
    _other_shape,
    _other_type,
    _other_type,
    _spoilt,
    _spoilt,
    _spoilt,
    _spoilt,
)
