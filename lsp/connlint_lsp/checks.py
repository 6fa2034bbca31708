"""The order and the time of checks: what is open comes first, and nothing waits for the rest.

Projects of open documents are checked at once. All others are checked in slices of time, so that a
request waits for one slice at most, however many projects there are.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import Protocol

from connlint_lsp.presence import Presence
from connlint_lsp.searches import Display, Searches
from connlint_lsp.session import Session

__all__ = ["Checks", "Front"]

_PAUSE = 0.5
"""The pause in typing after which the disk is read again, in seconds."""
_SLICE = 0.02
"""The seconds for which projects are checked before the server looks for requests."""
_BREATH = 0.02
"""The seconds that it then has for requests: one comes in several small parts."""


class Front(Display, Protocol):
    """View of the checks for the client."""

    def send_diagnostics(self, *, are_final: bool) -> None:
        """Send the diagnostics that have changed; others follow soon unless they `are_final`."""

    def report(self, error: Exception) -> None:
        """Write an internal error to the log."""


class Checks:
    """The checks of a session's projects, used in the thread of the event loop only."""

    def __init__(self, session: Session, front: Front) -> None:
        self.searches = Searches(session, front, self._found)
        self._session = session
        self._front = front
        self._presence: Presence | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._pause: asyncio.TimerHandle | None = None
        self._slice: asyncio.Handle | None = None
        self._waiting: list[asyncio.Future[None]] = []

    def schedule(self, seconds: float) -> None:
        """Check what has changed after some seconds; a new call replaces an earlier one."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(seconds, self._check)

    def await_pause(self) -> None:
        """Read the disk again, and check, when there has been no edit for a while."""
        if self._pause is not None:
            self._pause.cancel()
        seconds = self._session.options.debounce / 1000 + _PAUSE
        self._pause = asyncio.get_running_loop().call_later(seconds, self._settle)

    async def all_checked(self) -> None:
        """Wait until all projects in the open folders are found and checked."""
        self._check()
        future = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        await future

    def end(self) -> None:
        """End what is going on in other threads."""
        self.searches.cancel_all()
        if self._presence is not None:
            self._presence.end()

    def _settle(self) -> None:
        """Check again the projects whose files on disk were not read again."""
        self._pause = None
        self._session.settle()
        self._check()

    def _check(self) -> None:
        """Check the projects of open documents, and then all others."""
        self._timer = None
        self._session.check_open()
        self._send(are_final=False)
        # Searches wait for a pause in typing: an edit of a config would start many of them.
        if self._session.needs_search and self._pause is None:
            self.searches.start()
        if self._slice is None:
            self._slice = asyncio.get_running_loop().call_soon(self._check_others)

    def _check_others(self) -> None:
        """Check projects for a while, and go on after what the client has sent meanwhile."""
        self._slice = None
        if self._session.check_until(time.monotonic() + _SLICE):
            self._slice = asyncio.get_running_loop().call_later(_BREATH, self._check_others)
        are_final = self._slice is self._timer is None and not self.searches.are_running
        self._send(are_final=are_final)
        if self._slice is None:
            self._look_for_files()
        if are_final:
            waiting, self._waiting = self._waiting, []
            for future in waiting:
                if not future.done():
                    future.set_result(None)

    def _send(self, *, are_final: bool) -> None:
        for error in self._session.take_errors():
            self._front.report(error)
        self._front.send_diagnostics(are_final=are_final)

    def _found(self) -> None:
        """Check projects that a search has found."""
        self.schedule(0)

    def _look_for_files(self) -> None:
        """Look from now on whether the files with findings and the projects' folders exist."""
        if self._presence is None:
            loop = asyncio.get_running_loop()

            def report(paths: frozenset[str]) -> None:
                # The server may have ended meanwhile.
                with contextlib.suppress(RuntimeError):
                    loop.call_soon_threadsafe(self._gone, paths)

            self._presence = Presence(report)
        self._presence.watch(self._session.paths())

    def _gone(self, paths: frozenset[str]) -> None:
        """Check again without files and folders that are gone."""
        self._session.gone(paths)
        self.schedule(0)
