"""Requests whose token is that of another connector, or may be one of several."""

from __future__ import annotations

from pathlib import Path

import pytest

from connlint.catalog import Catalog
from connlint.fix.fixer import fix_targets, is_wanted
from connlint.project import find_targets
from connlint.rules import RULES
from connlint.run import lint_targets, read_project
from connlint.usage.connector_usage import usage_of

from .apps import Files, connector, function, said, uses, write

SEND = "POST gmail.googleapis.com/gmail/v1/users/me/messages/send"
EVENTS = "POST www.googleapis.com/calendar/v3/calendars/primary/events"
FILES = "GET www.googleapis.com/drive/v3/files"
POST_MESSAGE = "POST slack.com/api/chat.postMessage"

MAIL_AND_CALENDAR = {
    **connector("gmail", "~gmail.send"),
    **connector("googlecalendar", "~calendar.events"),
}
# A token that is taken from one of two connectors, as `{token}`.
EITHER = (
    "const { kind } = await req.json();",
    'const type = kind ? "{0}" : "{1}";',
    "const { accessToken } = await connectors.getConnection(type);",
    "const headers = { Authorization: `Bearer ${accessToken}` };",
)


def _either(one: str, other: str, *lines: str) -> Files:
    head = (line.replace("{0}", one).replace("{1}", other) for line in EITHER)
    return function(*head, *lines)


def _fetch(request: str, options: str = "headers") -> str:
    verb, address = request.split(" ")
    return f'await fetch("https://{address}", {{ method: "{verb}", {options} }});'


