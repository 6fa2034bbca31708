"""The apps that a report is about, with their code analyzed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connlint.cli.console import Console
from connlint.project import Project, find_targets
from connlint.text.escaping import escape_unprintable
from connlint.whole_apps import App, read_apps

__all__ = ["apps_of", "say_outside"]


def apps_of(paths: Sequence[str], cwd: str, console: Console) -> Iterator[App]:
    """Yield the apps that the paths mean, each as a whole; say which of their files are outside.

    Raises NothingToLint for a path that leads to no app.
    """
    for app in read_apps(find_targets(paths, cwd), cwd):
        say_outside(app.project, console)
        yield app


def say_outside(project: Project, console: Console) -> None:
    """Name the files of an app that are outside its repository, so that they are not read."""
    for file in (*project.outside, *project.outside_code):
        console.say(escape_unprintable(f"{file.source.path} {file.reason}"))
