"""Cache of runs that had nothing to report; an entry holds as long as all that the run looked at.

An entry lists every file and directory that the run asked about, with what identifies its state:
size, times and place in the file system, and the line with which the run ended. The next run with
the same arguments in the same directory compares the states, and is over if all are equal. Whatever
is unexpected about the cache, such as a full disk or a directory of another user, is no reason to
fail: then there is no cache.

Imports next to nothing, because every run imports it.
"""

from __future__ import annotations

import os
import stat
import sys
import time

from connlint._version import __version__
from connlint.files.reading import DISK, SIZE_LIMIT, Disk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from connlint.files.reading import Entry

__all__ = ["Recorder", "ResultCache", "cache_folder"]

_FORMAT = "connlint results 2"
_END = "end"
_SEPARATOR = "\0"
"""Neither paths nor arguments can contain it."""
_UNSETTLED = 2_000_000_000
"""Nanoseconds after which another change of a file is sure to get another time."""
_MOST_MARKS = 200_000
_MOST_ENTRIES = 300
_OLDEST = 30 * 24 * 3600
"""Seconds after which an entry is dropped."""
_LIBRARIES = ("connlint", "connlint_schemas", "connlint_lsp", "pyjson5", "tree_sitter")
_ABSENT = "-"
_PRIME = 2**61 - 1


def cache_folder(environ: Mapping[str, str]) -> str | None:
    """Find where the user's caches are, by the system's custom; None where that is not known.

    CONNLINT_CACHE_DIR names another folder.
    """
    own = environ.get("CONNLINT_CACHE_DIR")
    if own:
        return os.path.abspath(own)
    home = environ.get("HOME", "")
    if sys.platform == "win32":
        base = environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = os.path.join(home, "Library", "Caches") if home else ""
    else:
        base = environ.get("XDG_CACHE_HOME", "")
        if not os.path.isabs(base):
            base = os.path.join(home, ".cache") if home else ""
    return os.path.join(base, "connlint") if os.path.isabs(base) else None


class ResultCache:
    """The cache for one command line; `folder` is where entries are kept."""

    def __init__(self, folder: str, arguments: Sequence[str], cwd: str) -> None:
        self._folder = folder
        key = [_FORMAT, __version__, sys.version, __file__, cwd, str(len(arguments)), *arguments]
        self._head = os.fsencode(_SEPARATOR.join([*key, ""]))
        # Two entries of one name replace each other: the whole key is compared. Python's modules
        # for checksums would take longer to import.
        name = int.from_bytes(self._head, "big") % _PRIME
        self._path = os.path.join(folder, f"{name:016x}")

    def known_line(self) -> str | None:
        """Return all that this run is known to print, which ends with 0; None if it is not known.

        The line is empty for a run that prints nothing.
        """
        try:
            fields = self._fields()
            if not fields or not fields[0].isprintable():
                return None
            is_unchanged = all(
                _mark(path, known[:1]) == known
                for path, known in zip(fields[1::2], fields[2::2], strict=True)
            )
        except (OSError, ValueError):
            return None
        return fields[0] if is_unchanged else None

    def _fields(self) -> list[str]:
        """Return the line of the entry, then paths, each with its mark; empty without an entry."""
        if not _is_ours(os.lstat(self._folder)):
            return []
        with open(self._path, "rb") as file:
            if not _is_ours(os.fstat(file.fileno())):
                return []
            data = file.read()
        if not data.startswith(self._head):
            return []
        *fields, end = os.fsdecode(data[len(self._head) :]).split(_SEPARATOR)
        return fields if end == _END else []

    def recorder(self) -> Recorder:
        """Make a disk that records what a run looks at."""
        return Recorder()

    def keep(self, disk: Recorder, line: str = "") -> None:
        """Keep an entry for a run that ended with 0 and printed only a line, if that is safe."""
        try:
            for path in _own_files():
                disk.record(path)
            # A file that has just changed could change again without getting another time.
            is_settled = disk.latest < time.time_ns() - _UNSETTLED
            if is_settled and len(disk.marks) <= _MOST_MARKS:
                self._write(disk.marks, line)
        except (OSError, ValueError):
            return

    def _write(self, marks: Mapping[tuple[str, str], str], line: str) -> None:
        os.makedirs(self._folder, mode=0o700, exist_ok=True)
        if not _is_ours(os.lstat(self._folder)):
            return
        fields = [field for (path, _), mark in marks.items() for field in (path, mark)]
        data = self._head + os.fsencode(_SEPARATOR.join([line, *fields, _END]))
        temporary = f"{self._path}.{os.getpid()}"
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            with open(os.open(temporary, flags, 0o600), "wb") as file:
                file.write(data)
            os.replace(temporary, self._path)
        except OSError:
            _remove(temporary)
            raise
        self._drop_old()

    def _drop_old(self) -> None:
        """Remove entries that nobody has used for long, and the oldest of too many."""
        with os.scandir(self._folder) as found:
            entries = sorted(
                (entry.stat(follow_symlinks=False).st_mtime, entry.path) for entry in found
            )
        oldest = time.time() - _OLDEST
        for number, (written, path) in enumerate(entries):
            if written < oldest or len(entries) - number > _MOST_ENTRIES:
                _remove(path)


