"""Questions to git about one repository; this is the only module that runs git."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import suppress

from connlint.files.inside import is_below
from connlint.git.branch import USUAL
from connlint.text.escaping import escape_unprintable, quote

__all__ = ["Conversation", "GitError", "Repository", "UnknownRevision", "find_git"]

# Settings of a repository must not make git run programs or show other paths.
_GIT = (
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.quotePath=false",
    "-c",
    f"core.hooksPath={os.devnull}",
)
_DIFF = ("diff", "--name-only", "-z", "--no-renames", "--diff-filter=d", "--no-relative")
_QUIETLY = ("--no-ext-diff", "--ignore-submodules=all")
_UNTRACKED = ("ls-files", "--others", "--exclude-standard", "-z")
_TRACKED = ("ls-files", "-z")
_KNOWN = ("rev-parse", "--verify", "--quiet")
_ELSEWHERE = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_PREFIX"})
"""Variables that a hook has; they name its repository, which need not be the one asked about."""
_QUIET = {
    # Git would otherwise write to the repository to remember what it has seen.
    "GIT_OPTIONAL_LOCKS": "0",
    # In a partial clone git would otherwise fetch what is not there.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_OWNER = "dubious ownership"
_HISTORY = (
    "this clone is shallow, so older commits are missing. Fetch them with `git fetch --unshallow` "
    "(in CI: `fetch-depth: 0` of actions/checkout, `GIT_DEPTH: 0` of GitLab)"
)


class GitError(Exception):
    """Git cannot answer; the message is one clear line that begins with a small letter."""


class UnknownRevision(GitError):  # noqa: N818 - it says what happened
    """Git does not know a revision that the user named."""


def find_git(cwd: str) -> str | None:
    """Find git; a program in the working directory, where Windows looks first, is not it."""
    found = shutil.which("git")
    return None if found is None or is_below(os.path.abspath(found), cwd) else found


class Repository:
    """Questions to git about the repository whose folder with `.git` is `top`."""

    def __init__(self, program: str, top: str) -> None:
        self.top = top
        self._program = program

    def changed(self, revision: str) -> Iterator[str]:
        """Yield the absolute paths of the files that have changed and still exist.

        With an empty `revision` these are the files that differ from the last commit, else those
        that differ from its merge base with the current one; new files count too. Raises GitError.
        """
        base = self._base_of_changes(revision)
        differing = (*_DIFF, *_QUIETLY, base, "--") if base else _TRACKED
        for names in (self._names(*differing), self._names(*_UNTRACKED)):
            for name in names:
                yield os.path.join(self.top, name.replace("/", os.sep))

    def _base_of_changes(self, revision: str) -> str:
        """Return the commit to compare with; empty in a repository without commits."""
        if not revision:
            return "HEAD" if self._commit("HEAD") else ""
        commit = self._commit(revision)
        if not commit:
            raise UnknownRevision(f"git knows no revision {quote(revision)}")
        base = self._answer("merge-base", "HEAD", commit)
        if not base:
            raise GitError(f"{quote(revision)} shares no history with the last commit")
        return base

    def ensure_readable(self) -> None:
        """Raise GitError, which says why, if git does not read this repository."""
        done = self.run("rev-parse", "--show-toplevel")
        if done.returncode == 0:
            top = os.fsdecode(done.stdout).rstrip("\n")
            # Git looks further up if the folder's `.git` is not a repository.
            if not os.path.samefile(top, self.top):
                shown = escape_unprintable(os.path.join(self.top, ".git"))
                raise GitError(f"git finds no repository in {shown}")
            return
        reason = done.stderr.decode("utf-8", "replace")
        if _OWNER in reason:
            raise GitError(
                "git does not read this repository, because its folder belongs to somebody else. "
                "If you trust it: git config --global --add safe.directory "
                + escape_unprintable(self.top)
            )
        raise GitError(f"git cannot read this repository: {_first_line(reason)}")

    def commit(self, revision: str) -> str:
        """Return the id of the commit that a revision names; raises GitError, with a hint."""
        found = self._commit(revision)
        if found:
            return found
        message = f"git knows no revision {quote(revision)}"
        if self._commit(f"refs/remotes/origin/{revision}"):
            raise UnknownRevision(f"{message}; origin has it: {quote(f'origin/{revision}')}")
        raise UnknownRevision(f"{message}{self._and_history()}")

    def fork_point(self) -> tuple[str, str]:
        """Return the default branch and the last commit that it shares with the current one.

        Raises GitError without commits, if no branch is the default one, or without such a commit.
        """
        if not self._commit("HEAD"):
            raise GitError("this repository has no commits yet")
        name = self._default_branch()
        if not name:
            more = self._and_history()
            raise GitError(f"git knows no default branch (origin/HEAD, main or master){more}")
        base = self._answer("merge-base", "HEAD", name)
        if not base:
            more = self._and_history()
            raise GitError(f"{quote(name)} shares no history with the last commit{more}")
        return name, base

    def _default_branch(self) -> str:
        """Return the branch that origin calls its default, or else the likely one; may be empty."""
        prefix = "refs/remotes/"
        remote = self._answer("symbolic-ref", "--quiet", f"{prefix}origin/HEAD")
        named = [remote.removeprefix(prefix)] if remote.startswith(prefix) else []
        names = [*named, *(f"origin/{name}" for name in USUAL), *USUAL]
        places = {name: prefix if name.startswith("origin/") else "refs/heads/" for name in names}
        return next((name for name in names if self._commit(places[name] + name)), "")

    def _and_history(self) -> str:
        """Say that commits are missing, after another reason, if the clone is shallow."""
        is_shallow = self._answer("rev-parse", "--is-shallow-repository") == "true"
        return f"; {_HISTORY}" if is_shallow else ""

    def _commit(self, revision: str) -> str:
        """Return the id of a commit; empty if git does not know it."""
        if not revision or revision.startswith("-") or "\0" in revision:
            return ""
        return self._answer(*_KNOWN, f"{revision}^{{commit}}")

    def _answer(self, *arguments: str) -> str:
        """Return the one line that git prints; empty if it fails."""
        done = self.run(*arguments)
        return "" if done.returncode else os.fsdecode(done.stdout).strip()

    def _names(self, *arguments: str) -> list[str]:
        """Return the paths that a command of git prints, relative to the repository."""
        done = self.run(*arguments)
        if done.returncode:
            reason = _first_line(done.stderr.decode("utf-8", "replace"))
            raise GitError(f"git cannot tell what has changed: {reason}")
        return [os.fsdecode(name) for name in done.stdout.split(b"\0") if name]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """Run git and return what it has printed; raises GitError if it cannot be run."""
        try:
            return subprocess.run(  # noqa: S603 - no shell, and no argument that git takes for an option
                self._command(arguments),
                cwd=self.top,
                env=_environment(os.environ),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
        except OSError as error:
            raise GitError(f"git cannot be run: {error.strerror}") from error

    def converse(self, *arguments: str) -> Conversation:
        """Start git for questions on its standard input; raises OSError if it cannot be run."""
        return Conversation(
            subprocess.Popen(  # noqa: S603 - as above
                self._command(arguments),
                cwd=self.top,
                env=_environment(os.environ),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        )

    def _command(self, arguments: tuple[str, ...]) -> list[str]:
        return [self._program, *_GIT, *arguments]


class Conversation:
    """A process of git that answers each line on its standard input."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        if process.stdin is None or process.stdout is None:
            raise ValueError("the process needs pipes")
        self._process = process
        self._stdin = process.stdin
        self.stdout = process.stdout

    def ask(self, line: bytes) -> bytes:
        """Return the line that answers one; empty if git has ended."""
        try:
            self._stdin.write(line + b"\n")
            self._stdin.flush()
            return self.stdout.readline()
        except OSError:
            return b""

    def close(self) -> None:
        """End the process."""
        for stream in (self._stdin, self.stdout):
            # What git had not read when it ended cannot be flushed.
            with suppress(OSError):
                stream.close()
        self._process.wait()


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in given.items() if name.upper() not in _ELSEWHERE}
    return {**kept, **_QUIET}


def _first_line(text: str) -> str:
    lines = text.splitlines()
    return escape_unprintable(lines[0]) if lines else "git failed"
