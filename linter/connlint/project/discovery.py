"""Which Base44 projects a path means.

Base44 looks from the working directory upwards for the first directory that holds
`base44/config.json`, `base44/config.jsonc`, `config.json` or `config.jsonc`, in this
order. connlint does the same, and four things more, because it is also pointed at
repositories and files: it looks below a directory for every `base44` folder, it takes
a `base44/connectors` folder without a config for a project, it takes functions that call
connectors for one (see code_only), and it asks a config file outside a `base44` folder for
evidence that it is Base44's, because many tools have a `config.json`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from connlint.disk import DISK, Disk
from connlint.files.inside import repository_of
from connlint.jsonc import Document
from connlint.layout import (
    CODE_ENDINGS,
    CONFIG_NAMES,
    CONNECTOR_ENDINGS,
    CONNECTORS,
    ENTRY_CONFIGS,
    FRONT_END,
    FUNCTIONS,
    SHARED,
    SUBDIRECTORY,
    WORKFLOWS,
)
from connlint.project.app_config import connectors_dir, directory_of, read_app_config, setting
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.project.plugins import Plugin

__all__ = [
    "NothingToLint",
    "Places",
    "Target",
    "find_targets",
    "find_text_target",
    "places_of",
    "shown_path",
]

_NO_APPS = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})
"""Folders below which no app is looked for."""


class NothingToLint(Exception):  # noqa: N818 - it says what happened; nothing is broken
    """A path leads to nothing that could be linted; the message says why, for people."""


class Target(NamedTuple):
    """A project to lint, and which of its files to report on.

    `config` is the path of its config file, None without one; `connectors_dir` is where
    its connector files lie; all paths are absolute. `chosen` are the files that were
    asked for, None for all of them. A `lone` target is one file in a directory that is
    no connectors directory: its neighbours are none of its business. `settings` is the path
    of the connlint.toml to go by, None for none, and empty for the nearest one. `functions_dir`
    is where its functions are if only they tell of the app, else empty.
    """

    root: str
    config: str | None
    connectors_dir: str
    chosen: frozenset[str] | None = None
    lone: bool = False
    settings: str | None = ""
    functions_dir: str = ""


class Places(NamedTuple):
    """Where the code of an app lies: absolute paths of directories, which need not exist.

    `root` is the app's own, which holds the `base44` folder, wherever the search began. `has_flat`
    says that each file at the top of `functions` is a function. `plugins` bring functions of their
    own; where there should be others, nothing is at the paths of `lacking`.
    """

    root: str
    functions: str
    shared: str
    workflows: str
    front_end: str
    has_flat: bool = False
    plugins: tuple[Plugin, ...] = ()
    lacking: tuple[str, ...] = ()


def places_of(target: Target, config: Document | None) -> Places | None:
    """Where the code of a project lies, None for a project that can have none.

    `config` is the tree of its config file, None where that cannot be read.
    """
    folder = os.path.dirname(target.config or target.connectors_dir)
    is_named = os.path.basename(folder) == SUBDIRECTORY
    if target.lone or (target.config is None and not is_named and not target.functions_dir):
        return None
    functions = directory_of(config, "functionsDir", FUNCTIONS, folder)
    # From within the base44 folder, Base44 takes that folder for the root.
    root = os.path.dirname(folder) if is_named else target.root
    return Places(
        root,
        functions,
        os.path.join(os.path.dirname(functions), SHARED),
        os.path.join(folder, WORKFLOWS),
        os.path.join(root, FRONT_END),
        has_flat=functions == os.path.join(root, FUNCTIONS),
    )


def shown_path(location: str, cwd: str) -> str:
    """How a file is called in reports: relative below `cwd`, absolute elsewhere, with `/`."""
    base = cwd if cwd.endswith(os.sep) else cwd + os.sep
    shown = location.removeprefix(base)
    if not shown.isascii():
        shown = _in_utf_8(shown)
    return shown.replace(os.sep, "/") if os.sep != "/" else shown


def _in_utf_8(path: str) -> str:
    """A path as its bytes spell it in UTF-8, whatever the locale takes them for."""
    try:
        return os.fsencode(path).decode("utf-8")
    except UnicodeError:
        return path


def find_targets(paths: Iterable[str], cwd: str, disk: Disk = DISK) -> tuple[Target, ...]:
    """The projects that the paths mean, each once, in the order of the paths.

    Raises NothingToLint for a path that does not exist or leads to no project.
    """
    found: dict[tuple[str, bool], Target] = {}
    for path in paths:
        for target in _targets(path, cwd, disk):
            key = (target.connectors_dir, target.lone)
            found[key] = _merge(found[key], target) if key in found else target
    return tuple(found.values())


def find_text_target(path: str, cwd: str, disk: Disk = DISK) -> Target:
    """The project in which a file of that path would lie, for a text that stands in for it.

    The file need not exist; outside of any connectors directory it is linted alone.
    """
    location = os.path.normpath(os.path.join(cwd, path))
    return _file_target(location, disk, standing_in=True)


def _merge(first: Target, second: Target) -> Target:
    everything = first.chosen is None or second.chosen is None
    chosen = None if everything else (first.chosen or frozenset()) | (second.chosen or frozenset())
    return first._replace(chosen=chosen)


def _targets(path: str, cwd: str, disk: Disk) -> list[Target]:
    if not path:
        raise NothingToLint("a PATH is empty; name a project, a connectors folder or a file")
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
    below = list(_below(location, disk))
    if below:
        return below
    above = _above(location, disk) or _flat_above(location, disk)
    if above is not None:
        return [above]
    if os.path.basename(location) == CONNECTORS:
        return [Target(os.path.dirname(location), None, location)]
    raise NothingToLint(
        f"{path}: no Base44 app here (looked for base44/config.jsonc, connector files and "
        "functions that call connectors, here and above); run connlint inside your app, or: "
        "connlint check PATH/TO/APP"
    )


def _file_target(location: str, disk: Disk, *, standing_in: bool = False) -> Target:
    """The project of one file.

    A text that stands in for a file is taken for a connector wherever it would lie, but
    for code and for what configures it; a file on disk that is none of its project's is
    left alone.
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
    lone = project is not None or os.path.basename(directory) != CONNECTORS
    return Target(directory, None, directory, chosen, lone)


