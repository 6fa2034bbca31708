"""Layouts of apps: which folders are the root of a project, and which project a folder is in."""

from __future__ import annotations

import os

from connlint.files.conventions import (
    CONFIG_NAMES,
    CONNECTORS,
    FUNCTIONS,
    SHARED,
    SUBDIRECTORY,
    WORKFLOWS,
)
from connlint.files.inside import repository_of
from connlint.files.reading import Disk
from connlint.project.app_config import connectors_dir, read_app_config, setting
from connlint.project.places import Target

__all__ = [
    "app_above",
    "app_at",
    "app_in_subdirectory",
    "app_of_code",
    "flat_app_above",
    "flat_app_at",
]


def app_above(directory: str, disk: Disk) -> Target | None:
    """Return the nearest project at or above a directory, as Base44 does; None without one."""
    while True:
        target = app_at(directory, disk)
        parent = os.path.dirname(directory)
        if target is not None or parent == directory:
            return target
        directory = parent


def flat_app_above(directory: str, disk: Disk) -> Target | None:
    """Return the old export that contains a directory, if only its functions identify it.

    The search ends at the top of the repository; folders above that are unrelated.
    """
    top = repository_of(directory, disk)
    while True:
        target = flat_app_at(directory, disk)
        parent = os.path.dirname(directory)
        if target is not None or directory in {top, parent}:
            return target
        directory = parent


def app_of_code(directory: str) -> Target | None:
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


def app_at(directory: str, disk: Disk) -> Target | None:
    """Return the project whose root or own `base44` folder is exactly this directory, or None."""
    target = app_in_subdirectory(directory, disk)
    if target is not None:
        return target
    config = _config_in(directory, disk)
    document = read_app_config(config, directory, disk) if config is not None else None
    if document is None:
        return None
    connectors = connectors_dir(document, directory)
    if not setting(document, "name") or not disk.exists(connectors):
        return None
    # Whichever path leads to an app, its root is the same, and so are the settings there.
    is_own = os.path.basename(directory) == SUBDIRECTORY
    return Target(os.path.dirname(directory) if is_own else directory, config, connectors)


def app_in_subdirectory(directory: str, disk: Disk) -> Target | None:
    """Return the project in the `base44` folder of exactly this directory, or None."""
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
    from connlint.project.discovery.code_only import calls_in_own_folder

    if not calls_in_own_folder(folder, directory, disk):
        return None
    return Target(directory, None, connectors, functions_dir=functions)


def flat_app_at(directory: str, disk: Disk) -> Target | None:
    """Return the project of an old export whose root is exactly this directory, or None."""
    functions = os.path.join(directory, FUNCTIONS)
    if not disk.is_directory(functions):
        return None
    from connlint.project.discovery.code_only import calls_in_flat_functions

    if not calls_in_flat_functions(directory, disk):
        return None
    connectors = os.path.join(directory, CONNECTORS)
    return Target(directory, None, connectors, functions_dir=functions)


def _config_in(folder: str, disk: Disk) -> str | None:
    """Return the path of the app's config in a folder; None without one."""
    paths = (os.path.join(folder, name) for name in CONFIG_NAMES)
    return next(filter(disk.is_file, paths), None)
