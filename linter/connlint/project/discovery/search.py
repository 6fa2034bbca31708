"""Search for the projects in a folder and in the folders below it."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator

from connlint.files.conventions import FUNCTIONS, SUBDIRECTORY
from connlint.files.gitignore import GitIgnore
from connlint.files.reading import DISK, Disk
from connlint.project.discovery.layouts import app_above, app_at, app_in_subdirectory, flat_app_at
from connlint.project.places import Target
from connlint.tuples import NamedTuple

__all__ = ["Visit", "visits"]

_NO_APPS = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})
"""Names of folders below which no app is searched for."""
_SYSTEM = frozenset({"/dev", "/proc", "/sys"})
"""Folders whose content the system makes up, and which never end."""


class Visit(NamedTuple):
    """A folder that the search has looked at, and the project whose root it is, if it is one.

    `is_ignored` says that git ignores it.
    """

    folder: str
    target: Target | None = None
    is_ignored: bool = False


def visits(
    directory: str,
    disk: Disk = DISK,
    *,
    level_by_level: bool = False,
    skipped: frozenset[str] = frozenset(),
) -> Iterator[Visit]:
    """Yield the visits to a folder and to all folders below it, each once, without `skipped` ones.

    They are sorted by path, and only where there is a project below, files of git are read.
    With `level_by_level`, upper folders come before lower ones, for a search that may end before
    it has seen all, and nothing below a folder that git ignores is visited.
    """
    git = GitIgnore(disk)
    skipped |= _SYSTEM
    pending = deque([(directory, False)])
    while pending:
        current, is_in_app = pending.popleft() if level_by_level else pending.pop()
        names, has_own = _listed(current, disk)
        if level_by_level and git.ignores(current, directory):
            yield Visit(current, is_ignored=True)
            continue
        target = None
        # A config.json outside a base44 folder counts only in the requested directory.
        if current == directory:
            target = app_at(current, disk)
        elif has_own:
            target = app_in_subdirectory(current, disk)
        # Inside an app, a folder named functions is only a part of that app.
        if target is None and FUNCTIONS in names and not is_in_app:
            flat = flat_app_at(current, disk)
            target = flat if flat is not None and app_above(directory, disk) is None else None
        if target is not None and git.ignores(current, directory):
            yield Visit(current, target, is_ignored=True)
            continue
        yield Visit(current, target)
        # A project's own folder holds no further projects.
        own = (SUBDIRECTORY, FUNCTIONS if target.functions_dir else "") if target else ()
        pending.extend(
            (path, is_in_app or target is not None)
            for name in (reversed(names) if level_by_level else names)
            if name not in own and (path := os.path.join(current, name)) not in skipped
        )


def _listed(directory: str, disk: Disk) -> tuple[list[str], bool]:
    """Return the names of the folders in a directory that may hold apps, in reverse order.

    The second value tells whether there may be a `base44` folder or a link of that name.
    """
    try:
        entries = disk.entries(directory)
        names = [
            entry.name
            for entry in entries
            if entry.name[0] != "."
            and entry.name not in _NO_APPS
            and entry.is_dir(follow_symlinks=False)
        ]
    except OSError:
        return [], True
    names.sort(reverse=True)
    # Some file systems ignore case.
    return names, any(entry.name.lower() == SUBDIRECTORY for entry in entries)