WRONG_TOKEN: dict[str, tuple[Files, list[str]]] = {
    "of another connector of the provider": (
        {**MAIL_AND_CALENDAR, **uses("gmail", SEND, EVENTS)},
        [
            'entry.ts:8:9 warning: This request needs a token of "googlecalendar"; '
            "the Gmail token cannot call calendar.events.insert",
            'Use the token of the connector "googlecalendar" for this request',
        ],
    ),
    "of another provider": (
        {**connector("gmail", "~gmail.send"), **uses("gmail", POST_MESSAGE)},
        [
            'entry.ts:7:9 warning: This request needs a token of "slack" or "slackbot"; '
            "the Gmail token cannot call chat.postMessage",
            'Use the token of the connector "slack" or "slackbot" for this request',
        ],
    ),
    "of a service that takes no scopes": (
        {**connector("notion"), **uses("notion", SEND)},
        [
            'entry.ts:7:9 warning: This request needs a token of "gmail"; '
            "the Notion token cannot call gmail.users.messages.send",
            'Use the token of the connector "gmail" for this request',
        ],
    ),
    "of a bot": (
        {**connector("slackbot", "chat:write"), **uses("slackbot", "GET slack.com/api/search.all")},
        [
            "entry.ts:7:9 warning: search.all needs a user token, which Slack Bot does not have",
            'Use the connector "slack" for this request; it has a user token',
        ],
    ),
    "of a bot, sent to another provider": (
        {**connector("slackbot", "chat:write"), **uses("slackbot", SEND)},
        [
            'entry.ts:7:9 warning: This request needs a token of "gmail"; '
            "the Slack Bot token cannot call gmail.users.messages.send",
            'Use the token of the connector "gmail" for this request',
        ],
    ),
    "of another connector, which can be granted what it needs": (
        {**connector("googlesheets", "~spreadsheets"), **uses("googlesheets", FILES)},
        [
            "entry.ts:7:9 warning: Google Sheets will reject this request (403): googlesheets.jsonc has no scope for drive.files.list",
            'Add "~drive.file" (or "~drive.readonly" or "~drive") to googlesheets.jsonc',
            "1: The scopes of the connector",
            'unsafe: Add "~drive.file" to googlesheets.jsonc: 83-83 \', "~drive.file"\'',
        ],
    ),
    "of a user": (
        {
            **connector("slack", "chat:write"),
            **uses("slack", "POST slack.com/api/chat.startStream"),
        },
        [
            "entry.ts:7:9 warning: chat.startStream needs a bot token, which Slack User does not have",
            'Use the connector "slackbot" for this request; it has a bot token',
        ],
    ),
    "of a connector whose list of scopes is not complete": (
        {
            **connector("microsoft_word", "Files.Read"),
            **uses("microsoft_word", "GET graph.microsoft.com/v1.0/me/messages"),
        },
        [
            "entry.ts:7:9 warning: Microsoft Word will reject this request (403): microsoft_word.jsonc has no scope for GET /me/messages",
            'Use the token of a connector that can have "Mail.ReadBasic" for this request',
        ],
    ),
    "of another login": (
        {
            **connector("instagram", "instagram_business_basic"),
            **uses("instagram", "GET graph.facebook.com/v23.0/me/accounts"),
        },
        [
            'entry.ts:7:9 warning: This request needs a token of "facebook_pages" or "meta_ads"; '
            "graph.facebook.com rejects Instagram Login tokens",
            "Send the request to graph.instagram.com, or use the token of the connector "
            '"facebook_pages" or "meta_ads" for it',
        ],
    ),
    "of one of two logins": (
        {
            **connector("instagram", "instagram_business_basic", "instagram_basic"),
            **uses("instagram", "GET graph.facebook.com/v23.0/me/accounts"),
        },
        [],
    ),
    "of the login of the host": (
        {
            **connector("instagram", "instagram_business_basic"),
            **uses("instagram", "GET graph.instagram.com/v23.0/me"),
        },
        [],
    ),
    "of a login for the host, by its scope": (
        {
            **connector("instagram", "instagram_basic"),
            **uses("instagram", "GET graph.facebook.com/v23.0/me/accounts"),
        },
        [],
    ),
    "of a login that nothing tells": (
        {
            **connector("instagram"),
            **uses("instagram", "GET graph.facebook.com/v23.0/me/accounts"),
        },
        [],
    ),
    "of another connector, with the scope for it": (
        {**connector("gmail", "~gmail.send", "~calendar.events"), **uses("gmail", EVENTS)},
        [],
    ),
    "of a connector with a scope that its own list has": (
        {**connector("googlesheets", "~drive.file"), **uses("googlesheets", FILES)},
        [],
    ),
    "in what is sent": (
        {
            **connector("gmail", "~gmail.send"),
            **function(
                'const { accessToken } = await connectors.getConnection("gmail");',
                _fetch(POST_MESSAGE, "body: JSON.stringify({ text: accessToken })"),
            ),
        },
        [],
    ),
    "that nobody knows the method of": (
        {**connector("gmail", "~gmail.send"), **uses("gmail", "POST slack.com/api/chat.nothing")},
        [],
    ),
    "where the address is one of two": (
        {
            **MAIL_AND_CALENDAR,
            **function(
                'const { accessToken } = await connectors.getConnection("gmail");',
                "const { mail } = await req.json();",
                f'const url = "https://" + (mail ? "{SEND[5:]}" : "{EVENTS[5:]}");',
                'await fetch(url, { method: "POST", headers: { Authorization: accessToken } });',
            ),
        },
        [],
    ),
}

