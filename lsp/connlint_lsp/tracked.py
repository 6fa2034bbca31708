"""Projects that are checked again when something has changed.

After an edit of an open document, files that were read from disk a moment ago are not read
again, so that typing does not wait for hundreds of files; see `settle`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping

from connlint.catalog import Catalog
from connlint.project import Target
from connlint_lsp.checked import Checked, Checker

__all__ = ["TrackedProject"]

_TRUSTED = 2.0
"""The seconds for which files read from disk are trusted while the user types."""


class TrackedProject:
    """A project with the result of its last check, and what has changed since then."""

    def __init__(self, target: Target, catalog: Catalog) -> None:
        self.target = target
        self.checked: Checked | None = None
        self._checker = Checker(target, catalog)
        self._base = target.root if target.root.endswith(os.sep) else target.root + os.sep
        self._edited: set[str] = set()
        self._is_outdated = True
        self._is_unsettled = False
        self._read_at = 0.0

    @property
    def needs_check(self) -> bool:
        """Tell whether something may have changed since the last check."""
        return self._is_outdated or bool(self._edited)

    def contains(self, location: str) -> bool:
        """Tell whether a file is below the project's root."""
        return location.startswith(self._base)

    def concerns(self, location: str) -> bool:
        """Tell whether a file may belong to the project."""
        is_source = self.checked is not None and location in self.checked.sources
        return is_source or self.contains(location)

    def outdate(self) -> None:
        """Read the disk again at the next check."""
        self._is_outdated = True

    def edit(self, location: str) -> None:
        """Take note of an edit of an open document."""
        self._edited.add(location)

    def settle(self) -> None:
        """Read the disk again at the next check, if the last one did not."""
        self._is_outdated = self._is_outdated or self._is_unsettled

    def check(self, overlay: Mapping[str, bytes], *, may_trust: bool) -> Checked:
        """Check the project if it needs that, and return the result.

        `overlay` has the contents of the open documents, by location. Only if the client can be
        told about a later result, the check `may_trust` what was read from disk before.
        """
        if self.checked is not None and not self.needs_check:
            return self.checked
        edited, self._edited = self._edited, set()
        now = time.monotonic()
        is_recent = may_trust and now - self._read_at < _TRUSTED
        if self.checked is not None and not self._is_outdated and is_recent:
            revised = self._checker.update(self.checked, edited, overlay)
            if revised is not None:
                self.checked = revised
                self._is_unsettled = True
                return revised
        self._read_at = now
        # Also if this fails: it would fail again, until something changes.
        self._is_outdated = self._is_unsettled = False
        self.checked = None
        self.checked = self._checker.check(overlay)
        return self.checked
