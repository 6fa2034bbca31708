"""The default branch of a git repository, read from git's own files; git is not run."""

from __future__ import annotations

import os
import re
import stat

__all__ = ["DEFAULT", "USUAL", "default_branch"]

DEFAULT = "main"
USUAL = (DEFAULT, "master")
"""The names that default branches have, the likelier one first."""
_REMOTE = re.compile(r"ref: refs/remotes/origin/(\S+)\s*")
_LOCAL = re.compile(r"ref: refs/heads/(\S+)\s*")
_MOST_BYTES = 1_000_000
"""The most that is read of a file; `packed-refs` may have a line for each of many branches."""


def default_branch(top: str) -> str:
    """Return the branch that the remote repository calls its default, or else the likely one.

    That is main or master if the repository has one of them, else the current branch. Without
    any of these, as in a worktree whose `.git` is a file, it is main.
    """
    folder = os.path.join(top, ".git")
    if not os.path.isdir(folder) or os.path.islink(folder):
        return DEFAULT
    remote = _REMOTE.fullmatch(_read(folder, "refs/remotes/origin/HEAD"))
    if remote is not None:
        return remote[1]
    current = _LOCAL.fullmatch(_read(folder, "HEAD"))
    if current is not None and current[1] in USUAL:
        return current[1]
    packed = _read(folder, "packed-refs")
    for name in USUAL:
        if _read(folder, f"refs/heads/{name}") or f" refs/heads/{name}\n" in packed:
            return name
    return current[1] if current is not None else DEFAULT


def _read(folder: str, name: str) -> str:
    """Return the text of a regular file of git's; empty if there is none."""
    path = os.path.join(folder, *name.split("/"))
    try:
        # A link may lead anywhere, and to open a pipe may take forever.
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return ""
        with open(path, "rb") as file:
            return file.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""