SEVERAL_TOKENS: dict[str, tuple[Files, list[str]]] = {
    "one of them is allowed": (
        {
            **connector("googledrive", "~drive.readonly"),
            **connector("googlesheets", "~spreadsheets.readonly"),
            **_either("googledrive", "googlesheets", _fetch(FILES)),
        },
        [],
    ),
    "one of them is allowed what the parameters ask for": (
        {
            **connector("googledrive", "~drive.metadata.readonly"),
            **connector("googlesheets", "~drive.readonly"),
            **_either("googledrive", "googlesheets", _fetch(f"{FILES}/a1?alt=media")),
        },
        [],
    ),
    "none is allowed what the parameters ask for": (
        {
            **connector("googledrive", "~drive.metadata.readonly"),
            **connector("googlesheets", "~spreadsheets"),
            **_either("googledrive", "googlesheets", _fetch(f"{FILES}/a1?alt=media")),
        },
        ["entry.ts:10:9 warning: Google Drive will reject this request (403): "],
    ),
    "one of them may be allowed, depending on the data": (
        {
            **connector("googledrive", "~drive.appdata"),
            **connector("googlesheets", "~drive.file"),
            **_either("googledrive", "googlesheets", _fetch(f"{FILES}/a1?alt=media")),
        },
        [],
    ),
    "none is allowed: that of the service is to blame": (
        {
            **connector("googlecalendar", "~calendar.readonly"),
            **connector("gmail", "~gmail.send"),
            **_either("gmail", "googlecalendar", _fetch(EVENTS)),
        },
        ["entry.ts:10:9 warning: Google Calendar will reject this request (403): "],
    ),
    "one of them is not known": (
        {
            **connector("googlecalendar", "~calendar.readonly"),
            **function(
                "const { id } = await req.json();",
                'let link = await connectors.getConnection("googlecalendar");',
                "if (id) link = await connectors.getWorkspaceConnection(id);",
                _fetch(EVENTS, "headers: { Authorization: `Bearer ${link.accessToken}` }"),
            ),
        },
        [],
    ),
    "one of them has no file": (
        {
            **connector("gmail", "~gmail.send"),
            **_either("gmail", "googlecalendar", _fetch(EVENTS)),
        },
        [],
    ),
    "both may be granted it: one is asked for": (
        {
            **connector("googledrive", "~drive.appdata"),
            **connector("googlesheets", "~spreadsheets"),
            **_either(
                "googledrive", "googlesheets", _fetch("GET www.googleapis.com/drive/v3/drives")
            ),
        },
        ["entry.ts:10:9 warning: Google Drive will reject this request (403): "],
    ),
    "one call has one of two, another has one: it is said once": (
        {
            **connector("googlecalendar", "~calendar.readonly"),
            **connector("gmail", "~gmail.send"),
            **function(
                'const date = await connectors.getConnection("googlecalendar");',
                'const mail = await connectors.getConnection("gmail");',
                "const { kind } = await req.json();",
                "const add = ({ accessToken }) =>",
                f'  fetch("https://{EVENTS[5:]}", {{ method: "POST", headers: {{ a: accessToken }} }});',
                "await add(date);",
                "await add(kind ? date : mail);",
            ),
        },
        ["entry.ts:10:5 warning: Google Calendar will reject this request (403): "],
    ),
    "each is known by its call": (
        {
            **MAIL_AND_CALENDAR,
            **function(
                'const mail = await connectors.getConnection("gmail");',
                'const calendar = await connectors.getConnection("googlecalendar");',
                "async function post(url: string, { accessToken }) {",
                '  return await fetch(url, { method: "POST", headers: { a: accessToken } });',
                "}",
                f'await post("https://{SEND[5:]}", mail);',
                f'await post("https://{EVENTS[5:]}", calendar);',
                f'await post("https://{EVENTS[5:]}", mail);',
            ),
        },
        ['entry.ts:13:9 warning: This request needs a token of "googlecalendar"; '],
    ),
}


@pytest.mark.parametrize("files, expected", WRONG_TOKEN.values(), ids=WRONG_TOKEN)
def test_a_request_with_a_token(files: Files, expected: list[str], tmp_path: Path) -> None:
    assert said(files, "insufficient-scope", tmp_path) == expected


@pytest.mark.parametrize("files, expected", SEVERAL_TOKENS.values(), ids=SEVERAL_TOKENS)
def test_a_request_with_one_of_several_tokens(
    files: Files, expected: list[str], tmp_path: Path
) -> None:
    places = [line for line in said(files, "insufficient-scope", tmp_path) if " warning: " in line]
    assert len(places) == len(expected)
    assert all(line.startswith(start) for line, start in zip(places, expected, strict=True))


