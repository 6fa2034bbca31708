"""Trial of mutants against tests: one session of pytest, and a forked child for each mutant.

The session collects all tests once. Then a first child runs each stage of them without a
mutation, and records which lines of the modules each test runs. The child of a mutant replaces
the code of the changed functions, so that every reference to such a function uses the mutant,
and runs the tests that reach its statement, until one fails.
Only tests write files, into their own temporary directories.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any, NamedTuple

import pytest  # noqa: TC002 - as in the linter, there are no guards for types
from _pytest.runner import runtestprotocol

__all__ = ["Attempt", "Outcome", "Refusal", "Trial"]

# The seconds that a test may take beyond ten times its time without a mutation.
_GRACE = 5.0
# The limit of a child's memory, in bytes, so that a mutant cannot use up that of the machine.
_MEMORY = 4 << 30

_Say = Callable[[str], object]
# The work of a child. It gets a function that records a text; the last text is its result.
_Job = Callable[[_Say], None]


class Refusal(Exception):  # noqa: N818 - it is not an error of the tool
    """The reason why no mutant can be tried, in one sentence."""


class Outcome(NamedTuple):
    """The fate of a mutant, "killed", "hung" or "survived", and the test that noticed it."""

    fate: str
    test: str


class Attempt(NamedTuple):
    """A mutant as the session needs it: its module's file, its lines and its code.

    Tests with `first` in their names are run before others.
    """

    file: str
    lines: range
    code: Callable[[], CodeType]
    first: str


class _Ran(NamedTuple):
    """A test run without a mutation: its seconds, and the lines that it runs, by file."""

    item: pytest.Item
    seconds: float
    lines: Mapping[str, frozenset[int]]


class Trial:
    """A plugin of pytest that replaces the running of the tests by the trial of mutants."""

    def __init__(
        self,
        modules: Mapping[str, str],
        quick: Path,
        attempts: Sequence[Attempt],
        jobs: int,
        say: Callable[[str], None],
    ) -> None:
        """Take module names by file; tests in the folder `quick` are run first."""
        self._modules = modules
        self._quick = quick
        self._attempts = attempts
        self._jobs = jobs
        self._say = say
        self._early: set[str] = set()
        self._functions: list[FunctionType] = []
        self.outcomes: list[Outcome] = [Outcome("survived", "") for _ in attempts]
        self.left_out: list[str] = []
        self.refusal = ""

    def pytest_sessionstart(self) -> None:
        """Import the modules to change, and trace calls that run before a mutant is in place."""
        for name in self._modules.values():
            importlib.import_module(name)
        sys.settrace(self._note_early)

    def _note_early(self, frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename in self._modules and code.co_name[0] != "<":
            self._early.add(f"{self._modules[code.co_filename]}.{code.co_name}")

    def pytest_collection_finish(self) -> None:
        """Collect all functions of the modules, which mutants change, before the first fork."""
        sys.settrace(None)
        self._functions = [
            function
            for function in gc.get_objects()
            if isinstance(function, FunctionType) and function.__code__.co_filename in self._modules
        ]
        gc.freeze()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try all mutants with the quick tests, then the survivors with the other tests."""
        if session.testsfailed:
            self.refusal = "a test module cannot be imported"
            return True
        if self._early:
            names = ", ".join(sorted(self._early))
            self.refusal = f"these run before any mutant is in place: {names}"
            return True
        items = [item for item in session.items if item.get_closest_marker("skip") is None]
        for is_quick in (True, False):
            stage = [item for item in items if (self._quick in item.path.parents) is is_quick]
            left = [i for i, outcome in enumerate(self.outcomes) if outcome.fate == "survived"]
            if stage and left:
                self._say(f"{len(left)} mutants and {len(stage)} tests")
                self._stage(stage, left)
        return True

    def _stage(self, items: Sequence[pytest.Item], left: Sequence[int]) -> None:
        ran = self._without_mutation(items)
        jobs = ((number, self._task(self._attempts[number], ran)) for number in left)
        began, total = time.monotonic(), len(left)
        results = _in_children(jobs, self._jobs)
        for done, (number, signal_number, text) in enumerate(results, 1):
            self.outcomes[number] = _outcome(signal_number, text)
            if done % 100 == 0 or done == total:
                self._say(f"{done} of {total} mutants, {time.monotonic() - began:.0f} s")

    def _without_mutation(self, items: Sequence[pytest.Item]) -> list[_Ran]:
        """Run a stage without a mutation, and return the tests that pass."""
        job = partial(_observe, items, self._modules)
        ((_, signal_number, text),) = _in_children(iter([(0, job)]), 1)
        if signal_number:
            raise Refusal(f"signal {signal_number} ends the tests where nothing is changed")
        passing = []
        for item, (passed, seconds, lines) in zip(items, json.loads(text), strict=True):
            if passed:
                sets = {file: frozenset(numbers) for file, numbers in lines.items()}
                passing.append(_Ran(item, seconds, sets))
            elif passed is False:
                self.left_out.append(item.nodeid)
        return passing

    def _task(self, attempt: Attempt, ran: Sequence[_Ran]) -> _Job:
        lines = frozenset(attempt.lines)
        chosen = [each for each in ran if not lines.isdisjoint(each.lines.get(attempt.file, ()))]
        chosen.sort(key=lambda each: (attempt.first not in each.item.name, each.seconds))
        return partial(_run, attempt, chosen, self._functions)


