"""An editor as far as a test needs one: a client of the protocol, and the server it has started."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities, make_test_lsp_client

T = TypeVar("T")
PUSHES = "visual-studio-code"
PULLS = "neovim@v0.11.0"
# One editor of each kind is enough where the encoding does not matter.
BOTH = [PUSHES, PULLS]
# The units by which each counts more than characters, for a character beyond the first plane.
MORE = {PUSHES: 1, "neovim@v0.7.0": 1, PULLS: 3, "emacs": 0}
SECONDS = 20


class Editor:
    """A started server with a client that has the abilities of a real editor."""

    def __init__(self, client: LanguageClient, capabilities: types.ClientCapabilities) -> None:
        self.client = client
        self.capabilities = capabilities
        self.result: types.InitializeResult | None = None
        self.versions: dict[str, int] = {}
        self.registered: list[str] = []

        @client.feature(types.CLIENT_REGISTER_CAPABILITY)  # type: ignore[untyped-decorator]
        def register(params: types.RegistrationParams) -> None:
            self.registered += [each.method for each in params.registrations]

    async def start(self, *folders: Path, options: object = None) -> None:
        self.result = await self.client.initialize_session(
            types.InitializeParams(
                capabilities=self.capabilities,
                workspace_folders=[
                    types.WorkspaceFolder(folder.as_uri(), folder.name) for folder in folders
                ],
                initialization_options=options,
            )
        )

    @property
    def pulls(self) -> bool:
        document = self.capabilities.text_document
        return document is not None and document.diagnostic is not None

    def open(self, path: Path | str, text: str | None = None, language: str = "jsonc") -> str:
        uri = path.as_uri() if isinstance(path, Path) else path
        if text is None:
            assert isinstance(path, Path)
            text = path.read_bytes().decode().removeprefix("\ufeff")
        self.versions[uri] = 1
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, language, 1, text))
        )
        return uri

    def change(self, uri: str, *changes: types.TextDocumentContentChangeEvent) -> None:
        self.versions[uri] += 1
        identifier = types.VersionedTextDocumentIdentifier(self.versions[uri], uri)
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(identifier, list(changes))
        )

    def replace(self, uri: str, text: str) -> None:
        self.change(uri, types.TextDocumentContentChangeWholeDocument(text))

    def close(self, uri: str) -> None:
        self.client.text_document_did_close(
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri))
        )

    async def diagnostics(
        self, uri: str, until: Callable[[list[types.Diagnostic]], bool]
    ) -> list[types.Diagnostic]:
        """The diagnostics of a document as soon as they are as expected; those there are in the end."""
        found: list[types.Diagnostic] = []
        for _ in range(SECONDS * 20):
            found = await self.now(uri)
            if until(found):
                break
            await asyncio.sleep(0.05)
        return found

    async def now(self, uri: str) -> list[types.Diagnostic]:
        if not self.pulls:
            return list(self.client.diagnostics.get(uri, ()))
        report = await self.client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
        )
        return list(getattr(report, "items", ()))

    async def rules(self, uri: str, *expected: str) -> list[str]:
        """The rules of a document's diagnostics, waiting for those that are expected."""
        found = await self.diagnostics(uri, lambda each: _rules(each) == sorted(expected))
        return _rules(found)

    async def actions(
        self, uri: str, place: types.Range, *only: str
    ) -> dict[str, types.CodeAction]:
        found = await self.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(uri),
                place,
                types.CodeActionContext([], only=list(only) or None),
            )
        )
        return {each.title: each for each in found or () if isinstance(each, types.CodeAction)}


def _rules(found: list[types.Diagnostic]) -> list[str]:
    return sorted(str(each.code) for each in found)


def at(line: int, start: int, end: int | None = None) -> types.Range:
    """A range in one line; lines and characters count from 0, as in the protocol."""
    return types.Range(
        types.Position(line, start), types.Position(line, start if end is None else end)
    )


def shown(place: types.Range) -> tuple[int, int, int, int]:
    return place.start.line, place.start.character, place.end.line, place.end.character


def with_editor(name: str, scenario: Callable[[Editor], Awaitable[T]]) -> T:
    """Run a scenario with a fresh server; see in_editor."""
    return asyncio.run(asyncio.wait_for(in_editor(name, scenario), 3 * SECONDS))


async def in_editor(name: str, scenario: Callable[[Editor], Awaitable[T]]) -> T:
    """Run a scenario with a fresh server; no diagnostics may come to an editor that asks."""
    config = ClientServerConfig(
        [sys.executable, "-m", "connlint_lsp"], client_factory=make_test_lsp_client
    )
    client = await config.start()
    assert isinstance(client, LanguageClient)
    editor = Editor(client, client_capabilities(name))
    try:
        result = await scenario(editor)
        if editor.pulls:
            assert client.diagnostics == {}
        assert [each for each in client.messages if each.type == types.MessageType.Error] == []
    finally:
        await client.shutdown_session()
        await client.stop()  # type: ignore[no-untyped-call]
    errors = [each for each in client.log_messages if each.type == types.MessageType.Error]
    assert errors == []
    return result
