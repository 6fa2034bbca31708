"""What the server knows: open texts, folders, settings, and the projects in them.

A project is looked at when somebody asks and something has changed since; nothing is sent from
here.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from connlint.catalog import Catalog
from connlint.project import NothingToLint, Target, find_targets, find_text_target
from connlint.project.memory import Memory
from connlint.source import SourceFile
from connlint_lsp.checked import Checked, check_target
from connlint_lsp.client import Client
from connlint_lsp.documents import OpenDocument, location_of
from connlint_lsp.options import DEFAULTS, Options

__all__ = ["Session"]

_UNTITLED = os.sep + "untitled"


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
        self._memories: dict[Target, Memory] = {}
        self._uris: dict[str, str] = {}

    def set_folders(self, uris: list[str]) -> None:
        """Say which folders are open."""
        self._folders = [location for location in map(location_of, uris) if location]
        self.restart()

    def restart(self) -> None:
        """Forget all that was read: files have come or gone, or a configuration has changed."""
        self._targets = None
        self._checked.clear()

    def touch(self, location: str) -> None:
        """Forget what was read of the projects that a file may belong to."""
        for target in list(self._checked):
            root = target.root if target.root.endswith(os.sep) else target.root + os.sep
            if location.startswith(root) or location in self._checked[target].sources:
                del self._checked[target]

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

        return self._uris.get(location) or uri_of(location)

    def open(self, document: OpenDocument) -> None:
        """Take over a text that the editor has opened or changed."""
        is_new = document.location not in self.documents
        self.documents[document.location] = document
        if is_new and self.find(document.location) is None:
            # It may be the first file of its project that anybody sees.
            self._targets = None
        self.touch(document.location)

    def close(self, location: str) -> None:
        """Go by the file on disk again."""
        self.documents.pop(location, None)
        self.touch(location)
        self._targets = None

    def projects(self) -> Iterator[Checked]:
        """All projects, each looked at anew where something has changed."""
        overlay = {location: each.content for location, each in self.documents.items()}
        for target in self._all_targets():
            if target not in self._checked:
                memory = self._memories.setdefault(target, Memory())
                self._checked[target] = check_target(target, overlay, self._catalog, memory)
            yield self._checked[target]

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
            kept = set(self._targets)
            self._memories = {each: self._memories[each] for each in self._memories if each in kept}
        return self._targets

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