def _outcome(signal_number: int, text: str) -> Outcome:
    if signal_number == signal.SIGALRM:
        return Outcome("hung", text)
    return Outcome("killed", text) if text else Outcome("survived", "")


def _in_children(jobs: Iterator[tuple[int, _Job]], limit: int) -> Iterator[tuple[int, int, str]]:
    """Run jobs in up to `limit` forked children; yield each one's number, signal and text.

    A job that raises is an error of this tool: pytest catches the errors of tests.
    """
    running: dict[int, tuple[int, Path]] = {}
    exhausted = False
    while running or not exhausted:
        if not exhausted and len(running) < limit:
            following = next(jobs, None)
            if following is None:
                exhausted = True
                continue
            number, job = following
            folder = Path(tempfile.mkdtemp(prefix="mutate-"))
            sys.stdout.flush()
            sys.stderr.flush()
            child = os.fork()
            if child == 0:
                _be_child(job, folder)
            running[child] = number, folder
        else:
            child, status = os.wait()
            number, folder = running.pop(child)
            said = folder / "said"
            text = said.read_text("utf-8") if said.exists() else ""
            shutil.rmtree(folder, ignore_errors=True)
            if os.WIFEXITED(status) and status:
                raise Refusal(f"a child fails:\n{text}")
            yield number, os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, text


def _be_child(job: _Job, folder: Path) -> None:
    """Run a job in a child, write its text to a file, and end the process without output."""
    said, status = folder / "said", 1
    try:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(folder)
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.RLIM_INFINITY))
        job(lambda text: said.write_text(text, "utf-8"))
        status = 0
    except Exception:  # noqa: BLE001 - the parent raises it
        said.write_text(traceback.format_exc(), "utf-8")
    finally:
        os._exit(status)


def _observe(items: Sequence[pytest.Item], modules: Mapping[str, str], say: _Say) -> None:
    """Run tests without a mutation; record whether each passes, its seconds and its lines."""
    lines: dict[str, set[int]] = {}

    def in_frame(frame: FrameType, event: str, _: object) -> Any:  # noqa: ANN401 - sys.settrace's
        if event == "line":
            lines[frame.f_code.co_filename].add(frame.f_lineno)
        return in_frame

    def at_call(frame: FrameType, event: str, _: object) -> Any:  # noqa: ANN401 - sys.settrace's
        file = frame.f_code.co_filename
        if event == "call" and file in modules:
            lines.setdefault(file, set()).add(frame.f_lineno)
            return in_frame
        return None

    observations = []
    for item, following in zip(items, [*items[1:], None], strict=True):
        lines.clear()
        began = time.monotonic()
        sys.settrace(at_call)
        passed = _passes(item, following)
        sys.settrace(None)
        seconds = time.monotonic() - began
        observations.append((passed, seconds, {file: sorted(ran) for file, ran in lines.items()}))
    say(json.dumps(observations))


def _run(
    attempt: Attempt, chosen: Sequence[_Ran], functions: Sequence[FunctionType], say: _Say
) -> None:
    """Run tests with a mutant in place, and record the first that fails, or an empty text."""
    _put_in_place(attempt, functions)
    items = [test.item for test in chosen]
    for test, following in zip(chosen, [*items[1:], None], strict=False):
        say(test.item.nodeid)
        signal.setitimer(signal.ITIMER_REAL, _GRACE + 10 * test.seconds)
        passed = _passes(test.item, following)
        signal.setitimer(signal.ITIMER_REAL, 0)
        if passed is False:
            return
    say("")


def _passes(item: pytest.Item, following: pytest.Item | None) -> bool | None:
    """Run a test, and tell whether it passes; None if it is skipped."""
    reports = runtestprotocol(item, log=False, nextitem=following)
    if any(report.skipped for report in reports):
        return None
    return all(report.passed for report in reports)


def _put_in_place(attempt: Attempt, functions: Sequence[FunctionType]) -> None:
    """Replace the code of a module's functions by that of the mutant."""
    new = {_key(code): code for code in _codes(attempt.code())}
    is_changed = False
    for function in functions:
        code = new.get(_key(function.__code__))
        if code is not None and function.__code__.co_filename == attempt.file:
            is_changed |= function.__code__ != code
            function.__code__ = code
    if not is_changed:
        raise Refusal("the mutant is not in the code of any function")


def _key(code: CodeType) -> tuple[str, int]:
    return code.co_name, code.co_firstlineno


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)
