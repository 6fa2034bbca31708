"""Connectors that are not the usual case: what is said of each, and which command it gets."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.console import connlint
from tests.project.tree import make
from tests.rules.apps import Files, automation, connector, function, uses, write

from .apps import GITHUB, GMAIL, GOOGLE, UNKNOWN, found_in, printed, report_of

SHEETS = "sheets.googleapis.com/v4/spreadsheets/1"
BY_ID = function(
    'const { accessToken } = await connectors.getWorkspaceConnection("68f0a1");',
    f'await fetch("https://{SHEETS}", {{ headers: {{ Authorization: `Bearer ${{accessToken}}` }} }});',
)
EXTRA = {"connlint.toml": 'extra-types = ["acme_crm"]\n'}

CASES: dict[str, tuple[Files, list[str], list[str]]] = {
    "a service without scopes": (
        uses("notion", "GET api.notion.com/v1/users"),
        [
            "Notion (notion), no connector file",
            "  Notion has no scopes",
            "  Requests:",
            "      base44/functions/work/entry.ts:7 /v1/…",
        ],
        ["base44 connectors initiate --integration-type notion"],
    ),
    "a service without scopes, with a file that lists some": (
        {**uses("notion", "GET api.notion.com/v1/users"), **connector("notion", "read")},
        [
            "Notion (notion), base44/connectors/notion.jsonc",
            "  Notion has no scopes",
            "  Requests:",
            "      base44/functions/work/entry.ts:7 /v1/…",
        ],
        ["base44 connectors initiate --integration-type notion"],
    ),
    "a service that Base44 connects": (
        connector("stripe"),
        [
            "Stripe (stripe), base44/connectors/stripe.jsonc",
            "  Base44 connects Stripe by itself, without scopes",
        ],
        ["# Stripe: Base44 connects Stripe by itself, without scopes"],
    ),
    "a service of the workspace": (
        uses("snowflake", "GET a.snowflakecomputing.com/api/v2/statements/1"),
        [
            "Snowflake (snowflake), no connector file",
            "  Which scopes your code needs is not known",
            "  Requests:",
            "      base44/functions/work/entry.ts:7 /api/…",
            "  Set them where the workspace has registered it; no connector file has them",
            "  connlint could not check everything:",
            "      base44/functions/work/entry.ts:7: connlint does not know which scope /api/… needs",
        ],
        [
            "# Snowflake: Which scopes your code needs is not known",
            "#   Set them where the workspace has registered it; no connector file has them",
            "#   base44/functions/work/entry.ts:7: connlint does not know which scope /api/… needs",
        ],
    ),
    "a connection by its id": (
        BY_ID,
        [
            'Google Sheets, connection "68f0a1" (googlesheets), requested by its id',
            "  Your code needs this scope:",
            f"    {GOOGLE}spreadsheets.readonly",
            "      base44/functions/work/entry.ts:7 sheets.spreadsheets.get",
            f"  Added by Base44: email, {GOOGLE}userinfo.email, {GOOGLE}userinfo.profile, openid, "
            "profile",
            "  Set them where this connection is registered; no connector file has them",
        ],
        [
            f'# Google Sheets, connection "68f0a1": Your code needs this scope: '
            f"{GOOGLE}spreadsheets.readonly",
            "#   Set them where this connection is registered; no connector file has them",
        ],
    ),
    "a misspelled type in a file": (
        {**uses("gmaill", f"GET {GMAIL}/labels"), **connector("gmaill", f"{GOOGLE}gmail.modify")},
        [
            "Gmail (gmail, written gmaill), base44/connectors/gmaill.jsonc",
            "  Your code needs at least this scope:",
            f"    {GOOGLE}gmail.labels",
            "      base44/functions/work/entry.ts:7 gmail.users.labels.list",
            f"  Added by Base44: email, {GOOGLE}userinfo.email, {GOOGLE}userinfo.profile, openid, "
            "profile",
            f"  Also in the file, and kept: {GOOGLE}gmail.modify",
            "  connlint could not check everything:",
            '      base44/connectors/gmaill.jsonc:1: "gmaill" is not a Base44 connector type; '
            'checked as "gmail"',
        ],
        [
            "# Gmail: Your code needs at least this scope. connlint could not check everything:",
            '#   base44/connectors/gmaill.jsonc:1: "gmaill" is not a Base44 connector type; checked '
            'as "gmail"',
            f"base44 connectors initiate --integration-type gmail --scopes {GOOGLE}gmail.modify",
        ],
    ),
    "a misspelled type in code": (
        uses("gmaill", f"GET {GMAIL}/labels"),
        [
            "gmaill (gmaill), no connector file",
            '  "gmaill" is not a Base44 connector type; did you mean "gmail"?',
            "  connlint could not check everything:",
            '      base44/functions/work/entry.ts:6: "gmaill" is not a Base44 connector type',
            f"      base44/functions/work/entry.ts:7: connlint does not know GET https://{GMAIL}/"
            "labels",
        ],
        [
            '# gmaill: "gmaill" is not a Base44 connector type; did you mean "gmail"?',
            '#   base44/functions/work/entry.ts:6: "gmaill" is not a Base44 connector type',
            f"#   base44/functions/work/entry.ts:7: connlint does not know GET https://{GMAIL}/labels",
        ],
    ),
    "an unknown type in a file": (
        connector("zzzz", "a"),
        [
            "zzzz (zzzz), base44/connectors/zzzz.jsonc",
            '  connlint does not know which scopes "zzzz" has',
            "  connlint could not check everything:",
            '      base44/connectors/zzzz.jsonc: connlint does not know the type "zzzz"',
        ],
        [
            '# zzzz: connlint does not know which scopes "zzzz" has',
            '#   base44/connectors/zzzz.jsonc: connlint does not know the type "zzzz"',
        ],
    ),
    "a type that the settings add": (
        {**uses("acme_crm", "GET acme.example/v1"), **EXTRA},
        [
            "acme_crm (acme_crm), no connector file",
            '  connlint does not know which scopes "acme_crm" has',
            "  connlint could not check everything:",
            '      base44/functions/work/entry.ts:6: connlint does not know the scopes of "acme_crm"',
            "      base44/functions/work/entry.ts:7: connlint does not know GET https://acme.example/v1",
        ],
        [
            '# acme_crm: connlint does not know which scopes "acme_crm" has',
            '#   base44/functions/work/entry.ts:6: connlint does not know the scopes of "acme_crm"',
            "#   base44/functions/work/entry.ts:7: connlint does not know GET https://acme.example/v1",
        ],
    ),
    "a connector that only starts a function": (
        automation(integration_type="slackbot"),
        [
            "Slack Bot (slackbot), no connector file",
            "  Which scopes your code needs is not known",
            "  Added by Base44: chat:write.customize, chat:write.public",
            "  connlint could not check everything:",
            "      base44/functions/start/function.jsonc:1: an automation may need scopes of its own",
        ],
        [
            "# Slack Bot: Which scopes your code needs is not known. connlint could not check "
            "everything:",
            "#   base44/functions/start/function.jsonc:1: an automation may need scopes of its own",
            "# base44 connectors initiate --integration-type slackbot --scopes …",
        ],
    ),
    "a connector that no function uses": (
        connector("linkedin", "w_member_social"),
        [
            "LinkedIn (linkedin), base44/connectors/linkedin.jsonc",
            "  Which scopes your code needs is not known",
            "  Also in the file, and kept: w_member_social",
            "  connlint could not check everything:",
            "      base44/connectors/linkedin.jsonc: this app has no functions to check",
        ],
        [
            "# LinkedIn: Which scopes your code needs is not known. connlint could not check "
            "everything:",
            "#   base44/connectors/linkedin.jsonc: this app has no functions to check",
            "base44 connectors initiate --integration-type linkedin --scopes w_member_social",
        ],
    ),
    "a call for any connector": (
        function("const { accessToken } = await connectors.getConnection(req.headers.get('x'));"),
        [
            "Other connectors may be used:",
            "      base44/functions/work/entry.ts:6: which connector getConnection gets is known only "
            "at run time",
        ],
        [
            "# Other connectors may be used:",
            "#   base44/functions/work/entry.ts:6: which connector getConnection gets is known only "
            "at run time",
        ],
    ),
    "a request that needs no scope beyond those that Base44 adds": (
        uses("gmail", "GET www.googleapis.com/oauth2/v2/userinfo"),
        [
            "Gmail (gmail), no connector file",
            "  Your code needs no scopes beyond those that Base44 adds",
            "  Requests:",
            "      base44/functions/work/entry.ts:7 oauth2.userinfo.get",
            f"  Added by Base44: email, {GOOGLE}userinfo.email, {GOOGLE}userinfo.profile, openid, "
            "profile",
        ],
        ["base44 connectors initiate --integration-type gmail"],
    ),
    "a metered service": (
        function('await connectors.callApi("x", { method: "GET", path: "/2/users/me" });'),
        [
            "X (Twitter) (x), no connector file",
            "  Your code needs these scopes:",
            "    tweet.read",
            "      base44/functions/work/entry.ts:6 getUsersMe",
            "    users.read",
            "      base44/functions/work/entry.ts:6 getUsersMe",
        ],
        ["base44 connectors initiate --integration-type x --scopes tweet.read,users.read"],
    ),
    "a scope that only private data needs": (
        uses("github", f"GET {GITHUB}/user"),
        [
            "GitHub (github), no connector file",
            "  Which scopes your code needs is not known",
            "  Requests:",
            "      base44/functions/work/entry.ts:7 users/get-authenticated (needs a scope only for "
            "private data)",
            "  connlint could not check everything:",
            "      base44/functions/work/entry.ts:7: users/get-authenticated needs a scope only for "
            "private data",
        ],
        [
            "# GitHub: Which scopes your code needs is not known. connlint could not check everything:",
            "#   base44/functions/work/entry.ts:7: users/get-authenticated needs a scope only for "
            "private data",
            "# base44 connectors initiate --integration-type github --scopes …",
        ],
    ),
    "a scope that may show only a part": (
        uses("googledrive", "POST www.googleapis.com/drive/v3/files"),
        [
            "Google Drive (googledrive), no connector file",
            "  Your code needs at least this scope:",
            f"    {GOOGLE}drive.file",
            "      base44/functions/work/entry.ts:7 drive.files.create",
            f"  Added by Base44: email, {GOOGLE}userinfo.email, {GOOGLE}userinfo.profile, openid, "
            "profile",
            "  connlint could not check everything:",
            f'      "{GOOGLE}drive.file" gives only what the app made or was given',
        ],
        [
            "# Google Drive: Your code needs at least this scope. connlint could not check everything:",
            f'#   "{GOOGLE}drive.file" gives only what the app made or was given',
            f"base44 connectors initiate --integration-type googledrive --scopes {GOOGLE}drive.file",
        ],
    ),
}


def test_a_file_that_cannot_be_read_may_have_scopes(tmp_path: Path) -> None:
    write(uses("gmail", f"GET {GMAIL}/labels"), tmp_path)
    path = "base44/connectors/gmail.jsonc"
    make(tmp_path, {path: '{"type": "gmail"}'.encode("utf-16")})
    (found,) = report_of(tmp_path)["connectors"]
    assert (found["complete"], found["scopes"]) == (False, [f"{GOOGLE}gmail.labels"])
    assert Path(found["path"]) == Path(found["gaps"][0]["path"])
    assert [gap["reason"] for gap in found["gaps"]] == ["connlint cannot read this file"]


def test_two_files_of_a_type_are_not_certain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {**uses("gmail", f"GET {GMAIL}/labels"), **connector("gmail", f"{GOOGLE}gmail.modify")}
    other = "base44/connectors/other.jsonc"
    write({**files, other: files["base44/connectors/gmail.jsonc"]}, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert printed().splitlines()[-2:] == [
        "  connlint could not check everything:",
        f"      {other}: another file with the same type",
    ]


@pytest.mark.parametrize("name", CASES)
def test_each_kind_has_an_answer(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, text, command = CASES[name]
    write(files, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert printed().splitlines()[2:] == text
    assert printed("--format", "command").splitlines() == command


def test_connections_by_id_are_no_connectors_of_the_app(tmp_path: Path) -> None:
    write(BY_ID, tmp_path)
    app = report_of(tmp_path)
    assert app["connectors"] == []
    (found,) = app["connections"]
    assert (found["name"], found["path"], found["scopes"]) == (
        'Google Sheets, connection "68f0a1"',
        None,
        [f"{GOOGLE}spreadsheets.readonly"],
    )


def test_places_that_may_use_any_connector_are_said_beside_the_connectors(tmp_path: Path) -> None:
    files = function("const { accessToken } = await connectors.getConnection(req.url);", UNKNOWN)
    write(files, tmp_path)
    app = report_of(tmp_path)
    assert (app["connectors"], [gap["line"] for gap in app["gaps"]]) == ([], [6])


@pytest.mark.parametrize(
    "scope, is_kept",
    [
        ("unheard-of", True),
        (f"{GOOGLE}gmail.settings.basic", False),
        (f"{GOOGLE}calendar.readonly", True),
        ("email", True),
    ],
)
def test_scopes_with_an_unknown_effect_are_kept(
    scope: str, *, is_kept: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    labels = f"{GOOGLE}gmail.labels"
    files = {**uses("gmail", f"GET {GMAIL}/labels"), **connector("gmail", labels, scope)}
    (found,) = found_in(files, tmp_path)
    assert (found["scopes"], found["complete"]) == ([labels], True)
    monkeypatch.chdir(tmp_path)
    assert (f'"{scope}"' in printed("--format", "jsonc")) is is_kept


@pytest.mark.parametrize("rule", ["unused-scope", "redundant-scope"])
def test_a_comment_keeps_a_scope(
    rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = f"{GOOGLE}gmail.settings.basic"
    text = f"""{{
  "type": "gmail",
  "scopes": [
    "{GOOGLE}gmail.labels",
    "{other}" // connlint-ignore {rule}: next week
  ]
}}
"""
    files = {
        **uses("gmail", f"GET {GMAIL}/labels"),
        "base44/connectors/gmail.jsonc": text,
    }
    write(files, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert printed().splitlines()[-1] == f"  Also in the file, and kept: {other}"


@pytest.mark.parametrize("files", [{}, connector("microsoft_word", "Files.Read")])
def test_a_scope_that_the_type_cannot_have_is_not_asked_for(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = uses("microsoft_word", "GET graph.microsoft.com/v1.0/me/messages")
    (found,) = found_in({**mail, **files}, tmp_path)
    assert (found["scopes"], found["complete"]) == ([], False)
    (gap,) = found["gaps"]
    assert gap["reason"] == "no scope that the connector is known to have allows it"
    assert gap["line"] == 7
    monkeypatch.chdir(tmp_path)
    assert connlint("scopes", "--write", "--yes").err.endswith("connlint: Nothing to write\n")


def test_two_spellings_of_a_microsoft_scope_are_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "https://graph.microsoft.com/Mail.Send"
    files = {
        **uses("outlook", "POST graph.microsoft.com/v1.0/me/sendMail"),
        **connector("outlook", long),
    }
    (found,) = found_in(files, tmp_path)
    assert (found["scopes"], found["complete"]) == ([long], True)
    monkeypatch.chdir(tmp_path)
    assert printed("--format", "command") == (
        f"base44 connectors initiate --integration-type outlook --scopes {long}\n"
    )
