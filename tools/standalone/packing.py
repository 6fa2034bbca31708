"""Archives that are the same, byte for byte, whenever they are made from the same files."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path

__all__ = ["files_of", "pack", "write_checksum"]

_TIME = 499_162_500
"""The time of all files: 1985-10-26, which npm uses too, because zip has none before 1980."""


def files_of(folder: Path, top: str) -> dict[str, Path]:
    """Return the files in a folder by their names in an archive, below `top`.

    Raises ValueError for a symbolic link, which npm drops and Windows may not make.
    """
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            raise ValueError(f"{path} is a symbolic link")
        if path.is_file():
            found[f"{top}/{path.relative_to(folder).as_posix()}"] = path
    return found


def pack(archive: Path, files: Mapping[str, Path | str], programs: frozenset[str]) -> None:
    """Write a .tar.gz of files, given as paths or texts by their names in it.

    Those that are named as programs can be executed, whatever the system that packs them says.
    """
    with (
        archive.open("wb") as raw,
        # Without a name and a time, which gzip would note.
        gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for entry, content in _entries(files, programs):
            tar.addfile(entry, io.BytesIO(content))


def _entries(
    files: Mapping[str, Path | str], programs: frozenset[str]
) -> Iterator[tuple[tarfile.TarInfo, bytes]]:
    for name in sorted(files):
        source = files[name]
        content = source.encode() if isinstance(source, str) else source.read_bytes()
        entry = tarfile.TarInfo(name)
        entry.size, entry.mtime = len(content), _TIME
        entry.mode = 0o755 if name in programs else 0o644
        yield entry, content


def write_checksum(archive: Path) -> Path:
    """Write the SHA-256 of an archive beside it, as `sha256sum --check` reads it."""
    path = archive.with_name(f"{archive.name}.sha256")
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    path.write_bytes(f"{digest}  {archive.name}\n".encode())
    return path
