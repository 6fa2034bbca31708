"""Progress of long searches, as clients show it, with a button that cancels them."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future
from itertools import count
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

__all__ = ["SearchProgress"]


class SearchProgress:
    """The progress that a client shows for each folder in which a search takes long."""

    def __init__(self, server: LanguageServer, cancel: Callable[[str], None]) -> None:
        self._server = server
        self._cancel = cancel
        self._tokens: dict[str, str] = {}
        self._numbers = count(1)

    async def begin(self, folder: str) -> None:
        """Show the search in a folder, if it is not shown already."""
        if folder in self._tokens:
            return
        progress = self._server.work_done_progress
        token = self._tokens[folder] = f"connlint/search/{next(self._numbers)}"
        try:
            _ = await progress.create_async(token)
        except JsonRpcException:
            # The client has declared that it can; nothing depends on it.
            return
        if self._tokens.get(folder) != token:
            # The search has ended meanwhile.
            progress.tokens.pop(token, None)
            return

        def cancelled(future: Future[object]) -> None:
            if future.cancelled():
                self._cancel(folder)

        progress.tokens[token].add_done_callback(cancelled)
        name = os.path.basename(folder) or folder
        progress.begin(
            token,
            types.WorkDoneProgressBegin(f"connlint: looking for apps in {name}", cancellable=True),
        )

    def end(self, folder: str) -> None:
        """Show the search in a folder no longer."""
        token = self._tokens.pop(folder, None)
        progress = self._server.work_done_progress
        if token is not None and progress.tokens.pop(token, None) is not None:
            progress.end(token, types.WorkDoneProgressEnd())