class Recorder(Disk):
    """A disk that records, before it answers, the state of what it is asked about.

    `marks` are states by path and kind of question, `latest` is the time of the last change of a
    file or directory among them, in nanoseconds. What there is at a path is asked once: apps of one
    repository ask about the same folders above them.
    """

    __slots__ = ("_modes", "latest", "marks")

    def __init__(self) -> None:
        self.marks: dict[tuple[str, str], str] = {}
        self.latest = 0
        self._modes: dict[str, int] = {}

    def read(self, location: str, limit: int = SIZE_LIMIT) -> tuple[int, bytes]:
        """Read a file as Disk does."""
        try:
            return super().read(location, limit)
        except (OSError, ValueError):
            self.record(location)
            raise

    def _status(self, location: str, file: int) -> os.stat_result:
        status = super()._status(location, file)
        if (location, "c") not in self.marks:
            self.marks[location, "c"] = _content_mark(status)
            self._note_times(status)
        return status

    def record(self, location: str) -> None:
        """Record the state of a file or a directory, whose content is about to be asked for."""
        if (location, "c") in self.marks:
            return
        try:
            status = os.stat(location)
        except (OSError, ValueError):
            self.marks[location, "c"] = f"c{_ABSENT}"
        else:
            self.marks[location, "c"] = _content_mark(status)
            self._note_times(status)

    def _note_times(self, status: os.stat_result) -> None:
        self.latest = max(self.latest, status.st_mtime_ns, status.st_ctime_ns)

    def _mode(self, location: str) -> int:
        mode = self._modes.get(location)
        if mode is None:
            mode = self._modes[location] = super()._mode(location)
            self.marks.setdefault((location, "k"), _kind_mark(mode))
        return mode

    def has_entry(self, location: str) -> bool:
        """Tell whether there is anything at a path, as Disk does."""
        self.marks.setdefault((location, "e"), _mark(location, "e"))
        return super().has_entry(location)

    def entries(self, directory: str) -> list[Entry]:
        """List a directory as Disk does."""
        self.record(directory)
        entries = super().entries(directory)
        for entry in entries:
            # What a link leads to may change, and the directory does not.
            if entry.is_symlink():
                self.exists(entry.path)
        return entries

    def real_path(self, path: str) -> str | None:
        """Resolve the links of a path as Disk does."""
        real = super().real_path(path)
        self.marks.setdefault((path, "r"), f"r{real}")
        return real

    def is_link(self, location: str) -> bool:
        """Tell whether a path is a link, as Disk does."""
        is_link = super().is_link(location)
        # Another entry of that name would change the time of a directory that was listed.
        if is_link or (location.rpartition(os.sep)[0], "c") not in self.marks:
            self.marks.setdefault((location, "l"), f"l{is_link}")
        return is_link


def _mark(path: str, kind: str) -> str:
    """Return a path's state: content (c), type (k), own entry (e), is a link (l), real path (r)."""
    if kind == "r":
        return f"r{DISK.real_path(path)}"
    if kind == "l":
        return f"l{DISK.is_link(path)}"
    if kind == "e":
        return f"e{os.path.lexists(path)}"
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return kind + _ABSENT
    return _content_mark(status) if kind == "c" else _kind_mark(status.st_mode)


def _content_mark(status: os.stat_result) -> str:
    # The time of the last change of status catches what keeps size and time.
    return (
        f"c{stat.S_IFMT(status.st_mode)} {status.st_size} {status.st_ino}"
        f" {status.st_mtime_ns} {status.st_ctime_ns}"
    )


def _kind_mark(mode: int) -> str:
    return f"k{stat.S_IFMT(mode)}" if mode else f"k{_ABSENT}"


def _own_files() -> Iterator[str]:
    """Return the files of connlint itself: its modules, its data, and the parser that it used."""
    for name, module in list(sys.modules.items()):
        path = getattr(module, "__file__", None)
        if path and name.partition(".")[0].startswith(_LIBRARIES):
            yield path
    import connlint_schemas

    top = os.path.dirname(connlint_schemas.__file__)
    for folder in (top, *[os.path.join(top, name) for name in os.listdir(top)]):
        if os.path.isdir(folder):
            yield folder
            yield from [os.path.join(folder, name) for name in os.listdir(folder)]


def _is_ours(status: os.stat_result) -> bool:
    """Tell whether no other user could have written a file or into a directory."""
    if not hasattr(os, "getuid"):
        return True
    return status.st_uid == os.getuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return
