"""Reading of files as Base44 reads them: UTF-8 text of regular files only."""

from __future__ import annotations

from connlint.files.reading import DISK, SIZE_LIMIT, Disk
from connlint.project.model import FileProblem
from connlint.text.source import SourceFile, Span

__all__ = ["decode", "read_file"]

_BOMS = (
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_WIDE = (
    ("utf-32-le", 4, "UTF-32"),
    ("utf-32-be", 4, "UTF-32"),
    ("utf-16-le", 2, "UTF-16"),
    ("utf-16-be", 2, "UTF-16"),
)
"""Codecs, the number of bytes of their characters, and names for users."""
_SAMPLE = 32
"""Number of characters at the beginning that are examined."""


def read_file(
    path: str, location: str, disk: Disk = DISK
) -> tuple[SourceFile | None, FileProblem | None]:
    """Read one file; return its source, the problem that makes it unreadable, or both.

    Both are returned for a file that is not valid UTF-8: Base44 replaces each invalid byte
    by U+FFFD and goes on, so its text is known but wrong.
    """
    try:
        size, data = disk.read(location)
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
        return None, _unreadable(
            path, location, reason, "Allow connlint and Base44 to read the file"
        )
    if size > SIZE_LIMIT:
        return None, _too_large(path, location, size)
    return decode(path, location, data)


def decode(path: str, location: str, data: bytes) -> tuple[SourceFile | None, FileProblem | None]:
    """Decode the bytes of a file; return its source, a problem, or both, as read_file does."""
    if len(data) > SIZE_LIMIT:
        return None, _too_large(path, location, len(data))
    has_bom = data.startswith(b"\xef\xbb\xbf")
    if has_bom:
        data = data[3:]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        wide = _wide_encoding(data)
        if wide:
            return None, _other_encoding(path, location, wide)
        source = SourceFile(path, data.decode("utf-8", "replace"), location, has_bom)
        at = len(data[: error.start].decode("utf-8"))
        byte = data[error.start]
        reason = f"is not valid UTF-8: the byte 0x{byte:02X} is not part of a character"
        help_text = "Save the file as UTF-8; Base44 replaces such a byte with U+FFFD"
        return source, FileProblem(source, reason, help_text, Span(at, at + 1))
    # Text in a wide encoding can be valid UTF-8 too, full of NULs.
    wide = _wide_encoding(data) if "\0" in text else None
    if wide:
        return None, _other_encoding(path, location, wide)
    return SourceFile(path, text, location, has_bom), None


def _wide_encoding(data: bytes) -> str | None:
    """Return the name of UTF-16 or UTF-32 if the bytes are text in it and not meant as UTF-8."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name
    return next((name for codec, width, name in _WIDE if _is_in(codec, width, data)), None)


def _is_in(codec: str, width: int, data: bytes) -> bool:
    """Tell whether bytes without a byte order mark are text in a wide encoding.

    Its beginning shows it: two ASCII characters, and NULs for at least a quarter of the bytes, as
    most characters are ASCII. In UTF-8 the first or second character would be a NUL, which is valid
    only within a string. If the text begins with a quote, the last character has to be ASCII
    instead of the second one: in UTF-8 there would be a NUL outside of the string.
    """
    sample = data[: _SAMPLE * width]
    beginning = sample.decode(codec, "replace")
    if "\0" in beginning or sample.count(0) * 4 < len(sample):
        return False
    if beginning[:1] in "\"'":
        return data[-width:].decode(codec, "replace").isascii()
    return beginning[:2].isascii()


def _too_large(path: str, location: str, size: int) -> FileProblem:
    reason = f"has {size:,} bytes, but connlint reads files of up to {SIZE_LIMIT:,}"
    help_text = "Keep nothing but the type and the list of scopes"
    return _unreadable(path, location, reason, help_text)


def _other_encoding(path: str, location: str, name: str) -> FileProblem:
    reason = f"is saved as {name}, but Base44 only reads UTF-8"
    return _unreadable(path, location, reason, "Save the file as UTF-8")


def _unreadable(path: str, location: str, reason: str, help_text: str) -> FileProblem:
    return FileProblem(SourceFile(path, "", location), reason, help_text)
