"""Pages of an app that call connectors, and the server code among its pages."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from connlint.code.connectors_module import mentions_call, page_mentions_call
from connlint.files.conventions import BUILT, NATIVE, is_app_code
from connlint.project.app_files import AppFiles, ImportGraph
from connlint.project.places import shown_path
from connlint.project.reading import decode
from connlint.text.source import SourceFile

__all__ = ["Pages"]

_ROOT_ROUTE = os.path.join("routes", "__root.")
"""Start of the root route's path in TanStack Start, relative to the folder of the pages."""
_LAYOUT = "_layout."
"""Start of the name of the layout of all pages in a native app."""
_API_ROUTE = "+api."
"""Part of the names of those pages of a native app that run on a server."""


class Pages:
    """Search for the pages of an app; the files of its functions are read before."""

    def __init__(self, files: AppFiles, graph: ImportGraph) -> None:
        self.files = files
        self.graph = graph
        self.places = files.places

    def calling(self) -> list[SourceFile]:
        """Return the page files that mention a connector call and belong to no function.

        If server code is among the pages, as in TanStack Start, they are read like functions
        instead, with all files that lead to them, and only a native app's pages are returned.
        """
        web, has_server = self._listed(self.places.front_end, _ROOT_ROUTE)
        pages = self._mentioning(web)
        if pages and has_server:
            self._read_full_stack(web, pages)
            pages = []
        native_top = os.path.join(self.places.root, NATIVE)
        if self.files.access.disk.is_directory(native_top):
            native, is_native = self._listed(native_top, _LAYOUT)
            pages += self._mentioning(native) if is_native else []
        return pages

    def _listed(self, top: str, mark: str) -> tuple[list[str], bool]:
        """Return the page files at and below a folder, and whether a path begins with `mark`.

        `mark` is relative to `top`; the check covers only the files in its own folder.
        """
        back_end = tuple([path + os.sep for path in self._back_end()])
        folder, _, start = os.path.join(top, mark).rpartition(os.sep)
        locations: list[str] = []
        has_mark = False
        for directory, names in self.files.folders(top, BUILT, follow=False):
            if (directory + os.sep).startswith(back_end):
                continue
            if directory == folder:
                has_mark = any(name.startswith(start) for name in names)
            base = os.path.join(directory, "")
            locations += [base + name for name in names if is_app_code(name)]
        return locations, has_mark

    def _back_end(self) -> Iterator[str]:
        """Yield the folders of functions and of their shared code."""
        yield from (self.places.functions, self.places.shared)
        for plugin in self.places.plugins:
            yield from (plugin.functions, plugin.shared)

    def _mentioning(self, locations: Iterable[str]) -> list[SourceFile]:
        """Return the sources of files that mention a connector call and belong to no function."""
        pages = []
        files = self.files
        for location in locations:
            if (
                location in files.sources
                or _API_ROUTE in location
                or files.access.outside.includes(location)
            ):
                continue
            source = self._source(location)
            if source is not None and not files.access.settings.excludes(location):
                pages.append(source)
        return pages

    def _read_full_stack(self, locations: Iterable[str], pages: Iterable[SourceFile]) -> None:
        """Read pages like functions, with the files that lead to them and all their imports."""
        from connlint.project.full_stack import connected

        before = set(self.graph.imports)
        others = [location for location in locations if self.files.is_listed(location)]
        kept = connected([page.location for page in pages], others, self.graph.imported)
        for location in self.graph.imports.keys() - before - kept:
            del self.graph.imports[location]

    def _source(self, location: str) -> SourceFile | None:
        """Return the source of a page if it mentions a connector call, else None."""
        access = self.files.access
        if access.cache is not None:
            source, _ = access.read(location)
            return source if source is not None and mentions_call(source) else None
        # Most pages mention no call, and their bytes need not be decoded.
        data = access.overlay.get(location)
        data = self._bytes(location) if data is None else data
        if not page_mentions_call(data):
            return None
        return decode(shown_path(location, access.cwd, access.disk), location, data)[0]

    def _bytes(self, location: str) -> bytes:
        """Return the content of a page; empty if it is too large or cannot be read."""
        try:
            return self.files.access.disk.read(location)[1]
        except OSError:
            return b""
