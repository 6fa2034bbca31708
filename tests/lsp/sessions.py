"""Sessions without a server: what a server does in the background is done at once."""

from __future__ import annotations

from pathlib import Path

from connlint.files.overlay import OverlayDisk
from connlint.project.discovery import visits
from connlint_lsp.session import Session

__all__ = ["search", "session_in"]


def session_in(*folders: Path) -> Session:
    """A session in which these folders are open and searched."""
    session = Session()
    session.set_folders([folder.as_uri() for folder in folders])
    search(session)
    return session


def search(session: Session) -> None:
    """Search the folders of a session, if it needs that."""
    if not session.needs_search:
        return
    session.needs_search = False
    disk = OverlayDisk(session.contents())
    for folder in session.folders:
        found = visits(folder, disk, level_by_level=True)
        targets = (each.target for each in found if not each.is_ignored)
        session.set_found(folder, tuple(target for target in targets if target is not None))
