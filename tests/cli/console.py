"""Runs of the command line in tests: in this process, or as a program of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from connlint.cli.check import check
from connlint.cli.commands import run
from connlint.cli.console import Console, guard
from connlint.cli.options import CheckOptions, InputOptions

CONFIG = '{"name": "Notes"}\n'
SLACK = '{"type": "slack", "scopes": ["chat:write"]}\n'
MISTYPED = '{\n  "type": "slak",\n  "scopes": []\n}\n'
CONNECTORS = "base44/connectors"


@dataclass(frozen=True)
class Outcome:
    status: int
    out: str
    err: str


def no_problems(connectors: int = 1, functions: int = 0, *, new: bool = False) -> str:
    """The line with which the check of a healthy app ends; `new` beside those of a baseline."""
    counts = {"connector file": connectors, "function": functions}
    words = [f"{count} {noun}{'s' * (count > 1)}" for noun, count in counts.items() if count]
    return f"No {'new ' * new}problems in {' and '.join(words)}.\n"


CLOSING = (
    "Found 1 error in 1 file.\n"
    "[1 fixable with --fix --unsafe-fixes]\n"
    "To read more about the rule: connlint rule unknown-type\n"
)
"""What `concise` says on standard error after the finding in MISTYPED."""


class Stream(io.TextIOWrapper):
    """A stream in memory that may call itself a terminal."""

    def __init__(self, encoding: str = "utf-8", *, terminal: bool = False) -> None:
        super().__init__(io.BytesIO(), encoding=encoding, newline="")
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal

    def text(self) -> str:
        self.flush()
        raw = self.buffer
        assert isinstance(raw, io.BytesIO)
        return raw.getvalue().decode(self.encoding)


def app(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """A project whose connectors directory holds the files."""
    connectors = root / CONNECTORS
    connectors.mkdir(parents=True)
    (root / "base44/config.jsonc").write_text(CONFIG)
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (connectors / name).write_bytes(data)
    return root


def connlint(
    *arguments: str,
    stdin: bytes = b"",
    environ: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    terminal: bool = False,
) -> Outcome:
    """Run the command in this process, with the options parsed by click."""
    out, err = Stream(encoding, terminal=terminal), Stream(encoding)
    console = Console(io.BytesIO(stdin), out, err, environ or {})
    status = guard(console, lambda: run(arguments, console))
    return Outcome(int(status), out.text(), err.text())


class Terminal(io.BytesIO):
    """Standard input from a terminal."""

    def isatty(self) -> bool:
        return True


def answered(words: bytes, *arguments: str, seen: bool = True) -> Outcome:
    """Run the command on a terminal, where somebody types that, and sees what is asked."""
    out, err = Stream(), Stream(terminal=seen)
    console = Console(Terminal(words), out, err, {})
    status = guard(console, lambda: run(arguments, console))
    return Outcome(int(status), out.text(), err.text())


def plainly(*paths: str) -> Outcome:
    """Run `check PATH…` in this process as it runs without options, and without click."""
    out, err = Stream(), Stream()
    console = Console(io.BytesIO(), out, err, {})
    status = guard(
        console, lambda: check(CheckOptions(InputOptions(paths=paths or (".",))), console)
    )
    return Outcome(int(status), out.text(), err.text())


def program(
    *arguments: str, cwd: Path, environ: Mapping[str, str] | None = None, stdin: bytes = b""
) -> Outcome:
    """Run `python -m connlint` as a program of its own."""
    done = subprocess.run(
        command(*arguments),
        cwd=cwd,
        env=environment(environ),
        input=stdin,
        capture_output=True,
        check=False,
        timeout=60,
    )
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


def written_to(stream: IO[bytes], *arguments: str, cwd: Path) -> tuple[int, bytes]:
    """Run it with a standard output of its own; the status and standard error come back."""
    done = subprocess.run(
        command(*arguments),
        cwd=cwd,
        env=environment(),
        stdout=stream,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stderr


def command(*arguments: str) -> Sequence[str]:
    return (sys.executable, "-W", "error", "-m", "connlint", *arguments)


def environment(changes: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment without what would change the output."""
    unwanted = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "GITHUB_ACTIONS")
    kept = {
        key: value
        for key, value in os.environ.items()
        if key not in unwanted and (key == "CONNLINT_CACHE_DIR" or not key.startswith("CONNLINT_"))
    }
    return {**kept, "PYTHONUTF8": "1", **(changes or {})}
