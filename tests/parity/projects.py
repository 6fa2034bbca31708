"""The small apps of projects.toml, and how one is put on disk."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = ["Project", "groups"]

_TABLE = Path(__file__).with_name("projects.toml")
_USUAL = {
    "base44/config.jsonc": '{"name": "Notes"}',
    "base44/.app.jsonc": '{"id": "notes"}',
}


class Project(NamedTuple):
    """An app: its name, what lies in it, where commands run, and why it is wrong nevertheless."""

    name: str
    files: Mapping[str, bytes]
    links: Mapping[str, str]
    folders: tuple[str, ...]
    pipes: tuple[str, ...]
    cwd: str
    why: str

    def write(self, root: Path) -> Path:
        """Put the app into a directory, and give the one in which commands run."""
        for name in self.folders:
            (root / name).mkdir(parents=True)
        for name, content in self.files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for name, target in self.links.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.symlink_to(target)
        for name in self.pipes:
            os.mkfifo(root / name)
        return root / self.cwd


def groups() -> dict[str, list[Project]]:
    """All apps, by the title of their group, in the order of the table."""
    table = tomllib.loads(_TABLE.read_text("utf-8"))
    return {group["title"]: list(map(_project, group["project"])) for group in table["group"]}


def _project(row: dict[str, Any]) -> Project:
    files = {name: text.encode() for name, text in _USUAL.items() if name not in _without(row)}
    files.update(_files(row))
    return Project(
        row["name"],
        files,
        row.get("links", {}),
        tuple(row.get("folders", ())),
        tuple(row.get("pipes", ())),
        row.get("cwd", "."),
        row.get("why", ""),
    )


def _without(row: dict[str, Any]) -> list[str]:
    names: list[str] = row.get("without", [])
    return names


def _files(row: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    for name, content in row.get("files", {}).items():
        yield name, _bytes(content, "utf-8")
    for name, content in row.get("connectors", {}).items():
        yield f"base44/connectors/{name}", _bytes(content, row.get("encoding", "utf-8"))


def _bytes(content: str | dict[str, Any], encoding: str) -> bytes:
    """A file's content: a text, or a table with a text that is repeated or encoded otherwise."""
    if isinstance(content, str):
        return content.encode(encoding)
    times = content.get("repeat", 1)
    parts = (
        content.get("before", ""),
        content["text"] * times,
        content.get("after", ""),
        content.get("close", "") * times,
        content.get("end", ""),
    )
    return "".join(parts).encode(content.get("encoding", encoding))
