"""The files of a commit, read without a checkout: git prints its objects as they are stored."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from connlint.files.snapshot import Snapshot
from connlint.git.repository import Conversation, GitError, Repository
from connlint.text.escaping import escape_unprintable

__all__ = ["open_commit"]

_LINK = b"120000"
_SUBMODULE = b"160000"
_GIT_FOLDER = ".git"
_CHUNK = 1024 * 1024


@contextmanager
def open_commit(repository: Repository, commit: str) -> Iterator[Snapshot]:
    """Give the files of a commit, at the places where a checkout has them.

    Contents are read on demand, while the context is open: git prints the stored bytes, so no
    filter of the repository runs and no line end changes. Submodules are empty folders. Raises
    GitError if git cannot list the files.
    """
    done = repository.run("ls-tree", "-r", "-z", "--full-tree", commit)
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").splitlines()
        reason = escape_unprintable(lines[0]) if lines else "git failed"
        raise GitError(f"git cannot list the files of {commit[:12]}: {reason}")
    objects: dict[str, bytes] = {}
    links = []
    # The folder that marks the repository, as on the disk.
    folders = [os.path.join(repository.top, _GIT_FOLDER)]
    for line in done.stdout.split(b"\0"):
        facts, tab, name = line.partition(b"\t")
        if not tab:
            continue
        mode, _, identity = facts.split(b" ")
        location = os.path.join(repository.top, os.fsdecode(name).replace("/", os.sep))
        if mode == _SUBMODULE:
            folders.append(location)
            continue
        objects[location] = identity
        if mode == _LINK:
            links.append(location)
    reader = _Objects(repository, objects)
    try:
        yield Snapshot(repository.top, objects, reader.read, links, folders)
    finally:
        reader.close()


class _Objects:
    """Contents of git's objects, which one process prints on demand."""

    def __init__(self, repository: Repository, objects: Mapping[str, bytes]) -> None:
        self._repository = repository
        self._objects = objects
        self._git: Conversation | None = None

    def read(self, location: str, limit: int) -> tuple[int, bytes]:
        """Return a file's size and its content, which is empty if larger than `limit`.

        Raises OSError for one that the clone does not have.
        """
        if self._git is None:
            self._git = self._repository.converse("cat-file", "--batch")
        answer = self._git
        # The line is `<id> blob <size>`, or `<id> missing`.
        words = answer.ask(self._objects[location]).split()
        if not words:
            # Git ends when it needs an object that a partial clone lacks.
            self.close()
        if len(words) != len(("id", "kind", "size")):
            raise OSError(errno.EIO, "this clone does not have the file's content", location)
        size = int(words[2])
        if size <= limit:
            return size, answer.stdout.read(size + 1)[:-1]
        left = size + 1
        while left > 0 and (skipped := len(answer.stdout.read(min(left, _CHUNK)))):
            left -= skipped
        return size, b""

    def close(self) -> None:
        """End the process."""
        if self._git is not None:
            self._git.close()
            self._git = None
