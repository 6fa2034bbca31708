"""A real editor on a stage: an app on disk, steps to do in it, and what was seen after each."""

from __future__ import annotations

import json
import os
import shlex
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.cli.console import CONNECTORS, app
from tests.editors import recorder
from tests.packaging.programs import ROOT, clean_environment

__all__ = ["EDITORS", "HERE", "MISCOUNTING", "PUSHING", "Editor", "Stage", "found", "place"]

EDITORS = ROOT / "editors"
HERE = Path(__file__).parent
_MOST = 120
"""The seconds after which an editor hangs."""

# Servers that do one thing wrong, so that a test can show that it would notice.
MISCOUNTING = """\
from connlint_lsp.positions import Encoding
Encoding.units = lambda self, text: len(text)
Encoding.code_points = lambda self, text, units: min(units, len(text))
"""
PUSHING = """\
from connlint_lsp import server
client_of = server.client_of
server.client_of = lambda *given: client_of(*given)._replace(pulls=False)
"""


class Editor(NamedTuple):
    """A real editor, and how it counts.

    `command` starts it with the steps, `code` is what its page says, and `columns` is how many
    columns a text takes.
    """

    name: str
    command: tuple[str, ...]
    code: Path
    columns: Callable[[str], int]


class Stage:
    """An app in a folder, with an editor that is started for each list of steps."""

    def __init__(self, editor: Editor, folder: Path, files: Mapping[str, str | bytes]) -> None:
        self.editor = editor
        self.root = app(folder / "app", files)
        self.folder = folder
        self.spoil = ""
        """Python that makes the server wrong."""
        self.added = ("", "")
        """A part of the page's code, and what a user puts below it."""
        self.records: Path | None = None
        """A folder for what the editor sends, if that is to be recorded."""

    def path(self, name: str) -> Path:
        """A connector file, or another one by its path in the app."""
        return self.root / name if "/" in name else self.root / CONNECTORS / name

    def play(self, *steps: Mapping[str, object], patience: int = 60) -> list[Any]:
        """Do the steps in a fresh editor; what was seen after each.

        `patience` is for how many seconds the editor waits for what a step expects.
        """
        wanted, seen = self.folder / "steps.json", self.folder / "seen.json"
        wanted.write_text(json.dumps([self._told(step) for step in steps]), "utf-8")
        seen.unlink(missing_ok=True)
        done = subprocess.run(
            self.editor.command,
            cwd=self.root,
            env={
                **clean_environment(),
                **self._environment(),
                "CONNLINT_STEPS": str(wanted),
                "CONNLINT_SEEN": str(seen),
                "CONNLINT_PATIENCE": str(patience),
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=_MOST,
        )
        assert seen.is_file(), done.stdout
        result = json.loads(seen.read_text("utf-8"))
        assert "error" not in result, f"{result['error']}\n{done.stdout}"
        return [each[0] for each in result["seen"]]

    def _told(self, step: Mapping[str, object]) -> dict[str, object]:
        path = step.get("path")
        return {**step, "path": str(self.path(path))} if isinstance(path, str) else {**step}

    def _environment(self) -> dict[str, str]:
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        programs = self.folder / "programs"
        programs.mkdir(exist_ok=True)
        server = programs / "connlint"
        server.write_text(
            f"#!{sys.executable}\nimport sys\nassert sys.argv[1:] == ['server']\n{self.spoil}"
            "from connlint.cli import main\nsys.exit(main())\n",
            "utf-8",
        )
        if self.records is not None:
            words = [*recorder.command(self.records), sys.executable, "-m", "connlint"]
            server.write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n', "utf-8")
        server.chmod(server.stat().st_mode | stat.S_IXUSR)
        code = self.folder / self.editor.code.name
        after, added = self.added
        text = self.editor.code.read_text("utf-8")
        assert after in text
        code.write_text(text.replace(after, f"{after}\n{added}\n", 1), "utf-8")
        return {
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(home),
            **{f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "DATA", "STATE")},
            "LC_ALL": "C.UTF-8",
            "CONNLINT_CODE": str(code),
        }


def place(editor: Editor, text: str, part: str) -> list[int]:
    """Where the editor has a part of a text: line, column, last line, last column, from 0."""
    before = text[: text.index(part)].replace("\r\n", "\n").rpartition("\n")
    line, column = before[0].count("\n") + len(before[1]), editor.columns(before[2])
    return [line, column, line, column + editor.columns(part)]


def found(seen: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[int]]]:
    """The rules of diagnostics, and where they stand."""
    return [(str(each["rule"]), each["range"]) for each in seen]