LABELS = "GET gmail.googleapis.com/gmail/v1/users/me/labels"
MAIL_WITH_CALENDAR = connector("gmail", "~gmail.labels", "~calendar.events")
FOREIGN: dict[str, tuple[Files, bool]] = {
    "no code": (MAIL_WITH_CALENDAR, True),
    "code that uses another connector": (
        {**MAIL_WITH_CALENDAR, **uses("slack", POST_MESSAGE)},
        True,
    ),
    "code without a request": ({**MAIL_WITH_CALENDAR, **uses("gmail")}, False),
    "a request that needs it": ({**MAIL_WITH_CALENDAR, **uses("gmail", LABELS, EVENTS)}, False),
    "no request that needs it": ({**MAIL_WITH_CALENDAR, **uses("gmail", LABELS)}, True),
    "a request that nobody knows": (
        {**MAIL_WITH_CALENDAR, **uses("gmail", LABELS, "GET gmail.googleapis.com/x")},
        False,
    ),
    "a scope that the token can never have": (
        {
            **connector("slack", "chat:write", "app_mentions:read"),
            **uses("slack", "GET slack.com/api/nothing"),
        },
        True,
    ),
}


@pytest.mark.parametrize("files, has_fix", FOREIGN.values(), ids=FOREIGN)
def test_a_scope_of_another_connector_is_removed_where_no_request_needs_it(
    files: Files,
    has_fix: bool,  # noqa: FBT001
    tmp_path: Path,
) -> None:
    lines = said(files, "foreign-scope", tmp_path)
    assert any(line.startswith("unsafe: Remove") for line in lines) == has_fix
    assert (
        any(line.endswith("; first change the requests that need it") for line in lines) != has_fix
    )


_TWO = 2
"""The lines of a finding without a fix."""
_DOUBTFUL = {
    **{
        f"a token {name}": files
        for name, (files, found) in WRONG_TOKEN.items()
        if len(found) == _TWO
    },
    **{name: files for name, (files, found) in SEVERAL_TOKENS.items() if not found},
}


@pytest.mark.parametrize("files", _DOUBTFUL.values(), ids=_DOUBTFUL)
def test_where_a_token_is_doubtful_nothing_is_unused(files: Files, tmp_path: Path) -> None:
    write(files, tmp_path)
    targets = find_targets([str(tmp_path)], str(tmp_path))
    found = lint_targets(targets, str(tmp_path)).diagnostics
    doubted = {"unused-scope", "unused-connector", "redundant-scope"}
    assert [each.message for each in found if each.rule in doubted] == []
    fixed = fix_targets(targets, str(tmp_path), is_wanted(RULES.names, unsafe=True))
    assert all(each.source.text.rstrip("]}\n") in each.text for each in fixed.files)


@pytest.mark.parametrize(
    "files, expected",
    [
        (
            WRONG_TOKEN["of another connector of the provider"][0],
            {
                "gmail": ['the request belongs to "googlecalendar"'],
                "googlecalendar": ['a request that belongs to it carries the token of "gmail"'],
            },
        ),
        (
            SEVERAL_TOKENS["one of them is allowed"][0],
            {
                "googledrive": [],
                "googlesheets": ['the request may carry the token of "googledrive" instead'],
            },
        ),
        (
            SEVERAL_TOKENS["one of them is not known"][0],
            {"googlecalendar": ["the request may carry another token instead"]},
        ),
        (
            {
                **MAIL_AND_CALENDAR,
                **function(
                    "const { kind } = await req.json();",
                    'const type = kind === "mail" ? "gmail" : "googlecalendar";',
                    "const { accessToken } = await connectors.getConnection(type);",
                    "const headers = { Authorization: `Bearer ${accessToken}` };",
                    f'if (kind === "mail") {_fetch(SEND)}',
                    f'if (kind === "date") {_fetch(EVENTS)}',
                ),
            },
            {"gmail": [], "googlecalendar": []},
        ),
    ],
)
def test_a_doubtful_token_is_a_gap(
    files: Files, expected: dict[str, list[str]], tmp_path: Path
) -> None:
    write(files, tmp_path)
    (target,) = find_targets([str(tmp_path)], str(tmp_path))
    found = usage_of(read_project(target, str(tmp_path)), Catalog()).uses
    assert {use.type: [gap.reason for gap in use.gaps] for use in found} == expected
