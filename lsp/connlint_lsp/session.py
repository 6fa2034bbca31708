"""State of the server: open documents, folders, settings, and the checked projects in them.

A project is checked on request, if something has changed since the last check; this module sends
nothing. After an edit of an open document, files that were read from disk a moment ago are not
read again, so that typing does not wait for hundreds of files; see `settle`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping

from connlint.catalog import Catalog
from connlint.project import NothingToLint, Target, find_targets, find_text_target
from connlint.text.source import SourceFile
from connlint_lsp.checked import Checked, Checker
from connlint_lsp.client import Client
from connlint_lsp.documents import OpenDocument, location_of
from connlint_lsp.options import DEFAULTS, Options

__all__ = ["Session"]

_UNTITLED = os.sep + "untitled"
_TRUSTED = 2.0
"""The seconds for which files read from disk are trusted while the user types."""


class Session:
    """The state of a server; locations are absolute paths of files or of open documents."""

    def __init__(self) -> None:
        self.client = Client()
        self.options: Options = DEFAULTS
        self.documents: dict[str, OpenDocument] = {}
        self._catalog = Catalog()
        self._folders: list[str] = []
        self._targets: list[Target] | None = None
        self._checked: dict[Target, Checked] = {}
        self._checkers: dict[Target, Checker] = {}
        self._edited: dict[Target, set[str]] = {}
        self._looked: dict[Target, float] = {}
        self._unsettled: set[Target] = set()
        self._uris: dict[str, str] = {}

    def set_folders(self, uris: list[str]) -> None:
        """Set the folders that are open, by their URIs."""
        self._folders = [location for location in map(location_of, uris) if location]
        self.restart()

    def restart(self) -> None:
        """Drop all results, because files were added or removed or a configuration has changed."""
        self._targets = None
        self._checked.clear()
        self._edited.clear()
        self._unsettled.clear()

    def settle(self) -> None:
        """Drop results based on an earlier reading of the disk, after a pause in typing."""
        for target in self._unsettled:
            self._checked.pop(target, None)
        self._unsettled.clear()

    def touch(self, location: str) -> None:
        """Drop the results of the projects that a file may belong to."""
        for target in list(self._checked):
            if self._concerns(location, target):
                del self._checked[target]
                self._edited.pop(target, None)

    def _concerns(self, location: str, target: Target) -> bool:
        """Tell whether a file may belong to a project that has been checked."""
        root = target.root if target.root.endswith(os.sep) else target.root + os.sep
        return location.startswith(root) or location in self._checked[target].sources

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
        if is_new:
            if self.find(location) is None:
                # It may be the first file of a project that is not known yet.
                self._targets = None
            self.touch(location)
            return
        for target in self._checked:
            if self._concerns(location, target):
                self._edited.setdefault(target, set()).add(location)
        if location.startswith(_UNTITLED) and self._target_of(document) is not None:
            is_listed = any(
                location in (project_target.chosen or ()) for project_target in self._all_targets()
            )
            if not is_listed:
                # The untitled document has just become a connector.
                self._targets = None

    def close(self, location: str) -> None:
        """Use the file on disk again after the editor has closed a document."""
        self.documents.pop(location, None)
        self.touch(location)
        self._targets = None

    def projects(self) -> Iterator[Checked]:
        """Yield all projects, each checked again where something has changed."""
        targets = self._all_targets()
        if self._edited or not all(target in self._checked for target in targets):
            overlay = {location: document.content for location, document in self.documents.items()}
            for target in targets:
                self._bring_up_to_date(target, overlay)
        for target in targets:
            yield self._checked[target]

    def _bring_up_to_date(self, target: Target, overlay: Mapping[str, bytes]) -> None:
        before, edited = self._checked.get(target), self._edited.pop(target, None)
        if before is not None and not edited:
            return
        checker = self._checkers.get(target)
        if checker is None:
            checker = self._checkers[target] = Checker(target, self._catalog)
        # A client that pulls and cannot be told to ask again must not get an outdated result.
        can_be_told = self.client.refreshes or not self.client.pulls
        now = time.monotonic()
        if before is not None and edited and can_be_told and now - self._looked[target] < _TRUSTED:
            revised = checker.update(before, edited, overlay)
            if revised is not None:
                self._checked[target] = revised
                self._unsettled.add(target)
                return
        self._checked[target] = checker.check(overlay)
        self._looked[target] = now
        self._unsettled.discard(target)

    def find(self, location: str) -> Checked | None:
        """Return the project that a file is part of, None if connlint does not check the file."""
        return next((each for each in self.projects() if location in each.sources), None)

    def source(self, location: str) -> SourceFile | None:
        """Return the text of a file of a project, None for any other file."""
        checked = self.find(location)
        return checked.sources[location] if checked is not None else None

    def _all_targets(self) -> list[Target]:
        if self._targets is None:
            by_key: dict[tuple[str, bool], Target] = {}
            for folder in self._folders:
                try:
                    targets = find_targets([folder], folder)
                except NothingToLint:
                    continue
                by_key.update({(each.connectors_dir, each.standalone): each for each in targets})
            for document in self.documents.values():
                target = self._target_of(document)
                if target is not None:
                    key = (
                        target.connectors_dir + document.location * target.standalone,
                        target.standalone,
                    )
                    by_key.setdefault(key, target)
            self._targets = list(by_key.values())
            self._keep(set(self._targets))
        return self._targets

    def _keep(self, targets: set[Target]) -> None:
        """Drop the state of all projects but these."""
        for target in (self._checkers.keys() | self._checked.keys()) - targets:
            self._checkers.pop(target, None)
            self._checked.pop(target, None)
            self._edited.pop(target, None)
            self._looked.pop(target, None)
            self._unsettled.discard(target)

    def _target_of(self, document: OpenDocument) -> Target | None:
        """Return the project of an open document, None if it is not about connectors."""
        if document.location.startswith(_UNTITLED):
            # An unsaved document is checked if it may become a connector.
            may_be_one = "scope" in document.text or '"type"' in document.text
            if document.language != "jsonc" or not may_be_one:
                return None
            return find_text_target(document.location, os.sep)
        target = find_text_target(document.location, os.path.dirname(document.location))
        return None if target.standalone else target._replace(chosen=None)
