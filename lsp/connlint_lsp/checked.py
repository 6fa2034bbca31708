"""Checked projects: their findings by file, and their connectors and calls by position."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from connlint.catalog import Catalog
from connlint.code.connectors_module import BY_TYPE
from connlint.code.model import ConnectorCall
from connlint.diagnostics.diagnostic import Diagnostic
from connlint.engine import Linter
from connlint.project import Connector, Project, Target
from connlint.project.cache import ProjectCache
from connlint.project.incremental import update
from connlint.run import project_files, read_project
from connlint.text.source import SourceFile

__all__ = ["Checked", "Checker", "check_target"]


class Checked(NamedTuple):
    """A project with its findings, `found` by location, and its files, by location and path.

    Findings about no file of the project have an empty location.
    """

    target: Target
    project: Project
    catalog: Catalog
    found: Mapping[str, tuple[Diagnostic, ...]]
    sources: Mapping[str, SourceFile]
    paths: Mapping[str, SourceFile]

    def connector(self, location: str) -> Connector | None:
        """Return the connector file at a location, None without one."""
        connectors = (each for each in self.project.connectors if each.source.location == location)
        return next(connectors, None)

    def connectors_of(self, type_name: str) -> Iterator[Connector]:
        """Yield the connector files of a type."""
        for connector in self.project.connectors:
            if connector.type_string is not None and connector.type_string.value == type_name:
                yield connector

    def calls_of(self, type_name: str) -> Iterator[ConnectorCall]:
        """Yield the calls that name a type."""
        for call in self.project.code.calls:
            if call.method in BY_TYPE and type_name in call.values:
                yield call

    def call_at(self, location: str, offset: int) -> ConnectorCall | None:
        """Return the connector call whose method or argument is at an offset, None without one."""
        for call in self.project.code.calls:
            if call.source.location == location and any(
                span is not None and span.start <= offset <= span.end
                for span in (call.method_span, call.argument, call.literal)
            ):
                return call
        return None


class Checker:
    """A checker of one project that runs repeatedly, and reuses results that have not changed.

    An `overlay` has the contents of the documents that are open in editors, by location.
    """

    def __init__(self, target: Target, catalog: Catalog) -> None:
        self._target = target
        self._catalog = catalog
        self._cache = ProjectCache()
        self._linter = Linter()

    def check(self, overlay: Mapping[str, bytes]) -> Checked:
        """Read the project, from disk where the overlay has no content, and lint it."""
        project = read_project(self._target, self._target.root, overlay, self._cache)
        self._cache.evict_unused()
        return self._checked(project)

    def update(
        self, before: Checked, edited: Collection[str], overlay: Mapping[str, bytes]
    ) -> Checked | None:
        """Lint the project with new texts of the `edited` files, without reading the disk again.

        Return None where the edits may change more than these texts.
        """
        project = update(before.project, edited, overlay, self._cache)
        return self._checked(project) if project is not None else None

    def _checked(self, project: Project) -> Checked:
        sources = {source.location: source for source in project_files(project)}
        paths = {source.path: source for source in sources.values()}
        by_location: dict[str, list[Diagnostic]] = {}
        for diagnostic in self._linter.examine(project, self._catalog).found:
            location = paths[diagnostic.path].location if diagnostic.path in paths else ""
            by_location.setdefault(location, []).append(diagnostic)
        return Checked(
            self._target,
            project,
            self._catalog.extended(project.settings),
            {location: tuple(findings) for location, findings in by_location.items()},
            sources,
            paths,
        )


def check_target(target: Target, overlay: Mapping[str, bytes], catalog: Catalog) -> Checked:
    """Read a project, with `overlay` for the documents open in editors, and lint it."""
    return Checker(target, catalog).check(overlay)
