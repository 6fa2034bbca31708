"""Proof that a run finds nothing, without what only findings need.

Most runs find nothing, and start-up is what they take most of their time for. So before a plain
`connlint check PATH…` imports the rules, `finds_nothing` looks at the same files. It says True
only where each of them is of the plainest form and the rules are known to be silent about it:
the scopes of a connector are among those of `quiet.txt`, which is made by asking the rules.
False says nothing at all; then everything is looked at in earnest. So whatever is not plain may
be left to that, and nothing here imports typing, re or json, each of which costs as much as all
that is done here.
"""

from __future__ import annotations

import os

from connlint.layout import CONNECTOR_ENDINGS, CONNECTORS, SUBDIRECTORY, config_in, subfolders

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.quick.apps import Apps

__all__ = ["finds_nothing"]


def finds_nothing(paths: tuple[str, ...], cwd: str) -> bool:
    """Whether `connlint check` of these paths is sure to print nothing and to end with 0."""
    from connlint.quick.apps import Apps

    apps = Apps()
    try:
        return all(_is_quiet(path, cwd, apps) for path in paths)
    except (OSError, ValueError):
        # Of a file that cannot be read, or is no UTF-8, there is something to say.
        return False


def _is_quiet(path: str, cwd: str, apps: Apps) -> bool:
    """Whether there is nothing to say about what a path means."""
    if not path:
        return False
    location = os.path.normpath(os.path.join(cwd, path))
    if os.path.isdir(location):
        return _has_quiet_apps(location, apps)
    directory, name = os.path.split(location)
    folder, base = os.path.split(directory)
    if base != CONNECTORS or not name.endswith(CONNECTOR_ENDINGS) or name[0] == ".":
        return False
    # Another place in which Base44 would look for an app first.
    if config_in(directory) or os.path.exists(os.path.join(directory, SUBDIRECTORY)):
        return False
    root, base = os.path.split(folder)
    if base != SUBDIRECTORY or os.path.exists(os.path.join(folder, SUBDIRECTORY)):
        return False
    # Of an app by way of a file, Base44 and connlint may see another folder as the root.
    return os.path.isfile(location) and apps.is_quiet(root) and not apps.has_settings(root)


def _has_quiet_apps(top: str, apps: Apps) -> bool:
    """Whether there are apps in a directory or below it, and nothing to say about any of them."""
    found = False
    pending = [top]
    while pending:
        current = pending.pop()
        names = subfolders(current)
        folder = os.path.join(current, SUBDIRECTORY)
        # A link to a folder is one that Base44 would follow, but no folder to look into.
        is_app = (SUBDIRECTORY in names or os.path.exists(folder)) and (
            config_in(folder) is not None or os.path.isdir(os.path.join(folder, CONNECTORS))
        )
        if is_app:
            found = True
            if not apps.is_quiet(current):
                return False
        elif current == top and config_in(top) is not None:
            return False
        pending += [
            os.path.join(current, name) for name in names if not (is_app and name == SUBDIRECTORY)
        ]
    return found
