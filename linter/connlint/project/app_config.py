"""Base44's own config file, `base44/config.jsonc`: what connlint needs to know of it."""

from __future__ import annotations

import os

from connlint.disk import DISK, Disk
from connlint.files.inside import Boundary
from connlint.jsonc import Document, ObjectNode, StringNode, parse
from connlint.layout import CONNECTORS
from connlint.project.reading import read_file

__all__ = [
    "connectors_dir",
    "directory_of",
    "read_app_config",
    "setting",
    "setting_node",
]


def read_app_config(location: str, root: str, disk: Disk = DISK) -> Document | None:
    """Parse the config file at that path, of an app with this root; None where it is not read."""
    if not Boundary(root, disk).has(location):
        return None
    source, _ = read_file(location, location, disk)
    return parse(source.text) if source else None


def connectors_dir(config: Document | None, folder: str) -> str:
    """The connectors directory, for a config that lies in `folder`."""
    return directory_of(config, "connectorsDir", CONNECTORS, folder)


def directory_of(config: Document | None, name: str, default: str, folder: str) -> str:
    """The directory that a setting names, for a config that lies in `folder`.

    It is always meant from there: a slash at the beginning leads nowhere else, and an empty
    text to the folder itself.
    """
    text = setting(config, name)
    return os.path.normpath(folder + os.sep + (default if text is None else text))


def setting(config: Document | None, name: str) -> str | None:
    """The text of a setting, None where it is absent or no string."""
    node = setting_node(config, name)
    return node.value if node else None


def setting_node(config: Document | None, name: str) -> StringNode | None:
    """Where a setting's text stands, None where it is absent or no string."""
    root = config.root if config else None
    for member in reversed(root.members if isinstance(root, ObjectNode) else ()):
        if member.key.name == name:
            return member.value if isinstance(member.value, StringNode) else None
    return None
