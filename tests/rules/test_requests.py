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
            "entry.ts:7:9 warning: Google Workspace will reject this request (403): googleworkspace.jsonc has no scope for sheets.spreadsheets.get",
            'Add "~spreadsheets.readonly" (or "~drive.readonly", "~drive" or "~spreadsheets") to '
            "googleworkspace.jsonc",
            "1: The scopes of the connector",
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
            "entry.ts:7:9 warning: Outlook will reject this request (403): outlook.jsonc has no scope for PATCH /me/photo",
            'Add "User.ReadWrite" (or "ProfilePhoto.ReadWrite.All") to outlook.jsonc',
            "1: The scopes of the connector",
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
            'googledrive.jsonc:1:36 warning: The scope "~drive" gives more access than most apps need',
            'Use "~drive.file" or "~drive.readonly" if your app needs less',
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
            'googledrive.jsonc:1:36 warning: The scope "~drive" gives more access than most apps need',
            'Use "~drive.file" or "~drive.readonly" if your app needs less',
        ],
    ),
    (
        "broad-scope",
        "nor one that it does not allow either",
        {**connector("googledrive", "~drive"), **uses("googledrive", SEND)},
        [
            'googledrive.jsonc:1:36 warning: The scope "~drive" gives more access than most apps need',
            'Use "~drive.file" or "~drive.readonly" if your app needs less',
        ],
    ),
    (
        "redundant-scope",
        "the code needs only the narrower one",
        {**connector("gmail", "~gmail.readonly", "~gmail.modify"), **uses("gmail", LABELS)},
        [
            'gmail.jsonc:1:80 warning: Your code does not need "~gmail.modify": "~gmail.readonly" allows the same requests',
            "Remove the wider scope",
            "1: This scope is enough",
            "unsafe: Remove \"~gmail.modify\": 78-126 ''",
        ],
    ),
    (
        "redundant-scope",
        "the code needs the wider one",
        {**connector("gmail", "~gmail.readonly", "~gmail.modify"), **uses("gmail", MODIFY)},
        [
            'gmail.jsonc:1:30 warning: "~gmail.readonly" is not needed: "~gmail.modify" already includes it',
            "Remove this scope, or the wider one if this is all your app needs",
            "1: This scope includes it",
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
            'gmail.jsonc:1:30 warning: "~gmail.readonly" is not needed: "~gmail.modify" already includes it',
            "Remove this scope, or the wider one if this is all your app needs",
            "1: This scope includes it",
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
            'gmail.jsonc:1:30 warning: Your code does not need "~gmail.modify": "~gmail.readonly" allows the same requests',
            "Remove the wider scope",
            "1: This scope is enough",
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
            "entry.ts:7:9 warning: Gmail will reject this request (403): gmail.jsonc has no scope for gmail.users.labels.list",
            'Add "~gmail.labels" (or "~gmail.readonly", "~gmail.metadata", "~gmail.modify" or "https://mail.google.com/") to gmail.jsonc',
            "1: The scopes of the connector",
            'unsafe: Add "~gmail.labels" to gmail.jsonc: 74-74 \', "~gmail.labels"\'',
        ],
    ),
    (
        "insufficient-scope",
        "more than four others would do",
        {**connector("googlecalendar", "~calendar.acls"), **uses("googlecalendar", EVENTS)},
        [
            "entry.ts:7:9 warning: Google Calendar will reject this request (403): googlecalendar.jsonc has no scope for calendar.events.list",
            'Add "~calendar.events.readonly" (or "~calendar.events.owned.readonly", "~calendar.readonly", "~calendar.events", "~calendar.events.owned" or 1 more) to googlecalendar.jsonc',
            "1: The scopes of the connector",
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
            "entry.ts:7:9 warning: Gmail will reject this request (403): gmail.jsonc has no scope for gmail.users.messages.send",
            'Add "~gmail.send" (or "~gmail.compose", "~gmail.modify" or "https://mail.google.com/") to gmail.jsonc',
            "3: The scopes of the connector",
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
            'gmail.jsonc:1:129 info: No request in your code needs the scope "~gmail.send"',
            "Remove it (connlint checked the only Gmail request)",
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
            'gmail.jsonc:1:80 info: No request in your code needs the scope "~gmail.send"',
            "Remove it (connlint checked the only Gmail request)",
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
            'gmail.jsonc:1:80 info: No request in your code needs the scope "~gmail.send"',
            "Remove it (connlint checked the only Gmail request)",
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
            "entry.ts:7:9 warning: Slack will reject this request (missing_scope): slack.jsonc has no scope for chat.postMessage",
            'Add "chat:write" to slack.jsonc',
            "1: The scopes of the connector",
            'unsafe: Add "chat:write" to slack.jsonc: 45-45 \', "chat:write"\'',
        ],
    ),
    (
        "insufficient-scope",
        "an empty list",
        {**connector("gmail"), **uses("gmail", SEND)},
        [
            "entry.ts:7:9 warning: Gmail will reject this request (403): gmail.jsonc has no scope for gmail.users.messages.send",
            'Add "~gmail.send" (or "~gmail.compose", "~gmail.modify" or "https://mail.google.com/") to gmail.jsonc',
            "1: The scopes of the connector",
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
            'gmail.jsonc:1:78 info: No request in your code needs the scope "~gmail.settings.basic"',
            "Remove it (connlint checked all 2 Gmail requests)",
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
