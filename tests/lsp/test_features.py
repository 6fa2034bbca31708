"""Code actions, hover, completion, and the ways between connector files and code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lsprotocol import types
from tests.cli.console import CONNECTORS, app
from tests.lsp.editor import BOTH, PULLS, PUSHES, Editor, at, shown, with_editor
from tests.lsp.sessions import session_in

from connlint_lsp.client import Client
from connlint_lsp.completion import complete
from connlint_lsp.hover import hover

GMAIL = """\
{
  "type": "gmail",
  "scopes": [
    "https://www.googleapis.com/auth/gmail.readonly"
  ]
}
"""
SEND = """\
import { createClientFromRequest } from "npm:@base44/sdk";

Deno.serve(async (req) => {
  const { connectors } = createClientFromRequest(req).asServiceRole;
  const { accessToken } = await connectors.getConnection("gmail");
  const headers = { Authorization: `Bearer ${accessToken}` };
  await fetch("https://gmail.googleapis.com/gmail/v1/users/me/messages/send", { method: "POST", headers });
  const slack = await connectors.getAccessToken("slackbot");
  return Response.json({ sent: Boolean(slack) });
});
"""

editors = pytest.mark.parametrize("name", BOTH)


def _code(root: Path, text: str = SEND) -> Path:
    path = root / "base44" / "functions" / "send" / "entry.ts"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return path


def _edits(action: types.CodeAction) -> dict[str, list[tuple[tuple[int, int, int, int], str]]]:
    """The edits of an action by the name of the file, however the client wants them."""
    assert action.edit is not None
    found: dict[str, list[types.TextEdit]] = {}
    for uri, edits in (action.edit.changes or {}).items():
        found[uri] = list(edits)
    for change in action.edit.document_changes or ():
        if isinstance(change, types.TextDocumentEdit):
            found[change.text_document.uri] = [
                each for each in change.edits if isinstance(each, types.TextEdit)
            ]
    return {
        uri.rpartition("/")[2]: [(shown(each.range), each.new_text) for each in edits]
        for uri, edits in found.items()
    }


@editors
def test_a_fix_and_comments_are_offered_where_the_finding_is(name: str, tmp_path: Path) -> None:
    text = '{\n  "type": "slack",\n  "scopes": [],\n  "note": 1\n}\n'
    root = app(tmp_path, {"slack.jsonc": text})

    async def scenario(editor: Editor) -> dict[str, types.CodeAction]:
        await editor.start(root)
        uri = editor.open(root / CONNECTORS / "slack.jsonc")
        assert await editor.actions(uri, at(1, 3)) == {}
        return await editor.actions(uri, at(3, 4), "quickfix")

    found = with_editor(name, scenario)
    assert list(found) == [
        'Remove "note"',
        "Ignore unknown-property here",
        "Ignore unknown-property in this file",
    ]
    fix, here, everywhere = found.values()
    assert fix.is_preferred
    assert not here.is_preferred
    assert _edits(here) == {
        "slack.jsonc": [((3, 0, 3, 0), "  // connlint-ignore unknown-property\n")]
    }
    assert _edits(everywhere) == {
        "slack.jsonc": [((0, 0, 0, 0), "// connlint-ignore-file unknown-property\n")]
    }
    assert [each.code for each in fix.diagnostics or ()] == ["unknown-property"]


@editors
def test_all_safe_fixes_are_one_action(name: str, tmp_path: Path) -> None:
    text = '{\n  "type": "slack",\n  "note": 1,\n  "scopes": ["chat:write", "chat:write"]\n}\n'
    root = app(tmp_path, {"slack.jsonc": text})

    async def scenario(editor: Editor) -> dict[str, types.CodeAction]:
        await editor.start(root)
        uri = editor.open(root / CONNECTORS / "slack.jsonc")
        return await editor.actions(uri, at(0, 0), "source.fixAll")

    (action,) = with_editor(name, scenario).values()
    assert action.kind == "source.fixAll.connlint"
    assert _edits(action) == {"slack.jsonc": [((2, 3, 3, 27), 'scopes": [')]}


@editors
def test_a_scope_is_added_to_the_connector_from_the_code(name: str, tmp_path: Path) -> None:
    root = app(
        tmp_path, {"gmail.jsonc": GMAIL, "slackbot.jsonc": GMAIL.replace("gmail", "slackbot")}
    )
    code = _code(root)

    async def scenario(editor: Editor) -> dict[str, types.CodeAction]:
        await editor.start(root)
        return await editor.actions(editor.open(code, language="typescript"), at(6, 10))

    found = with_editor(name, scenario)
    title = 'Add "https://www.googleapis.com/auth/gmail.send" to gmail.jsonc'
    assert _edits(found[title]) == {
        "gmail.jsonc": [((3, 52, 3, 52), ',\n    "https://www.googleapis.com/auth/gmail.send"')]
    }


def test_a_missing_connector_file_is_made(tmp_path: Path) -> None:
    root = app(tmp_path, {"slackbot.jsonc": '{"type": "slackbot", "scopes": []}'})
    code = _code(root)

    async def scenario(editor: Editor) -> dict[str, types.CodeAction]:
        await editor.start(root)
        return await editor.actions(editor.open(code, language="typescript"), at(4, 60))

    action = with_editor(PUSHES, scenario)["Create connectors/gmail.jsonc"]
    assert action.edit is not None
    create, edit = action.edit.document_changes or ()
    assert isinstance(create, types.CreateFile)
    assert create.uri == (root / CONNECTORS / "gmail.jsonc").as_uri()
    assert isinstance(edit, types.TextDocumentEdit)
    assert _edits(action)["gmail.jsonc"] == [
        (
            (0, 0, 0, 0),
            '{\n  "type": "gmail",\n  "scopes": [\n'
            '    "https://www.googleapis.com/auth/gmail.send"\n  ]\n}\n',
        )
    ]


HOVERS = {
    "a type": ("gmail.jsonc", 1, 12, ["**Gmail** (`gmail`)", 'getConnection("gmail")']),
    "a property": ("gmail.jsonc", 2, 4, ["**scopes**", "OAuth scopes"]),
    "a scope": ("gmail.jsonc", 3, 20, ["restricted", "In this app, no request needs it"]),
    "a call": ("entry.ts", 4, 58, ["**Gmail** (`gmail`)", "Scopes in gmail.jsonc: `https://"]),
    "a method": ("entry.ts", 7, 40, ["**Slack Bot** (`slackbot`)"]),
}


@editors
def test_hover_says_what_is_known(name: str, tmp_path: Path) -> None:
    root = app(tmp_path, {"gmail.jsonc": GMAIL})
    files = {"gmail.jsonc": root / CONNECTORS / "gmail.jsonc", "entry.ts": _code(root)}

    async def scenario(editor: Editor) -> dict[str, str]:
        await editor.start(root)
        found = {}
        for case, (file, line, character, _) in HOVERS.items():
            answer = await editor.client.text_document_hover_async(
                types.HoverParams(
                    types.TextDocumentIdentifier(files[file].as_uri()),
                    types.Position(line, character),
                )
            )
            assert answer is not None, case
            assert isinstance(answer.contents, types.MarkupContent)
            found[case] = answer.contents.value
        nothing = await editor.client.text_document_hover_async(
            types.HoverParams(
                types.TextDocumentIdentifier(files["entry.ts"].as_uri()), types.Position(0, 0)
            )
        )
        assert nothing is None
        return found

    found = with_editor(name, scenario)
    for case, (_, _, _, expected) in HOVERS.items():
        assert all(text in found[case] for text in expected), found[case]


GOOGLE = "https://www.googleapis.com/auth/"
READS = """\
Deno.serve(async (req) => {
  const { connectors } = createClientFromRequest(req).asServiceRole;
  const { accessToken } = await connectors.getConnection("gmail");
  const headers = { Authorization: `Bearer ${accessToken}` };
"""
READ = '  await fetch("https://gmail.googleapis.com/gmail/v1/users/me/messages", { headers });\n'
LOST = "  await fetch(await req.text(), { headers });\n"
ABOUT_READONLY = [
    f"`{GOOGLE}gmail.readonly`: read all mail and settings",
    "Read access",
    "Google classifies it as restricted",
    "Includes "
    + ", ".join(
        f"`{GOOGLE}gmail.{each}`"
        for each in (
            "addons.current.message.action",
            "addons.current.message.metadata",
            "addons.current.message.readonly",
            "metadata",
        )
    ),
]
LISTED = "- `base44/functions/send/entry.ts:%d` gmail.users.messages.list"
SCOPES = {
    "needed once": (
        ["gmail.readonly"],
        READ,
        [*ABOUT_READONLY, "In this app, 1 request needs it:", LISTED % 5],
    ),
    "needed often": (
        ["gmail.readonly"],
        READ * 7,
        [
            *ABOUT_READONLY,
            "In this app, 7 requests need it:",
            *(LISTED % line for line in range(5, 10)),
            "- and 2 more",
        ],
    ),
    "unused": (
        ["gmail.readonly", "gmail.send"],
        READ.replace("messages", "messages/send").replace("{ h", '{ method: "POST", h'),
        [*ABOUT_READONLY, "In this app, no request needs it"],
    ),
    "not understood": (
        ["gmail.readonly"],
        LOST,
        [
            *ABOUT_READONLY,
            "In this app, no known request needs it, but connlint could not check all",
        ],
    ),
    "covered": (
        ["gmail.readonly", "gmail.labels"],
        READ.replace("messages", "labels"),
        [
            *ABOUT_READONLY,
            f"This app does not need it: `{GOOGLE}gmail.labels` is enough for 1 request:",
            LISTED.replace("messages", "labels") % 5,
        ],
    ),
    "no request": (
        ["gmail.readonly"],
        "",
        [
            *ABOUT_READONLY,
            "In this app, no known request needs it, but connlint could not check all",
        ],
    ),
    "unknown": (["gmail.readnoly"], READ, None),
    "of another service": (["chat.bot"], READ, None),
}


@pytest.mark.parametrize("case", SCOPES)
def test_hover_says_what_this_app_does_with_a_scope(case: str, tmp_path: Path) -> None:
    scopes, code, expected = SCOPES[case]
    text = json.dumps({"type": "gmail", "scopes": [GOOGLE + scope for scope in scopes]}, indent=2)
    root = app(tmp_path, {"gmail.jsonc": text})
    _code(root, f"{READS}{code}  return Response.json({{}});\n}});\n")
    assert _hovered(root / CONNECTORS / "gmail.jsonc", 3) == expected


@pytest.mark.parametrize("kind", ["frobnicator", "stripe"])
def test_hover_is_silent_about_scopes_of_what_has_none(kind: str, tmp_path: Path) -> None:
    text = json.dumps({"type": kind, "scopes": [f"{GOOGLE}gmail.readonly"]}, indent=2)
    root = app(tmp_path, {"gmail.jsonc": text})
    _code(root)
    assert _hovered(root / CONNECTORS / "gmail.jsonc", 3) is None


def test_hover_and_completion_go_by_the_type_that_was_meant(tmp_path: Path) -> None:
    root = app(tmp_path, {"gmial.jsonc": GMAIL.replace("gmail", "gmial", 1)})
    path = root / CONNECTORS / "gmial.jsonc"
    assert _hovered(path, 3) == ABOUT_READONLY

    async def scenario(editor: Editor) -> None:
        await editor.start(root)
        items = await _completed(editor, editor.open(path), 3, 5)
        assert f"{GOOGLE}gmail.readonly" in {_inserted(each) for each in items}

    with_editor(PUSHES, scenario)


def _inserted(item: types.CompletionItem) -> str | None:
    """What a completion puts between the quotes, whatever its label is."""
    edit = item.text_edit
    text = edit.new_text if isinstance(edit, types.TextEdit) else item.insert_text or item.label
    return text.strip('"')


def test_hover_speaks_of_no_app_where_there_is_no_code(tmp_path: Path) -> None:
    root = app(tmp_path, {"gmail.jsonc": GMAIL})
    assert _hovered(root / CONNECTORS / "gmail.jsonc", 3) == ABOUT_READONLY


def _hovered(path: Path, line: int) -> list[str] | None:
    """The paragraphs of the hover in the middle of a line."""
    session = session_in(path.parents[2])
    session.client = Client(markdown=True)
    column = len(path.read_text().split("\n")[line]) // 2
    answer = hover(session, str(path), types.Position(line, column))
    if answer is None:
        return None
    assert isinstance(answer.contents, types.MarkupContent)
    return answer.contents.value.split("\n\n")


async def _completed(
    editor: Editor, uri: str, line: int, character: int
) -> list[types.CompletionItem]:
    found = await editor.client.text_document_completion_async(
        types.CompletionParams(types.TextDocumentIdentifier(uri), types.Position(line, character))
    )
    return list(found) if isinstance(found, list) else []


@editors
def test_completion_covers_what_the_quotes_hold_and_knows_the_type(
    name: str, tmp_path: Path
) -> None:
    text = '{\n  "type": "gm",\n  "scopes": [\n    "chat:write",\n    "ch"\n  ]\n}\n'
    root = app(tmp_path, {"slack.jsonc": text})

    async def scenario(editor: Editor) -> None:
        await editor.start(root)
        uri = editor.open(root / CONNECTORS / "slack.jsonc")
        kinds = {each.label: each for each in await _completed(editor, uri, 1, 13)}
        edit = kinds["gmail"].text_edit
        assert isinstance(edit, types.TextEdit)
        assert (shown(edit.range), edit.new_text) == ((1, 11, 1, 13), "gmail")
        assert kinds["gmail"].filter_text == "gmail"
        assert len(kinds) >= 60
        editor.replace(uri, text.replace('"gm"', '"slackbot"'))
        scopes = await _completed(editor, uri, 4, 7)
        found = {each.label: each for each in scopes}
        assert "channels:read" in found
        assert found["chat:write"].detail == "Already listed"
        *_, last = sorted(scopes, key=lambda each: str(each.sort_text))
        assert last.label == "chat:write"
        # Of another type there are other scopes.
        assert "repo" not in found

    with_editor(name, scenario)


MAIL = f"""\
{{
  "type": "gmail",
  "scopes": [
    "{GOOGLE}gmail.send",
    "TYPED"
  ]
}}
"""
FORMS = {
    "nothing": ("", "gmail.readonly", f"gmail.readonly {GOOGLE}gmail.readonly"),
    "the short form": ("gmail.re", "gmail.readonly", "gmail.readonly"),
    "the full form": ("https://www.goo", f"{GOOGLE}gmail.readonly", f"{GOOGLE}gmail.readonly"),
    "both may begin so": ("g", "gmail.readonly", "gmail.readonly"),
}


@pytest.mark.parametrize("case", FORMS)
def test_a_scope_is_shown_and_found_in_the_form_that_is_typed(case: str, tmp_path: Path) -> None:
    typed, label, compared = FORMS[case]
    item = _offered("gmail", MAIL.replace("TYPED", typed), 4, len(typed) + 5, tmp_path)[label]
    assert isinstance(item.text_edit, types.TextEdit)
    assert item.text_edit.new_text == f"{GOOGLE}gmail.readonly"
    assert (item.filter_text, item.detail) == (compared, "read all mail and settings")
    assert isinstance(item.documentation, types.MarkupContent)
    assert item.documentation.value.split("\n\n") == ABOUT_READONLY


def test_the_narrowest_scope_comes_first_and_what_needs_no_choice_last(tmp_path: Path) -> None:
    items = _offered("gmail", MAIL.replace("TYPED", ""), 4, 5, tmp_path)
    found = sorted(items.values(), key=lambda each: str(each.sort_text))
    assert [each.label for each in found] == [
        *("gmail.labels", "gmail.metadata", "gmail.insert", "gmail.settings.basic"),
        *("gmail.settings.sharing", "gmail.compose", "gmail.readonly", "gmail.modify"),
        "https://mail.google.com/",
        "gmail.addons.current.message.action",
        "gmail.addons.current.action.compose",
        "gmail.addons.current.message.metadata",
        "gmail.addons.current.message.readonly",
        *("email", "openid", "profile", "userinfo.email", "userinfo.profile"),
        "gmail.send",
    ]
    assert items["openid"].detail == "Added by Base44"
    assert items["gmail.send"].detail == "Already listed"


@pytest.mark.parametrize("typed", ["Mail.", "https://graph.microsoft.com/Ma"])
def test_a_permission_of_microsoft_keeps_the_form_that_is_typed(typed: str, tmp_path: Path) -> None:
    text = f'{{\n  "type": "outlook",\n  "scopes": ["{typed}"]\n}}\n'
    scope = f"{typed.partition('Ma')[0]}Mail.Send"
    item = _offered("outlook", text, 2, 14 + len(typed), tmp_path)[scope]
    assert isinstance(item.text_edit, types.TextEdit)
    assert (item.text_edit.new_text, item.filter_text) == (scope, scope)


def _offered(
    kind: str, text: str, line: int, character: int, folder: Path
) -> dict[str, types.CompletionItem]:
    """What completion offers at a place of a connector file, by label."""
    root = app(folder, {f"{kind}.jsonc": text})
    session = session_in(root)
    session.client = Client(documents_markdown=True)
    location = str(root / CONNECTORS / f"{kind}.jsonc")
    items = complete(session, location, types.Position(line, character))
    return {item.label: item for item in items}


@editors
def test_properties_are_completed_with_their_values(name: str, tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": '{\n  "type": "slack",\n  \n}\n'})

    async def scenario(editor: Editor) -> list[tuple[str, str]]:
        await editor.start(root)
        uri = editor.open(root / CONNECTORS / "slack.jsonc")
        return [
            (each.label, each.text_edit.new_text)
            for each in await _completed(editor, uri, 2, 2)
            if isinstance(each.text_edit, types.TextEdit)
        ]

    assert with_editor(name, scenario) == [("scopes", '"scopes": [$1]')]


@editors
def test_types_are_completed_in_code(name: str, tmp_path: Path) -> None:
    root = app(tmp_path, {"gmail.jsonc": GMAIL})
    code = _code(root, SEND.replace('"gmail"', '"'))

    async def scenario(editor: Editor) -> types.CompletionItem:
        await editor.start(root)
        uri = editor.open(code, language="typescript")
        assert await _completed(editor, uri, 3, 10) == []
        found = await _completed(editor, uri, 4, SEND.split("\n")[4].index('"gmail"') + 1)
        return min(found, key=lambda each: str(each.sort_text))

    # The one that the app has comes first.
    assert with_editor(name, scenario).label == "gmail"


@editors
def test_calls_lead_to_connectors_and_back(name: str, tmp_path: Path) -> None:
    root = app(tmp_path, {"gmail.jsonc": GMAIL})
    code = _code(root)
    connector = (root / CONNECTORS / "gmail.jsonc").as_uri()

    async def scenario(editor: Editor) -> None:
        await editor.start(root, options={"codeLens": True})
        client = editor.client
        uri = editor.open(code, language="typescript")
        there = types.TextDocumentIdentifier(uri)
        column = SEND.split("\n")[4].index('"gmail"') + 2
        found = await client.text_document_definition_async(
            types.DefinitionParams(there, types.Position(4, column))
        )
        assert isinstance(found, list)
        assert [
            (each.uri, shown(each.range)) for each in found if isinstance(each, types.Location)
        ] == [(connector, (1, 10, 1, 17))]
        back = await client.text_document_references_async(
            types.ReferenceParams(
                types.ReferenceContext(include_declaration=False),
                types.TextDocumentIdentifier(connector),
                types.Position(1, 12),
            )
        )
        assert [(each.uri, each.range.start.line) for each in back or ()] == [(uri, 4)]
        (lens,) = (
            await client.text_document_code_lens_async(
                types.CodeLensParams(types.TextDocumentIdentifier(connector))
            )
            or ()
        )
        assert lens.command is not None
        assert lens.command.title == "Used by 1 function"
        (link,) = (
            await client.text_document_document_link_async(
                types.DocumentLinkParams(types.TextDocumentIdentifier(connector))
            )
            or ()
        )
        assert str(link.target).startswith("https://developers.google.com/")
        assert shown(link.range) == (1, 11, 1, 16)
        (symbol,) = (
            await client.text_document_document_symbol_async(
                types.DocumentSymbolParams(types.TextDocumentIdentifier(connector))
            )
            or ()
        )
        assert isinstance(symbol, types.DocumentSymbol)
        assert symbol.name == "gmail"
        assert [each.name for each in symbol.children or ()] == [
            "https://www.googleapis.com/auth/gmail.readonly"
        ]

    with_editor(name, scenario)


def test_a_lens_is_there_only_for_those_who_want_it(tmp_path: Path) -> None:
    root = app(tmp_path, {"gmail.jsonc": GMAIL})

    async def scenario(editor: Editor) -> object:
        await editor.start(root)
        return await editor.client.text_document_code_lens_async(
            types.CodeLensParams(
                types.TextDocumentIdentifier((root / CONNECTORS / "gmail.jsonc").as_uri())
            )
        )

    assert not with_editor(PULLS, scenario)
