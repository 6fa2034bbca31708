"""What rules about files say of odd ones, and what they leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from .apps import connector, said

SEND = "POST gmail.googleapis.com/gmail/v1/users/me/messages/send"

CASES: list[tuple[str, str, dict[str, str], list[str]]] = [
    (
        "schema",
        "a config without text",
        {"base44/config.jsonc": "// none\n", **connector("gmail", "~gmail.send")},
        [],
    ),
    (
        "schema",
        "a config that is no value",
        {"base44/config.jsonc": "@@\n", **connector("gmail", "~gmail.send")},
        [],
    ),
    (
        "schema",
        "a name that is a number",
        {"base44/config.jsonc": '{"name": 0}\n', **connector("gmail", "~gmail.send")},
        [
            'config.jsonc:1:10 error: "name" must be a string, but this is a number',
            "Use a string, or remove this property",
        ],
    ),
    (
        "schema",
        "a visibility that is a list",
        {"base44/config.jsonc": '{"name": "A", "visibility": []}\n'},
        [
            'config.jsonc:1:29 error: "visibility" must be "public", "private" or "workspace"',
            'Use "public", "private" or "workspace", or remove this property',
        ],
    ),
    (
        "schema",
        "a plugin that is no value",
        {"base44/config.jsonc": '{"name": "A", "plugins": [@]}\n'},
        [],
    ),
    (
        "schema",
        "a plugin with an empty list of plugins",
        {"base44/config.jsonc": '{"name": "A", "plugin": {"namespace": "a"}, "plugins": []}\n'},
        [],
    ),
    (
        "schema",
        "a type that is no value",
        {"base44/connectors/a.jsonc": '{"type": @, "scopes": []}\n'},
        [],
    ),
    ("schema", "a file that is no value", {"base44/connectors/a.jsonc": "@@\n"}, []),
    (
        "schema",
        "an empty list in place of a connector",
        {"base44/connectors/a.jsonc": "[]\n"},
        [
            "a.jsonc:1:1 error: A connector file must hold an object, but this is an array",
            'Write {"type": "…", "scopes": ["…"]}',
        ],
    ),
    (
        "schema",
        "scopes in one text, with separators at its ends",
        {
            "base44/connectors/slack.jsonc": '{"type": "slack", "scopes": " chat:write, users:read,"}\n'
        },
        [
            'slack.jsonc:1:29 error: "scopes" must be an array of strings, but this is a string',
            'Put it in square brackets: ["chat:write", "users:read"]',
        ],
    ),
    (
        "deprecated-scope",
        "one that nothing replaces",
        connector("googledrive", "~drive.photos.readonly"),
        [
            'googledrive.jsonc:1:36 warning: Google Drive has retired the scope "~drive.photos.readonly"',
            "Remove it",
        ],
    ),
    (
        "duplicate-key",
        "an object in a list",
        {
            "base44/connectors/slack.jsonc": '{"type": "slack", "scopes": [], "x": [{"a": 1, "a": 2}]}\n'
        },
        [
            'slack.jsonc:1:48 error: The property "a" appears twice; Base44 uses only the last one',
            "Keep one of the two, with everything that you need",
            "1: Base44 silently ignores this one",
            "safe: Remove the one that Base44 ignores: 40-48 ''",
        ],
    ),
    (
        "foreign-scope",
        "a permission of applications, which nobody can have",
        connector("outlook", "AgentIdentity.CreateAsManager"),
        [
            'outlook.jsonc:1:32 error: "AgentIdentity.CreateAsManager" is an application permission; a connector acts for a user and can never have it',
            "Use a delegated permission of Outlook instead",
        ],
    ),
    (
        "foreign-scope",
        "a permission of one resource",
        connector("outlook", "Calls.AccessMedia.Chat"),
        [
            'outlook.jsonc:1:32 error: "Calls.AccessMedia.Chat" is a resource-specific permission; a connector acts for a user and can never have it',
            "Use a delegated permission of Outlook instead",
        ],
    ),
    (
        "foreign-scope",
        "one of the provider's that no connector has",
        connector("outlook", "AccessReview.Read.All"),
        [
            'outlook.jsonc:1:32 warning: "AccessReview.Read.All" is a scope of another Microsoft product, not of Outlook',
            "Remove it; no known Base44 connector has it",
            "unsafe: Remove \"AccessReview.Read.All\": 32-55 ''",
        ],
    ),
    (
        "foreign-scope",
        "one of an API that no connector has",
        connector("gmail", "https://www.google.com/m8/feeds"),
        [
            'gmail.jsonc:1:30 warning: "https://www.google.com/m8/feeds" is a scope of Google\'s script API, not of Gmail',
            "Remove it; no known Base44 connector has it",
            "unsafe: Remove \"https://www.google.com/m8/feeds\": 30-63 ''",
        ],
    ),
    (
        "foreign-scope",
        "one of another provider, where the list is not complete",
        connector("asana", "chat:write"),
        [
            'asana.jsonc:1:30 warning: "chat:write" is a scope of Slack User or Slack Bot, not of Asana',
            'Move it to the connector "slack" or "slackbot", or remove it',
        ],
    ),
    (
        "foreign-scope",
        "one of a sibling and of another provider's connector",
        connector("gmail", "~drive.file"),
        [
            'gmail.jsonc:1:30 warning: "~drive.file" is a scope of Google Docs, Google Drive, Google Forms, Google Sheets or Google Slides, not of Gmail',
            'Move it to the connector "googledocs", "googledrive", "googleforms", "googlesheets" or "googleslides", or remove it',
            "unsafe: Remove \"~drive.file\": 30-74 ''",
        ],
    ),
    (
        "ignored-scope",
        "a comment in the list would go with it",
        {"base44/connectors/notion.jsonc": '{"type": "notion", "scopes": [/* all */ "read"]}\n'},
        [
            "notion.jsonc:1:30 info: Notion has no scopes, so this list has no effect",
            'Empty the list: "scopes": []',
        ],
    ),
    (
        "json5-syntax",
        "a file with a mistake in it",
        {"base44/connectors/slack.jsonc": "{type: 'slack' @}\n"},
        [],
    ),
    (
        "json5-syntax",
        "a text in a list, and words that are no texts",
        {
            "base44/connectors/slack.jsonc": '{"type": "slack", "scopes": [\'chat:write\'], "x": [null, true]}\n'
        },
        [
            'slack.jsonc:1:30 info: "chat:write" is in single quotes: Base44 accepts that, other tools do not',
            'Write "chat:write"',
            'safe: Write it as "chat:write": 30-42 \'"chat:write"\'',
        ],
    ),
    (
        "json5-syntax",
        "a name in single quotes, and texts with what JSON has not",
        {"base44/connectors/slack.jsonc": '{\'type\': "sl\\x61ck", "sc\\x6fpes": []}\n'},
        [
            'slack.jsonc:1:2 info: "type" is in single quotes: Base44 accepts that, other tools do not',
            'Write "type"',
            'safe: Write it as "type": 2-8 \'"type"\'',
            'slack.jsonc:1:10 info: "sl\\x61ck" is written in a way that JSON does not have: Base44 accepts that, other tools do not',
            'Write "slack"',
            'safe: Write it as "slack": 10-20 \'"slack"\'',
            'slack.jsonc:1:22 info: "sc\\x6fpes" is written in a way that JSON does not have: Base44 accepts that, other tools do not',
            'Write "scopes"',
            'safe: Write it as "scopes": 22-33 \'"scopes"\'',
        ],
    ),
    (
        "json5-syntax",
        "numbers",
        {
            "base44/connectors/slack.jsonc": '{"type": "slack", "scopes": [], "x": [+1, .5, 0x10, 1e3, -2.50, 5., Infinity, NaN, 0x20000000000000, 0x1fffffffffffff]}\n'
        },
        [
            'slack.jsonc:1:39 info: "+1" is not a JSON number: Base44 accepts that, other tools do not',
            "Write 1",
            "safe: Write it as 1: 39-41 '1'",
            'slack.jsonc:1:43 info: ".5" is not a JSON number: Base44 accepts that, other tools do not',
            "Write 0.5",
            "safe: Write it as 0.5: 43-45 '0.5'",
            'slack.jsonc:1:47 info: "0x10" is not a JSON number: Base44 accepts that, other tools do not',
            "Write 16",
            "safe: Write it as 16: 47-51 '16'",
            'slack.jsonc:1:65 info: "5." is not a JSON number: Base44 accepts that, other tools do not',
            "Write 5",
            "safe: Write it as 5: 65-67 '5'",
            'slack.jsonc:1:69 info: "Infinity" is not a JSON number: Base44 accepts that, other tools do not',
            "Write a number that JSON has",
            'slack.jsonc:1:79 info: "NaN" is not a JSON number: Base44 accepts that, other tools do not',
            "Write a number that JSON has",
            'slack.jsonc:1:84 info: "0x20000000000000" is not a JSON number: Base44 accepts that, other tools do not',
            "Write 9007199254740992.0",
            "safe: Write it as 9007199254740992.0: 84-100 '9007199254740992.0'",
            'slack.jsonc:1:102 info: "0x1fffffffffffff" is not a JSON number: Base44 accepts that, other tools do not',
            "Write 9007199254740991",
            "safe: Write it as 9007199254740991: 102-118 '9007199254740991'",
        ],
    ),
    (
        "malformed-scope",
        "nothing to put in its place",
        connector("gmail", "", " , "),
        [
            "gmail.jsonc:1:30 error: This scope is empty",
            "Write a scope here, or remove the string",
            "unsafe: Remove this string: 30-34 ''",
            'gmail.jsonc:1:34 error: " , " is not a scope',
            "Write a scope here, or remove the string",
            "unsafe: Remove this string: 32-39 ''",
        ],
    ),
    (
        "malformed-scope",
        "several in one text, each gets a line",
        {
            "base44/connectors/slack.jsonc": '{\n  "type": "slack",\n  "scopes": [\n    "chat:write users:read"\n  ]\n}\n'
        },
        [
            'slack.jsonc:4:5 error: "chat:write users:read" contains several scopes in one string',
            'Make each scope its own string: "chat:write", "users:read"',
            'unsafe: Split it into separate strings: 5-28 \'"chat:write",\\n    "users:read"\'',
        ],
    ),
    (
        "malformed-scope",
        "several words of which none is a scope are not split",
        connector("slack", "see all, tickets"),
        [
            'slack.jsonc:1:30 error: "see all, tickets" contains several scopes in one string',
            "Make each scope its own string",
        ],
    ),
    (
        "malformed-scope",
        "phrases where the service has such scopes, or nothing is known of its scopes",
        {
            "connlint.toml": '[extra-scopes]\nslack = ["Read tickets"]\n',
            **connector("slack", "Read tickets", "Read and list users, and companies"),
            **connector("notion", "Read tickets"),
            **connector("helpdesk", "Read and list users, and companies"),
        },
        [],
    ),
    (
        "malformed-scope",
        "what is wrong with a phrase all the same",
        {
            "connlint.toml": '[extra-scopes]\nslack = ["Read tickets"]\n',
            **connector("slack", " Read tickets", "read tickets", "Read\u00a0tickets"),
        },
        [
            'slack.jsonc:1:30 error: The scope " Read tickets" has spaces around it',
            'Use "Read tickets"',
            'unsafe: Change it to "Read tickets": 30-45 \'"Read tickets"\'',
            'slack.jsonc:1:47 error: The scope "read tickets" has the wrong capitalization',
            'Use "Read tickets"',
            'unsafe: Change it to "Read tickets": 47-61 \'"Read tickets"\'',
            'slack.jsonc:1:63 error: The scope "Read\\u{a0}tickets" contains an invisible character (U+00A0)',
            "Retype it: copy and paste can bring in such characters",
        ],
    ),
    (
        "malformed-scope",
        "nothing is said of a type that settings add",
        {"connlint.toml": 'extra-types = ["acme"]\n', **connector("acme", "", "a b", "a b", " c")},
        [],
    ),
    (
        "duplicate-scope",
        "nothing is said of a type that settings add",
        {"connlint.toml": 'extra-types = ["acme"]\n', **connector("acme", "a", "a")},
        [],
    ),
    (
        "unknown-type",
        "a file that Base44 wrote may have a type that is new",
        {
            "base44/connectors/acme.jsonc": '{\n  "type": "acme",\n  "scopes": [\n    "a"\n  ]\n}',
            "base44/connectors/brio.jsonc": '{\n  "type": "brio",\n  "scopes": []\n}\n',
            "base44/connectors/slak.jsonc": '{\n  "type": "slak",\n  "scopes": []\n}',
            "base44/connectors/zed.jsonc": '{\n  "type": "z e d",\n  "scopes": []\n}',
        },
        [
            'acme.jsonc:2:11 warning: Base44 has accepted the type "acme", '
            "but connlint does not know it yet",
            'Update connlint, or add "acme" to extra-types in connlint.toml',
            'brio.jsonc:2:11 error: "brio" is not a Base44 connector type',
            "Run `base44 connectors list-available` to see the types that your workspace has",
            'slak.jsonc:2:11 error: "slak" is not a Base44 connector type',
            'Did you mean "slack" (Slack User)?',
            'unsafe: Change it to "slack": 11-17 \'"slack"\'',
            'zed.jsonc:2:11 error: "z e d" cannot be a type: '
            "Base44 only accepts letters, digits, _ and -",
            "Run `base44 connectors list-available` to see the types that your workspace has",
        ],
    ),
    (
        "foreign-scope",
        "a connector for several products may have any scope of its provider, but no other's",
        connector(
            "googleworkspace",
            "~gmail.send",
            "~presentations",
            "~youtube.readonly",
            "~photoslibrary.appendonly",
            "chat:write",
        ),
        [
            'googleworkspace.jsonc:1:247 warning: "chat:write" is a scope of Slack User or '
            "Slack Bot, not of Google Workspace",
            'Move it to the connector "slack" or "slackbot", or remove it',
        ],
    ),
    (
        "unknown-scope",
        "a connector for several products knows its provider's scopes",
        connector("googleworkspace", "~presentations", "~calender.events"),
        [
            'googleworkspace.jsonc:1:89 warning: Unknown Google Workspace scope "~calender.events"',
            'Did you mean "~calendar.events"?',
            'unsafe: Change it to "~calendar.events": 89-138 \'"~calendar.events"\'',
        ],
    ),
    (
        "malformed-scope",
        "phrases, which the provider's own pages capitalize in two ways",
        connector("intercom", "Read and list articles", "Read and List articles", "Read moods"),
        [
            'intercom.jsonc:1:59 warning: The scope "Read and List articles" has the '
            "wrong capitalization",
            'Use "Read and list articles"',
            'unsafe: Change it to "Read and list articles": 59-83 \'"Read and list articles"\'',
        ],
    ),
    (
        "unknown-scope",
        "phrases of which the list proves nothing",
        connector("intercom", "Read moods"),
        [],
    ),
    (
        "unknown-scope",
        "a slip in a phrase",
        {
            "connlint.toml": '[extra-scopes]\nslack = ["Read tickets"]\n',
            **connector("slack", "Read tikets"),
        },
        [
            'slack.jsonc:1:30 error: Slack User has no scope "Read tikets"',
            'Did you mean "Read tickets"?',
            'unsafe: Change it to "Read tickets": 30-43 \'"Read tickets"\'',
        ],
    ),
    (
        "unknown-scope",
        "a scope of another service that is near one of this",
        connector("google_analytics", "analytics.read"),
        [
            'google_analytics.jsonc:1:41 error: Google Analytics has no scope "analytics.read"',
            'Did you mean "~analytics.readonly"?',
            'unsafe: Change it to "~analytics.readonly": 41-57 \'"~analytics.readonly"\'',
        ],
    ),
    (
        "foreign-scope",
        "a scope of another service that is near one of this",
        connector("google_analytics", "analytics.read"),
        [],
    ),
    (
        "malformed-scope",
        "odd characters in scopes of a type that nobody knows",
        connector("acme", "a*b", "chat\u200b:write"),
        [
            'acme.jsonc:1:36 error: The scope "chat\\u{200b}:write" contains an invisible character (U+200B)',
            "Retype it: copy and paste can bring in such characters",
        ],
    ),
    (
        "malformed-scope",
        "an odd character in what is no scope, and in what is one",
        connector("slack", "chat\u200b:wrote", "chat\u200b:write"),
        [
            'slack.jsonc:1:30 error: The scope "chat\\u{200b}:wrote" contains an invisible character (U+200B)',
            "Retype it: copy and paste can bring in such characters",
            'slack.jsonc:1:45 error: The scope "chat\\u{200b}:write" contains an invisible character (U+200B)',
            "Retype it: copy and paste can bring in such characters",
            'unsafe: Change it to "chat:write": 45-58 \'"chat:write"\'',
        ],
    ),
    (
        "malformed-scope",
        "an address without its beginning",
        connector("gmail", "www.googleapis.com/auth/gmail.send", "GMAIL.SEND"),
        [
            'gmail.jsonc:1:30 error: The scope "www.googleapis.com/auth/gmail.send" is not written the way Google writes it',
            'Use "~gmail.send"',
            'unsafe: Change it to "~gmail.send": 30-66 \'"~gmail.send"\'',
            'gmail.jsonc:1:68 error: "GMAIL.SEND" is a shortened scope name',
            'Use the full name: "~gmail.send"',
            'unsafe: Change it to "~gmail.send": 68-80 \'"~gmail.send"\'',
        ],
    ),
    (
        "missing-scopes",
        "a file with a mistake in it may have them",
        {"base44/connectors/slack.jsonc": '{"type": "slack" @}\n'},
        [],
    ),
    (
        "missing-scopes",
        "a tab before the type is no gap",
        {"base44/connectors/slack.jsonc": '{\t"type": "slack"}\n'},
        [
            'slack.jsonc:1:3 warning: "scopes" is missing: Base44 treats that as an empty list',
            'Add the scopes that you need, or "scopes": [] for none',
            'safe: Add "scopes": []: 18-18 \', "scopes": []\'',
        ],
    ),
    (
        "unknown-rule",
        "a name that is near nothing",
        {"connlint.toml": '[rules]\nxyzzyplugh = "off"\n', **connector("gmail", "~gmail.send")},
        [
            'connlint.toml:2:1 warning: Unknown rule "xyzzyplugh"',
            "Run `connlint rule` to see all rules",
        ],
    ),
    (
        "unknown-rule",
        "a comment that silences nothing anyway",
        {
            "base44/connectors/slack.jsonc": '{"type": "slack", // connlint-ignore-file: nope\n "scopes": ["chat:write"]}\n// connlint-ignore-file nope\n'
        },
        [],
    ),
    (
        "unused-suppression",
        "a comment for the file at its end, with names and without",
        {
            "base44/connectors/slack.jsonc": '{"type": "slack", "scopes": ["chat:write"]}\n// connlint-ignore-file schema\n// connlint-ignore-file\n'
        },
        [
            "slack.jsonc:2:4 warning: The comment connlint-ignore-file only works before the first value",
            "Move it to the top of the file, or write connlint-ignore here",
            "slack.jsonc:3:4 warning: The comment names no rule, so it ignores nothing",
            "Write connlint-ignore and the names of rules, on the line or above it",
        ],
    ),
    ("unknown-scope", "a type whose list proves nothing", connector("wix", "NO.SUCH-SCOPE"), []),
    (
        "unknown-scope",
        "slips in and behind what the scopes begin with",
        connector("gmail", "~gmail.sned", "~xyzzyplugh.frobnicate", "https://mail.goggle.com/"),
        [
            'gmail.jsonc:1:30 error: Gmail has no scope "~gmail.sned"',
            'Did you mean "~gmail.send"?',
            'unsafe: Change it to "~gmail.send": 30-74 \'"~gmail.send"\'',
            'gmail.jsonc:1:76 error: Gmail has no scope "~xyzzyplugh.frobnicate"',
            "Choose one of its scopes: https://developers.google.com/workspace/gmail/api/auth/scopes",
            'gmail.jsonc:1:133 error: Gmail has no scope "https://mail.goggle.com/"',
            'Did you mean "https://mail.google.com/"?',
            'unsafe: Change it to "https://mail.google.com/": 133-159 \'"https://mail.google.com/"\'',
        ],
    ),
    (
        "unknown-scope",
        "a slip behind the address that the provider lets a scope have",
        connector("outlook", "https://graph.microsoft.com/Mail.Raed"),
        [
            'outlook.jsonc:1:32 error: Outlook has no scope "https://graph.microsoft.com/Mail.Raed"',
            'Did you mean "Mail.Read"?',
            'unsafe: Change it to "Mail.Read": 32-71 \'"Mail.Read"\'',
        ],
    ),
    (
        "workspace-only-type",
        "a file without a type",
        {"base44/connectors/databricks.jsonc": '{"scopes": []}\n'},
        [],
    ),
    (
        "file-name",
        "a type that nobody knows",
        {"base44/connectors/a.jsonc": '{"type": "acme", "scopes": []}\n'},
        [],
    ),
    (
        "malformed-scope",
        "several in one text, in lines that end as in Windows",
        {
            "base44/connectors/slack.jsonc": '{\r\n  "scopes": [\r\n    "chat:write users:read"\r\n  ],\r\n  "type": "slack"\r\n}\r\n'
        },
        [
            'slack.jsonc:3:5 error: "chat:write users:read" contains several scopes in one string',
            'Make each scope its own string: "chat:write", "users:read"',
            'unsafe: Split it into separate strings: 5-28 \'"chat:write",\\r\\n    "users:read"\'',
        ],
    ),
    (
        "missing-scopes",
        "a comment before the type is no gap",
        {"base44/connectors/slack.jsonc": '{\n  /* who */ "type": "slack"\n}\n'},
        [
            'slack.jsonc:2:13 warning: "scopes" is missing: Base44 treats that as an empty list',
            'Add the scopes that you need, or "scopes": [] for none',
            'safe: Add "scopes": []: 28-28 \', "scopes": []\'',
        ],
    ),
    (
        "missing-scopes",
        "lines that end as in Windows",
        {"base44/connectors/slack.jsonc": '{\r\n  "type": "slack"\r\n}\r\n'},
        [
            'slack.jsonc:2:3 warning: "scopes" is missing: Base44 treats that as an empty list',
            'Add the scopes that you need, or "scopes": [] for none',
            'safe: Add "scopes": []: 18-18 \',\\r\\n  "scopes": []\'',
        ],
    ),
    (
        "unknown-scope",
        "a short one is not near all that begins like it",
        connector("gmail", "~gmail.s"),
        [
            'gmail.jsonc:1:30 error: Gmail has no scope "~gmail.s"',
            "Choose one of its scopes: https://developers.google.com/workspace/gmail/api/auth/scopes",
        ],
    ),
]


@pytest.mark.parametrize(
    "rule, why, files, found", CASES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_what_a_rule_says_of_files(
    rule: str, why: str, files: dict[str, str], found: list[str], tmp_path: Path
) -> None:
    assert said(files, rule, tmp_path) == found, why
