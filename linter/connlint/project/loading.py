"""Loading of a Target into an immutable Project; each file is read once."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Mapping

from connlint.config.finding import find_settings
from connlint.config.sections import SETTINGS_FILES
from connlint.config.settings import NO_SETTINGS, Settings, SettingsProblem
from connlint.files.conventions import (
    CONNECTOR_ENDINGS,
    FUNCTIONS,
    NATIVE,
    NEAR_ENDINGS,
    may_be_connector,
)
from connlint.files.inside import Boundary
from connlint.files.reading import DISK, Disk
from connlint.jsonc import Document, parse
from connlint.project.app_config import setting_node
from connlint.project.cache import FileAccess, ProjectCache
from connlint.project.connector import read_connector
from connlint.project.misplaced import misplaced
from connlint.project.model import WHOLE_FILE, Connector, FileProblem, Project
from connlint.project.outside import OutsideFiles, boundary_of
from connlint.project.places import CodeDirectories, Target, code_directories, shown_path
from connlint.project.reading import read_file
from connlint.text.source import SourceFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.files.reading import Entry

__all__ = ["load_project"]

_NO_DIRECTORY = "Delete the file, or name another folder as connectorsDir in the config"
_NO_PATH = "Name another folder as connectorsDir in the config"
_BACKSLASH = "has a backslash in its name, which Base44 reads as a slash, so it finds no such file"
_UNREADABLE = "Correct this; until then connlint uses its defaults"
_PLUGINS = "plugins"
_WHERE = "Move it into the connectors folder itself, or delete it"


def load_project(
    target: Target,
    cwd: str,
    overlay: Mapping[str, bytes] | None = None,
    cache: ProjectCache | None = None,
    disk: Disk = DISK,
) -> Project:
    """Read a project from disk; its code is not analyzed.

    `overlay` maps absolute paths to contents that replace those on the disk; it can also add files
    to the connectors directory, functions, workflows and code. `cache` keeps unchanged files for
    the next call.
    """
    if overlay:
        from connlint.files.overlay import OverlayDisk

        disk = OverlayDisk(overlay, disk)
    boundary = boundary_of(target, disk)
    settings = _settings(target, cwd, boundary, disk)
    if target.chosen is None and settings.excludes(target.folder):
        return Project(target.root, target.connectors_dir, None, (), (), (), settings=settings)
    overlay = overlay or {}
    outside = OutsideFiles(boundary, cwd, overlay, settings, disk)
    access = FileAccess(cwd, overlay, settings, outside, cache, disk)
    loader = _Loader(access)
    config = loader.read_config(target.config) if target.config is not None else None
    if target.standalone:
        loader.read_alone(target.chosen or ())
    else:
        loader.read_directory(target.connectors_dir)
    outside.add_below(target.chosen or ())
    project = Project(
        root=target.root,
        connectors_dir=target.connectors_dir,
        config=config,
        connectors=tuple(loader.connectors),
        unreadable=tuple(loader.unreadable),
        ignored=tuple(loader.ignored),
        misplaced=tuple(misplaced(target, config, disk)),
        standalone=target.standalone,
        settings=settings,
        outside=outside.problems(config, "connectorsDir"),
    )
    places = _places_of_code(target, config, overlay, disk)
    if places is None:
        return project
    from connlint.project.functions import read_code_files

    outside = OutsideFiles(boundary, cwd, overlay, settings, disk)
    code = read_code_files(places, access._replace(outside=outside))
    outside.add_below(target.chosen or ())
    return project._replace(
        functions=code.functions,
        automations=code.automations,
        workflows=code.workflows,
        files=code.files,
        imports=code.imports,
        unread=code.unread,
        outside_code=outside.problems(config, "functionsDir"),
    )


def _places_of_code(
    target: Target,
    config: tuple[SourceFile, Document] | None,
    overlay: Mapping[str, bytes],
    disk: Disk,
) -> CodeDirectories | None:
    """Return the directories of a project's code; None if there is no code to read."""
    places = code_directories(target, config[1] if config else None)
    if places is None:
        return None
    if config is not None and target.config is not None and _PLUGINS in config[0].text:
        from connlint.project.plugins import plugins_of

        folder = os.path.dirname(target.config)
        plugins, lacking = plugins_of(config[1], folder, places.root, disk)
        places = places._replace(plugins=plugins, lacking=lacking)
    if places.plugins or places.lacking or disk.is_directory(places.functions):
        return places
    places = _with_flat_functions(places, config, disk)
    native = os.path.join(places.root, NATIVE)
    others = (places.shared, places.workflows, places.front_end, native)
    if not overlay and not places.has_flat and not any(map(disk.is_directory, others)):
        return None
    return places


