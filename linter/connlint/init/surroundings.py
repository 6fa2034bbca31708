"""What lies around an app: its repository, and the files that `connlint init` cares about."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from types import ModuleType

from connlint.disk import find_settings
from connlint.files.inside import Boundary, repository_of
from connlint.layout import CONNECTORS, SETTINGS_NAME, SUBDIRECTORY
from connlint.project import Target
from connlint.project.discovery import places_of
from connlint.project.reading import read_file
from connlint.tuples import NamedTuple

__all__ = ["Existing", "Surroundings", "look", "relative", "survey"]

_GITHUB = ".github"
_WORKFLOWS = f"{_GITHUB}/workflows"
_EDITOR = ".vscode"
_OTHER_CI = (".gitlab-ci.yml", ".circleci", "azure-pipelines.yml", "Jenkinsfile")
_USUAL = f"{SUBDIRECTORY}/{CONNECTORS}"


class Existing(NamedTuple):
    """What lies at a path.

    `text` is None where nothing does. `problem` says why the path cannot be used, and is
    empty where it can.
    """

    text: str | None
    has_bom: bool = False
    problem: str = ""


class Surroundings(NamedTuple):
    """The state of an app and its repository; paths are relative to `top`, with `/`.

    `top` is the absolute path of the repository, or of the app where there is none.
    `settings` is where connlint.toml lies or belongs, `hooks` where the configuration of
    pre-commit does, `workflow` where the workflow of CI does, None where none belongs;
    `editor` is the folder of VS Code's settings, and `connectors` how connector files are
    found from there. `other_ci` is a file of another CI system, empty without one. `files`
    holds what lies at each of these paths, and the workflows that there are.
    """

    top: str
    settings: str
    hooks: str
    workflow: str | None
    editor: str
    connectors: str
    is_usual: bool
    other_ci: str
    files: Mapping[str, Existing]


def survey(target: Target) -> Surroundings:
    """Look at an app and its repository; nothing is written, and errors become problems."""
    places = places_of(target, None)
    root = places.root if places is not None else target.root
    top = repository_of(root)
    has_git = top is not None
    top = top or root
    start = os.path.dirname(target.config or target.connectors_dir)
    found = find_settings(start, root)
    settings = relative(found or os.path.join(root, SETTINGS_NAME), top)
    own = relative(os.path.join(root, _EDITOR), top)
    editor = own if os.path.isdir(os.path.join(root, _EDITOR)) else _EDITOR
    connectors = relative(target.connectors_dir, os.path.dirname(os.path.join(top, editor)))
    # An app of functions alone has no connector files; if it gets some, then in the usual place.
    is_usual = bool(target.functions_dir) or f"/{connectors}".endswith(f"/{_USUAL}")
    other_ci = "" if _there(top, _GITHUB) else next((n for n in _OTHER_CI if _there(top, n)), "")
    has_ci = (has_git or _there(top, _GITHUB)) and not other_ci
    workflow = f"{_WORKFLOWS}/connlint.yml" if has_ci else None
    hooks = _hooks(top)
    wanted = [settings, hooks, f"{editor}/settings.json", f"{editor}/extensions.json"]
    if workflow:
        wanted += [workflow, *_workflows(top)]
    return Surroundings(
        top=top,
        settings=settings,
        hooks=hooks,
        workflow=workflow,
        editor=editor,
        connectors=_USUAL if is_usual else _in_utf_8(connectors),
        is_usual=is_usual,
        other_ci=other_ci,
        files={path: look(top, path) for path in wanted},
    )


def look(top: str, path: str) -> Existing:
    """What lies at a path below `top`, and why it must not be written, if so.

    A link is followed as long as it stays below `top`, and out of git's own folder.
    """
    location = os.path.join(top, *path.split("/"))
    if not Boundary(top).has(location):
        return Existing(None, problem="a link in its path leads out of the project")
    try:
        mode = os.stat(location).st_mode
    except FileNotFoundError:
        if os.path.lexists(location):
            return Existing(None, problem="it is a link to nothing")
        return Existing(None)
    except NotADirectoryError:
        return Existing(None, problem="a file is in the place of its folder")
    except OSError as error:
        return Existing(None, problem=f"cannot be read: {error.strerror or error}")
    if not stat.S_ISREG(mode):
        is_folder = stat.S_ISDIR(mode)
        return Existing(
            None, problem="a folder is in its place" if is_folder else "it is no regular file"
        )
    source, unreadable = read_file(path, location)
    if source is None or unreadable is not None:
        # What follows the comma is about Base44 and connector files.
        reason = unreadable.reason.partition(", and ")[0] if unreadable else "cannot be read"
        return Existing(None, problem=reason.partition(": the byte ")[0])
    return Existing(source.text, source.has_bom)


def relative(location: str, base: str, flavour: ModuleType = os.path) -> str:
    """A path relative to a directory, with `/`; absolute where they share nothing.

    `flavour` is the module of the system's paths, posixpath or ntpath.
    """
    try:
        shown: str = flavour.relpath(location, base)
    except ValueError:
        # Another drive of Windows.
        shown = location
    return shown.replace(flavour.sep, "/")


def _in_utf_8(path: str) -> str:
    """A path for a text, as its bytes spell it whatever the locale; U+FFFD for what is none."""
    try:
        return os.fsencode(path).decode("utf-8", "replace")
    except UnicodeError:
        return path


def _there(top: str, name: str) -> bool:
    return os.path.exists(os.path.join(top, name))


def _hooks(top: str) -> str:
    """The file that runners of hooks read; prek takes three names, and the first in this order."""
    names = ("prek.toml", ".pre-commit-config.yaml", ".pre-commit-config.yml")
    return next((name for name in names if _there(top, name)), names[1])


def _workflows(top: str) -> list[str]:
    """The workflows of GitHub Actions that there are."""
    try:
        names = sorted(os.listdir(os.path.join(top, *_WORKFLOWS.split("/"))))
    except OSError:
        return []
    return [f"{_WORKFLOWS}/{name}" for name in names if name.endswith((".yml", ".yaml"))]
