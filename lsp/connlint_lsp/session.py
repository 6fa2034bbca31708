"""What the server knows: open texts, folders, settings, and the projects in them.

A project is looked at when somebody asks and something has changed since; nothing is sent from
here. After an edit of an open text, what was seen of the disk a moment ago still counts, so that
typing does not wait for hundreds of files; see `settle`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping

from connlint.catalog import Catalog
from connlint.project import NothingToLint, Target, find_targets, find_text_target
from connlint.source import SourceFile
from connlint_lsp.checked import Checked, Checker
from connlint_lsp.client import Client
from connlint_lsp.documents import OpenDocument, location_of
from connlint_lsp.options import DEFAULTS, Options

__all__ = ["Session"]

_UNTITLED = os.sep + "untitled"
_TRUSTED = 2.0
"""How long what was seen of the disk counts while somebody types, in seconds."""


class Session:
    """The state of a server; locations are absolute paths, and stand for files or open texts."""

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
        """Say which folders are open."""
        self._folders = [location for location in map(location_of, uris) if location]
        self.restart()

    def restart(self) -> None:
        """Forget all that was read: files have come or gone, or a configuration has changed."""
        self._targets = None
        self._checked.clear()
        self._edited.clear()
        self._unsettled.clear()

    def settle(self) -> None:
        """Forget what rests on an earlier look at the disk: nobody has typed for a while."""
        for target in self._unsettled:
            self._checked.pop(target, None)
        self._unsettled.clear()

    def touch(self, location: str) -> None:
        """Forget what was read of the projects that a file may belong to."""
        for target in list(self._checked):
            if self._concerns(location, target):
                del self._checked[target]
                self._edited.pop(target, None)

    def _concerns(self, location: str, target: Target) -> bool:
        """Whether a file may belong to a project that was looked at."""
        root = target.root if target.root.endswith(os.sep) else target.root + os.sep
        return location.startswith(root) or location in self._checked[target].sources

    def location(self, uri: str) -> str:
        """Where a document lies, or, for one that lies nowhere, a place of its own."""
        location = location_of(uri)
        if location:
            self._uris[location] = uri
            return location
        name = "".join(char if char.isalnum() else "_" for char in uri)
        location = os.path.join(_UNTITLED, f"{name}.jsonc")
        self._uris[location] = uri
        return location

    def uri(self, location: str) -> str:
        """The address of a location, as the client writes it."""
        from connlint_lsp.documents import uri_of

        if location not in self._uris:
            self._uris[location] = uri_of(location)
        return self._uris[location]

    def open(self, document: OpenDocument) -> None:
        """Take over a text that the editor has opened or changed."""
        location = document.location
        is_new = location not in self.documents
        self.documents[location] = document
        if is_new:
            if self.find(location) is None:
                # It may be the first file of its project that anybody sees.
                self._targets = None
            self.touch(location)
            return
        for target in self._checked:
            if self._concerns(location, target):
                self._edited.setdefault(target, set()).add(location)
        if location.startswith(_UNTITLED) and self._target_of(document) is not None:
            known = any(location in (each.chosen or ()) for each in self._all_targets())
            if not known:
                # What has become a connector only now.
                self._targets = None

    def close(self, location: str) -> None:
        """Go by the file on disk again."""
        self.documents.pop(location, None)
        self.touch(location)
        self._targets = None

    def projects(self) -> Iterator[Checked]:
        """All projects, each looked at anew where something has changed."""
        targets = self._all_targets()
        if self._edited or not all(target in self._checked for target in targets):
            overlay = {location: each.content for location, each in self.documents.items()}
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
        # Whoever asks and cannot be told later gets nothing that may be out of date.
        can_be_told = self.client.refreshes or not self.client.pulls
        now = time.monotonic()
        if before is not None and edited and can_be_told and now - self._looked[target] < _TRUSTED:
            revised = checker.revise(before, edited, overlay)
            if revised is not None:
                self._checked[target] = revised
                self._unsettled.add(target)
                return
        self._checked[target] = checker.look(overlay)
        self._looked[target] = now
        self._unsettled.discard(target)

    def find(self, location: str) -> Checked | None:
        """The project that a file is part of; None for one that connlint has no say about."""
        return next((each for each in self.projects() if location in each.sources), None)

    def source(self, location: str) -> SourceFile | None:
        """The text of a file of a project."""
        found = self.find(location)
        return found.sources[location] if found is not None else None

    def _all_targets(self) -> list[Target]:
        if self._targets is None:
            found: dict[tuple[str, bool], Target] = {}
            for folder in self._folders:
                try:
                    targets = find_targets([folder], folder)
                except NothingToLint:
                    continue
                found.update({(each.connectors_dir, each.lone): each for each in targets})
            for document in self.documents.values():
                target = self._target_of(document)
                if target is not None:
                    key = (target.connectors_dir + document.location * target.lone, target.lone)
                    found.setdefault(key, target)
            self._targets = list(found.values())
            self._keep(set(self._targets))
        return self._targets

    def _keep(self, targets: set[Target]) -> None:
        """Forget all projects but these."""
        for target in (self._checkers.keys() | self._checked.keys()) - targets:
            self._checkers.pop(target, None)
            self._checked.pop(target, None)
            self._edited.pop(target, None)
            self._looked.pop(target, None)
            self._unsettled.discard(target)

    def _target_of(self, document: OpenDocument) -> Target | None:
        """The project of an open text, None where it has nothing to do with connectors."""
        if document.location.startswith(_UNTITLED):
            # A text that is nowhere yet is looked at if it may become a connector.
            may_be_one = "scope" in document.text or '"type"' in document.text
            if document.language != "jsonc" or not may_be_one:
                return None
            return find_text_target(document.location, os.sep)
        target = find_text_target(document.location, os.path.dirname(document.location))
        return None if target.lone else target._replace(chosen=None)
