"""Real git repositories for tests, which no configuration of the machine changes."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.project.tree import make

_WHO = ("-c", "user.name=connlint tests", "-c", "user.email=tests@example.com")
_PLAIN = (
    "-c",
    "commit.gpgsign=false",
    "-c",
    "core.autocrlf=false",
    "-c",
    "protocol.file.allow=always",
)


def git(root: Path, *arguments: str, **environment: str) -> str:
    """Run git in a folder and return what it prints."""
    done = subprocess.run(
        ["git", *_WHO, *_PLAIN, *arguments],
        cwd=root,
        env={
            **os.environ,
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            **environment,
        },
        check=True,
        capture_output=True,
    )
    return done.stdout.decode().strip()


def change(root: Path, files: Mapping[str, str | bytes | None]) -> None:
    """Write files, and delete those without content."""
    for name, content in files.items():
        if content is None:
            (root / name).unlink()
        else:
            make(root, {name: content})


def commit(root: Path, files: Mapping[str, str | bytes | None]) -> str:
    """Change files, commit everything and return the commit's id."""
    if not (root / ".git").exists():
        root.mkdir(parents=True, exist_ok=True)
        git(root, "init", "-q", "-b", "main")
    change(root, files)
    git(root, "add", "-A", "-f")
    git(root, "commit", "-q", "--allow-empty", "-m", "a state of the app")
    return git(root, "rev-parse", "HEAD")
