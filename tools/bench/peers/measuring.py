"""Measurement of programs: each is checked to do its work, then all are timed in turns."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tests.packaging.programs import clean_environment
from tests.parity.base44 import offline

from .cases import BROKEN, Case, broken_file, words
from .programs import Program
from .results import Figures, MeasuredCase

__all__ = ["LIMIT", "Runner", "takes_part"]

LIMIT = 120
"""The seconds after which a run is killed."""
_SLOW = 5
"""A program that takes more seconds than this gets only _FEW rounds."""
_FEW = 3
_ENDED = -9
_CHILD = Path(__file__).with_name("child.py")


class _Run(NamedTuple):
    status: int
    seconds: float
    memory: int


class Runner:
    """Runner of installed programs; `home` is a folder for the files that they write.

    connlint has no cache here, so that each run is a first one.
    """

    def __init__(self, python: Path, installed: Mapping[str, list[str]], home: Path) -> None:
        self._start = [str(python), "-c", "pass"]
        self._installed = installed
        cleaned = clean_environment()
        self._environment = {
            name: value
            for name, value in offline(home).items()
            if name in cleaned.keys() | {"BASE44_CLI_TEST_OVERRIDES", "BASE44_DISABLE_TELEMETRY"}
            and not name.startswith("PYTHON")
        } | {"NO_COLOR": "1", "CONNLINT_CACHE_DIR": os.devnull}

    def measure(self, case: Case, programs: list[Program], app: Path) -> MeasuredCase:
        """Check each program in a case, then time them round by round."""
        measured: dict[str, Figures] = {}
        commands: dict[str, list[str]] = {}
        slow: set[str] = set()
        for program in programs:
            begin = time.perf_counter()
            failure = self._check(case, program, app)
            measured[program.name] = {"seconds": [], "memory": 0, "failure": failure}
            if not failure:
                commands[program.name] = self._command(case, program, app)
                if self._run(commands[program.name], app).seconds > _SLOW:
                    slow.add(program.name)
            spent = time.perf_counter() - begin
            _say(f"{case.name}: {program.name}: {failure or 'does its work'} ({spent:.1f} s)")
        starts: list[float] = []
        for number in range(case.rounds):
            for name, command in commands.items():
                if number >= _FEW and name in slow:
                    continue
                # Python's start is timed before each, because the load of a machine varies.
                starts.append(round(self._run(self._start, app).seconds, 5))
                self._time(command, app, measured[name])
        return {"name": case.name, "rounds": case.rounds, "start": starts, "programs": measured}

    def _time(self, command: list[str], app: Path, figures: Figures) -> None:
        """Time one more run, unless the program has failed before."""
        if figures["failure"]:
            return
        run = self._run(command, app)
        if run.status:
            figures["failure"] = _over_limit() if run.status == _ENDED else f"status {run.status}"
        figures["seconds"].append(round(run.seconds, 5))
        figures["memory"] = max(figures["memory"], run.memory)

    def _command(self, case: Case, program: Program, app: Path) -> list[str]:
        arguments = program.start if case.is_start else words(program.arguments, app)
        return [*self._installed[program.name], *arguments]

    def _check(self, case: Case, program: Program, app: Path) -> str:
        """Return why a program does not do its work in a case; empty if it does."""
        if case.files:
            for expected, syntax in ((program.shape, False), (program.syntax, True)):
                if expected is None:
                    continue
                path = broken_file(app, syntax=syntax)
                status, output = self._output(self._command(case, program, app), app)
                path.unlink()
                if status != expected or BROKEN not in output:
                    return _failure(status, output, app) or "does not report a broken file"
        status, output = self._output(self._command(case, program, app), app)
        if status:
            return _failure(status, output, app)
        if case.files:
            pattern = program.healthy.replace("COUNT", str(case.files))
            return "" if re.fullmatch(pattern, output) else "says something of healthy files"
        is_said = case.functions or program.start == ("help",) or program.version in output
        return "" if is_said else "does not say its version"

    def _output(self, command: list[str], app: Path) -> tuple[int, str]:
        try:
            done = subprocess.run(
                command,
                cwd=app,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                check=False,
                timeout=LIMIT,
            )
        except subprocess.TimeoutExpired:
            return _ENDED, ""
        except OSError as error:
            # A list of files can exceed the limit of a command line's length.
            return 1, f"error: {os.strerror(error.errno or 0)}"
        return done.returncode, done.stdout

    def _run(self, command: list[str], app: Path) -> _Run:
        child = [sys.executable, "-I", "-S", str(_CHILD), str(LIMIT), *command]
        printed = subprocess.run(
            child, cwd=app, env=self._environment, stdout=subprocess.PIPE, text=True, check=True
        ).stdout
        status, seconds, memory = printed.split()
        return _Run(int(status), float(seconds), int(memory))


def takes_part(program: Program, case: Case) -> bool:
    """Tell whether a program takes part in a case."""
    if case.functions:
        return program.functions
    return not case.is_start or bool(program.start)


def _failure(status: int, output: str, app: Path) -> str:
    """Return a failed program's status and error line, without the app's path; empty for 0."""
    if status == _ENDED:
        return _over_limit()
    said = [line for line in output.splitlines() if re.search("error", line, re.IGNORECASE)]
    line = said[0].strip() if said else "no message"
    return f"status {status}: {line.replace(f'{app}/', '')}" if status else ""


def _over_limit() -> str:
    return f"over {LIMIT} s"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
