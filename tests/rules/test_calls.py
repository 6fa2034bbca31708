"""What rules about code say of calls and automations, and what they leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from .apps import automation, connector, function, page, said, uses

STRIPE = {
    "base44/functions/pay/entry.ts": 'import Stripe from "npm:stripe";\n\nconst stripe = new Stripe(Deno.env.get("MY_STRIPE_KEY"));\nDeno.serve(() => null);\n'
}

CASES: list[tuple[str, str, dict[str, str], list[str]]] = [
    (
        "unconfigured-connector",
        "a call in a page is left to client-side-connection",
        page('base44.asServiceRole.connectors.getConnection("slack");'),
        [],
    ),
    (
        "unconfigured-connector",
        "a call by id names no type",
        {
            **connector("gmail", "~gmail.send"),
            **function('await connectors.getWorkspaceConnection("slack");'),
        },
        [],
    ),
    (
        "unconfigured-connector",
        "a file whose type is a slip for the one that is called",
        {
            "base44/connectors/mail.jsonc": '{"type": "gmial", "scopes": []}\n',
            **function('await connectors.getConnection("gmail");'),
        },
        [],
    ),
    (
        "unconfigured-connector",
        "a file without a readable type has that of its name",
        {
            "base44/connectors/gmail.jsonc": '{"scopes": []}\n',
            **function('await connectors.getConnection("gmail");'),
        },
        [],
    ),
    (
        "unconfigured-connector",
        "the name of a file says nothing beside its type",
        {
            "base44/connectors/slack.jsonc": '{"type": "gmail", "scopes": []}\n',
            **function('await connectors.getConnection("slack");'),
        },
        [
            'entry.ts:6:34 error: No connector file for "slack": the next `base44 connectors push` will disconnect Slack User',
            "Add connectors/slack.jsonc; `base44 connectors pull` creates it if Slack User is connected",
        ],
    ),
    (
        "unconfigured-connector",
        "one finding for a type and a file",
        {
            **connector("gmail", "~gmail.send"),
            **function(
                'await connectors.getConnection("slack");',
                'await connectors.getConnection("slack");',
            ),
        },
        [
            'entry.ts:6:34 error: No connector file for "slack": the next `base44 connectors push` will disconnect Slack User',
            "Add connectors/slack.jsonc; `base44 connectors pull` creates it if Slack User is connected",
        ],
    ),
    (
        "unconfigured-connector",
        "without connector files: what the code needs, once for a type",
        {
            **uses(
                "gmail",
                "GET gmail.googleapis.com/gmail/v1/users/me/messages",
                "POST gmail.googleapis.com/gmail/v1/users/me/messages/send",
                more=('await connectors.getConnection("notion");',),
            ),
            "base44/functions/more/entry.ts": uses(
                "gmail", "GET gmail.googleapis.com/gmail/v1/users/me/messages"
            )["base44/functions/work/entry.ts"],
        },
        [
            'entry.ts:6:58 info: Your code needs these Gmail scopes: "~gmail.readonly" and "~gmail.send"',
            "Connect Gmail with exactly these scopes: `base44 connectors initiate "
            "--integration-type gmail --scopes ~gmail.readonly,~gmail.send`",
        ],
    ),
    (
        "unconfigured-connector",
        "without connector files: some requests are not understood",
        uses(
            "gmail",
            "POST gmail.googleapis.com/gmail/v1/users/me/messages/send",
            "POST gmail.googleapis.com/gmail/v1/other",
        ),
        [
            'entry.ts:6:58 info: Your code needs at least the Gmail scope "~gmail.send"',
            "Connect Gmail with this scope and any others that your code needs; "
            "run `connlint audit` to see why there may be more",
        ],
    ),
    (
        "unconfigured-connector",
        "without connector files: a scope that may show only a part",
        uses("slackbot", "POST slack.com/api/conversations.history"),
        [
            'entry.ts:6:58 info: Your code needs at least the Slack Bot scope "channels:history"',
            "Connect Slack Bot with this scope and any others that your code needs; "
            "run `connlint audit` to see why there may be more",
        ],
    ),
    (
        "unconfigured-connector",
        "without connector files: no request is understood",
        function('await connectors.getConnection("gmail");'),
        [
            "entry.ts:6:34 info: This app uses Gmail, but which scopes it needs is not known",
            "Run `connlint audit` to see which requests connlint could not check",
        ],
    ),
    (
        "unconfigured-connector",
        "without connector files: a service without scopes",
        function('await connectors.getConnection("notion");'),
        [],
    ),
    (
        "unconfigured-connector",
        "stripe has a rule of its own",
        {
            **connector("gmail", "~gmail.send"),
            **function('await connectors.getConnection("stripe");'),
        },
        [],
    ),
    (
        "unconfigured-connector",
        "what is no type at all is left to unknown-type",
        {
            **connector("gmail", "~gmail.send"),
            **function(
                'await connectors.getConnection("gmial");',
                'await connectors.getConnection("xyzzyplugh");',
            ),
        },
        [],
    ),
    (
        "unknown-type",
        "a name that is near nothing",
        {
            **connector("gmail", "~gmail.send"),
            **function('await connectors.getConnection("xyzzyplugh");'),
        },
        [
            'entry.ts:6:34 error: "xyzzyplugh" is not a Base44 connector type',
            'Use the type of a connector of this app: "gmail"',
        ],
    ),
    (
        "unknown-type",
        "a name that is near nothing, in an app of whose types one is known",
        {
            **connector("gmail", "~gmail.send"),
            "base44/connectors/own.jsonc": '{"type": "own-one", "scopes": []}\n',
            **function('await connectors.getConnection("xyzzyplugh");'),
        },
        [
            'own.jsonc:1:10 error: "own-one" is not a Base44 connector type',
            "Run `base44 connectors list-available` to see the types that your workspace has",
            'entry.ts:6:34 error: "xyzzyplugh" is not a Base44 connector type',
            'Use the type of a connector of this app: "gmail"',
        ],
    ),
    (
        "unknown-type",
        "a name that is near nothing, in an app of whose types none is known",
        {
            "base44/connectors/own.jsonc": '{"type": "own-one", "scopes": []}\n',
            **function('await connectors.getConnection("xyzzyplugh");'),
        },
        [
            'own.jsonc:1:10 error: "own-one" is not a Base44 connector type',
            "Run `base44 connectors list-available` to see the types that your workspace has",
            'entry.ts:6:34 error: "xyzzyplugh" is not a Base44 connector type',
            "Use the type of a connector of this app",
        ],
    ),
    (
        "unknown-type",
        "a name that is near nothing, in an app with as many connectors as are listed",
        {
            **connector("airtable"),
            **connector("gmail", "~gmail.send"),
            **connector("github"),
            **connector("slack"),
            **function('await connectors.getConnection("xyzzyplugh");'),
        },
        [
            'entry.ts:6:34 error: "xyzzyplugh" is not a Base44 connector type',
            'Use the type of a connector of this app: "airtable", "github", "gmail" or "slack"',
        ],
    ),
    (
        "unknown-type",
        "types in the wrong case",
        function(
            'await connectors.getConnection("Slack");',
            'await connectors.callApi("X", { path: "/2/tweets" });',
        ),
        [
            'entry.ts:6:34 error: "Slack" is not a Base44 connector type',
            'Did you mean "slack" (Slack User)?',
            'unsafe: Change it to "slack": 34-41 \'"slack"\'',
            'entry.ts:7:28 error: "X" is not a Base44 connector type',
            'Did you mean "x" (X (Twitter))?',
            'unsafe: Change it to "x": 28-31 \'"x"\'',
        ],
    ),
    (
        "unknown-type",
        "a name that is near nothing, in an app with more connectors than can be listed",
        {
            **connector("airtable"),
            **connector("gmail", "~gmail.send"),
            **connector("github"),
            **connector("notion"),
            **connector("slack"),
            **function('await connectors.getConnection("xyzzyplugh");'),
        },
        [
            'entry.ts:6:34 error: "xyzzyplugh" is not a Base44 connector type',
            "Use the type of a connector of this app",
        ],
    ),
    (
        "unknown-type",
        "a name that is near nothing may be a new type of an app without connector files",
        function('await connectors.getConnection("xyzzyplugh");'),
        [
            'entry.ts:6:34 warning: "xyzzyplugh" is not a Base44 connector type',
            "Run `base44 connectors list-available` to see the types that your workspace has",
        ],
    ),
    (
        "unknown-type",
        "a slip for a type that has a file",
        {
            **connector("gmail", "~gmail.send"),
            **function("await connectors.getConnection('gmial');"),
        },
        [
            'entry.ts:6:34 error: "gmial" is not a Base44 connector type',
            'Did you mean "gmail" (Gmail)?',
            'unsafe: Change it to "gmail": 34-41 "\'gmail\'"',
        ],
    ),
    (
        "unknown-type",
        "a slip for a type that has none",
        {
            **connector("gmail", "~gmail.send"),
            **function('await connectors.getConnection("slakc");'),
        },
        [
            'entry.ts:6:34 error: "slakc" is not a Base44 connector type',
            'Did you mean "slack" (Slack User)? It also needs a file: connectors/slack.jsonc',
            'unsafe: Change it to "slack": 34-41 \'"slack"\'',
        ],
    ),
    (
        "unknown-type",
        "each place is its own, a constant is one",
        function(
            "const MAIL = `gmial`;",
            "await connectors.getConnection(MAIL);",
            "await connectors.callApi(MAIL, {});",
            'await connectors.getConnection("gmial");',
        ),
        [
            'entry.ts:6:16 error: "gmial" is not a Base44 connector type',
            'Did you mean "gmail" (Gmail)?',
            'unsafe: Change it to "gmail": 16-23 \'"gmail"\'',
            'entry.ts:9:34 error: "gmial" is not a Base44 connector type',
            'Did you mean "gmail" (Gmail)?',
            'unsafe: Change it to "gmail": 34-41 \'"gmail"\'',
        ],
    ),
    (
        "unknown-type",
        "a text that is put together has no place to change",
        function(
            'const type = req.url.includes("x") ? "gmial" : "slack";',
            "await connectors.getConnection(type);",
        ),
        [
            'entry.ts:7:34 error: "gmial" is not a Base44 connector type',
            'Did you mean "gmail" (Gmail)?',
        ],
    ),
    (
        "unknown-type",
        "the file has the finding where it says the same",
        {
            "base44/connectors/mail.jsonc": '{"type": "gmial", "scopes": []}\n',
            **function('await connectors.getConnection("gmial");'),
        },
        [
            'mail.jsonc:1:10 error: "gmial" is not a Base44 connector type',
            'Did you mean "gmail" (Gmail)?',
            'unsafe: Change it to "gmail": 10-17 \'"gmail"\'',
        ],
    ),
    (
        "unknown-type",
        "what settings add, and what has a rule of its own",
        {
            "connlint.toml": 'extra-types = ["acme"]\n',
            **function(
                'await connectors.getConnection("acme");',
                'await connectors.getConnection("5f0c0ffee0c0ffee0c0ffee0");',
                'await connectors.getConnection("Stripe");',
                'await connectors.getConnection("Databricks");',
                'await connectors.getConnection("X");',
            ),
        },
        [],
    ),
    (
        "unknown-type",
        "a call in a page is left to client-side-connection",
        page('base44.asServiceRole.connectors.getConnection("gmial");'),
        [],
    ),
    (
        "client-side-connection",
        "another library has connectors, too",
        page("export const token = (kafka) => kafka.connectors.getConnection('a');"),
        [],
    ),
    (
        "deprecated-call",
        "a call in a page is left to client-side-connection",
        page('base44.asServiceRole.connectors.getAccessToken("slack");'),
        [],
    ),
    (
        "user-scoped-connection",
        "a call in a page is left to client-side-connection",
        page('base44.connectors.getConnection("slack");'),
        [],
    ),
    (
        "user-scoped-connection",
        "what a user may do",
        function('await base44.connectors.connectAppUser("5f0c0ffee0c0ffee0c0ffee0");'),
        [],
    ),
    (
        "user-scoped-connection",
        "a client that is not written out has no place for the role",
        function("const { connectors: mine } = base44;", 'await mine.getConnection("gmail");'),
        [
            "entry.ts:7:14 error: base44.connectors has no getConnection, so this call fails",
            "Use base44.asServiceRole.connectors; base44.connectors has only connectAppUser and disconnectAppUser",
        ],
    ),
    (
        "wrong-identifier",
        "a call in a page is left to client-side-connection",
        page('base44.asServiceRole.connectors.getConnection("5f0c0ffee0c0ffee0c0ffee0");'),
        [],
    ),
    (
        "wrong-identifier",
        "a type of the app, of a workspace, and in a page",
        {
            **function(
                'await connectors.getWorkspaceConnection("gmail");',
                'await connectors.getWorkspaceConnection("databricks");',
            ),
            **page('base44.connectors.connectAppUser("gmail");'),
        },
        [
            'entry.ts:6:43 error: getWorkspaceConnection expects a connector id; "gmail" is a type',
            'Use the connector\'s id from the workspace settings, or getConnection("gmail") for the connector of this app',
            'entry.ts:7:43 error: getWorkspaceConnection expects a connector id; "databricks" is a type',
            "Use the connector's id from the workspace settings",
            'Home.jsx:2:34 error: connectAppUser expects a connector id; "gmail" is a type',
            "Use the connector's id from the workspace settings",
        ],
    ),
    (
        "wrong-identifier",
        "a type that only the settings know",
        {
            "connlint.toml": 'extra-types = ["acme"]\n',
            **function('await connectors.getWorkspaceConnection("acme");'),
        },
        [
            'entry.ts:6:43 error: getWorkspaceConnection expects a connector id; "acme" is a type',
            "Use the connector's id from the workspace settings",
        ],
    ),
    (
        "wrong-identifier",
        "a file that has the name of an id, and one without a type",
        {
            "base44/connectors/5f0c0ffee0c0ffee0c0ffee0.jsonc": '{"type": "gmail", "scopes": []}\n',
            "base44/connectors/other.jsonc": '{"scopes": []}\n',
            **function('await connectors.getWorkspaceConnection("5f0c0ffee0c0ffee0c0ffee0");'),
        },
        [],
    ),
    (
        "wrong-identifier",
        "names that are no ids, and texts that may be ids",
        {
            "base44/connectors/mail.jsonc": '{"type": "acme", "scopes": []}\n',
            **function(
                'await connectors.getWorkspaceConnection("Google Calendar");',
                'await connectors.getWorkspaceConnection("acme");',
                'await connectors.getWorkspaceConnection("mail");',
                'await connectors.getCurrentAppUserConnection("gcal-sync");',
                'await connectors.getCurrentAppUserConnection("<id>");',
                'await connectors.getCurrentAppUserConnection("abc123def");',
                'await connectors.getCurrentAppUserConnection("my-box-1");',
                'await connectors.getCurrentAppUserConnection("5f0c0ffee0c0ffee0c0ffee0");',
                'await other.connectors.connectAppUser("my-connector");',
            ),
            **page('base44.connectors.disconnectAppUser("youtube_connector_id");'),
        },
        [
            'entry.ts:6:43 error: getWorkspaceConnection expects a connector id; "Google Calendar" is a name for Google Calendar',
            'Use the connector\'s id from the workspace settings, or getConnection("googlecalendar") for the connector of this app',
            'entry.ts:7:43 error: getWorkspaceConnection expects a connector id; "acme" is a type',
            "Use the connector's id from the workspace settings",
            'entry.ts:8:43 error: getWorkspaceConnection expects a connector id; "mail" is the name of a connector file',
            "Use the connector's id from the workspace settings",
            'entry.ts:9:48 warning: getCurrentAppUserConnection expects a connector id; "gcal-sync" looks like a name',
            "Use the connector's id from the workspace settings",
            'entry.ts:10:48 warning: getCurrentAppUserConnection expects a connector id; "<id>" looks like a name',
            "Use the connector's id from the workspace settings",
            'Home.jsx:2:37 warning: disconnectAppUser expects a connector id; "youtube_connector_id" looks like a name',
            "Use the connector's id from the workspace settings",
        ],
    ),
    (
        "exposed-token",
        "the token of a connector that only its id names",
        function(
            "const { accessToken } = await connectors.getWorkspaceConnection(await req.text());",
            "console.log(accessToken);",
        ),
        [
            "entry.ts:7:15 error: The access token is logged (console.log)",
            "Log Boolean(token) instead; other people can read the logs",
        ],
    ),
    *[
        (
            "stripe-secret",
            why,
            {
                **connector("stripe"),
                "base44/functions/pay/entry.ts": f'import Stripe from "npm:stripe";\n{text}\n',
            },
            [
                f'entry.ts:3:{column} warning: The Stripe connector does not set "MY_STRIPE_KEY"; its key is in STRIPE_SECRET_KEY',
                "Read STRIPE_SECRET_KEY instead; only that key belongs to the connector's account",
            ]
            if column
            else [],
        )
        for why, text, column in (
            (
                "a secret of the runtime, among other things",
                'import { waitUntil, secrets } from "base44:runtime";\nsecrets.get("MY_STRIPE_KEY");',
                13,
            ),
            (
                "a secret of the runtime by another name",
                "import { secrets as own } from 'base44:runtime';\nown . get(`MY_STRIPE_KEY`);",
                11,
            ),
            (
                "the right secret of the runtime beside another one",
                'import { secrets } from "base44:runtime";\nsecrets.get("STRIPE_SECRET_KEY"), Deno.env.get("MY_STRIPE_KEY");',
                0,
            ),
            (
                "secrets of something else",
                'import { secrets } from "./own.ts";\nsecrets.get("MY_STRIPE_KEY");',
                0,
            ),
            (
                "something else of the runtime",
                'import { waitUntil } from "base44:runtime";\nsecrets.get("MY_STRIPE_KEY");',
                0,
            ),
        )
    ],
    (
        "stripe-connection",
        "where the runtime's secrets are imported, they have the key",
        {
            "base44/functions/pay/entry.ts": 'import { secrets } from "base44:runtime";\n'
            'await base44.asServiceRole.connectors.getConnection("stripe");\n'
        },
        [
            'entry.ts:2:53 error: getConnection("stripe") fails: Base44 gives no token for Stripe',
            'Use the key in secrets.get("STRIPE_SECRET_KEY"), which Base44 sets',
        ],
    ),
    (
        "stripe-secret",
        "an app without the connector has its own key",
        {**connector("gmail", "~gmail.send"), **STRIPE},
        [],
    ),
    ("unconfigured-automation", "one that does not say which connector", automation(), []),
    (
        "unconfigured-automation",
        "a slip for a type that has no file",
        automation(integration_type="gmial"),
        [
            'function.jsonc:1:125 warning: This automation is triggered by "gmial", which is not a Base44 connector type',
            'Did you mean "gmail" (Gmail)?',
        ],
    ),
    (
        "unconfigured-automation",
        "an app without connector files may have every connector",
        automation(integration_type="gmail"),
        [],
    ),
    (
        "unconfigured-automation",
        "a type of which nobody knows anything may be a new one",
        automation(integration_type="xyzzyplugh"),
        [],
    ),
    (
        "unconfigured-automation",
        "a slip for a type that has one",
        {**connector("gmail", "~gmail.send"), **automation(integration_type="gmial")},
        [
            'function.jsonc:1:125 error: This automation is triggered by "gmial", but there is no connector file for it',
            'Did you mean "gmail" (Gmail)?',
        ],
    ),
    (
        "unknown-event",
        "one that does not say which connector",
        automation(events=["message.receivde"]),
        [],
    ),
    (
        "unused-connector",
        "a call by id does not name the type",
        {
            **connector("slackbot", "chat:write"),
            **function('await connectors.getWorkspaceConnection("slackbot");'),
        },
        [
            'slackbot.jsonc:1:10 info: No function or automation uses the connector "slackbot"',
            "Delete the file if nothing else needs it; the next `base44 connectors push` will then disconnect Slack Bot",
        ],
    ),
    (
        "unused-connector",
        "a type that only a run can tell",
        {
            **connector("slackbot", "chat:write"),
            **function("await connectors.getConnection(await req.text());"),
        },
        [],
    ),
    (
        "unused-connector",
        "an automation uses it",
        {**connector("slackbot", "chat:write"), **automation(integration_type="slackbot")},
        [],
    ),
    (
        "unused-connector",
        "an automation that does not say which connector",
        {**connector("slackbot", "chat:write"), **automation()},
        [
            'slackbot.jsonc:1:10 info: No function or automation uses the connector "slackbot"',
            "Delete the file if nothing else needs it; the next `base44 connectors push` will then disconnect Slack Bot",
        ],
    ),
    (
        "unused-connector",
        "files without a type, and of a workspace",
        {
            "base44/connectors/a.jsonc": '{"scopes": []}\n',
            **connector("databricks"),
            **automation(),
        },
        [],
    ),
    (
        "unused-connector",
        "imported code that is not there",
        {
            **connector("slackbot", "chat:write"),
            "base44/functions/work/entry.ts": 'import "./gone.ts";\nDeno.serve(() => null);\n',
        },
        [],
    ),
    (
        "unused-connector",
        "code with a name that no map has",
        {
            **connector("slackbot", "chat:write"),
            "base44/functions/work/entry.ts": 'import "@/gone";\nDeno.serve(() => null);\n',
        },
        [],
    ),
    (
        "unused-connector",
        "imports that are no code of the app, or nothing but types",
        {
            **connector("slackbot", "chat:write"),
            "base44/functions/work/entry.ts": 'import "zod";\nimport "npm:b";\nimport "./a.json";\n'
            'import type { A } from "@/gone";\nDeno.serve(() => null);\n',
            "base44/functions/work/a.json": "{}",
        },
        [
            'slackbot.jsonc:1:10 info: No function or automation uses the connector "slackbot"',
            "Delete the file if nothing else needs it; the next `base44 connectors push` will then disconnect Slack Bot",
        ],
    ),
]


@pytest.mark.parametrize(
    "rule, why, files, found", CASES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_what_a_rule_says_of_calls(
    rule: str, why: str, files: dict[str, str], found: list[str], tmp_path: Path
) -> None:
    assert said(files, rule, tmp_path) == found, why
