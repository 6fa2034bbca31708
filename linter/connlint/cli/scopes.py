"""`connlint scopes`: print the scopes that an app has to ask for, or write its connector files."""

from __future__ import annotations

import os
from functools import partial

from connlint.catalog import Catalog
from connlint.cli.apps import apps_of
from connlint.cli.console import Console, ExitStatus
from connlint.cli.file_changes import agrees, show_changes, write_changes
from connlint.files.conventions import CONNECTORS, SUBDIRECTORY
from connlint.files.inside import is_below, repository_of
from connlint.init import Change
from connlint.project import shown_path
from connlint.scopes import ScopesReport, scopes_of
from connlint.scopes.writing import Place, plan_files
from connlint.text.escaping import escape_unprintable, plural
from connlint.whole_apps import App

__all__ = ["scopes", "write_scopes"]


def scopes(path: str, output_format: str, color: str, console: Console) -> int:
    """Print which scopes the apps have to ask for.

    Raises NothingToLint for a path that leads to no app.
    """
    _, report = _report(path, console)
    console.write(_rendered(report, output_format, color, console))
    return ExitStatus.CLEAN


def write_scopes(path: str, console: Console, *, yes: bool) -> int:
    """Write the connector files of the apps, after a question.

    The exit status is 2 if some of it cannot be done. Raises NothingToLint for a path that leads
    to no app, and UsageError where there is nobody to ask.
    """
    cwd = os.getcwd()
    apps, report = _report(path, console)
    status = ExitStatus.CLEAN
    by_top: dict[str, list[Change]] = {}
    for app, found in zip(apps, report.apps, strict=True):
        place = _place(app)
        plan = plan_files(found, app.project, place)
        for note in plan.notes:
            console.say(escape_unprintable(note))
        for obstacle in plan.obstacles:
            status = ExitStatus.FAILED
            reason = escape_unprintable(obstacle.reason)
            console.say(f"{_shown(place.top, obstacle.path, cwd)}: skipped: {reason}")
        if plan.changes:
            by_top.setdefault(place.top, []).extend(plan.changes)
    changes = sum(map(len, by_top.values()))
    if not changes:
        if status is ExitStatus.CLEAN:
            console.say("Nothing to write")
        return status
    for top, own in by_top.items():
        show_changes(own, console, partial(_shown, top, cwd=cwd))
    if not yes and not agrees(console, plural(changes, "file")):
        console.say("Nothing was written")
        return status
    return max(
        status,
        *(
            write_changes(own, top, console, partial(_shown, top, cwd=cwd))
            for top, own in by_top.items()
        ),
    )


def _report(path: str, console: Console) -> tuple[list[App], ScopesReport]:
    cwd = os.getcwd()
    apps = list(apps_of([path], cwd, console))
    shown = [(app.shown_root, shown_path(_directory(app), cwd), app.project) for app in apps]
    return apps, scopes_of(shown, Catalog())


def _directory(app: App) -> str:
    """Return the path of the folder for connector files; it need not exist."""
    if app.target.functions_dir:
        return os.path.join(app.root, SUBDIRECTORY, CONNECTORS)
    return app.project.connectors_dir


def _place(app: App) -> Place:
    """Return where the files of an app are, and why there cannot be new ones, if so."""
    obstacle = ""
    own = os.path.join(app.root, SUBDIRECTORY)
    if app.target.functions_dir and not is_below(app.target.functions_dir, own):
        obstacle = "without base44/config.jsonc, this app cannot have connector files"
    elif app.project.hides_connectors:
        obstacle = "the connectors of this app may be in files that connlint does not read"
    return Place(repository_of(app.root) or app.root, _directory(app), obstacle)


def _shown(top: str, name: str, cwd: str) -> str:
    """Return a path below the top as it is printed."""
    return escape_unprintable(shown_path(os.path.join(top, *name.split("/")), cwd))


def _rendered(report: ScopesReport, output_format: str, color: str, console: Console) -> str:
    if output_format == "text":
        from connlint.render import scopes_text
        from connlint.render.style import COLOUR, PLAIN

        style = COLOUR if console.has_colour(color) else PLAIN
        return scopes_text.render(report, style, console.columns())
    if output_format == "json":
        from connlint.render import scopes_json

        return scopes_json.render(report)
    if output_format == "jsonc":
        from connlint.render import scopes_jsonc

        return scopes_jsonc.render(report)
    if output_format == "command":
        from connlint.render import scopes_command

        return scopes_command.render(report)
    from connlint.render import scopes_markdown

    return scopes_markdown.render(report)
