"""The lens and the action that compare the scopes of a connector file with those the code needs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lsprotocol import types
from tests.lsp.editor import PUSHES, Editor, at, with_editor
from tests.lsp.sessions import session_in
from tests.lsp.wire import wire
from tests.project.tree import make

from connlint_lsp.actions import code_actions
from connlint_lsp.client import Client
from connlint_lsp.documents import OpenDocument, changed
from connlint_lsp.navigation import lenses
from connlint_lsp.options import Options
from connlint_lsp.session import Session

FILE = "base44/connectors/gmail.jsonc"
SCOPE = "https://www.googleapis.com/auth/gmail."
BEGIN = """\
import { createClientFromRequest } from "npm:@base44/sdk";
Deno.serve(async (req) => {
  const base44 = createClientFromRequest(req);
  const { accessToken } = await base44.asServiceRole.connectors.getConnection("gmail");
  const headers = { Authorization: `Bearer ${accessToken}` };
"""
SEND = """\
  await fetch("https://gmail.googleapis.com/gmail/v1/users/me/messages/send", { method: "POST", headers });
"""
LABELS = """\
  await fetch("https://gmail.googleapis.com/gmail/v1/users/me/labels", { headers });
"""
ELSEWHERE = """\
  await fetch("https://people.example.com/", { headers });
"""
END = """\
  return Response.json({});
});
"""

ADD = "Add the scopes that the code needs"
REMOVE = "Remove the scopes that the code does not need"
LIST = "List the scopes that the code needs"
CASES: dict[str, tuple[list[str], str, str, list[str] | None]] = {
    "all": (["send", "labels"], SEND + LABELS, "The code needs all scopes of the file", None),
    "the only one": (["send"], SEND, "The code needs the scope of the file", None),
    "one of three": (
        ["send", "modify", "compose"],
        SEND,
        "The code needs 1 of 3 scopes",
        [REMOVE, "send"],
    ),
    "one more": (
        ["send"],
        SEND + LABELS,
        "The code needs the scope of the file, and 1 more",
        [ADD, "send", "labels"],
    ),
    "others": (
        ["compose", "settings.basic"],
        LABELS,
        "The code needs 1 scope that the file does not list",
        [LIST, "labels"],
    ),
    "not all is known": (
        ["send", "modify"],
        SEND + ELSEWHERE,
        "The code needs at least 1 of 2 scopes",
        None,
    ),
    "nothing is known": (
        ["modify"],
        ELSEWHERE,
        "connlint cannot tell which scopes the code needs",
        None,
    ),
    "not all is known, and one is missing": (
        ["send", "settings.basic"],
        SEND + LABELS + ELSEWHERE,
        "The code needs at least 1 of 2 scopes, and 1 more",
        [ADD, "send", "settings.basic", "labels"],
    ),
}


def _files(scopes: list[str], calls: str) -> dict[str, str]:
    content = {"type": "gmail", "scopes": [SCOPE + scope for scope in scopes]}
    return {
        FILE: json.dumps(content, indent=2) + "\n",
        "base44/functions/mail/entry.ts": BEGIN + calls + END,
    }


def _opened(root: Path) -> tuple[Session, str]:
    session = session_in(root)
    session.client = Client(actions=True, applies_edits=True, document_changes=True)
    session.options = Options(code_lens=True)
    path = root / FILE
    text = path.read_text()
    session.open(OpenDocument(path.as_uri(), str(path), "jsonc", 1, text))
    return session, str(path)


def _listed(session: Session, location: str, edit: types.WorkspaceEdit | None) -> list[str]:
    """The scopes in a file, by their short names, after an edit of it."""
    assert edit is not None
    (change,) = edit.document_changes or ()
    assert isinstance(change, types.TextDocumentEdit)
    changes = [
        types.TextDocumentContentChangePartial(each.range, each.new_text)
        for each in change.edits
        if isinstance(each, types.TextEdit)
    ]
    document = changed(session.documents[location], 2, changes, session.client.encoding)
    return [scope.removeprefix(SCOPE) for scope in json.loads(document.text)["scopes"]]


@pytest.mark.parametrize("scopes, calls, title, action", CASES.values(), ids=CASES)
def test_the_lens_and_the_action_say_the_same(
    scopes: list[str], calls: str, title: str, action: list[str] | None, tmp_path: Path
) -> None:
    session, location = _opened(make(tmp_path, _files(scopes, calls)))
    _, lens = lenses(session, location)
    assert lens.command is not None
    assert lens.command.title == title
    # It stands at the property, in the third line.
    assert lens.range.start == types.Position(2, 2)
    offered = code_actions(session, location, at(3, 4), ["refactor"])
    if action is None:
        assert (lens.command.command, offered) == ("", [])
    else:
        assert lens.command.command == "connlint.listNeededScopes"
        (found,) = offered
        assert [found.title, *_listed(session, location, found.edit)] == action


def test_a_client_that_takes_no_edits_gets_a_lens_without_a_command(tmp_path: Path) -> None:
    session, location = _opened(make(tmp_path, _files(["send", "modify"], SEND)))
    session.client = Client()
    _, lens = lenses(session, location)
    assert lens.command == types.Command("The code needs 1 of 2 scopes", "")


def test_the_action_is_one_of_the_list_of_scopes(tmp_path: Path) -> None:
    session, location = _opened(make(tmp_path, _files(["send", "modify"], SEND)))
    for line in (0, 1, 6):
        assert code_actions(session, location, at(line, 1), ["refactor"]) == []
    for line in (2, 3, 4, 5):
        assert len(code_actions(session, location, at(line, 3), ["refactor"])) == 1
    assert code_actions(session, location, at(3, 4), ["source"]) == []


def test_a_service_without_scopes_has_no_such_lens(tmp_path: Path) -> None:
    path = tmp_path / "base44/connectors/stripe.jsonc"
    make(tmp_path, {"base44/connectors/stripe.jsonc": '{"type": "stripe", "scopes": []}'})
    session = session_in(tmp_path)
    session.options = Options(code_lens=True)
    (lens,) = lenses(session, str(path))
    assert lens.command is not None
    assert lens.command.title == "Used by 0 functions"


def test_a_click_on_the_lens_edits_the_file(tmp_path: Path) -> None:
    make(tmp_path, _files(["send", "modify"], SEND))
    file = tmp_path / FILE

    async def scenario(editor: Editor) -> types.ApplyWorkspaceEditParams:
        await editor.start(tmp_path, options={"codeLens": True})
        asked: list[types.ApplyWorkspaceEditParams] = []

        @editor.client.feature(types.WORKSPACE_APPLY_EDIT)  # type: ignore[untyped-decorator]
        def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
            asked.append(params)
            return types.ApplyWorkspaceEditResult(applied=True)

        document = types.TextDocumentIdentifier(editor.open(file))
        found = await editor.client.text_document_code_lens_async(types.CodeLensParams(document))
        _, lens = found or ()
        assert lens.command is not None
        await editor.client.workspace_execute_command_async(
            types.ExecuteCommandParams(lens.command.command, lens.command.arguments)
        )
        while not asked:
            await editor.now(document.uri)
        return asked[0]

    wanted = with_editor(PUSHES, scenario)
    assert wanted.label == "List the scopes that the code needs"
    session, location = _opened(tmp_path)
    assert _listed(session, location, wanted.edit) == ["send"]


COMMANDS: dict[str, tuple[dict[str, object], object]] = {
    "another file": ({"arguments": ["file:///nowhere/gmail.jsonc"]}, None),
    "no arguments": ({}, None),
    "an empty list": ({"arguments": []}, -32602),
    "a number": ({"arguments": [7]}, None),
    "too many": ({"arguments": ["file:///a", "file:///b"]}, -32602),
}


@pytest.mark.parametrize("parameters, expected", COMMANDS.values(), ids=COMMANDS)
def test_a_command_with_other_arguments_changes_nothing(
    parameters: dict[str, object], expected: object
) -> None:
    with wire() as server:
        server.initialize(capabilities={"workspace": {"applyEdit": True}})
        request = {"command": "connlint.listNeededScopes", **parameters}
        message = {"jsonrpc": "2.0", "id": 1, "method": "workspace/executeCommand"}
        (answer,) = server.answers({**message, "params": request})
        found = answer["error"]["code"] if "error" in answer else answer["result"]
        assert found == expected
        server.end()
