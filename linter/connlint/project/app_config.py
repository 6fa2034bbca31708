"""Settings in Base44's own config file, `base44/config.jsonc`, that connlint needs."""

from __future__ import annotations

import os

from connlint.files.conventions import CONNECTORS
from connlint.files.inside import Boundary
from connlint.files.reading import DISK, Disk
from connlint.jsonc import Document, ObjectNode, StringNode, parse
from connlint.project.reading import read_file

__all__ = [
    "connectors_dir",
    "directory_of",
    "read_app_config",
    "setting",
    "setting_node",
]


def read_app_config(location: str, root: str, disk: Disk = DISK) -> Document | None:
    """Parse the config of an app; return None if it cannot be read or is outside the repository."""
    if not Boundary(root, disk).has(location):
        return None
    source, _ = read_file(location, location, disk)
    return parse(source.text) if source else None


def connectors_dir(config: Document | None, folder: str) -> str:
    """Return the path of the connectors directory, for a config file in `folder`."""
    return directory_of(config, "connectorsDir", CONNECTORS, folder)


def directory_of(config: Document | None, name: str, default: str, folder: str) -> str:
    """Return the path of the directory that a setting names, for a config file in `folder`.

    The value is always relative to `folder`, even with a leading slash, and an empty string
    means the folder itself. An absent setting means `default`.
    """
    text = setting(config, name)
    return os.path.normpath(folder + os.sep + (default if text is None else text))


def setting(config: Document | None, name: str) -> str | None:
    """Return the string value of a setting; None if it is absent or not a string."""
    node = setting_node(config, name)
    return node.value if node else None


def setting_node(config: Document | None, name: str) -> StringNode | None:
    """Return the node of a setting's string value; None if it is absent or not a string."""
    root = config.root if config else None
    for member in reversed(root.members if isinstance(root, ObjectNode) else ()):
        if member.key.name == name:
            return member.value if isinstance(member.value, StringNode) else None
    return None
