"""A project that was looked at: its findings by file, and what stands where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from connlint.catalog import Catalog
from connlint.code.connectors_module import BY_TYPE
from connlint.code.model import ConnectorCall
from connlint.diagnostic import Diagnostic
from connlint.engine import examine
from connlint.project import Connector, Project, Target, load_project
from connlint.project.memory import Memory
from connlint.run import project_files
from connlint.source import SourceFile

__all__ = ["Checked", "check_target"]


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


def check_target(
    target: Target,
    overlay: Mapping[str, bytes],
    catalog: Catalog,
    memory: Memory | None = None,
) -> Checked:
    """Read a project, with `overlay` for the texts that editors have, and lint it.

    `memory` keeps what has not changed until the next time.
    """
    project = load_project(target, target.root, overlay, memory)
    if memory is not None:
        memory.forget()
    catalog = catalog.extended(project.settings)
    sources = {source.location: source for source in project_files(project)}
    paths = {source.path: source for source in sources.values()}
    found: dict[str, list[Diagnostic]] = {}
    for diagnostic in examine(project, catalog).found:
        location = paths[diagnostic.path].location if diagnostic.path in paths else ""
        found.setdefault(location, []).append(diagnostic)
    return Checked(
        target,
        project,
        catalog,
        {location: tuple(each) for location, each in found.items()},
        sources,
        paths,
    )