def _with_flat_functions(
    places: CodeDirectories, config: tuple[SourceFile, Document] | None, disk: Disk
) -> CodeDirectories:
    """Return the places, with the `functions` folder of an old export if the app is one."""
    functions = os.path.join(places.root, FUNCTIONS)
    is_named = config is not None and setting_node(config[1], "functionsDir") is not None
    if places.functions == functions or is_named or not disk.is_directory(functions):
        return places._replace(has_flat=False)
    from connlint.project.discovery.code_only import calls_in_flat_functions

    if not calls_in_flat_functions(places.root, disk):
        return places
    return places._replace(functions=functions, has_flat=True)


def _settings(target: Target, cwd: str, boundary: Boundary, disk: Disk) -> Settings:
    """Return the settings for a project; nothing is excluded if all files are to be read."""
    settings = _settings_of_file(target, cwd, boundary, disk)
    return settings._replace(exclude=()) if target.is_whole else settings


def _settings_of_file(target: Target, cwd: str, boundary: Boundary, disk: Disk) -> Settings:
    """Return the settings of the file that applies to a project."""
    location = target.settings
    if location == "":
        start = target.root if target.standalone else target.folder
        location = find_settings(start, target.root, boundary, disk)
    if location is None:
        return NO_SETTINGS
    # Imported here because most projects have none and need no parser of TOML.
    from connlint.config.parser import read_settings

    path = shown_path(location, cwd, disk)
    # A file outside was named on the command line, and may name a catalogue beside it.
    own = boundary if boundary.spells(location) else None
    source = None
    if own is not None and not own.has(location):
        reason = f"{own.reason(location)}, so connlint does not read it"
    else:
        source, unreadable = read_file(path, location, disk)
        if source is not None and unreadable is None:
            return read_settings(source, own, disk)
        # The part after the comma is about Base44, which does not read this file.
        reason = unreadable.reason.partition(", but ")[0] if unreadable else "cannot be read"
    problem = SettingsProblem(WHOLE_FILE, f"{os.path.basename(location)} {reason}", _UNREADABLE)
    return NO_SETTINGS._replace(
        source=source or SourceFile(path, "", location), problems=(problem,)
    )


