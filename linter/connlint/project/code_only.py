"""Apps that have neither a config nor connector files: their functions tell of them.

Newer apps keep no connector files, and older exports have nothing but a `functions` folder at their
root. Many things are called so, and a folder only counts where a file in it calls a connector.
"""

from __future__ import annotations

import os

from connlint.code.connectors_module import page_mentions_call
from connlint.disk import Disk
from connlint.files.inside import Boundary
from connlint.layout import FLAT_ENDINGS, FUNCTIONS, PACKAGES, SHARED, SUBDIRECTORY, is_app_code
from connlint.project.folders import walk

__all__ = ["calls_in_flat_functions", "calls_in_own_folder"]

_ENTRIES = ("entry.ts", "entry.js")
_NAME = SUBDIRECTORY.encode()


def calls_in_own_folder(folder: str, root: str, disk: Disk) -> bool:
    """Tell whether a function in a `base44` folder, or shared code there, calls a connector."""
    boundary = Boundary(root, disk)
    return any(
        _mentions_call(os.path.join(directory, name), boundary, disk)
        for top in (FUNCTIONS, SHARED)
        for directory, names in walk(os.path.join(folder, top), PACKAGES, _never, disk)
        for name in sorted(names or ())
        if is_app_code(name)
    )


def calls_in_flat_functions(root: str, disk: Disk) -> bool:
    """Tell whether a function in the `functions` folder of an old export calls a connector.

    Other tools have such a folder, so that the file has to name Base44 as well, as its import of
    the SDK does.
    """
    folder = os.path.join(root, FUNCTIONS)
    try:
        entries = sorted(disk.entries(folder), key=_name)
    except (OSError, ValueError):
        return False
    boundary = Boundary(root, disk)
    for entry in entries:
        places = []
        if entry.name.endswith(FLAT_ENDINGS) and is_app_code(entry.name):
            places = [entry.path]
        elif entry.name[0] != "." and entry.is_dir(follow_symlinks=False):
            places = [os.path.join(entry.path, name) for name in _ENTRIES]
        for place in places:
            if disk.is_file(place) and _mentions_call(place, boundary, disk, _NAME):
                return True
    return False


def _mentions_call(location: str, boundary: Boundary, disk: Disk, besides: bytes = b"") -> bool:
    if not boundary.has(location):
        return False
    try:
        data = disk.read(location)[1]
    except OSError:
        return False
    return besides in data and page_mentions_call(data)


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _never(_: str) -> bool:
    return False
