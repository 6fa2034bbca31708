"""Places of a project: the target of a run, and the directories of its code."""

from __future__ import annotations

import os

from connlint.files.conventions import FRONT_END, FUNCTIONS, SHARED, SUBDIRECTORY, WORKFLOWS
from connlint.files.inside import is_below, repository_of
from connlint.files.reading import DISK, Disk
from connlint.jsonc import Document
from connlint.project.app_config import directory_of
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.project.plugins import Plugin

__all__ = ["CodeDirectories", "Target", "app_root", "code_directories", "shown_path", "shown_root"]


class Target(NamedTuple):
    """A project to lint, and the files of it to report on; all paths are absolute.

    `config` is the path of its config file, None without one; `connectors_dir` is the
    directory of its connector files. `chosen` are the requested files, None for all of them;
    `folders` are folders of the app that were requested, beside `chosen`.
    A file of a `standalone` target is in no connectors directory, so that other files beside
    it are not read. `settings` is the path of the connlint.toml to use, None for none, and
    empty for the nearest one. `functions_dir` is the directory of its functions if only they
    identify the app, else empty. With `is_whole`, files that the settings exclude are read too, as
    Base44 does.
    """

    root: str
    config: str | None
    connectors_dir: str
    chosen: frozenset[str] | None = None
    standalone: bool = False
    settings: str | None = ""
    functions_dir: str = ""
    folders: tuple[str, ...] = ()
    is_whole: bool = False

    @property
    def folder(self) -> str:
        """Return the folder of the app's config and connector files, `base44` as a rule."""
        return os.path.dirname(self.config or self.connectors_dir)

    def covers(self, location: str) -> bool:
        """Tell whether a file or folder is among those that were requested."""
        if self.chosen is None or location in self.chosen:
            return True
        return any(is_below(location, folder) for folder in self.folders)


class CodeDirectories(NamedTuple):
    """Directories with the code of an app, as absolute paths; they need not exist.

    `root` is the app's root, which holds the `base44` folder, even if the search began in that.
    `has_flat` says that each file at the top of `functions` is a function. `plugins` add their own
    functions; `lacking` are the paths of plugins that the config names and that are not found.
    """

    root: str
    functions: str
    shared: str
    workflows: str
    front_end: str
    has_flat: bool = False
    plugins: tuple[Plugin, ...] = ()
    lacking: tuple[str, ...] = ()


def code_directories(target: Target, config: Document | None) -> CodeDirectories | None:
    """Return the directories of a project's code; None for a project that can have no code.

    `config` is the parsed config file, None if that cannot be read.
    """
    folder = target.folder
    is_named = os.path.basename(folder) == SUBDIRECTORY
    if target.standalone or (target.config is None and not is_named and not target.functions_dir):
        return None
    functions = directory_of(config, "functionsDir", FUNCTIONS, folder)
    # If Base44 starts inside the base44 folder, it takes that folder as the root.
    root = os.path.dirname(folder) if is_named else target.root
    return CodeDirectories(
        root,
        functions,
        os.path.join(os.path.dirname(functions), SHARED),
        os.path.join(folder, WORKFLOWS),
        os.path.join(root, FRONT_END),
        has_flat=functions == os.path.join(root, FUNCTIONS),
    )


def app_root(target: Target) -> str:
    """Return the absolute path of an app's root, above its `base44` folder."""
    places = code_directories(target, None)
    return places.root if places is not None else target.root


def shown_path(location: str, cwd: str, disk: Disk = DISK) -> str:
    """Return a file's path for reports, separated by `/`.

    It is relative to `cwd`, with `../` for what is above that in the same repository of the disk;
    absolute elsewhere.
    """
    base = cwd if cwd.endswith(os.sep) else cwd + os.sep
    is_inside = location.startswith(base)
    shown = location[len(base) :] if is_inside else _climbing(location, cwd, disk)
    if not shown.isascii():
        shown = _in_utf_8(shown)
    return shown.replace(os.sep, "/") if os.sep != "/" else shown


def shown_root(root: str, cwd: str) -> str:
    """Return an app's root as it is shown: a dot for the working directory."""
    return shown_path(root, cwd) if root != cwd else "."


def _climbing(location: str, cwd: str, disk: Disk) -> str:
    """Return the path of a file that is not below `cwd`, from there if they share a repository."""
    top = repository_of(cwd, disk)
    if top is None or location == cwd or not is_below(location, top):
        return location
    return os.path.relpath(location, cwd)


def _in_utf_8(path: str) -> str:
    """Return a path with its bytes decoded as UTF-8, whatever the locale; unchanged if invalid."""
    try:
        return os.fsencode(path).decode("utf-8")
    except UnicodeError:
        return path
