"""Language server with the state of connlint, and the publication of diagnostics."""

from __future__ import annotations

import asyncio

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from connlint import __version__
from connlint_lsp.diagnostics import all_diagnostics
from connlint_lsp.options import DEFAULTS, read_options
from connlint_lsp.protocol import LenientProtocol
from connlint_lsp.session import Session

__all__ = ["ConnlintServer"]

_PAUSE = 0.5
"""The pause in typing after which the disk is read again, in seconds."""


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
        self.published: dict[str, list[types.Diagnostic]] = {}
        self.timer: asyncio.TimerHandle | None = None
        self.pause: asyncio.TimerHandle | None = None
        self.folders: list[str] = []
        self.initial = DEFAULTS
        """The options with which the client has started the server."""
        self.early: list[str] = []
        """Messages to send as soon as the client accepts them."""

    def schedule(self, seconds: float) -> None:
        """Publish after some seconds; a new call replaces an earlier one."""
        if self.timer is not None:
            self.timer.cancel()
        self.timer = asyncio.get_running_loop().call_later(seconds, self.publish)

    def await_pause(self) -> None:
        """Read the disk again, and publish, when there has been no edit for a while."""
        if self.pause is not None:
            self.pause.cancel()
        seconds = self.session.options.debounce / 1000 + _PAUSE
        self.pause = asyncio.get_running_loop().call_later(seconds, self.settle)

    def settle(self) -> None:
        """Check again the projects whose files on disk were not read again, and publish."""
        self.pause = None
        self.session.settle()
        self.publish()

    def publish(self) -> None:
        """Send changed diagnostics to the client, or tell a client that pulls to ask again."""
        self.timer = None
        client = self.session.client
        diagnostics = all_diagnostics(self.session)
        now = {self.session.uri(location): each for location, each in diagnostics.items()}
        if client.pulls:
            if client.refreshes and now != self.published:
                self.published = now
                self.workspace_diagnostic_refresh(None)
            return
        for uri in dict.fromkeys([*self.published, *now]):
            if now.get(uri, []) != self.published.get(uri, []):
                self.text_document_publish_diagnostics(
                    types.PublishDiagnosticsParams(uri, now.get(uri, []), self.version_of(uri))
                )
        self.published = now

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
            self.window_show_message(
                types.ShowMessageParams(types.MessageType.Warning, f"connlint: {problem}")
            )

    def report_server_error(self, error: Exception, source: type[Exception]) -> None:
        """Write an internal error to the client's log; the server goes on."""
        if source is JsonRpcException and isinstance(error, (ValueError, RecursionError)):
            self.protocol.refuse_unparsed(error)
            return
        text = f"internal error: {type(error).__name__}: {error}"
        self.log(types.MessageType.Error, text)

    def log(self, kind: types.MessageType, text: str) -> None:
        """Write a line to the client's log."""
        self.window_log_message(types.LogMessageParams(kind, f"connlint: {text}"))
