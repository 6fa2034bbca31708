"""Files that Base44 would follow out of the repository: noted for findings, and never read."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable

from connlint.disk import DISK, Disk
from connlint.files.inside import Boundary, is_below
from connlint.jsonc import Document
from connlint.project.app_config import setting_node
from connlint.project.discovery import Target, places_of, shown_path
from connlint.project.model import FileProblem
from connlint.settings import Settings
from connlint.source import SourceFile, Span
from connlint.wording import quote

__all__ = ["OutsideFiles", "boundary_of"]


class OutsideFiles:
    """Notes the files and folders of an app that are outside the boundary."""

    def __init__(
        self,
        boundary: Boundary,
        cwd: str,
        overlay: Container[str],
        settings: Settings,
        disk: Disk = DISK,
    ) -> None:
        """Start with none; what is in `overlay` has been given, and is never outside."""
        self._boundary = boundary
        self._disk = disk
        self._cwd = cwd
        self._overlay = overlay
        self._settings = settings
        self._problems: dict[str, FileProblem] = {}

    def problems(
        self, config: tuple[SourceFile, Document] | None, setting: str
    ) -> tuple[FileProblem, ...]:
        """List what was noted, in the order in which it was asked for.

        A folder that is outside because a setting of the app's config names it is a problem of
        that setting.
        """
        found: dict[Span | str, FileProblem] = {}
        node = setting_node(config[1], setting) if config is not None else None
        for location, problem in self._problems.items():
            if config is None or node is None or self._boundary.spells(location):
                found[location] = problem
                continue
            reason = f"names {quote(node.value)} as {setting}, which {problem.reason}"
            found[node.span] = FileProblem(
                config[0], reason, f"name a directory inside {self._boundary.name}", node.span
            )
        return tuple(found.values())

    def paths(self) -> list[str]:
        """List them as they are shown."""
        return [problem.source.path for problem in self._problems.values()]

    def includes(self, location: str) -> bool:
        """Tell whether a file or folder is outside, so that it must not be read.

        It is noted then, or the link to a folder on the way there, unless there is nothing at that
        place or the settings exclude it.
        """
        if not self.hides(location):
            return False
        parent = os.path.dirname(location)
        while self._boundary.spells(parent) and not self._boundary.has(parent):
            location, parent = parent, os.path.dirname(parent)
        self._note(location)
        return True

    def hides(self, location: str) -> bool:
        """Tell whether a file or folder is outside, without noting it."""
        return location not in self._overlay and not self._boundary.has(location)

    def add_below(self, chosen: Iterable[str]) -> None:
        """Note those files that were asked for and are in a folder that is outside."""
        folders = list(self._problems)
        for location in chosen:
            if location not in self._overlay and any(is_below(location, each) for each in folders):
                self._note(location)

    def _note(self, location: str) -> None:
        if (
            location in self._problems
            or self._settings.excludes(location)
            or not self._disk.exists(location)
        ):
            return
        source = SourceFile(shown_path(location, self._cwd), "", location)
        reason = f"{self._boundary.reason(location)}, and connlint does not read it"
        name = self._boundary.name
        help_text = f"copy it into {name}, or link to something inside {name}"
        self._problems[location] = FileProblem(source, reason, help_text)


def boundary_of(target: Target, disk: Disk = DISK) -> Boundary:
    """Find the boundary for the files of an app."""
    places = places_of(target, None)
    return Boundary(places.root if places is not None else target.root, disk)
