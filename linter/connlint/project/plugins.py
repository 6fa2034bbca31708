"""Plugins of an app, whose functions Base44 deploys with the app's own.

A plugin is an app by itself, in a folder or in a package. Base44 uses nothing else of it that
connlint checks: it drops the plugin's connectors.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from connlint.files.conventions import CONFIG_NAMES, FUNCTIONS, SHARED, SUBDIRECTORY
from connlint.files.reading import Disk
from connlint.jsonc import ArrayNode, Document, ObjectNode, StringNode
from connlint.project.app_config import directory_of, read_app_config
from connlint.project.automations import property_of, text_of
from connlint.tuples import NamedTuple

__all__ = ["Plugin", "plugins_of"]

_PACKAGES = "node_modules"
_MANIFEST = "package.json"


class Plugin(NamedTuple):
    """A plugin: absolute paths of its own folder, its functions and their shared code.

    The names of its functions begin with `prefix`.
    """

    root: str
    functions: str
    shared: str
    prefix: str


def plugins_of(
    config: Document, folder: str, root: str, disk: Disk
) -> tuple[tuple[Plugin, ...], tuple[str, ...]]:
    """Return the plugins that a config in `folder` names, and the paths of those not found.

    `root` is the app's root. A plugin outside of its repository is not read.
    """
    plugins: dict[str, Plugin] = {}
    missing: dict[str, None] = {}
    for source in _sources(config):
        home = _home(source, folder, disk)
        plugin = _plugin(home, root, disk)
        if plugin is None:
            missing[home] = None
        else:
            plugins[home] = plugin
    return tuple(plugins.values()), tuple(missing)


def _sources(config: Document) -> Iterator[str]:
    plugins = property_of(config.root, "plugins")
    for element in plugins.elements if isinstance(plugins, ArrayNode) else ():
        source = text_of(element, "source") if isinstance(element, ObjectNode) else None
        if isinstance(source, StringNode):
            yield source.value


def _home(source: str, folder: str, disk: Disk) -> str:
    """Return the folder, existing or not, of a plugin given by a path with a dot or a package."""
    if source.startswith("."):
        return os.path.normpath(os.path.join(folder, source))
    closest = os.path.normpath(os.path.join(folder, _PACKAGES, source))
    while True:
        home = os.path.normpath(os.path.join(folder, _PACKAGES, source))
        if disk.is_file(os.path.join(home, _MANIFEST)):
            return home
        parent = os.path.dirname(folder)
        if parent == folder:
            return closest
        folder = parent


def _plugin(home: str, root: str, disk: Disk) -> Plugin | None:
    for folder in (os.path.join(home, SUBDIRECTORY), home):
        for name in CONFIG_NAMES:
            location = os.path.join(folder, name)
            config = read_app_config(location, root, disk) if disk.is_file(location) else None
            if config is not None:
                functions = directory_of(config, "functionsDir", FUNCTIONS, folder)
                shared = os.path.join(os.path.dirname(functions), SHARED)
                name_space = text_of(property_of(config.root, "plugin"), "namespace")
                prefix = f"{name_space.value}__" if name_space is not None else ""
                return Plugin(home, functions, shared, prefix)
    return None
