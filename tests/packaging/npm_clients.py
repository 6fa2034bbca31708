"""Package managers that install from the npm registry, and how each takes tarballs instead."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from .programs import missing, npm_packages

__all__ = ["CLIENTS", "Client", "fill_path", "write_project"]

Tarballs = Mapping[str, Path]
"""The tarballs by the names of their packages."""


class Client(NamedTuple):
    """A package manager.

    `programs` are those of its package. `install` works without scripts and without a network,
    and `runs` are the ways to start connlint in a project.
    """

    package: str
    programs: Sequence[str]
    install: str
    runs: Sequence[str]
    overrides: str = ""
    settings: str = ""


_YARN = Client(
    "@yarnpkg/cli-dist@4.18.1",
    ("yarn",),
    "yarn install --no-immutable",
    ("yarn exec connlint", "yarn run connlint", "yarn run lint"),
    "resolutions",
    "enableNetwork: false\nenableScripts: false\nenableTelemetry: false\n",
)
CLIENTS = {
    "npm": Client(
        "npm@11.19.1",
        ("npm", "npx"),
        "npm install --offline --ignore-scripts --no-audit --no-fund",
        ("npx connlint", "npm exec -- connlint", "npm run --silent lint --"),
        "overrides",
    ),
    "pnpm": Client(
        "pnpm@12.21.0",
        ("pnpm",),
        "pnpm install --offline --ignore-scripts",
        ("pnpm exec connlint", "pnpm run --silent lint"),
    ),
    "yarn-1": Client(
        "yarn@1.22.22",
        ("yarn",),
        # It does not know any more what is optional if it comes from a tarball.
        "yarn install --offline --ignore-scripts --ignore-platform --non-interactive",
        ("yarn run --silent connlint", "yarn run --silent lint"),
        "resolutions",
    ),
    "yarn": _YARN._replace(settings=f"{_YARN.settings}nodeLinker: node-modules\n"),
    "yarn-pnp": _YARN._replace(settings=f"{_YARN.settings}nodeLinker: pnp\n"),
}


def write_project(folder: Path, client: Client, tarballs: Tarballs) -> None:
    """Write a project that has connlint from a tarball, and what belongs to it from others."""
    addresses = {name: f"file:{path}" for name, path in tarballs.items()}
    content: dict[str, Any] = {
        "name": "app",
        "version": "1.0.0",
        "private": True,
        "scripts": {"lint": "connlint"},
        "devDependencies": {"connlint": addresses.pop("connlint")},
    }
    if client.overrides:
        content[client.overrides] = addresses
    else:
        # JSON is YAML.
        text = json.dumps({"overrides": addresses})
        (folder / "pnpm-workspace.yaml").write_text(text, "utf-8")
    if client.settings:
        (folder / ".yarnrc.yml").write_text(client.settings, "utf-8")
        # It makes the folder a project of its own, whatever is above it.
        (folder / "yarn.lock").touch()
    (folder / "package.json").write_text(json.dumps(content, indent=2), "utf-8")


def fill_path(folder: Path, client: Client) -> None:
    """Fill a folder with a shell, Node and the package manager, so that it can be all of PATH."""
    folder.mkdir()
    for name in ("node", "sh"):
        (folder / name).symlink_to(shutil.which(name) or missing(f"{name} is not installed"))
    programs = npm_packages(client.package) / "node_modules" / ".bin"
    for name in client.programs:
        (folder / name).symlink_to((programs / name).resolve())
