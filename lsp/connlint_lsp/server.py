"""The server: what the protocol asks for, handed to the feature that knows the answer."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import sys

from lsprotocol import types
from pygls.capabilities import ServerCapabilitiesBuilder
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from connlint import __version__
from connlint_lsp.actions import FIX_ALL, code_actions
from connlint_lsp.client import client_of
from connlint_lsp.completion import TRIGGERS, complete
from connlint_lsp.diagnostics import all_diagnostics, of_document, result_id
from connlint_lsp.documents import OpenDocument, changed
from connlint_lsp.hover import hover
from connlint_lsp.navigation import definition, lenses, links, references, symbols
from connlint_lsp.options import DEFAULTS, read_options
from connlint_lsp.session import Session

__all__ = ["ConnlintServer", "create_server", "serve"]

_WATCHED = (
    "**/connlint.toml",
    "**/config.{json,jsonc}",
    "**/connectors/*",
    "**/functions/**",
    "**/shared/**",
    "**/workflows/*",
    "**/{tsconfig,jsconfig,deno,import_map,package}.json",
    "**/deno.jsonc",
    "**/src/**/*.{js,jsx,ts,tsx}",
    "**/app/**/*.{js,jsx,ts,tsx}",
)
_STRUCTURE = ("connlint.toml", "config.json", "config.jsonc")
_PAUSE = 0.5
"""How long nobody must have typed until the disk is looked at again, in seconds."""


class ConnlintServer(LanguageServer):
    """A language server with the state of connlint, and the wish to publish later."""

    def __init__(self) -> None:
        super().__init__("connlint", __version__, types.TextDocumentSyncKind.Incremental)
        self.session = Session()
        self.published: dict[str, list[types.Diagnostic]] = {}
        self.timer: asyncio.TimerHandle | None = None
        self.pause: asyncio.TimerHandle | None = None
        self.folders: list[str] = []
        self.initial = DEFAULTS
        """The options that the client has started the server with."""
        self.early: list[str] = []
        """What is to be said as soon as the client listens."""

    def schedule(self, seconds: float) -> None:
        """Publish in a while; a later wish takes the place of an earlier one."""
        if self.timer is not None:
            self.timer.cancel()
        self.timer = asyncio.get_running_loop().call_later(seconds, self.publish)

    def await_pause(self) -> None:
        """Look at the disk again, and publish, when there has been no edit for a while."""
        if self.pause is not None:
            self.pause.cancel()
        seconds = self.session.options.debounce / 1000 + _PAUSE
        self.pause = asyncio.get_running_loop().call_later(seconds, self.settle)

    def settle(self) -> None:
        """Publish what a fresh look gives, where earlier answers do not rest on one."""
        self.pause = None
        self.session.settle()
        self.publish()

    def publish(self) -> None:
        """Send what has changed to a client that waits; tell one that asks to ask again."""
        self.timer = None
        self._forget_what_is_done()
        client = self.session.client
        found = all_diagnostics(self.session)
        now = {self.session.uri(location): each for location, each in found.items()}
        if client.pulls:
            if client.refreshes and now != self.published:
                self.published = now
                self.workspace_diagnostic_refresh(None)
            return
        for uri in [*self.published, *now]:
            if now.get(uri, []) != self.published.get(uri, []):
                self.text_document_publish_diagnostics(
                    types.PublishDiagnosticsParams(uri, now.get(uri, []), self.version_of(uri))
                )
        self.published = now

    def _forget_what_is_done(self) -> None:
        """Let go of what pygls keeps of each notification for ever: two KiB for each edit."""
        futures = getattr(self.protocol, "_request_futures", {})
        for number in [number for number, future in futures.items() if future.done()]:
            del futures[number]

    def version_of(self, uri: str) -> int | None:
        """The version of an open document."""
        document = self.session.documents.get(self.session.location(uri))
        return document.version if document is not None else None

    def set_options(self, value: object) -> None:
        """Take settings over, and say what is wrong with them.

        What they leave out is as when the server was started: some clients send empty settings.
        """
        self.session.options, problems = read_options(value, self.initial)
        for problem in problems:
            self.window_show_message(
                types.ShowMessageParams(types.MessageType.Warning, f"connlint: {problem}")
            )

    def report_server_error(self, error: Exception, source: type[Exception]) -> None:  # noqa: ARG002 - pygls' signature
        """A mistake of connlint's is written to the client's log, and the server lives."""
        kind, text = types.MessageType.Error, f"internal error: {type(error).__name__}: {error}"
        if "KeyError: 'file:" in str(error):
            kind, text = (
                types.MessageType.Warning,
                "a document that is not open was changed or closed",
            )
        self.window_log_message(types.LogMessageParams(kind, f"connlint: {text}"))


def create_server() -> ConnlintServer:
    """A server that is ready to be started."""
    server = ConnlintServer()
    _add_life(server)
    _add_documents(server)
    _add_diagnostics(server)
    _add_features(server)
    return server


def serve(log_file: str = "") -> None:
    """Speak on standard input and output until the client ends it.

    Raises OSError for a log file that cannot be written.
    """
    handlers: list[logging.Handler] = [logging.NullHandler()]
    if log_file:
        handlers = [logging.FileHandler(log_file, encoding="utf-8")]
    form = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    logging.basicConfig(level=logging.INFO, handlers=handlers, format=form)
    if sys.stdin.isatty():
        # The thread that reads standard input would wait for a line, and Python for the thread.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        sys.stderr.write(
            "connlint: this is the language server, which an editor starts and speaks to on "
            "standard input and output.\n"
            "connlint: how to set up your editor: docs/editors.md; to end it here: Ctrl-C\n"
        )
    # The command line switches it off, because its runs are short; this one lasts for days.
    gc.enable()
    create_server().start_io()


def _add_life(server: ConnlintServer) -> None:
    session = server.session

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        # The server's own answer is not made yet; this is how it will choose.
        encoding = ServerCapabilitiesBuilder.choose_position_encoding(params.capabilities)
        session.client = client_of(params.capabilities, encoding)
        folders = [folder.uri for folder in params.workspace_folders or ()]
        root = params.root_uri or (_uri(params.root_path) if params.root_path else None)
        server.folders = folders or ([root] if root else [])
        session.set_folders(server.folders)
        server.initial, server.early = read_options(params.initialization_options)
        session.options = server.initial

    @server.feature(types.INITIALIZED)
    async def initialized(_: types.InitializedParams) -> None:
        for problem in server.early:
            server.window_show_message(
                types.ShowMessageParams(types.MessageType.Warning, f"connlint: {problem}")
            )
        await _register(server)
        server.schedule(0)

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def folders_changed(params: types.DidChangeWorkspaceFoldersParams) -> None:
        gone = {folder.uri for folder in params.event.removed}
        kept = [uri for uri in server.folders if uri not in gone]
        server.folders = [*kept, *(folder.uri for folder in params.event.added)]
        session.set_folders(server.folders)
        server.schedule(0)

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def configured(params: types.DidChangeConfigurationParams) -> None:
        value = params.settings
        if value is None and session.client.asks_configuration:
            item = types.ConfigurationItem(section="connlint")
            (value,) = await server.workspace_configuration_async(types.ConfigurationParams([item]))
        server.set_options(value)
        server.schedule(0)


async def _register(server: ConnlintServer) -> None:
    """Ask the client to report changes of files and settings, where it can be asked."""
    client = server.session.client
    wanted = []
    if client.watches:
        watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
        wanted.append(
            types.Registration(
                "connlint-files",
                types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
                types.DidChangeWatchedFilesRegistrationOptions(list(watchers)),
            )
        )
    if client.registers_configuration:
        wanted.append(
            types.Registration(
                "connlint-settings",
                types.WORKSPACE_DID_CHANGE_CONFIGURATION,
                types.DidChangeConfigurationRegistrationOptions(section="connlint"),
            )
        )
    if not wanted:
        return
    try:
        await server.client_register_capability_async(types.RegistrationParams(wanted))
    except JsonRpcException as error:
        # It had said that it can; without it, files are looked at when they are saved.
        logging.getLogger(__name__).warning("the client refuses to watch files: %s", error)


def _add_documents(server: ConnlintServer) -> None:
    session = server.session

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        item = params.text_document
        location = session.location(item.uri)
        session.open(OpenDocument(item.uri, location, item.language_id, item.version, item.text))
        server.schedule(0)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def edited(params: types.DidChangeTextDocumentParams) -> None:
        document = session.documents.get(session.location(params.text_document.uri))
        if document is not None:
            version, changes = params.text_document.version, params.content_changes
            session.open(changed(document, version, changes, session.client.encoding))
            server.schedule(session.options.debounce / 1000)
            server.await_pause()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        session.close(session.location(params.text_document.uri))
        server.schedule(0)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        location = session.location(params.text_document.uri)
        if os.path.basename(location) in _STRUCTURE:
            session.restart()
        else:
            session.touch(location)
        server.schedule(0)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def watched(params: types.DidChangeWatchedFilesParams) -> None:
        for change in params.changes:
            location = session.location(change.uri)
            is_new = change.type is not types.FileChangeType.Changed
            if is_new or os.path.basename(location) in _STRUCTURE:
                session.restart()
            else:
                session.touch(location)
        server.schedule(session.options.debounce / 1000)


def _add_diagnostics(server: ConnlintServer) -> None:
    session = server.session
    options = types.DiagnosticOptions(
        inter_file_dependencies=True, workspace_diagnostics=True, identifier="connlint"
    )

    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)
    def document(params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        found = of_document(session, session.location(params.text_document.uri))
        name = result_id(found)
        if params.previous_result_id == name:
            return types.RelatedUnchangedDocumentDiagnosticReport(name)
        return types.RelatedFullDocumentDiagnosticReport(found, result_id=name)

    @server.feature(types.WORKSPACE_DIAGNOSTIC)
    def workspace(params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
        known = {each.uri: each.value for each in params.previous_result_ids}
        found = all_diagnostics(session)
        reports: list[types.WorkspaceDocumentDiagnosticReport] = []
        addresses = {session.uri(location): each for location, each in found.items()}
        for uri in dict.fromkeys([*known, *addresses]):
            each = addresses.get(uri, [])
            name = result_id(each)
            if known.get(uri) == name:
                same = types.WorkspaceUnchangedDocumentDiagnosticReport(
                    uri=uri, version=server.version_of(uri), result_id=name
                )
                reports.append(same)
            else:
                full = types.WorkspaceFullDocumentDiagnosticReport(
                    uri=uri, version=server.version_of(uri), items=each, result_id=name
                )
                reports.append(full)
        return types.WorkspaceDiagnosticReport(reports)


def _add_features(server: ConnlintServer) -> None:
    session = server.session
    kinds = [types.CodeActionKind.QuickFix, FIX_ALL]

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(list(kinds)))
    def actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        location = session.location(params.text_document.uri)
        return code_actions(session, location, params.range, params.context.only)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hovered(params: types.HoverParams) -> types.Hover | None:
        return hover(session, session.location(params.text_document.uri), params.position)

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=TRIGGERS)
    )
    def completed(params: types.CompletionParams) -> list[types.CompletionItem]:
        return complete(session, session.location(params.text_document.uri), params.position)

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def defined(params: types.DefinitionParams) -> list[types.Location]:
        return definition(session, session.location(params.text_document.uri), params.position)

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    def referred(params: types.ReferenceParams) -> list[types.Location]:
        return references(
            session,
            session.location(params.text_document.uri),
            params.position,
            declaration=params.context.include_declaration,
        )

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def outlined(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        return symbols(session, session.location(params.text_document.uri))

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    def linked(params: types.DocumentLinkParams) -> list[types.DocumentLink]:
        return links(session, session.location(params.text_document.uri))

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    def lensed(params: types.CodeLensParams) -> list[types.CodeLens]:
        return lenses(session, session.location(params.text_document.uri))


def _uri(path: str) -> str:
    from connlint_lsp.documents import uri_of

    return uri_of(os.path.abspath(path))
