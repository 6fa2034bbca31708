"""Language server with the state of connlint, and what it tells its client without a request."""

from __future__ import annotations

import asyncio

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from connlint import __version__
from connlint_lsp.checks import Checks
from connlint_lsp.diagnostics import DiagnosticsCache
from connlint_lsp.options import DEFAULTS, read_options
from connlint_lsp.progress import SearchProgress
from connlint_lsp.protocol import LenientProtocol
from connlint_lsp.session import Session

__all__ = ["ConnlintServer"]


class ConnlintServer(LanguageServer):
    """A language server with the state of connlint and timers for publishing later."""

    protocol: LenientProtocol

    def __init__(self) -> None:
        super().__init__(
            "connlint",
            __version__,
            types.TextDocumentSyncKind.Incremental,
            protocol_cls=LenientProtocol,
        )
        self.session = Session()
        self.diagnostics = DiagnosticsCache(self.session)
        self.checks = Checks(self.session, self)
        self._progress = SearchProgress(self, self.checks.searches.cancel)
        self._published: dict[str, list[types.Diagnostic]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.folders: list[str] = []
        self.initial = DEFAULTS
        """The options with which the client has started the server."""
        self.early: list[str] = []
        """Messages to send as soon as the client accepts them."""

    def send_diagnostics(self, *, are_final: bool) -> None:
        """Send changed diagnostics to the client, or tell a client that pulls to ask again.

        Unless they `are_final`, others will follow soon, and a client that pulls can wait.
        """
        client = self.session.client
        if client.pulls and not (are_final and client.refreshes):
            return
        found = self.diagnostics.all()
        now = {self.session.uri(location): each for location, each in found.items()}
        if client.pulls:
            if now != self._published:
                self._published = now
                self.workspace_diagnostic_refresh(None)
            return
        for uri in dict.fromkeys([*self._published, *now]):
            if now.get(uri, []) != self._published.get(uri, []):
                self.text_document_publish_diagnostics(
                    types.PublishDiagnosticsParams(uri, now.get(uri, []), self.version_of(uri))
                )
        self._published = now

    def version_of(self, uri: str) -> int | None:
        """Return the version of an open document, None if it is not open."""
        document = self.session.documents.get(self.session.location(uri))
        return document.version if document is not None else None

    def set_options(self, value: object) -> None:
        """Apply settings, and show a message for each invalid one.

        Missing ones are as when the server was started: some clients send empty settings.
        """
        self.session.options, problems = read_options(value, self.initial)
        for problem in problems:
            self.warn(problem)

    def report_server_error(self, error: Exception, source: type[Exception]) -> None:
        """Write an internal error to the client's log; the server goes on."""
        if source is JsonRpcException and isinstance(error, (ValueError, RecursionError)):
            self.protocol.refuse_unparsed(error)
            return
        self.report(error)

    def report(self, error: Exception) -> None:
        """Write an internal error to the client's log."""
        text = f"internal error: {type(error).__name__}: {error}"
        self.log(text, types.MessageType.Error)

    def warn(self, problem: str) -> None:
        """Show a warning to the user."""
        self.window_show_message(
            types.ShowMessageParams(types.MessageType.Warning, f"connlint: {problem}")
        )

    def tell(self, text: str) -> None:
        """Show a message to the user, and write it to the client's log."""
        self.log(text)
        self.window_show_message(
            types.ShowMessageParams(types.MessageType.Info, f"connlint: {text}")
        )

    def log(self, text: str, kind: types.MessageType = types.MessageType.Info) -> None:
        """Write a line to the client's log."""
        self.window_log_message(types.LogMessageParams(kind, f"connlint: {text}"))

    def show_search(self, folder: str) -> None:
        """Show that a search in a folder takes long, if the client can do that."""
        if self.session.client.progress:
            task = asyncio.get_running_loop().create_task(self._progress.begin(folder))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def hide_search(self, folder: str) -> None:
        """Show no longer that there is a search in a folder."""
        self._progress.end(folder)
