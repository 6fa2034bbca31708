"""The apps that a report is about, with their code analyzed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connlint.cli.console import Console
from connlint.project import Project, Target, find_targets, shown_path
from connlint.project.places import code_directories
from connlint.run import read_project
from connlint.text.escaping import escape_unprintable
from connlint.tuples import NamedTuple

__all__ = ["App", "apps_of"]


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
        for file in (*project.outside, *project.outside_code):
            console.say(escape_unprintable(f"{file.source.path} {file.reason}"))
        places = code_directories(target, None)
        root = places.root if places is not None else target.root
        yield App(target, root, shown_path(root, cwd) if root != cwd else ".", project)
