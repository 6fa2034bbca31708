"""Apps that a report is about as a whole, with their code analyzed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from connlint.files.reading import DISK, Disk
from connlint.project import Project, Target
from connlint.project.places import app_root, shown_root
from connlint.run import read_project
from connlint.tuples import NamedTuple

__all__ = ["App", "read_apps"]


class App(NamedTuple):
    """An app: its target, its root as an absolute path and as shown to people, and its project."""

    target: Target
    root: str
    shown_root: str
    project: Project


def read_apps(targets: Iterable[Target], cwd: str, disk: Disk = DISK) -> Iterator[App]:
    """Yield the apps of targets, each as a whole, whatever of it was asked for."""
    for target in targets:
        # A file names its project: a report about a part would be none.
        project = read_project(target._replace(chosen=None), cwd, disk=disk)
        root = app_root(target)
        yield App(target, root, shown_root(root, cwd), project)
