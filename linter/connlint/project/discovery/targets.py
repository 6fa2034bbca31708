"""Discovery of the Base44 projects that a path denotes.

Base44 searches from the working directory upwards for the first directory that holds
`base44/config.json`, `base44/config.jsonc`, `config.json` or `config.jsonc`, in this
order. connlint does the same, and four things more, because it is also run on
repositories and files: it searches below a directory for every `base44` folder, it accepts
a `base44/connectors` folder without a config as a project, it accepts functions that call
connectors as one (see code_only), and it requires evidence that a config file outside a
`base44` folder is Base44's, because many tools have a `config.json`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from connlint.files.conventions import CODE_ENDINGS, CONNECTOR_ENDINGS, CONNECTORS, ENTRY_CONFIGS
from connlint.files.reading import DISK, Disk
from connlint.jsonc import Document
from connlint.project.app_config import read_app_config
from connlint.project.discovery.layouts import app_above, app_of_code, flat_app_above
from connlint.project.discovery.search import visits
from connlint.project.places import Target, code_directories

__all__ = ["NothingToLint", "find_file_target", "find_targets", "find_text_target"]


class NothingToLint(Exception):  # noqa: N818 - it says what happened; nothing is broken
    """Error for a path that leads to nothing to lint; its message tells the user why."""


def find_targets(paths: Iterable[str], cwd: str, disk: Disk = DISK) -> tuple[Target, ...]:
    """Return the projects that the paths denote, each once, in the order of the paths.

    Raises NothingToLint for a path that does not exist or leads to no project.
    """
    targets: dict[tuple[str, bool], Target] = {}
    for path in paths:
        for target in _targets(path, cwd, disk):
            key = (target.connectors_dir, target.standalone)
            targets[key] = _merge(targets[key], target) if key in targets else target
    return tuple(targets.values())


def find_file_target(path: str, cwd: str, disk: Disk = DISK) -> Target:
    """Return the project of a file at `path` as `find_targets` would; the file need not exist."""
    return _file_target(os.path.normpath(os.path.join(cwd, path)), disk)


def find_text_target(path: str, cwd: str, disk: Disk = DISK) -> Target:
    """Return the project of a file at `path`, for text that replaces the file's content.

    The file need not exist; a file that no project would read is linted alone.
    """
    location = os.path.normpath(os.path.join(cwd, path))
    return _file_target(location, disk, standing_in=True)


def _merge(first: Target, second: Target) -> Target:
    everything = first.chosen is None or second.chosen is None
    chosen = None if everything else (first.chosen or frozenset()) | (second.chosen or frozenset())
    return first._replace(chosen=chosen, folders=(*first.folders, *second.folders))


def _targets(path: str, cwd: str, disk: Disk) -> list[Target]:
    if not path:
        raise NothingToLint("PATH is empty. Name an app, a connectors folder or a file")
    location = os.path.normpath(os.path.join(cwd, path))
    try:
        is_directory = disk.is_directory(location)
        if not is_directory:
            disk.require(location)
    except (OSError, ValueError) as error:
        if isinstance(error, FileNotFoundError):
            raise NothingToLint(f"{path}: no such file or directory") from error
        reason = error.strerror if isinstance(error, OSError) else "not a path"
        raise NothingToLint(f"{path}: {reason}") from error
    if not is_directory:
        if not disk.is_file(location):
            raise NothingToLint(f"{path}: not a regular file")
        return [_file_target(location, disk)]
    found = [visit for visit in visits(location, disk) if visit.target is not None]
    below = [visit.target for visit in found if visit.target is not None and not visit.is_ignored]
    if below:
        return below
    above = app_above(location, disk) or flat_app_above(location, disk)
    if above is not None:
        # The app's own folder, `base44` as a rule, is a name for the app, and so is the working
        # directory: Base44's own commands go up from there too.
        is_app = location in {cwd, above.folder}
        return [above if is_app else above._replace(chosen=frozenset(), folders=(location,))]
    if os.path.basename(location) == CONNECTORS:
        return [Target(os.path.dirname(location), None, location)]
    raise _nothing(path, [os.path.relpath(visit.folder, location) for visit in found])


def _nothing(path: str, ignored: list[str]) -> NothingToLint:
    """Return the error for a directory without an app; `ignored` are those that git ignores."""
    place = "here" if path == "." else f'in "{path}"'
    if ignored:
        first = os.path.normpath(os.path.join(path, min(ignored))).replace(os.sep, "/")
        which, it = (
            ("the only Base44 app", "it") if len(ignored) == 1 else ("all Base44 apps", "one")
        )
        return NothingToLint(f"Git ignores {which} {place}. To check {it}: connlint check {first}")
    return NothingToLint(
        f"No Base44 app {place} (looked for base44/config.jsonc, connector files and functions "
        "that call connectors, in this folder and above). Run connlint inside your app, or: "
        "connlint check PATH/TO/APP"
    )


def _file_target(location: str, disk: Disk, *, standing_in: bool = False) -> Target:
    """Return the project of one file.

    Text that replaces a file is linted as a connector in any directory, unless it is code
    or configures code; a file on disk that does not belong to its project is not linted.
    """
    directory = os.path.dirname(location)
    chosen = frozenset({location})
    project = (
        app_above(directory, disk) or flat_app_above(directory, disk) or app_of_code(directory)
    )
    if project is not None and (
        not standing_in
        or location == project.config
        or directory == project.connectors_dir
        or _is_about_code(location, project, disk)
    ):
        return project._replace(chosen=chosen)
    standalone = project is not None or os.path.basename(directory) != CONNECTORS
    return Target(directory, None, directory, chosen, standalone)


def _is_about_code(location: str, project: Target, disk: Disk) -> bool:
    """Tell whether a file of a project is code, the config of a function, or a workflow."""
    if location.endswith(CODE_ENDINGS):
        return True
    places = code_directories(project, _app_config(project, disk))
    directory, name = os.path.split(location)
    if places is None or not name.endswith(CONNECTOR_ENDINGS):
        return False
    is_config = name in ENTRY_CONFIGS and location.startswith(places.functions + os.sep)
    return is_config or directory == places.workflows


def _app_config(project: Target, disk: Disk) -> Document | None:
    return read_app_config(project.config, project.root, disk) if project.config else None
