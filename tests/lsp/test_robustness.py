"""Whatever a client sends, in whatever order: no crash, and the findings of a fresh look."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lsprotocol import types
from tests.cli.console import CONNECTORS, app
from tests.lsp.editor import BOTH, PUSHES, Editor, at, with_editor
from tests.lsp.sessions import session_in

from connlint.catalog import Catalog
from connlint.project import find_targets
from connlint.text.source import SourceFile
from connlint_lsp.checked import check_target
from connlint_lsp.documents import OpenDocument, changed
from connlint_lsp.positions import Encoding, from_position, to_position

SLACK = '{\n  "type": "slack", // 😀\n  "scopes": ["chat:write", "channels:read"]\n}\n'

texts = st.text(
    alphabet=st.sampled_from('{}[]",:\n\r\t /*abcehiklnoprstwy_😀é\u2028\x0c'), max_size=12
)
places = st.builds(types.Position, st.integers(0, 8), st.integers(0, 60))
edits = st.lists(
    st.one_of(
        st.builds(
            types.TextDocumentContentChangePartial,
            st.builds(types.Range, places, places),
            texts,
        ),
        st.builds(types.TextDocumentContentChangeWholeDocument, texts),
    ),
    max_size=8,
)
encodings = st.sampled_from(Encoding)


@given(st.text(max_size=60), st.integers(0, 60), encodings)
def test_a_place_goes_to_the_client_and_back(text: str, offset: int, encoding: Encoding) -> None:
    source = SourceFile("a.jsonc", text)
    offset = min(offset, len(text))
    # Between the two characters of a line end, there is no place for an editor.
    inside = text[max(0, offset - 1) : offset + 1] == "\r\n"
    back = from_position(source, to_position(source, offset, encoding), encoding)
    assert back == (offset - 1 if inside else offset)


@given(texts, places, encodings)
def test_any_place_is_one_in_the_text(text: str, place: types.Position, encoding: Encoding) -> None:
    offset = from_position(SourceFile("a.jsonc", text), place, encoding)
    assert 0 <= offset <= len(text)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits, encodings)
def test_edits_lead_to_the_findings_of_a_fresh_look(
    tmp_path: Path, changes: list[types.TextDocumentContentChangeEvent], encoding: Encoding
) -> None:
    root = tmp_path / "app"
    if not root.exists():
        app(root, {"slack.jsonc": SLACK, "gmail.jsonc": SLACK.replace("slack", "gmail")})
    path = root / CONNECTORS / "slack.jsonc"
    session = session_in(root)
    document = OpenDocument(path.as_uri(), str(path), "jsonc", 1, SLACK)
    session.open(document)
    for version, change in enumerate(changes, 2):
        document = changed(document, version, [change], encoding)
        session.open(document)
        (found,) = session.projects()
    (found,) = session.projects()
    (target,) = find_targets([str(root)], str(root))
    fresh = check_target(target, {str(path): document.text.encode()}, Catalog())
    assert found.found == fresh.found


@pytest.mark.parametrize("name", BOTH)
def test_requests_about_what_is_not_there_have_empty_answers(name: str, tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": SLACK})

    async def scenario(editor: Editor) -> None:
        await editor.start(root)
        uri = editor.open(root / CONNECTORS / "slack.jsonc")
        editor.replace(uri, "")
        nowhere = types.TextDocumentIdentifier("file:///nowhere/x.jsonc")
        far = types.Position(10**6, 10**6)
        for there in (
            nowhere,
            types.TextDocumentIdentifier(uri),
            types.TextDocumentIdentifier("x:y"),
        ):
            client = editor.client
            assert await client.text_document_hover_async(types.HoverParams(there, far)) is None
            found = await client.text_document_completion_async(types.CompletionParams(there, far))
            assert not found
            assert not await client.text_document_definition_async(
                types.DefinitionParams(there, far)
            )
            assert not await client.text_document_document_symbol_async(
                types.DocumentSymbolParams(there)
            )
            await editor.actions(there.uri, at(10**6, 0), "source.fixAll")

    with_editor(name, scenario)


def test_a_document_that_is_closed_while_it_is_asked_about(tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": SLACK})

    async def scenario(editor: Editor) -> None:
        await editor.start(root)
        uri = editor.open(root / CONNECTORS / "slack.jsonc")
        there = types.TextDocumentIdentifier(uri)
        asked_at = types.Position(1, 12)
        asked = editor.client.text_document_hover_async(types.HoverParams(there, asked_at))
        editor.close(uri)
        editor.close(uri)
        (root / CONNECTORS / "slack.jsonc").unlink()
        await asked
        # An edit of a document that is not open is no edit.
        editor.versions[uri] = 5
        editor.replace(uri, "{")
        assert await editor.rules(uri) == []
        # The answer to a request comes after what was said of all that came before it.
        await editor.client.text_document_hover_async(types.HoverParams(there, asked_at))
        warning = "connlint: A document that is not open was changed or closed"
        logged = editor.client.log_messages
        assert [each.message for each in logged if each.type is types.MessageType.Warning] == [
            warning,
            warning,
        ]

    with_editor(PUSHES, scenario)


def test_a_large_document_and_a_workspace_that_goes_away(tmp_path: Path) -> None:
    root = app(tmp_path / "app", {"slack.jsonc": SLACK})

    async def scenario(editor: Editor) -> None:
        await editor.start(root)
        text = '{"type": "slak", "scopes": [' + '"a",' * 5_000 + f"]}} // {'x' * 900_000}"
        uri = editor.open(root / CONNECTORS / "slack.jsonc", text)
        found = await editor.diagnostics(uri, bool)
        assert found[0].code == "unknown-type"
        assert len(found) == 1_000
        root.rename(tmp_path / "gone")
        editor.close(uri)
        assert await editor.rules(uri) == []

    with_editor(PUSHES, scenario)


def test_started_by_hand_it_says_what_it_is(tmp_path: Path) -> None:
    """Standard output has frames and nothing else; what is said goes to standard error."""
    log = tmp_path / "server.log"
    message = json.dumps({"jsonrpc": "2.0", "method": "exit"})
    run = subprocess.run(
        [sys.executable, "-m", "connlint", "server", "--log-file", str(log)],
        input=f"Content-Length: {len(message)}\r\n\r\n{message}".encode(),
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert (run.stdout, run.stderr) == (b"", b"")
    assert log.is_file()
