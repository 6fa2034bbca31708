"""The apps that a report is about, with their code analyzed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connlint.cli.console import Console
from connlint.project import Project, Target, find_targets
from connlint.project.places import app_root, shown_root
from connlint.run import read_project
from connlint.text.escaping import escape_unprintable
from connlint.tuples import NamedTuple

__all__ = ["App", "apps_of", "say_outside"]


class App(NamedTuple):
    """An app: its target, its root as an absolute path and as shown to people, and its project."""

    target: Target
    root: str
    shown_root: str
    project: Project


def apps_of(paths: Sequence[str], cwd: str, console: Console) -> Iterator[App]:
    """Yield the apps that the paths mean, each as a whole; say which of their files are outside.

    Raises NothingToLint for a path that leads to no app.
    """
    for target in find_targets(paths, cwd):
        # A file names its project: a report about a part would be none.
        project = read_project(target._replace(chosen=None), cwd)
        say_outside(project, console)
        root = app_root(target)
        yield App(target, root, shown_root(root, cwd), project)


def say_outside(project: Project, console: Console) -> None:
    """Name the files of an app that are outside its repository, so that they are not read."""
    for file in (*project.outside, *project.outside_code):
        console.say(escape_unprintable(f"{file.source.path} {file.reason}"))
