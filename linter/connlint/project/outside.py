"""Files that Base44 would follow out of the repository; they are recorded and never read."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable

from connlint.config.settings import Settings
from connlint.files.inside import Boundary, is_below
from connlint.files.reading import DISK, Disk
from connlint.jsonc import Document
from connlint.project.app_config import setting_node
from connlint.project.model import FileProblem
from connlint.project.places import Target, app_root, shown_path
from connlint.text.escaping import quote
from connlint.text.source import SourceFile, Span

__all__ = ["OutsideFiles", "boundary_of"]


class OutsideFiles:
    """Record of the files and folders of an app that are outside the boundary."""

    def __init__(
        self,
        boundary: Boundary,
        cwd: str,
        overlay: Container[str],
        settings: Settings,
        disk: Disk = DISK,
    ) -> None:
        """Start with an empty record; a file in `overlay` is never outside."""
        self._boundary = boundary
        self._disk = disk
        self._cwd = cwd
        self._overlay = overlay
        self._settings = settings
        self._problems: dict[str, FileProblem] = {}

    def problems(
        self, config: tuple[SourceFile, Document] | None, setting: str
    ) -> tuple[FileProblem, ...]:
        """Return the recorded problems, in the order in which the files were requested.

        If a folder is outside because a setting of the app's config names it, the problem is
        reported for that setting.
        """
        problems: dict[Span | str, FileProblem] = {}
        node = setting_node(config[1], setting) if config is not None else None
        for location, problem in self._problems.items():
            if config is None or node is None or self._boundary.spells(location):
                problems[location] = problem
                continue
            reason = f"has the {setting} {quote(node.value)}, which {problem.reason}"
            problems[node.span] = FileProblem(
                config[0], reason, f"Name a folder inside {self._boundary.name}", node.span
            )
        return tuple(problems.values())

    def paths(self) -> list[str]:
        """Return the shown paths of the recorded files and folders."""
        return [problem.source.path for problem in self._problems.values()]

    def includes(self, location: str) -> bool:
        """Tell whether a file or folder is outside, so that it must not be read; if so, record it.

        If a folder on the way to it is a link that leads outside, the link is recorded instead.
        Nothing is recorded if the path does not exist or if the settings exclude it.
        """
        if not self.hides(location):
            return False
        parent = os.path.dirname(location)
        while self._boundary.spells(parent) and not self._boundary.has(parent):
            location, parent = parent, os.path.dirname(parent)
        self._note(location)
        return True

    def hides(self, location: str) -> bool:
        """Tell whether a file or folder is outside, without recording it."""
        return location not in self._overlay and not self._boundary.has(location)

    def add_below(self, chosen: Iterable[str]) -> None:
        """Record those requested files that are in a recorded folder."""
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
        source = SourceFile(shown_path(location, self._cwd, self._disk), "", location)
        reason = f"{self._boundary.reason(location)}, so connlint does not read it"
        name = self._boundary.name
        help_text = f"Copy it into {name}, or link to something inside {name}"
        self._problems[location] = FileProblem(source, reason, help_text)


def boundary_of(target: Target, disk: Disk = DISK) -> Boundary:
    """Return the boundary for the files of an app."""
    return Boundary(app_root(target), disk)
