"""Apps of two states: which app of one is which of the other."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from connlint.catalog import Catalog
from connlint.files.reading import DISK, Disk
from connlint.plan.state import State
from connlint.project import NothingToLint, Target, find_targets, load_project
from connlint.project.app_config import setting
from connlint.project.places import app_root
from connlint.run import project_files, read_project

__all__ = ["in_commit", "in_folder", "state_of", "whole_apps"]

_LIKE = 0.5
"""The part of the files that an app with another folder has to share."""


def whole_apps(path: str, cwd: str, disk: Disk = DISK) -> list[Target]:
    """Return the apps that a path denotes, each as a whole.

    Raises NothingToLint if there is none, ValueError for a file that belongs to no app.
    """
    targets = find_targets([path], cwd, disk)
    if any(target.standalone for target in targets):
        raise ValueError(f"{path} belongs to no app, so a push does nothing with it")
    return list(map(_whole, targets))


def state_of(target: Target, catalog: Catalog, cwd: str, disk: Disk = DISK) -> State:
    """Read an app as a whole, and return its state."""
    whole = _whole(target)
    return State(app_root(whole), read_project(whole, cwd, disk=disk), catalog, cwd)


def _whole(target: Target) -> Target:
    return target._replace(chosen=None, folders=(), is_whole=True)


def in_commit(now: Target, top: str, cwd: str, snapshot: Disk, disk: Disk = DISK) -> Target | None:
    """Return the app of a commit that an app on the disk was then; None if there was none.

    It is the one with the same root, or else one that is not there any more and that is surely the
    same: it has the same name or half of the same files, and no other app could be meant.
    """
    root = app_root(now)
    same = _at(root, _found(root, cwd, snapshot))
    if same is not None:
        return same
    old, new = _found(top, cwd, snapshot), _found(top, cwd, disk)
    old_roots, new_roots = set(map(app_root, old)), set(map(app_root, new))
    gone = [each for each in old if app_root(each) not in new_roots]
    fresh = [each for each in new if app_root(each) not in old_roots and app_root(each) != root]
    like = [each for each in gone if _is_like(each, snapshot, now, cwd, disk)]
    if len(like) != 1 or any(_is_like(like[0], snapshot, each, cwd, disk) for each in fresh):
        return None
    return like[0]


def in_folder(
    now: Sequence[Target], base: str, before: Sequence[Target], other: str
) -> list[Target | None]:
    """Return for each app below `base` the one at the same place below `other`, if there is one.

    Where each of the two has one app, these are taken for the same.
    """
    if len(now) == len(before) == 1:
        return list(before)
    places = {os.path.relpath(app_root(each), other): each for each in before}
    return [places.get(os.path.relpath(app_root(each), base)) for each in now]


def _found(path: str, cwd: str, disk: Disk) -> Sequence[Target]:
    try:
        return [each for each in find_targets([path], cwd, disk) if not each.standalone]
    except NothingToLint:
        return ()


def _at(root: str, targets: Iterable[Target]) -> Target | None:
    return next((each for each in targets if app_root(each) == root), None)


def _is_like(old: Target, snapshot: Disk, new: Target, cwd: str, disk: Disk) -> bool:
    """Tell whether two apps with different roots are likely the same."""
    first, name = _marks(old, cwd, snapshot)
    second, other = _marks(new, cwd, disk)
    if name and name == other:
        return True
    return bool(first) and len(first & second) >= _LIKE * max(len(first), len(second))


def _marks(target: Target, cwd: str, disk: Disk) -> tuple[set[str], str | None]:
    """Return the texts of an app's files, and the name in its config."""
    project = load_project(target, cwd, disk=disk)
    config = project.config[1] if project.config is not None else None
    return {source.text for source in project_files(project)}, setting(config, "name")