class _Loader:
    def __init__(self, access: FileAccess) -> None:
        self.access = access
        # Config files are not connectors, even if they are in the connectors directory.
        self.configs = (
            {source.location} if (source := access.settings.source) is not None else set()
        )
        self.connectors: list[Connector] = []
        self.unreadable: list[FileProblem] = []
        self.ignored: list[FileProblem] = []

    def read_config(self, location: str) -> tuple[SourceFile, Document] | None:
        self.configs.add(location)
        source = self.text(location)
        return (source, parse(source.text)) if source is not None else None

    def read_alone(self, locations: Iterable[str]) -> None:
        """Read files that are in no app, if they may be connectors."""
        for location in sorted(locations):
            name = os.path.basename(location)
            if may_be_connector(name) and name not in SETTINGS_FILES:
                self.read(location)

    def read_directory(self, directory: str) -> None:
        added = {
            os.path.basename(path)
            for path in self.access.overlay
            if os.path.dirname(path) == directory
        }
        try:
            entries = {} if self.access.outside.includes(directory) else self.listed(directory)
        except FileNotFoundError:
            entries = {}
        except NotADirectoryError:
            self.refuse(directory, "is a file, but Base44 expects a folder here", _NO_DIRECTORY)
            entries = {}
        except OSError as error:
            # At a path that is too long for the system, there can be no directory.
            if error.errno != errno.ENAMETOOLONG:
                reason = f"cannot be read: {error.strerror or error}"
                self.refuse(directory, reason, "Allow connlint and Base44 to read the folder")
            entries = {}
        except ValueError:
            # The config's path has a NUL or a lone surrogate.
            self.refuse(directory, "is not a possible path", _NO_PATH)
            entries = {}
        base = os.path.join(directory, "")
        for name in sorted(entries.keys() | added):
            location = base + name
            entry = entries.get(name)
            if name in added and name.endswith(CONNECTOR_ENDINGS) and name[0] != ".":
                self.read(location)
            elif entry is not None:
                self.look_at(entry, location)

    def listed(self, directory: str) -> dict[str, Entry]:
        """Return the entries of a directory by their names; raises as Disk.entries does."""
        return {entry.name: entry for entry in self.access.disk.entries(directory)}

    def look_at(self, entry: Entry, location: str) -> None:
        name = entry.name
        is_connector = name.endswith(CONNECTOR_ENDINGS) and name[0] != "."
        if is_connector and "\\" in name and os.sep != "\\":
            self.refuse(location, _BACKSLASH, "Rename it")
        elif is_connector and _is_file(entry):
            # An entry that is not a link is inside the repository if its directory is.
            self.read(location, is_inside=not entry.is_symlink())
        elif name.lower().endswith(NEAR_ENDINGS):
            if _is_directory(entry):
                reason = "is a folder"
                help_text = "Put the connector into a file of that name"
            elif not _is_file(entry):
                reason = "is a link to nothing" if entry.is_symlink() else "is not a regular file"
                help_text = "Put the connector itself there, or delete it"
            elif name[0] == ".":
                reason = "starts with a dot"
                help_text = f"Rename it to {name.lstrip('.')}, or delete it"
            else:
                stem, ending = os.path.splitext(name)
                reason = "does not end in .json or .jsonc"
                if ending.lower() in CONNECTOR_ENDINGS:
                    reason = f"ends in {ending}, which has to be in lower case"
                help_text = f"Rename it to {stem}.jsonc, or delete it"
            self.ignore(location, reason, help_text)
        elif name[0] != "." and entry.is_dir(follow_symlinks=False):
            self.look_into(location)

    def look_into(self, directory: str) -> None:
        """Add the connector files of a subdirectory to `ignored`, as they are never read."""
        try:
            names = sorted(self.access.disk.names(directory))
        except OSError:
            return
        for name in names:
            if name.endswith(CONNECTOR_ENDINGS) and name[0] != ".":
                self.ignore(os.path.join(directory, name), "is in a subfolder", _WHERE)

    def read(self, location: str, *, is_inside: bool = False) -> None:
        if self.access.settings.excludes(location):
            return
        source = self.text(location, is_inside=is_inside)
        if source is not None:
            self.connectors.append(source.once(read_connector))

    def text(self, location: str, *, is_inside: bool = False) -> SourceFile | None:
        if not is_inside and self.access.outside.includes(location):
            return None
        source, unreadable = self.access.read(location)
        if unreadable is not None:
            self.unreadable.append(unreadable)
        return source

    def ignore(self, location: str, reason: str, help_text: str) -> None:
        if location in self.configs or self.access.settings.excludes(location):
            return
        self.ignored.append(self.without_text(location, reason, help_text))

    def refuse(self, location: str, reason: str, help_text: str) -> None:
        self.unreadable.append(self.without_text(location, reason, help_text))

    def without_text(self, location: str, reason: str, help_text: str) -> FileProblem:
        source = SourceFile(shown_path(location, self.access.cwd, self.access.disk), "", location)
        return FileProblem(source, reason, help_text)


def _is_file(entry: Entry) -> bool:
    try:
        return entry.is_file()
    except OSError:
        # A loop of symbolic links.
        return False


def _is_directory(entry: Entry) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
