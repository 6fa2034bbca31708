"""The server: it passes the protocol's requests to the features that answer them."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
from typing import BinaryIO, cast

from lsprotocol import types
from pygls.capabilities import ServerCapabilitiesBuilder
from pygls.exceptions import JsonRpcException

from connlint._version import HOME
from connlint_lsp.client import client_of
from connlint_lsp.documents import OpenDocument, changed
from connlint_lsp.features import add_diagnostics, add_features
from connlint_lsp.framing import Input
from connlint_lsp.language_server import ConnlintServer
from connlint_lsp.lifetime import end_with_client
from connlint_lsp.options import read_options

__all__ = ["create_server", "serve"]

_WATCHED = (
    "**/{connlint,pyproject}.toml",
    "**/config.{json,jsonc}",
    "**/.gitignore",
    "**/{base44,connectors,functions}",
    "**/connectors/*",
    "**/functions/**",
    "**/shared/**",
    "**/workflows/*",
    "**/{tsconfig,jsconfig,deno,import_map,package}.json",
    "**/deno.jsonc",
    "**/src/**/*.{js,jsx,ts,tsx}",
    "**/app/**/*.{js,jsx,ts,tsx}",
)
_FIRST = 0.1
"""The seconds after the start until the folders are searched."""
_NOT_OPEN = "A document that is not open was changed or closed"
_PAGE = f"{HOME}/blob/main/docs/editors.md"
_OF_DOCUMENTS = (
    types.TEXT_DOCUMENT_DID_OPEN,
    types.TEXT_DOCUMENT_DID_CHANGE,
    types.TEXT_DOCUMENT_DID_CLOSE,
)


def create_server() -> ConnlintServer:
    """Return a server that is ready to be started."""
    server = ConnlintServer()
    # The session has the documents. pygls would keep a copy of each, and data of each
    # notification forever, and would fail on changes of documents that are not open.
    for name in _OF_DOCUMENTS:
        server.protocol.fm.builtin_features.pop(name)
    _add_lifecycle(server)
    _add_documents(server)
    _add_files(server)
    add_diagnostics(server)
    add_features(server)
    return server


def serve(log_file: str = "") -> int:
    """Serve on standard input and output until the client ends it, and return the exit status.

    The status is 0 after `shutdown`, 1 if the client goes without it. Raises OSError
    for a log file that cannot be written.
    """
    handlers: list[logging.Handler] = [logging.NullHandler()]
    if log_file:
        handlers = [logging.FileHandler(log_file, encoding="utf-8")]
    form = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    logging.basicConfig(level=logging.INFO, handlers=handlers, format=form)
    if sys.stdin.isatty():
        # Without this, Python would wait for the thread that waits for a line of standard input.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        sys.stderr.write(
            "connlint: This is the language server. An editor starts it, and talks to it on "
            "standard input and output.\n"
            f"connlint: To set up your editor, see {_PAGE}. To stop, press Ctrl+C.\n"
        )
    # The command line disables it, because its runs are short; this process runs for days.
    gc.enable()
    server = create_server()
    # pygls reads with two methods.
    server.start_io(cast("BinaryIO", Input(sys.stdin.buffer)))
    return 0 if server.protocol.is_shut_down else 1


def _add_lifecycle(server: ConnlintServer) -> None:
    session = server.session

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        # The server's own answer does not exist yet; it will choose in the same way.
        encoding = ServerCapabilitiesBuilder.choose_position_encoding(params.capabilities)
        session.client = client_of(params.capabilities, encoding)
        folders = [folder.uri for folder in params.workspace_folders or ()]
        root = params.root_uri or (_uri(params.root_path) if params.root_path else None)
        server.folders = folders or ([root] if root else [])
        session.set_folders(server.folders)
        end_with_client(params.process_id)
        server.initial, server.early = read_options(params.initialization_options)
        session.options = server.initial

    @server.feature(types.INITIALIZED)
    async def initialized(_: types.InitializedParams) -> None:
        for problem in server.early:
            server.warn(problem)
        # Most clients open documents right after this, and these come first.
        server.checks.schedule(_FIRST)
        await _register(server)

    @server.feature(types.SHUTDOWN)
    def shut_down(_: None) -> None:
        server.checks.end()

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def folders_changed(params: types.DidChangeWorkspaceFoldersParams) -> None:
        gone = {folder.uri for folder in params.event.removed}
        kept = [uri for uri in server.folders if uri not in gone]
        server.folders = [*kept, *(folder.uri for folder in params.event.added)]
        session.set_folders(server.folders)
        server.checks.schedule(0)

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def configured(params: types.DidChangeConfigurationParams) -> None:
        value = params.settings
        if value is None and session.client.asks_configuration:
            item = types.ConfigurationItem(section="connlint")
            (value,) = await server.workspace_configuration_async(types.ConfigurationParams([item]))
        server.set_options(value)
        server.checks.schedule(0)


async def _register(server: ConnlintServer) -> None:
    """Ask the client to report changes of files and settings, if it supports that."""
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
        # It has declared that it can; without this, files are checked when they are saved.
        logging.getLogger(__name__).warning("The client refuses to watch files: %s", error)


def _add_documents(server: ConnlintServer) -> None:
    session = server.session

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        item = params.text_document
        location = session.location(item.uri)
        session.open(OpenDocument(item.uri, location, item.language_id, item.version, item.text))
        server.checks.schedule(0)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def edited(params: types.DidChangeTextDocumentParams) -> None:
        document = session.documents.get(session.location(params.text_document.uri))
        if document is None:
            server.log(_NOT_OPEN, types.MessageType.Warning)
            return
        version, changes = params.text_document.version, params.content_changes
        session.open(changed(document, version, changes, session.client.encoding))
        server.checks.schedule(session.options.debounce / 1000)
        server.checks.await_pause()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        location = session.location(params.text_document.uri)
        if location not in session.documents:
            server.log(_NOT_OPEN, types.MessageType.Warning)
            return
        session.close(location)
        server.checks.schedule(0)


def _add_files(server: ConnlintServer) -> None:
    session = server.session

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        session.changed(session.location(params.text_document.uri), is_new=False)
        server.checks.schedule(0)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def watched(params: types.DidChangeWatchedFilesParams) -> None:
        for change in params.changes:
            is_new = change.type is not types.FileChangeType.Changed
            session.changed(session.location(change.uri), is_new=is_new)
        server.checks.schedule(session.options.debounce / 1000)

    _add_rearrangements(server)


def _add_rearrangements(server: ConnlintServer) -> None:
    """Add what users do with files and folders in the client; watchers see only some of it."""
    options = types.FileOperationRegistrationOptions(
        [types.FileOperationFilter(types.FileOperationPattern("**"), scheme="file")]
    )

    def rearranged() -> None:
        server.session.restart()
        server.checks.schedule(server.session.options.debounce / 1000)

    @server.feature(types.WORKSPACE_DID_CREATE_FILES, options)
    def created(_: types.CreateFilesParams) -> None:
        rearranged()

    @server.feature(types.WORKSPACE_DID_RENAME_FILES, options)
    def renamed(_: types.RenameFilesParams) -> None:
        rearranged()

    @server.feature(types.WORKSPACE_DID_DELETE_FILES, options)
    def deleted(_: types.DeleteFilesParams) -> None:
        rearranged()


def _uri(path: str) -> str:
    from connlint_lsp.documents import uri_of

    return uri_of(os.path.abspath(path))
