"""An app on disk, and the draft that becomes one.

All paths have `/`. Those of a draft are relative to the app's root; those of an App are relative
to its world, a folder with everything above the app that connlint may look at.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from posixpath import dirname, join, normpath
from random import Random
from typing import NamedTuple

from .changes import Change

__all__ = ["App", "Draft"]

USUAL_ROOT = "home/team/app"
"""No path of a generated app climbs higher than its world, three folders above the usual root."""


class App(NamedTuple):
    """What a seed gives: files, links and empty folders, and what is asked about them.

    `root` is the app's folder, `asked` are the PATHs to check from there. `change` is what
    happens to the app after its first runs. `is_linked` says that the root is a link, so that
    connlint sees other folders above it from within.
    """

    seed: int
    files: dict[str, bytes]
    links: dict[str, str]
    folders: tuple[str, ...]
    root: str
    asked: tuple[str, ...]
    change: Change
    is_linked: bool = False

    def write(self, world: Path) -> None:
        """Put the app into a folder; of two things with one name, the first is there."""
        world.mkdir(parents=True, exist_ok=True)
        for name in self.folders:
            _make_folder(world / name)
        for name, content in self.files.items():
            path = world / name
            if _make_folder(path.parent) and not os.path.lexists(path):
                path.write_bytes(content)
        for name, target in self.links.items():
            path = world / name
            if _make_folder(path.parent) and not os.path.lexists(path):
                path.symlink_to(target)


def _make_folder(path: Path) -> bool:
    """Make a folder where nothing is in its way, and tell whether it is there."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return path.is_dir()


class Draft:
    """An app in the making; `rng` decides all that is not decided."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.rng = Random(seed)  # noqa: S311 - no secret
        self.root = USUAL_ROOT
        self.files: dict[str, bytes] = {}
        self.links: dict[str, str] = {}
        self.folders: dict[str, None] = {}
        self.asked: tuple[str, ...] = (".",)

    def put(self, path: str, content: str | bytes) -> None:
        """Put a file somewhere, in the place of the one that is there."""
        data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        self.files[self._in_world(path)] = data

    def put_new(self, path: str, content: str | bytes) -> None:
        """Put a file where none is."""
        if self._in_world(path) not in self.files:
            self.put(path, content)

    def add_folder(self, path: str) -> None:
        """Make an empty folder."""
        self.folders[self._in_world(path)] = None

    def link(self, path: str, target: str) -> None:
        """Put a symbolic link somewhere, in the place of the file that is there."""
        self.files.pop(self._in_world(path), None)
        self.links[self._in_world(path)] = target

    def content(self, path: str) -> bytes:
        """Give the content of a file."""
        return self.files[self._in_world(path)]

    def remove(self, path: str) -> bytes:
        """Take a file away, and give its content."""
        return self.files.pop(self._in_world(path))

    def paths(self, within: str = "", endings: Sequence[str] = ("",)) -> list[str]:
        """List the app's files in a folder and below it, by their endings."""
        top = f"{self.root}/{within}"
        return [
            name[len(self.root) + 1 :]
            for name in self.files
            if name.startswith(top) and name.endswith(tuple(endings))
        ]

    def some(self, most: int) -> int:
        """Give a number from 1 to `most`."""
        return self.rng.randint(1, most)

    def happens(self, chance: float) -> bool:
        """Decide whether something of that chance happens."""
        return self.rng.random() < chance

    def move(self, old: str, new: str) -> None:
        """Rename a folder, or a file, with all that is in it."""
        before, after = self._in_world(old), self._in_world(new)
        self.files = {
            after + name[len(before) :] if _is_within(name, before) else name: content
            for name, content in self.files.items()
        }

    def done(self, change: Change, *, is_linked: bool = False) -> App:
        """Give the app."""
        files = dict(sorted(self.files.items()))
        links = dict(sorted(self.links.items()))
        folders = tuple(sorted(self.folders))
        return App(
            self.seed, files, links, folders, self.root, self.asked, change, is_linked=is_linked
        )

    def _in_world(self, path: str) -> str:
        place = normpath(join(self.root, path))
        assert not place.startswith("../"), f"seed {self.seed}: {path} leads out of the world"
        return place


def _is_within(name: str, folder: str) -> bool:
    while name:
        if name == folder:
            return True
        name = dirname(name)
    return False
