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
from collections.abc import Iterable, Iterator

from connlint.files.conventions import (
    CODE_ENDINGS,
    CONFIG_NAMES,
    CONNECTOR_ENDINGS,
    CONNECTORS,
    ENTRY_CONFIGS,
    FUNCTIONS,
    SHARED,
    SUBDIRECTORY,
    WORKFLOWS,
)
from connlint.files.gitignore import GitIgnore
from connlint.files.inside import repository_of
from connlint.files.reading import DISK, Disk
from connlint.jsonc import Document
from connlint.project.app_config import connectors_dir, read_app_config, setting
from connlint.project.places import Target, code_directories

__all__ = ["NothingToLint", "find_targets", "find_text_target"]

_NO_APPS = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})
"""Names of folders below which no app is searched for."""


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
            os.stat(location)
    except (OSError, ValueError) as error:
        if isinstance(error, FileNotFoundError):
            raise NothingToLint(f"{path}: no such file or directory") from error
        reason = error.strerror if isinstance(error, OSError) else "not a path"
        raise NothingToLint(f"{path}: {reason}") from error
    if not is_directory:
        if not disk.is_file(location):
            raise NothingToLint(f"{path}: not a regular file")
        return [_file_target(location, disk)]
    ignored: list[str] = []
    below = list(_below(location, disk, ignored))
    if below:
        return below
    above = _above(location, disk) or _flat_above(location, disk)
    if above is not None:
        # The app's own folder, `base44` as a rule, is a name for the app, and so is the working
        # directory: Base44's own commands go up from there too.
        is_app = location in {cwd, above.folder}
        return [above if is_app else above._replace(chosen=frozenset(), folders=(location,))]
    if os.path.basename(location) == CONNECTORS:
        return [Target(os.path.dirname(location), None, location)]
    raise _nothing(path, [os.path.relpath(root, location) for root in ignored])


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
    project = _above(directory, disk) or _flat_above(directory, disk) or _unconfigured(directory)
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


def _above(directory: str, disk: Disk) -> Target | None:
    """Return the nearest project at or above a directory, as Base44 does; None without one."""
    while True:
        target = _at(directory, disk)
        parent = os.path.dirname(directory)
        if target is not None or parent == directory:
            return target
        directory = parent


def _flat_above(directory: str, disk: Disk) -> Target | None:
    """Return the old export that contains a directory, if only its functions identify it.

    The search ends at the top of the repository; folders above that are unrelated.
    """
    top = repository_of(directory, disk)
    while True:
        target = _flat_at(directory, disk)
        parent = os.path.dirname(directory)
        if target is not None or directory in {top, parent}:
            return target
        directory = parent


def _unconfigured(directory: str) -> Target | None:
    """Return the project of a code directory, if it has neither a config nor connectors.

    It must be in a folder that Base44 reads code from, because others are named base44 too.
    """
    while True:
        folder, name = os.path.split(directory)
        if folder == directory:
            return None
        root, base = os.path.split(folder)
        if base == SUBDIRECTORY and name in {FUNCTIONS, SHARED, WORKFLOWS}:
            return Target(root, None, os.path.join(folder, CONNECTORS))
        directory = folder


def _below(directory: str, disk: Disk, ignored: list[str]) -> Iterator[Target]:
    """Yield all projects in a directory and in the directories below it.

    Projects in folders that git ignores are added to `ignored`; only where there is a project
    below, git's files are read at all.
    """
    git = GitIgnore(disk)
    pending = [(directory, False)]
    while pending:
        current, is_in_app = pending.pop()
        names, has_own = _listed(current, disk)
        target = None
        # A config.json outside a base44 folder counts only in the requested directory.
        if current == directory:
            target = _at(current, disk)
        elif has_own:
            target = _in_subdirectory(current, disk)
        # Inside an app, a folder named functions is only a part of that app.
        if target is None and FUNCTIONS in names and not is_in_app:
            flat = _flat_at(current, disk)
            target = flat if flat is not None and _above(directory, disk) is None else None
        if target is not None and git.ignores(current, directory):
            ignored.append(current)
            continue
        if target is not None:
            yield target
        # A project's own folder holds no further projects.
        own = (SUBDIRECTORY, FUNCTIONS if target.functions_dir else "") if target else ()
        pending.extend(
            (os.path.join(current, name), is_in_app or target is not None)
            for name in names
            if name not in own
        )


def _at(directory: str, disk: Disk) -> Target | None:
    """Return the project whose root is exactly this directory, or None."""
    target = _in_subdirectory(directory, disk)
    if target is not None:
        return target
    config = _config_in(directory, disk)
    document = read_app_config(config, directory, disk) if config is not None else None
    if document is None:
        return None
    connectors = connectors_dir(document, directory)
    if setting(document, "name") and disk.exists(connectors):
        return Target(directory, config, connectors)
    return None


def _in_subdirectory(directory: str, disk: Disk) -> Target | None:
    folder = os.path.join(directory, SUBDIRECTORY)
    config = _config_in(folder, disk)
    if config is not None:
        connectors = connectors_dir(read_app_config(config, directory, disk), folder)
        return Target(directory, config, connectors)
    connectors = os.path.join(folder, CONNECTORS)
    if disk.is_directory(connectors):
        return Target(directory, None, connectors)
    functions = os.path.join(folder, FUNCTIONS)
    if not disk.is_directory(functions):
        return None
    # Imported here because most apps have a config and do not need it.
    from connlint.project.code_only import calls_in_own_folder

    if not calls_in_own_folder(folder, directory, disk):
        return None
    return Target(directory, None, connectors, functions_dir=functions)


def _flat_at(directory: str, disk: Disk) -> Target | None:
    """Return the project of an old export whose root is exactly this directory, or None."""
    functions = os.path.join(directory, FUNCTIONS)
    if not disk.is_directory(functions):
        return None
    from connlint.project.code_only import calls_in_flat_functions

    if not calls_in_flat_functions(directory, disk):
        return None
    connectors = os.path.join(directory, CONNECTORS)
    return Target(directory, None, connectors, functions_dir=functions)


def _config_in(folder: str, disk: Disk) -> str | None:
    """Return the path of the app's config in a folder; None without one."""
    paths = (os.path.join(folder, name) for name in CONFIG_NAMES)
    return next(filter(disk.is_file, paths), None)


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
