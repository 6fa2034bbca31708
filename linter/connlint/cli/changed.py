"""`--changed`: the files that git says have changed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator

from connlint.cli.console import UsageError
from connlint.files.inside import is_below, repository_of
from connlint.project import Target
from connlint.text.escaping import escape_unprintable, quote

__all__ = ["only_changed"]

# Settings of a repository must not make git run programs or show other paths.
_GIT = ("-c", "core.fsmonitor=false", "-c", "core.quotePath=false")
_DIFF = ("diff", "--name-only", "-z", "--no-renames", "--diff-filter=d", "--no-relative")
_QUIETLY = ("--no-ext-diff", "--ignore-submodules=all")
_UNTRACKED = ("ls-files", "--others", "--exclude-standard", "-z")
_TRACKED = ("ls-files", "-z")


def only_changed(targets: Iterable[Target], revision: str, cwd: str) -> tuple[Target, ...]:
    """Return the targets with only those of their files chosen that have changed.

    With an empty `revision` these are the files that differ from the last commit, else those that
    differ from its merge base with the current one; new files that git does not know count too.
    Raises UsageError where git cannot tell.
    """
    program = _program(cwd)
    files: dict[str, frozenset[str]] = {}
    limited = []
    for target in targets:
        top = repository_of(target.root)
        if top is None:
            raise UsageError(f"--changed needs a git repository, and {target.root} is in none")
        if top not in files:
            files[top] = frozenset(_Repository(program, top).changed(revision))
        chosen = frozenset(location for location in files[top] if target.covers(location))
        limited.append(target._replace(chosen=chosen, folders=()))
    return tuple(limited)


def _program(cwd: str) -> str:
    """Find git; a program in the working directory, where Windows looks first, is not it."""
    found = shutil.which("git")
    if found is None or is_below(os.path.abspath(found), cwd):
        raise UsageError("--changed needs git, which is not installed")
    return found


class _Repository:
    """Questions to git about one repository."""

    def __init__(self, program: str, top: str) -> None:
        self._program = program
        self._top = top

    def changed(self, revision: str) -> Iterator[str]:
        """Yield the absolute paths of the files that have changed and still exist."""
        base = self._base(revision)
        differing = (*_DIFF, *_QUIETLY, base, "--") if base else _TRACKED
        for names in (self._names(*differing), self._names(*_UNTRACKED)):
            for name in names:
                yield os.path.join(self._top, name.replace("/", os.sep))

    def _base(self, revision: str) -> str:
        """Return the commit to compare with; empty in a repository without commits."""
        if not revision:
            known = self._run("rev-parse", "--verify", "--quiet", "HEAD")
            return "HEAD" if known.returncode == 0 else ""
        is_option = revision.startswith("-") or "\0" in revision
        commit = f"{revision}^{{commit}}"
        if is_option or self._run("rev-parse", "--verify", "--quiet", commit).returncode:
            raise UsageError(
                f"--changed: git knows no revision {quote(revision)}; "
                "to limit what is reported to a path, name it first: connlint check PATH --changed"
            )
        done = self._run("merge-base", "HEAD", commit)
        if done.returncode:
            raise UsageError(f"--changed: {quote(revision)} shares no history with the last commit")
        return done.stdout.decode("ascii").strip()

    def _names(self, *arguments: str) -> list[str]:
        """Return the paths that a command of git prints, relative to the repository."""
        done = self._run(*arguments)
        if done.returncode:
            lines = done.stderr.decode("utf-8", "replace").splitlines()
            reason = escape_unprintable(lines[0]) if lines else "git failed"
            raise UsageError(f"--changed: git cannot tell what has changed: {reason}")
        return [os.fsdecode(name) for name in done.stdout.split(b"\0") if name]

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(  # noqa: S603 - no shell, and no argument that git takes for an option
                [self._program, *_GIT, *arguments],
                cwd=self._top,
                # Git would otherwise write to the repository to remember what it has seen.
                env={**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
        except OSError as error:
            raise UsageError(f"--changed: git cannot be run: {error.strerror}") from error
