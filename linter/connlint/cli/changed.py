"""`--changed`: the files that git says have changed."""

from __future__ import annotations

from collections.abc import Iterable

from connlint.cli.console import UsageError
from connlint.files.inside import repository_of
from connlint.git.repository import GitError, Repository, UnknownRevision, find_git
from connlint.project import Target

__all__ = ["only_changed"]


def only_changed(targets: Iterable[Target], revision: str, cwd: str) -> tuple[Target, ...]:
    """Return the targets with only those of their files chosen that have changed.

    With an empty `revision` these are the files that differ from the last commit, else those that
    differ from its merge base with the current one; new files that git does not know count too.
    Raises UsageError where git cannot tell.
    """
    program = find_git(cwd)
    if program is None:
        raise UsageError("--changed needs git, which is not installed")
    files: dict[str, frozenset[str]] = {}
    limited = []
    for target in targets:
        top = repository_of(target.root)
        if top is None:
            raise UsageError(f"--changed needs a git repository, and {target.root} is in none")
        if top not in files:
            files[top] = _changed(Repository(program, top), revision)
        chosen = frozenset(location for location in files[top] if target.covers(location))
        limited.append(target._replace(chosen=chosen, folders=()))
    return tuple(limited)


def _changed(repository: Repository, revision: str) -> frozenset[str]:
    try:
        return frozenset(repository.changed(revision))
    except UnknownRevision as error:
        raise UsageError(
            f"--changed: {error}; "
            "to limit what is reported to a path, name it first: connlint check PATH --changed"
        ) from error
    except GitError as error:
        raise UsageError(f"--changed: {error}") from error
