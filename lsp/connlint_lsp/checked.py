"""A project that was looked at: its findings by file, and what stands where."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from connlint.catalog import Catalog
from connlint.code.connectors_module import BY_TYPE
from connlint.code.model import ConnectorCall
from connlint.diagnostic import Diagnostic
from connlint.engine import Examiner
from connlint.project import Connector, Project, Target
from connlint.project.memory import Memory
from connlint.project.revising import revise
from connlint.run import project_files, read_project
from connlint.source import SourceFile

__all__ = ["Checked", "Checker", "check_target"]


class Checked(NamedTuple):
    """A project with its findings, `found` by location, and its files, by location and path."""

    target: Target
    project: Project
    catalog: Catalog
    found: Mapping[str, tuple[Diagnostic, ...]]
    sources: Mapping[str, SourceFile]
    paths: Mapping[str, SourceFile]

    def connector(self, location: str) -> Connector | None:
        """The connector file at a location."""
        found = (each for each in self.project.connectors if each.source.location == location)
        return next(found, None)

    def connectors_of(self, type_name: str) -> Iterator[Connector]:
        """The connector files of a type."""
        for connector in self.project.connectors:
            if connector.type_string is not None and connector.type_string.value == type_name:
                yield connector

    def calls_of(self, type_name: str) -> Iterator[ConnectorCall]:
        """The calls that name a type."""
        for call in self.project.code.calls:
            if call.method in BY_TYPE and type_name in call.values:
                yield call

    def call_at(self, location: str, offset: int) -> ConnectorCall | None:
        """The connector call whose method or argument is at a place."""
        for call in self.project.code.calls:
            if call.source.location == location and any(
                span is not None and span.start <= offset <= span.end
                for span in (call.method_span, call.argument, call.literal)
            ):
                return call
        return None


class Checker:
    """Looks at a project again and again, and keeps what has not changed.

    Each look is given an `overlay`: the texts that editors have.
    """

    def __init__(self, target: Target, catalog: Catalog) -> None:
        self._target = target
        self._catalog = catalog
        self._memory = Memory()
        self._examiner = Examiner()

    def look(self, overlay: Mapping[str, bytes]) -> Checked:
        """Read the project, from disk where editors have no text, and lint it."""
        project = read_project(self._target, self._target.root, overlay, self._memory)
        self._memory.forget()
        return self._checked(project)

    def revise(
        self, before: Checked, edited: Collection[str], overlay: Mapping[str, bytes]
    ) -> Checked | None:
        """Lint the project with the new texts of some files; the disk is as it was `before`.

        None where the edits may change more than these texts.
        """
        project = revise(before.project, edited, overlay, self._memory)
        return self._checked(project) if project is not None else None

    def _checked(self, project: Project) -> Checked:
        sources = {source.location: source for source in project_files(project)}
        paths = {source.path: source for source in sources.values()}
        found: dict[str, list[Diagnostic]] = {}
        for diagnostic in self._examiner.examine(project, self._catalog).found:
            location = paths[diagnostic.path].location if diagnostic.path in paths else ""
            found.setdefault(location, []).append(diagnostic)
        return Checked(
            self._target,
            project,
            self._catalog.extended(project.settings),
            {location: tuple(each) for location, each in found.items()},
            sources,
            paths,
        )


def check_target(target: Target, overlay: Mapping[str, bytes], catalog: Catalog) -> Checked:
    """Read a project, with `overlay` for the texts that editors have, and lint it."""
    return Checker(target, catalog).look(overlay)
