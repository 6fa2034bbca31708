"""Search for the file with connlint's settings that applies to an app."""

from __future__ import annotations

import os
import re

from connlint.config.sections import SHARED_FILES, is_package
from connlint.files.conventions import SETTINGS_NAME
from connlint.files.inside import Boundary
from connlint.files.reading import DISK, Disk

__all__ = ["find_settings"]

# Most files of other tools do not have one of these, and need no parser.
_IN_TOML = re.compile(rb"""connlint["' \t]*[\].=]""")
_IN_JSON = re.compile(rb'"connlint"\s*:')


def find_settings(directory: str, root: str, boundary: Boundary, disk: Disk = DISK) -> str | None:
    """Return the path of the nearest settings, from a directory up to the repository's root.

    In one directory connlint.toml counts, then pyproject.toml, then package.json; the latter two
    only if they have a table for connlint. Above `root`, the app's, a file counts only if a
    directory with `.git` is found too. The result is None without a file.
    """
    beyond: list[str] = []
    inside = True
    while True:
        path = _in_directory(directory, boundary, disk)
        if path is not None:
            if inside:
                return path
            beyond.append(path)
        if disk.exists(os.path.join(directory, ".git")):
            return beyond[0] if beyond else None
        inside = inside and directory != root
        parent = os.path.dirname(directory)
        if parent == directory:
            # Outside a repository, a file above the app does not count.
            return None
        directory = parent


def _in_directory(directory: str, boundary: Boundary, disk: Disk) -> str | None:
    path = os.path.join(directory, SETTINGS_NAME)
    if disk.is_file(path):
        return path
    paths = [os.path.join(directory, name) for name in SHARED_FILES]
    return next((path for path in paths if _has_settings(path, boundary, disk)), None)


def _has_settings(path: str, boundary: Boundary, disk: Disk) -> bool:
    """Tell whether a file of several tools has a table for connlint, be the file broken or not."""
    if not disk.is_file(path) or not boundary.has(path):
        return False
    try:
        data = disk.read(path)[1]
    except (OSError, ValueError):
        return False
    is_json = is_package(path)
    if not (_IN_JSON if is_json else _IN_TOML).search(data):
        return False
    text = data.decode("utf-8-sig", "replace")
    if is_json:
        from connlint.config.package_json import settings_member
        from connlint.jsonc import parse

        return settings_member(parse(text)) is not None
    from connlint.config.content import has_toml_section

    return has_toml_section(text)
