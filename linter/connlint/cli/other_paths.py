"""Sentences of `connlint check` about paths that have nothing to check."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from connlint.files.conventions import CODE_ENDINGS
from connlint.files.inside import is_below
from connlint.project import shown_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.text.source import SourceFile

__all__ = ["about_paths"]


def about_paths(
    files: Collection[str], folders: Collection[str], sources: Iterable[SourceFile], cwd: str
) -> Iterator[str]:
    """Yield a sentence about each requested file and folder of which nothing was read.

    `sources` are the files that were read.
    """
    locations = {source.location for source in sources}
    for location in sorted(files):
        if location not in locations:
            yield f"{shown_path(location, cwd)} {_reason(location)}; nothing to check"
    for folder in sorted(folders):
        if not any(is_below(location, folder) for location in locations):
            name = "." if folder == cwd else shown_path(folder, cwd)
            yield f"{name} has no connector files, functions or pages that use connectors"


def _reason(location: str) -> str:
    if location.endswith(CODE_ENDINGS):
        return "does not use connectors"
    return "is not a connector file, a function or another part of a Base44 app"
