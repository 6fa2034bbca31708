"""Apps about which there is nothing to say."""

from __future__ import annotations

import os

from connlint.disk import read_whole
from connlint.layout import (
    CONNECTOR_ENDINGS,
    CONNECTORS,
    NEAR_ENDINGS,
    SETTINGS_NAME,
    SUBDIRECTORY,
    config_in,
)
from connlint.quick.code import has_quiet_code
from connlint.quick.forms import is_plain_config, own_types, plain_connector
from connlint.quick.scopes import QuietScopes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Apps"]


class Apps:
    """Looks at apps, each once."""

    def __init__(self) -> None:
        self._scopes = QuietScopes()
        self._known: dict[str, bool] = {}
        self._settings: dict[str, bool] = {}

    def is_quiet(self, root: str) -> bool:
        """Whether there is nothing to say about the app whose `base44` folder lies in `root`.

        Raises OSError or ValueError where something cannot be read.
        """
        known = self._known.get(root)
        if known is None:
            known = self._known[root] = self._is_quiet(root)
        return known

    def has_settings(self, root: str) -> bool:
        """Whether the app has settings that say something."""
        return self._own_types(root) != frozenset()

    def _is_quiet(self, root: str) -> bool:
        folder = os.path.join(root, SUBDIRECTORY)
        config = config_in(folder)
        own = self._own_types(root)
        return (
            own is not None
            and (config is None or is_plain_config(_text(config)))
            # Code that calls a connector is what is met first in apps that have some.
            and has_quiet_code(root, folder)
            and self._has_quiet_connectors(os.path.join(folder, CONNECTORS), own)
        )

    def _own_types(self, root: str) -> frozenset[str] | None:
        """The types that an app's settings add, None where they say anything else."""
        for directory in (os.path.join(root, SUBDIRECTORY), root):
            path = os.path.join(directory, SETTINGS_NAME)
            if os.path.lexists(path):
                return own_types(_text(path))
        return frozenset() if self._has_quiet_settings(os.path.dirname(root)) else None

    def _has_quiet_settings(self, directory: str) -> bool:
        """Whether no settings in a directory or above it say anything."""
        known = self._settings.get(directory)
        if known is None:
            parent = os.path.dirname(directory)
            path = os.path.join(directory, SETTINGS_NAME)
            known = (not os.path.lexists(path) or own_types(_text(path)) == frozenset()) and (
                parent == directory or self._has_quiet_settings(parent)
            )
            self._settings[directory] = known
        return known

    def _has_quiet_connectors(self, directory: str, own: frozenset[str]) -> bool:
        """Whether there is nothing to say about a connectors directory and its files."""
        try:
            found = os.scandir(directory)
        except FileNotFoundError:
            return True
        with found as entries:
            return self._are_quiet(entries, own)

    def _are_quiet(self, entries: Iterable[os.DirEntry[str]], own: frozenset[str]) -> bool:
        types: set[str] = set()
        for entry in entries:
            name = entry.name
            if not entry.is_file(follow_symlinks=False):
                if name[0] == "." and not name.lower().endswith(NEAR_ENDINGS):
                    continue
                return False
            if not name.endswith(CONNECTOR_ENDINGS) or name[0] == ".":
                if name.lower().endswith(NEAR_ENDINGS):
                    return False
                continue
            connector = None if "\\" in name else plain_connector(_text(entry.path))
            if connector is None or connector[0] in types or not self._scopes.has(*connector, own):
                return False
            types.add(connector[0])
        return True


def _text(location: str) -> str:
    """The text of a file; ValueError for one that is too large or is no UTF-8."""
    return read_whole(location).decode("utf-8")
