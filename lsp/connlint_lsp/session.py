"""State of the server: open documents, folders, settings, and the checked projects in them.

A project is checked when it is asked for, if something has changed since the last check. This
module sends nothing, and searches no folders: it is told which projects were found in them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from functools import partial

from connlint.catalog import Catalog
from connlint.config.sections import SETTINGS_FILES
from connlint.files.conventions import CONFIG_NAMES
from connlint.files.overlay import OverlayDisk
from connlint.project import Target, find_text_target
from connlint.text.source import SourceFile
from connlint_lsp.checked import Checked
from connlint_lsp.client import Client
from connlint_lsp.documents import OpenDocument, location_of
from connlint_lsp.options import DEFAULTS, Options
from connlint_lsp.tracked import TrackedProject

__all__ = ["Session"]

_UNTITLED = os.sep + "untitled"
_DECIDING = frozenset({*CONFIG_NAMES, ".gitignore"})
"""Names of files that decide which folders are projects."""


class Session:
    """The state of a server; locations are absolute paths of files or of open documents.

    `needs_search` says that the folders may contain other projects than those that are known.
    """

    def __init__(self) -> None:
        self.client = Client()
        self.options: Options = DEFAULTS
        self.documents: dict[str, OpenDocument] = {}
        self.folders: list[str] = []
        self.needs_search = False
        self._catalog = Catalog()
        self._found: dict[str, tuple[Target, ...]] = {}
        self._contents: dict[str, bytes] = {}
        self._own: dict[str, Target | None] = {}
        self._projects: dict[Target, TrackedProject] = {}
        self._is_listed = False
        self._errors: list[Exception] = []
        self._uris: dict[str, str] = {}

    def set_folders(self, uris: list[str]) -> None:
        """Set the folders that are open, by their URIs."""
        self.folders = [location for location in map(location_of, uris) if location]
        self._found = {folder: self._found.get(folder, ()) for folder in self.folders}
        self.restart()

    def set_found(self, folder: str, targets: tuple[Target, ...]) -> None:
        """Set the projects in an open folder, in place of those that were found before."""
        if folder in self._found and self._found[folder] != targets:
            self._found[folder] = targets
            self._is_listed = False

    def found(self, folder: str) -> tuple[Target, ...]:
        """Return the projects that were found in an open folder."""
        return self._found.get(folder, ())

    def restart(self) -> None:
        """Check and search everything again, as files were added, removed or configured."""
        self.needs_search = True
        self._forget_own()
        for project in self._projects.values():
            project.outdate()

    def settle(self) -> None:
        """Drop results based on an earlier reading of the disk, after a pause in typing."""
        for project in self._projects.values():
            project.settle()

    def changed(self, location: str, *, is_new: bool) -> None:
        """Check again what a change of a file on disk concerns.

        `is_new` says that it was added or removed, which can also make an app of a folder, or none.
        """
        if self._decides(location):
            self.restart()
        elif is_new:
            self.needs_search = True
            self._forget_own()
            projects = self._projects.values()
            inside = [project for project in projects if project.contains(location)]
            # Outside, it may be a part of any app: of its plugin, or what its imports resolve to.
            for project in inside or projects:
                project.outdate()
        else:
            self.touch(location)

    def touch(self, location: str) -> None:
        """Drop the results of the projects that a file may belong to, or that it configures."""
        base = os.path.join(os.path.dirname(location), "")
        for project in self._projects.values():
            if project.concerns(location) or project.target.root.startswith(base):
                project.outdate()

    def location(self, uri: str) -> str:
        """Return a document's path; a document that is not a file gets a unique made-up path."""
        location = location_of(uri)
        if location:
            self._uris[location] = uri
            return location
        name = "".join(char if char.isalnum() else "_" for char in uri)
        location = os.path.join(_UNTITLED, f"{name}.jsonc")
        self._uris[location] = uri
        return location

    def uri(self, location: str) -> str:
        """Return the URI of a location, as the client writes it."""
        from connlint_lsp.documents import uri_of

        if location not in self._uris:
            self._uris[location] = uri_of(location)
        return self._uris[location]

    def open(self, document: OpenDocument) -> None:
        """Store a document that the editor has opened or changed."""
        location = document.location
        is_new = location not in self.documents
        self.documents[location] = document
        self._contents[location] = document.content
        if self._decides(location):
            self._reconsider(location)
        elif is_new:
            self._forget_own()
            self.touch(location)
        else:
            for project in self._projects.values():
                if project.concerns(location):
                    project.edit(location)
            # An untitled document may have become a connector.
            self._is_listed = self._is_listed and not location.startswith(_UNTITLED)

    def close(self, location: str) -> None:
        """Use the file on disk again after the editor has closed a document."""
        self.documents.pop(location, None)
        self._contents.pop(location, None)
        if self._decides(location):
            self._reconsider(location)
        self._forget_own()
        self.touch(location)

    def _decides(self, location: str) -> bool:
        """Tell whether a file decides which folders are projects, or how they are checked."""
        name = os.path.basename(location)
        return name in _DECIDING or name in SETTINGS_FILES

    def _reconsider(self, location: str) -> None:
        """Check the projects again that a file decides about, and search if it decides on that."""
        self.touch(location)
        self._forget_own()
        if os.path.basename(location) in _DECIDING:
            self.needs_search = True

    def _forget_own(self) -> None:
        """Find the projects of the open documents again when they are needed."""
        self._own.clear()
        self._is_listed = False

    def projects(self) -> Iterator[Checked]:
        """Yield all known projects, each checked again where something has changed."""
        for project in self._tracked():
            yield self._check(project)

    def known(self) -> Iterator[Checked]:
        """Yield the latest results of the known projects, up to date or not, inner apps first."""
        for project in sorted(self._tracked(), key=lambda each: -len(each.target.root)):
            if project.checked is not None:
                yield project.checked

    def check_open(self) -> None:
        """Check the projects of the open documents."""
        for location in self.documents:
            self._attempt(partial(self.find, location))

    def check_until(self, end: float) -> bool:
        """Check projects that need it until a time of the monotonic clock, at least one.

        Tell whether there are more of them.
        """
        pending = [project for project in self._tracked() if project.needs_check]
        for number, project in enumerate(pending):
            if number and time.monotonic() > end:
                return True
            self._attempt(partial(self._check, project))
        return False

    def take_errors(self) -> list[Exception]:
        """Return the internal errors of `check_open` and `check_until` since the last call."""
        errors, self._errors = self._errors, []
        return errors

    def _attempt(self, check: Callable[[], object]) -> None:
        """Check a project; if that fails, all others are still to be checked."""
        try:
            check()
        except Exception as error:  # noqa: BLE001 - it is reported
            self._errors.append(error)

    def paths(self) -> frozenset[str]:
        """Return the paths whose disappearance changes findings, without open documents."""
        paths: set[str] = set()
        for checked in self.known():
            paths.update(filter(None, checked.found))
            if not checked.target.standalone:
                paths.add(checked.target.root)
        return frozenset(paths.difference(self.documents))

    def gone(self, paths: frozenset[str]) -> None:
        """Check again without some of `paths`, which are no longer there."""
        roots = {project.target.root for project in self._projects.values()}
        if not roots.isdisjoint(paths):
            self.restart()
        for path in paths:
            self.touch(path)

    def contents(self) -> dict[str, bytes]:
        """Return what would be on disk if the open documents were saved now, by location."""
        return dict(self._contents)

    def _check(self, project: TrackedProject) -> Checked:
        # A client that pulls and cannot be told to ask again must not get an outdated result.
        may_trust = self.client.refreshes or not self.client.pulls
        return project.check(self._contents, may_trust=may_trust)

    def find(self, location: str) -> Checked | None:
        """Return the project that a file is part of, None if connlint does not check the file.

        Only projects to which the file may belong are checked for this.
        """
        checked = self.find_known(location)
        if checked is not None or location in self.documents:
            return checked
        # Its project may not have been found yet.
        target = self._target_at(location)
        if target is None or target in self._projects:
            return None
        checked = self._check(TrackedProject(target, self._catalog))
        return checked if location in checked.sources else None

    def find_known(self, location: str) -> Checked | None:
        """Return the known project that a file is part of, None without one."""
        for project in self._candidates(location):
            checked = self._check(project)
            if location in checked.sources:
                return checked
        return None

    def _candidates(self, location: str) -> list[TrackedProject]:
        """Return the projects to which a file may belong, the most likely one first."""
        concerned = [project for project in self._tracked() if project.concerns(location)]
        # Of an app in another app, the inner one has the file.
        concerned.sort(
            key=lambda each: len(each.target.root) * each.contains(location), reverse=True
        )
        return concerned

    def source(self, location: str) -> SourceFile | None:
        """Return the text of a file of a project, None for any other file."""
        checked = self.find(location)
        return checked.sources[location] if checked is not None else None

    def _tracked(self) -> list[TrackedProject]:
        if not self._is_listed:
            targets = self._targets()
            for target in self._projects.keys() - targets.keys():
                del self._projects[target]
            self._projects = {
                target: self._projects.get(target) or TrackedProject(target, self._catalog)
                for target in targets
            }
            self._is_listed = True
        return list(self._projects.values())

    def _targets(self) -> dict[Target, None]:
        """Return the projects in the open folders and those of the open documents, each once."""
        own = {document.location: self._target_of(document) for document in self.documents.values()}
        by_key: dict[tuple[str, bool], Target] = {}
        for targets in self._found.values():
            for target in targets:
                edited = own.get(target.config or "")
                # The config has been edited since the search, and names another folder.
                if edited is None or edited.connectors_dir == target.connectors_dir:
                    by_key[target.connectors_dir, target.standalone] = target
        for location, each in own.items():
            if each is not None:
                key = each.connectors_dir + location * each.standalone, each.standalone
                by_key.setdefault(key, each)
        return dict.fromkeys(by_key.values())

    def _target_of(self, document: OpenDocument) -> Target | None:
        """Return the project of an open document, None if it is not about connectors."""
        location = document.location
        if location.startswith(_UNTITLED):
            # An unsaved document is checked if it may become a connector.
            may_be_one = "scope" in document.text or '"type"' in document.text
            if document.language != "jsonc" or not may_be_one:
                return None
            return find_text_target(location, os.sep)
        return self._target_at(location)

    def _target_at(self, location: str) -> Target | None:
        """Return the project that a path is part of, None without one."""
        if location not in self._own:
            disk = OverlayDisk(self._contents)
            target = find_text_target(location, os.path.dirname(location), disk)
            self._own[location] = None if target.standalone else target._replace(chosen=None)
        return self._own[location]