def _is_about_code(location: str, project: Target, disk: Disk) -> bool:
    """Whether a file of a project is code, the config of a function, or a workflow."""
    if location.endswith(CODE_ENDINGS):
        return True
    places = places_of(project, _app_config(project, disk))
    directory, name = os.path.split(location)
    if places is None or not name.endswith(CONNECTOR_ENDINGS):
        return False
    is_config = name in ENTRY_CONFIGS and location.startswith(places.functions + os.sep)
    return is_config or directory == places.workflows


def _app_config(project: Target, disk: Disk) -> Document | None:
    return read_app_config(project.config, project.root, disk) if project.config else None


def _above(directory: str, disk: Disk) -> Target | None:
    """The project that Base44 would find from a directory, looking upwards."""
    while True:
        target = _at(directory, disk)
        parent = os.path.dirname(directory)
        if target is not None or parent == directory:
            return target
        directory = parent


def _flat_above(directory: str, disk: Disk) -> Target | None:
    """The old export in which a directory is, which has no other sign of Base44.

    What is above its repository has nothing to do with it.
    """
    top = repository_of(directory, disk)
    while True:
        target = _flat_at(directory, disk)
        parent = os.path.dirname(directory)
        if target is not None or directory in {top, parent}:
            return target
        directory = parent


def _unconfigured(directory: str) -> Target | None:
    """The project of a directory of code, where that has neither a config nor connectors.

    It must be one of those that Base44 takes code from: many things may be called base44.
    """
    while True:
        folder, name = os.path.split(directory)
        if folder == directory:
            return None
        root, base = os.path.split(folder)
        if base == SUBDIRECTORY and name in {FUNCTIONS, SHARED, WORKFLOWS}:
            return Target(root, None, os.path.join(folder, CONNECTORS))
        directory = folder


def _below(directory: str, disk: Disk) -> Iterator[Target]:
    """All projects in a directory and in the directories below it."""
    pending = [(directory, False)]
    while pending:
        current, is_in_app = pending.pop()
        names, has_own = _listed(current, disk)
        target = None
        # Only the directory that was asked for may be a project by its config.json.
        if current == directory:
            target = _at(current, disk)
        elif has_own:
            target = _in_subdirectory(current, disk)
        # In an app, a folder that is named functions is just a part of it.
        if target is None and FUNCTIONS in names and not is_in_app:
            flat = _flat_at(current, disk)
            target = flat if flat is not None and _above(directory, disk) is None else None
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
    """The project whose root is this very directory."""
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
    # Most apps have a config, and this is an import that they need not pay for.
    from connlint.project.code_only import calls_in_own_folder

    if not calls_in_own_folder(folder, directory, disk):
        return None
    return Target(directory, None, connectors, functions_dir=functions)


def _flat_at(directory: str, disk: Disk) -> Target | None:
    """The project of an old export whose root is this very directory."""
    functions = os.path.join(directory, FUNCTIONS)
    if not disk.is_directory(functions):
        return None
    from connlint.project.code_only import calls_in_flat_functions

    if not calls_in_flat_functions(directory, disk):
        return None
    connectors = os.path.join(directory, CONNECTORS)
    return Target(directory, None, connectors, functions_dir=functions)


def _config_in(folder: str, disk: Disk) -> str | None:
    """The path of the app's config in a folder, None without one."""
    paths = (os.path.join(folder, name) for name in CONFIG_NAMES)
    return next(filter(disk.is_file, paths), None)


def _listed(directory: str, disk: Disk) -> tuple[list[str], bool]:
    """The names of the folders in a directory that may hold apps, in reverse order.

    And whether there may be a `base44` folder among them, by way of links or not.
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
    # Some systems take capitals for small letters.
    return names, any(entry.name.lower() == SUBDIRECTORY for entry in entries)
