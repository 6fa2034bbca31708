"""Detection, by their functions, of apps that have neither a config nor connector files.

Newer apps keep no connector files, and older exports have only a `functions` folder at their root.
Other tools use that name too, so a folder counts only if a file in it calls a connector.
"""

from __future__ import annotations

import os

from connlint.code.connectors_module import page_mentions_call
from connlint.files.conventions import (
    FLAT_ENDINGS,
    FUNCTIONS,
    PACKAGES,
    SHARED,
    SUBDIRECTORY,
    is_app_code,
)
from connlint.files.inside import Boundary
from connlint.files.reading import Disk
from connlint.project.folders import walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.files.reading import Entry

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

    Other tools have such a folder too, so the file must also name Base44, as its import of the
    SDK does.
    """
    folder = os.path.join(root, FUNCTIONS)
    try:
        entries = sorted(disk.entries(folder), key=_name)
    except (OSError, ValueError):
        return False
    boundary = Boundary(root, disk)
    for entry in entries:
        locations = []
        if entry.name.endswith(FLAT_ENDINGS) and is_app_code(entry.name):
            locations = [entry.path]
        elif entry.name[0] != "." and entry.is_dir(follow_symlinks=False):
            locations = [os.path.join(entry.path, name) for name in _ENTRIES]
        for location in locations:
            if disk.is_file(location) and _mentions_call(location, boundary, disk, _NAME):
                return True
    return False


def _mentions_call(location: str, boundary: Boundary, disk: Disk, required: bytes = b"") -> bool:
    if not boundary.has(location):
        return False
    try:
        data = disk.read(location)[1]
    except OSError:
        return False
    return required in data and page_mentions_call(data)


def _name(entry: Entry) -> str:
    return entry.name


def _never(_: str) -> bool:
    return False
