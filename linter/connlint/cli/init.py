"""`connlint init`: show what is missing, ask, and write it."""

from __future__ import annotations

import os
from collections.abc import Callable

from connlint.cli.console import Console, ExitStatus, UsageError
from connlint.cli.file_changes import agrees, show_changes, write_changes
from connlint.init import Plan, plan, survey
from connlint.project import Target, find_targets, shown_path
from connlint.text.escaping import escape_unprintable, plural

__all__ = ["init"]


def init(path: str, console: Console, *, yes: bool, dry_run: bool) -> int:
    """Write what an app lacks, after a question; exit status 2 if some of it cannot be done.

    Raises NothingToLint for a path that leads to no app, and UsageError for one that leads
    to several, and where there is nobody to ask.
    """
    cwd = os.getcwd()
    target = _target(path, cwd)
    around = survey(target)
    planned = plan(around)

    def shown(name: str) -> str:
        return escape_unprintable(shown_path(os.path.join(around.top, *name.split("/")), cwd))

    for obstacle in planned.obstacles:
        console.say(f"{shown(obstacle.path)}: skipped: {escape_unprintable(obstacle.reason)}")
    for note in planned.notes:
        console.say(escape_unprintable(note))
    status = ExitStatus.FAILED if planned.obstacles else ExitStatus.CLEAN
    if not planned.changes:
        if not planned.obstacles:
            console.say(f"Nothing to do: {_listed(planned, shown)}")
        return status
    show_changes(planned.changes, console, shown)
    count = plural(len(planned.changes), "file")
    if dry_run:
        console.say(f"{count} would be written")
        return status
    if not yes and not agrees(console, count):
        console.say("Nothing was written")
        return status
    written = write_changes(planned.changes, around.top, console, shown)
    if written is ExitStatus.CLEAN:
        steps = [f"  {number}. {step}" for number, step in enumerate(planned.steps, 1)]
        console.say("\n".join(["Next steps:", *map(escape_unprintable, steps)]))
    return max(status, written)


def _target(path: str, cwd: str) -> Target:
    """Return the one app that the path means."""
    targets = find_targets([path], cwd)
    if len(targets) > 1:
        names = [shown_path(target.root, cwd) for target in targets]
        raise UsageError(f"There are {len(targets)} apps here; name one: {', '.join(names)}")
    (target,) = targets
    if target.standalone:
        raise UsageError(f"{path}: not part of a Base44 app; name an app, or its connectors folder")
    return target._replace(chosen=None)


def _listed(planned: Plan, shown: Callable[[str], str]) -> str:
    verb = "are" if len(planned.present) > 1 else "is"
    return f"{', '.join(map(shown, planned.present))} {verb} already there"
