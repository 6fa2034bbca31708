"""Running searches for apps, one for each open folder, and the messages about them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import NamedTuple, Protocol

from connlint.text.escaping import escape_unprintable, plural
from connlint_lsp.search import LIMITS, AppSearch, End, Limits, SearchResult
from connlint_lsp.session import Session

__all__ = ["Display", "Searches"]

_PATIENCE = 2.0
"""The seconds after which a folder that does not answer is left out."""
_LOOK = 0.5
"""The seconds between two looks at how the searches go on."""
_LONG = 1.0
"""The seconds after which the client shows a search."""
_OTHERS = "connlint checks others when you open one of their files."
_STOPPED = {
    End.FOLDERS: "Found {apps} in the first {looked} of {folder}; {others}",
    End.SECONDS: "Found {apps} in the first {looked} of {folder}, in {seconds}; {others}",
    End.APPS: "{folder} contains many apps. Of these, the first {count} are checked; {others}",
}
"""Messages about a search that has reached a limit."""


class Display(Protocol):
    """View of the searches for users."""

    def log(self, text: str) -> None:
        """Write a line to the log."""

    def tell(self, text: str) -> None:
        """Show a message, and write it to the log."""

    def show_search(self, folder: str) -> None:
        """Show that a search in a folder takes long, until it is hidden."""

    def hide_search(self, folder: str) -> None:
        """Show no longer that there is a search in a folder."""


class _Running(NamedTuple):
    """A search, when it was started, and since when it has been looking into the same folder."""

    search: AppSearch
    started: float
    place: str
    since: float


class Searches:
    """The searches in the folders of a session, used in the thread of the event loop only.

    `changed` is called when a search has found something, and when it has ended.
    """

    def __init__(
        self,
        session: Session,
        display: Display,
        changed: Callable[[], None],
        limits: Limits = LIMITS,
    ) -> None:
        self._session = session
        self._display = display
        self._changed = changed
        self._limits = limits
        self._running: dict[str, _Running] = {}
        self._again: set[str] = set()
        self._silent: frozenset[str] = frozenset()
        self._told: set[str] = set()
        self._timer: asyncio.TimerHandle | None = None

    @property
    def are_running(self) -> bool:
        """Tell whether there is a search."""
        return bool(self._running)

    def start(self) -> None:
        """Search the session's folders; where a search is running, another one follows it."""
        self._session.needs_search = False
        for folder in self._running.keys() - set(self._session.folders):
            self.cancel(folder)
        for folder in self._session.folders:
            if folder in self._running:
                self._again.add(folder)
            else:
                self._start(folder)

    def cancel(self, folder: str) -> None:
        """End the search in a folder; what it has found stays."""
        running = self._running.get(folder)
        if running is not None:
            self._again.discard(folder)
            running.search.cancel()
            self._reported(running.search, running.search.result(End.CANCELLED))

    def cancel_all(self) -> None:
        """End all searches."""
        for folder in list(self._running):
            self.cancel(folder)

    def _start(self, folder: str) -> None:
        loop = asyncio.get_running_loop()

        def report(search: AppSearch, result: SearchResult) -> None:
            # The server may have ended meanwhile.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(self._reported, search, result)

        contents = self._session.contents()
        search = AppSearch(folder, contents, report, skipped=self._silent, limits=self._limits)
        self._running[folder] = _Running(search, loop.time(), folder, loop.time())
        search.start()
        if self._timer is None:
            self._timer = loop.call_later(_LOOK, self._look)

    def _look(self) -> None:
        """Show searches that take long, and leave out folders that do not answer."""
        self._timer = None
        loop = asyncio.get_running_loop()
        for folder, running in list(self._running.items()):
            place = running.search.place
            if place != running.place:
                self._running[folder] = running._replace(place=place, since=loop.time())
            elif loop.time() - running.since > _PATIENCE:
                self._leave_out(folder, place)
                continue
            if loop.time() - running.started > _LONG:
                self._display.show_search(folder)
        if self._running:
            self._timer = loop.call_later(_LOOK, self._look)

    def _leave_out(self, folder: str, place: str) -> None:
        """End a search that waits for a folder, and start another one without that folder."""
        self._tell(f"{place} does not answer, so connlint does not look for apps in it.")
        self.cancel(folder)
        if place not in self._silent and place != folder:
            self._silent |= {place}
            self._start(folder)

    def _reported(self, search: AppSearch, result: SearchResult) -> None:
        folder = search.folder
        running = self._running.get(folder)
        if running is None or running.search is not search:
            # It was cancelled, or has been given up.
            return
        targets = result.targets
        if result.end is not End.COMPLETE:
            # What was found before may still be there.
            targets = tuple(dict.fromkeys((*targets, *self._session.found(folder))))
        self._session.set_found(folder, targets)
        if result.end is not None:
            self._conclude(result, result.end)
            self._close(folder)
        self._changed()

    def _close(self, folder: str) -> None:
        del self._running[folder]
        self._display.hide_search(folder)
        if folder in self._again:
            self._again.discard(folder)
            self._start(folder)

    def _conclude(self, result: SearchResult, end: End) -> None:
        """Write to the log how a search has ended, and tell the user if a limit has ended it."""
        words = {
            "folder": result.folder,
            "apps": plural(len(result.targets), "app"),
            "count": len(result.targets),
            "looked": plural(result.looked, "folder"),
            "seconds": f"{result.seconds:.1f} seconds",
            "others": _OTHERS,
        }
        line = "searched {folder}: {apps} in {looked}, in {seconds}".format(**words)
        self._display.log(escape_unprintable(f"{line} ({end.value})"))
        if end in _STOPPED:
            self._tell(_STOPPED[end].format(**words), key=f"{end.value} {result.folder}")

    def _tell(self, text: str, key: str = "") -> None:
        """Show a message to the user, unless it has been shown."""
        key = key or text
        if key not in self._told:
            self._told.add(key)
            self._display.tell(escape_unprintable(text))
