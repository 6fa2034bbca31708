"""What rules about scopes say of requests, and what they leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from .apps import connector, page, said, uses

LABELS = "GET gmail.googleapis.com/gmail/v1/users/me/labels"
SEND = "POST gmail.googleapis.com/gmail/v1/users/me/messages/send"
MODIFY = "POST gmail.googleapis.com/gmail/v1/users/me/messages/1/modify"
DRIVES = "POST www.googleapis.com/drive/v3/drives"
FILES = "GET www.googleapis.com/drive/v3/files"
EVENTS = "GET www.googleapis.com/calendar/v3/calendars/primary/events"
MESSAGES = "GET graph.microsoft.com/v1.0/me/messages"
GOOGLE = "https://www.googleapis.com/auth/"

CASES: list[tuple[str, str, dict[str, str], list[str]]] = [
    (
        "insufficient-scope",
        "one connector for several products",
        {
            **connector("googleworkspace", "~gmail.send"),
            **uses("googleworkspace", "GET sheets.googleapis.com/v4/spreadsheets/a", SEND),
        },
        [
            "entry.ts:7:9 warning: Google Workspace refuses this request: no scope of the connector "
            "allows sheets.spreadsheets.get",
            'add "~spreadsheets.readonly" to googleworkspace.jsonc; "~drive.readonly", "~drive" or '
            '"~spreadsheets" would do as well',
            "1: the connector's scopes",
            'unsafe: Add "~spreadsheets.readonly" to googleworkspace.jsonc: '
            "84-84 ', \"~spreadsheets.readonly\"'",
        ],
    ),
    (
        "insufficient-scope",
        "a scope that the platform adds is not replaced",
        {
            **connector("outlook", "User.Read", "Mail.Read"),
            **uses("outlook", "PATCH graph.microsoft.com/v1.0/me/photo"),
        },
        [
            "entry.ts:7:9 warning: Outlook refuses this request: "
            "no scope of the connector allows PATCH /me/photo",
            'add "User.ReadWrite" to outlook.jsonc; "ProfilePhoto.ReadWrite.All" would do as well',
            "1: the connector's scopes",
            'unsafe: Add "User.ReadWrite" to outlook.jsonc: 56-56 \', "User.ReadWrite"\'',
        ],
    ),
    (
        "broad-scope",
        "a request that only it allows proves it",
        {**connector("googledrive", "~drive"), **uses("googledrive", DRIVES)},
        [],
    ),
    (
        "broad-scope",
        "one such request among others is enough",
        {**connector("googledrive", "~drive"), **uses("googledrive", FILES, DRIVES)},
        [],
    ),
    (
        "broad-scope",
        "a request that less allows proves nothing",
        {**connector("googledrive", "~drive"), **uses("googledrive", FILES)},
        [
            'googledrive.jsonc:1:36 warning: the scope "~drive" gives more access than most apps need',
            'if it is enough, use "~drive.file" or "~drive.readonly"',
        ],
    ),
    (
        "broad-scope",
        "nor does one that is not understood",
        {
            **connector("googledrive", "~drive"),
            **uses("googledrive", "GET www.googleapis.com/drive/v3/nothing"),
        },
        [
            'googledrive.jsonc:1:36 warning: the scope "~drive" gives more access than most apps need',
            'if it is enough, use "~drive.file" or "~drive.readonly"',
        ],
    ),
    (
        "broad-scope",
        "nor one that it does not allow either",
        {**connector("googledrive", "~drive"), **uses("googledrive", SEND)},
        [
            'googledrive.jsonc:1:36 warning: the scope "~drive" gives more access than most apps need',
            'if it is enough, use "~drive.file" or "~drive.readonly"',
        ],
    ),
    (
        "redundant-scope",
        "the code needs only the narrower one",
        {**connector("gmail", "~gmail.readonly", "~gmail.modify"), **uses("gmail", LABELS)},
        [
            'gmail.jsonc:1:80 warning: the code needs nothing of "~gmail.modify" that "~gmail.readonly" does not allow',
            "remove the wider scope",
            "1: this scope is enough",
            "unsafe: Remove \"~gmail.modify\": 78-126 ''",
        ],
    ),
    (
        "redundant-scope",
        "the code needs the wider one",
        {**connector("gmail", "~gmail.readonly", "~gmail.modify"), **uses("gmail", MODIFY)},
        [
            'gmail.jsonc:1:30 warning: the scope "~gmail.readonly" is covered by "~gmail.modify"',
            "remove it, or the wider one if this is all that the app needs",
            "1: this scope allows all that the other does",
            "unsafe: Remove \"~gmail.readonly\": 30-80 ''",
        ],
    ),
    (
        "redundant-scope",
        "some request is not understood",
        {
            **connector("gmail", "~gmail.readonly", "~gmail.modify"),
            **uses("gmail", LABELS, "GET gmail.googleapis.com/gmail/v1/nothing"),
        },
        [
            'gmail.jsonc:1:30 warning: the scope "~gmail.readonly" is covered by "~gmail.modify"',
            "remove it, or the wider one if this is all that the app needs",
            "1: this scope allows all that the other does",
            "unsafe: Remove \"~gmail.readonly\": 30-80 ''",
        ],
    ),
    (
        "redundant-scope",
        "one wide scope over two that are enough",
        {
            **connector("gmail", "~gmail.modify", "~gmail.readonly", "~gmail.send"),
            **uses("gmail", LABELS),
        },
        [
            'gmail.jsonc:1:30 warning: the code needs nothing of "~gmail.modify" that "~gmail.readonly" does not allow',
            "remove the wider scope",
            "1: this scope is enough",
            "unsafe: Remove \"~gmail.modify\": 30-78 ''",
        ],
    ),
    (
        "insufficient-scope",
        "a file with a mistake in it may have the scope",
        {
            "base44/connectors/gmail.jsonc": '{"type": "gmail", "scopes": ["~gmail.labels" @]}\n'.replace(
                "~", GOOGLE
            ),
            **uses("gmail", SEND),
        },
        [],
    ),
    (
        "insufficient-scope",
        "so may one with something that is no scope",
        {
            "base44/connectors/gmail.jsonc": '{"type": "gmail", "scopes": [5]}\n',
            **uses("gmail", SEND),
        },
        [],
    ),
    (
        "insufficient-scope",
        "four others would do",
        {**connector("gmail", "~gmail.send"), **uses("gmail", LABELS)},
        [
            "entry.ts:7:9 warning: Gmail refuses this request: no scope of the connector allows gmail.users.labels.list",
            'add "~gmail.labels" to gmail.jsonc; "~gmail.readonly", "~gmail.metadata", "~gmail.modify" or "https://mail.google.com/" would do as well',
            "1: the connector's scopes",
            'unsafe: Add "~gmail.labels" to gmail.jsonc: 74-74 \', "~gmail.labels"\'',
        ],
    ),
    (
        "insufficient-scope",
        "more than four others would do",
        {**connector("googlecalendar", "~calendar.acls"), **uses("googlecalendar", EVENTS)},
        [
            "entry.ts:7:9 warning: Google Calendar refuses this request: no scope of the connector allows calendar.events.list",
            'add "~calendar.events.readonly" to googlecalendar.jsonc; "~calendar.events.owned.readonly", "~calendar.readonly", "~calendar.events", "~calendar.events.owned" or 1 more would do as well',
            "1: the connector's scopes",
            'unsafe: Add "~calendar.events.readonly" to googlecalendar.jsonc: 86-86 \', "~calendar.events.readonly"\'',
        ],
    ),
    (
        "insufficient-scope",
        "there is no list",
        {"base44/connectors/gmail.jsonc": '{"type": "gmail"}\n', **uses("gmail", SEND)},
        [],
    ),
    (
        "insufficient-scope",
        "a list of lines that end as in Windows",
        {
            "base44/connectors/gmail.jsonc": '{\r\n  "type": "gmail",\r\n  "scopes": [\r\n    "~gmail.labels"\r\n  ]\r\n}\r\n'.replace(
                "~", GOOGLE
            ),
            **uses("gmail", SEND),
        },
        [
            "entry.ts:7:9 warning: Gmail refuses this request: no scope of the connector allows gmail.users.messages.send",
            'add "~gmail.send" to gmail.jsonc; "~gmail.compose", "~gmail.modify" or "https://mail.google.com/" would do as well',
            "3: the connector's scopes",
            'unsafe: Add "~gmail.send" to gmail.jsonc: 51-51 \',\\r\\n    "~gmail.send"\'',
        ],
    ),
    (
        "unused-scope",
        "one that is unknown is left to unknown-scope",
        {
            **connector("gmail", "~gmail.readonly", "~gmail.nothing", "~gmail.send"),
            **uses("gmail", LABELS),
        },
        [
            'gmail.jsonc:1:129 info: no request of the code needs the scope "~gmail.send"',
            "remove it; the code makes 1 request with the token of Gmail, and it is understood",
            "unsafe: Remove \"~gmail.send\": 127-173 ''",
        ],
    ),
    (
        "unused-scope",
        "a token that goes where nobody follows",
        {
            **connector("gmail", "~gmail.readonly", "~gmail.send"),
            **uses("gmail", LABELS, more=("globalThis.keep = accessToken;",)),
        },
        [],
    ),
    (
        "unused-scope",
        "another connector's token goes where nobody follows",
        {
            **connector("gmail", "~gmail.readonly", "~gmail.send"),
            **uses(
                "gmail",
                LABELS,
                more=(
                    'const { accessToken: other } = await connectors.getConnection("slack");',
                    "globalThis.keep = other;",
                ),
            ),
        },
        [
            'gmail.jsonc:1:80 info: no request of the code needs the scope "~gmail.send"',
            "remove it; the code makes 1 request with the token of Gmail, and it is understood",
            "unsafe: Remove \"~gmail.send\": 78-124 ''",
        ],
    ),
    (
        "unused-scope",
        "a call whose type only a run can tell",
        {
            **connector("gmail", "~gmail.readonly", "~gmail.send"),
            **uses("gmail", LABELS, more=("await connectors.getConnection(await req.text());",)),
        },
        [],
    ),
    (
        "unused-scope",
        "calls in pages and by id change nothing",
        {
            **connector("gmail", "~gmail.readonly", "~gmail.send"),
            **uses(
                "gmail",
                LABELS,
                more=("await connectors.getWorkspaceConnection(await req.text());",),
            ),
            **page("base44.asServiceRole.connectors.getConnection(name);"),
        },
        [
            'gmail.jsonc:1:80 info: no request of the code needs the scope "~gmail.send"',
            "remove it; the code makes 1 request with the token of Gmail, and it is understood",
            "unsafe: Remove \"~gmail.send\": 78-124 ''",
        ],
    ),
    (
        "unused-scope",
        "a connector that is called for nothing",
        {**connector("gmail", "~gmail.readonly", "~gmail.send"), **uses("gmail")},
        [],
    ),
    (
        "insufficient-scope",
        "a scope with the address that the provider lets it have",
        {
            **connector("outlook", "https://graph.microsoft.com/Mail.Read"),
            **uses("outlook", MESSAGES),
        },
        [],
    ),
    (
        "insufficient-scope",
        "a method that needs no scope",
        {**connector("slack", "chat:write"), **uses("slack", "POST slack.com/api/auth.test")},
        [],
    ),
    (
        "insufficient-scope",
        "a scope that the platform adds",
        {**connector("slack", "chat:write"), **uses("slack", "GET slack.com/api/users.list")},
        [],
    ),
    (
        "insufficient-scope",
        "a service that takes no scopes",
        {**connector("notion"), **uses("notion", "GET api.notion.com/v1/users")},
        [],
    ),
    (
        "insufficient-scope",
        "nothing else would do",
        {
            **connector("slack", "channels:read"),
            **uses("slack", "POST slack.com/api/chat.postMessage"),
        },
        [
            "entry.ts:7:9 warning: Slack User refuses this request: no scope of the connector allows chat.postMessage",
            'add "chat:write" to slack.jsonc',
            "1: the connector's scopes",
            'unsafe: Add "chat:write" to slack.jsonc: 45-45 \', "chat:write"\'',
        ],
    ),
    (
        "insufficient-scope",
        "an empty list",
        {**connector("gmail"), **uses("gmail", SEND)},
        [
            "entry.ts:7:9 warning: Gmail refuses this request: no scope of the connector allows gmail.users.messages.send",
            'add "~gmail.send" to gmail.jsonc; "~gmail.compose", "~gmail.modify" or "https://mail.google.com/" would do as well',
            "1: the connector's scopes",
            'unsafe: Add "~gmail.send" to gmail.jsonc: 30-30 \'"~gmail.send"\'',
        ],
    ),
    (
        "unused-scope",
        "two requests",
        {
            **connector("gmail", "~gmail.modify", "~gmail.settings.basic"),
            **uses("gmail", LABELS, MODIFY),
        },
        [
            'gmail.jsonc:1:78 info: no request of the code needs the scope "~gmail.settings.basic"',
            "remove it; the code makes 2 requests with the token of Gmail, and all are understood",
            "unsafe: Remove \"~gmail.settings.basic\": 76-132 ''",
        ],
    ),
]


@pytest.mark.parametrize(
    "rule, why, files, found", CASES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_what_a_rule_says_of_requests(
    rule: str, why: str, files: dict[str, str], found: list[str], tmp_path: Path
) -> None:
    assert said(files, rule, tmp_path) == found, why
