"""A directory of apps as rows: one for each file that connlint may read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence

from connlint.files.reading import SIZE_LIMIT
from connlint.fleet.columns import INPUT
from connlint.fleet.errors import FleetError
from connlint.fleet.sources.row_batches import in_batches
from connlint.text.escaping import escape_unprintable, quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["app_names", "files_of_apps"]

_NOT_READ = frozenset({"node_modules", ".git"})
"""Folders that are left out wherever they are."""
_MEDIA = re.compile(
    r"\.(?:avif|bmp|gif|gz|ico|jpe?g|mov|mp[34]|otf|pdf|png|tiff?|ttf|wasm|wav|web[mp]|woff2?|zip)",
    re.IGNORECASE,
)
"""Endings of files of which connlint uses nothing but the name; they are given without content."""
_NOTHING = "nothing/"
_LARGEST = 8 * SIZE_LIMIT
"""The size in bytes up to which a file that is too large to be linted is given, as zeros."""


def app_names(directory: str) -> list[str]:
    """Return the names of the sub-directories, sorted; those that begin with a dot are no apps.

    Links are not followed. Raises FleetError for a directory that cannot be listed, and for names
    that are not text.
    """
    try:
        with os.scandir(directory) as entries:
            names = [
                entry.name
                for entry in entries
                if entry.is_dir(follow_symlinks=False)
                and entry.name[0] != "."
                and entry.name not in _NOT_READ
            ]
    except OSError as error:
        raise FleetError(f"{quote(directory)} cannot be listed: {error.strerror}") from error
    for name in names:
        if not _is_text(name):
            raise FleetError(f"{quote(os.path.join(directory, name))} has a name that is not UTF-8")
    return sorted(names)


def files_of_apps(directory: str, names: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """Yield the files of apps, the files of each app sorted by path.

    A file that cannot be read has no content, and an empty folder is a row whose path ends in `/`.
    An app without any file has one row, that of a folder which means nothing.
    """
    yield from in_batches(_rows(directory, names), INPUT)


def _rows(
    directory: str, names: Sequence[str]
) -> Iterator[tuple[tuple[str, str, bytes | None], int]]:
    """Yield the rows of apps, with the sizes of their contents."""
    for name in names:
        for path, content in _files(os.path.join(directory, name)):
            yield (name, path, content), len(content or b"")


def _files(root: str) -> Iterator[tuple[str, bytes | None]]:
    """Yield the paths of an app's files from its root, with their contents."""
    pending = [""]
    is_empty = True
    while pending:
        folder = pending.pop()
        try:
            with os.scandir(os.path.join(root, folder)) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError:
            # The app gets an error, because nobody knows what is missing.
            yield _shown(f"{folder}unreadable-folder"), None
            is_empty = False
            continue
        folders = []
        for entry in entries:
            path = f"{folder}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in _NOT_READ:
                    folders.append(f"{path}/")
            elif entry.is_file(follow_symlinks=False):
                is_empty = False
                yield _shown(path), _content(entry, is_text=_is_text(path))
        if folder and not entries:
            is_empty = False
            yield _shown(folder), b""
        pending += reversed(folders)
    if is_empty:
        # Without any row, the app would be missing from the results.
        yield _NOTHING, b""


def _content(entry: os.DirEntry[str], *, is_text: bool) -> bytes | None:
    """Return the content of a file; None if it cannot be read, or has a name that is not UTF-8."""
    if not is_text:
        return None
    try:
        size = entry.stat(follow_symlinks=False).st_size
        if size > SIZE_LIMIT:
            # Only its size is reported.
            return bytes(min(size, _LARGEST))
        if _MEDIA.fullmatch(os.path.splitext(entry.name)[1]):
            return b""
        with open(entry.path, "rb") as file:
            return file.read(SIZE_LIMIT + 1)
    except OSError:
        return None


def _is_text(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _shown(path: str) -> str:
    return path if _is_text(path) else escape_unprintable(path)
