"""Survey of an app's repository and of the files that `connlint init` may write."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from types import ModuleType

from connlint.config.finding import find_settings
from connlint.config.sections import PACKAGE
from connlint.files.conventions import CONNECTORS, SETTINGS_NAME, SUBDIRECTORY
from connlint.files.inside import Boundary, repository_of
from connlint.git.branch import DEFAULT, default_branch
from connlint.project import Target
from connlint.project.places import app_root
from connlint.project.reading import read_file
from connlint.tuples import NamedTuple

__all__ = ["Existing", "Surroundings", "look", "relative", "survey"]

_GITHUB = ".github"
_WORKFLOWS = f"{_GITHUB}/workflows"
_EDITOR = ".vscode"
_OTHER_CI = (".gitlab-ci.yml", ".circleci", "azure-pipelines.yml", "Jenkinsfile")
_USUAL = f"{SUBDIRECTORY}/{CONNECTORS}"


class Existing(NamedTuple):
    """The state of a path.

    `text` is None where there is no file. `problem` says why the path cannot be used, and is
    empty where it can.
    """

    text: str | None
    has_bom: bool = False
    problem: str = ""


class Surroundings(NamedTuple):
    """The state of an app and its repository; paths are relative to `top`, with `/`.

    `top` is the absolute path of the repository, or of the app where there is none.
    `settings` is the path of connlint's settings, `hooks` that of pre-commit's configuration and
    `workflow` that of the CI workflow, whether they exist or not; `workflow` is None where none
    is needed. `branch` is the default branch of the repository, and `package` the path of the
    app's package.json, None without one. `editor` is the folder of VS Code's settings, and
    `connectors` the path from its parent to the connector files, which `is_usual` says is the usual
    one. `other_ci` is a file of another CI system, empty without one. `files` has the state of each
    of these files, and of the existing workflows.
    """

    top: str
    settings: str
    hooks: str
    workflow: str | None
    branch: str
    package: str | None
    editor: str
    connectors: str
    is_usual: bool
    other_ci: str
    files: Mapping[str, Existing]


def survey(target: Target) -> Surroundings:
    """Read the state of an app and its repository; nothing is written, errors become problems."""
    root = app_root(target)
    top = repository_of(root)
    has_git = top is not None
    top = top or root
    found_settings = find_settings(target.folder, root, Boundary(root))
    settings = relative(found_settings or os.path.join(root, SETTINGS_NAME), top)
    own = relative(os.path.join(root, _EDITOR), top)
    editor = own if os.path.isdir(os.path.join(root, _EDITOR)) else _EDITOR
    connectors = relative(target.connectors_dir, os.path.dirname(os.path.join(top, editor)))
    # An app of functions alone has no connector files; new ones go to the usual folder.
    is_usual = bool(target.functions_dir) or f"/{connectors}".endswith(f"/{_USUAL}")
    other_ci = "" if _exists(top, _GITHUB) else next((n for n in _OTHER_CI if _exists(top, n)), "")
    has_ci = (has_git or _exists(top, _GITHUB)) and not other_ci
    workflow = f"{_WORKFLOWS}/connlint.yml" if has_ci else None
    hooks = _hooks(top)
    package = relative(os.path.join(root, PACKAGE), top) if _exists(root, PACKAGE) else None
    wanted = [settings, hooks, f"{editor}/settings.json", f"{editor}/extensions.json"]
    wanted += [package] if package else []
    if workflow:
        wanted += [workflow, *_workflows(top)]
    return Surroundings(
        top=top,
        settings=settings,
        hooks=hooks,
        workflow=workflow,
        branch=default_branch(top) if has_git else DEFAULT,
        package=package,
        editor=editor,
        connectors=_USUAL if is_usual else _in_utf_8(connectors),
        is_usual=is_usual,
        other_ci=other_ci,
        files={path: look(top, path) for path in wanted},
    )


def look(top: str, path: str) -> Existing:
    """Return the state of a path below `top`; its problem says why it must not be written.

    A link is followed as long as it stays below `top`, and outside git's own folder.
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
            None, problem="a folder is in its place" if is_folder else "it is not a regular file"
        )
    source, unreadable = read_file(path, location)
    if source is None or unreadable is not None:
        # The part after the comma is about Base44 and connector files.
        reason = unreadable.reason.partition(", but ")[0] if unreadable else "cannot be read"
        return Existing(None, problem=reason.partition(": the byte ")[0])
    return Existing(source.text, source.has_bom)


def relative(location: str, base: str, flavour: ModuleType = os.path) -> str:
    """Return a path relative to a directory, with `/`; absolute where they share no root.

    `flavour` is the module for the system's paths, posixpath or ntpath.
    """
    try:
        shown: str = flavour.relpath(location, base)
    except ValueError:
        # The path is on another drive of Windows.
        shown = location
    return shown.replace(flavour.sep, "/")


def _in_utf_8(path: str) -> str:
    """Decode a path's bytes as UTF-8, whatever the locale; U+FFFD replaces what is not UTF-8."""
    try:
        return os.fsencode(path).decode("utf-8", "replace")
    except UnicodeError:
        return path


def _exists(top: str, name: str) -> bool:
    return os.path.exists(os.path.join(top, name))


def _hooks(top: str) -> str:
    """Return the first existing file of hooks in prek's order, or else pre-commit's usual one."""
    names = ("prek.toml", ".pre-commit-config.yaml", ".pre-commit-config.yml")
    return next((name for name in names if _exists(top, name)), names[1])


def _workflows(top: str) -> list[str]:
    """Return the paths of the existing workflows of GitHub Actions."""
    try:
        names = sorted(os.listdir(os.path.join(top, *_WORKFLOWS.split("/"))))
    except OSError:
        return []
    return [f"{_WORKFLOWS}/{name}" for name in names if name.endswith((".yml", ".yaml"))]
