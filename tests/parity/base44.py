"""Base44's own command line, without any network: what it makes of an app."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

__all__ = ["VERSION", "Base44", "Verdict", "offline"]

VERSION = "0.1.18"
_MOST = 120
"""The seconds after which a run hangs."""
_RUNS_AT_ONCE = 3
_TYPE = re.compile(r'^\s*"(?P<type>[^"\n]+)": true;$', re.MULTILINE)
_REGISTRY = re.compile(r"interface ConnectorTypeRegistry \{(?P<rows>[^}]*)\}")
_REFUSALS = {
    r"Project root not found|No Base44 app ID found": "finds no app",
    r"File contains invalid JSON: \S*\bconfig\.jsonc? ": "refuses the text of the config",
    r"File contains invalid JSON": "refuses the text",
    r"Invalid project configuration": "refuses the shape of the config",
    r"Invalid connector file": "refuses the shape",
    r"Duplicate connector type": "refuses the duplicate",
    r"The `cwd` option must be a path to a directory": "refuses the file in the directory's place",
    r"Plugin projects cannot define plugins|must define plugin\.namespace": "refuses the plugin",
    r"File not found": "looks for another file",
}


class Verdict(NamedTuple):
    """What the command line says: a short word, and the types that it has read.

    `refusal` is empty where it takes the app; `types` is empty where it does not.
    """

    refusal: str
    types: frozenset[str]
    output: str


class Base44:
    """The command line of a package of npm's; `home` is a folder for what it may write."""

    def __init__(self, node: str, package: Path, home: Path) -> None:
        self.command = (node, str(package / "bin" / "run.js"), "types", "generate")
        self.home = home

    def judge(self, folders: Sequence[Path]) -> list[Verdict]:
        """What it says about the app of each folder, several at a time.

        The first one has its run alone: that run unpacks the program's templates into `home`,
        and runs that all do so at once get into each other's way.
        """
        first, *others = folders
        verdict = self._judge(first)
        with ThreadPoolExecutor(_RUNS_AT_ONCE) as pool:
            return [verdict, *pool.map(self._judge, others)]

    def _judge(self, folder: Path) -> Verdict:
        done = subprocess.run(
            self.command,
            cwd=folder,
            env=offline(self.home),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=_MOST,
        )
        if done.returncode:
            return Verdict(_refusal(done.stdout), frozenset(), done.stdout)
        return Verdict("", _types(folder), done.stdout)


def offline(home: Path) -> dict[str, str]:
    """An environment that gives it nothing of this machine's and asks it to stay offline."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("BASE44", "XDG", "NODE", "npm"))
    }
    return {
        **kept,
        "HOME": str(home),
        "USERPROFILE": str(home),
        "NO_COLOR": "1",
        "BASE44_DISABLE_TELEMETRY": "1",
        # It would ask npm's registry for a newer version of itself.
        "BASE44_CLI_TEST_OVERRIDES": json.dumps({"latestVersion": None}),
    }


def _refusal(output: str) -> str:
    for pattern, words in _REFUSALS.items():
        if re.search(pattern, output):
            return words
    return f"refuses: {' '.join(output.split())[:200]}"


def _types(folder: Path) -> frozenset[str]:
    """The connector types in the declarations that it has written for an app."""
    places = [folder, *folder.parents]
    written = next(
        path for place in places if (path := place / "base44/.types/types.d.ts").exists()
    )
    registry = _REGISTRY.search(written.read_text("utf-8"))
    return frozenset(_TYPE.findall(registry["rows"])) if registry else frozenset()
