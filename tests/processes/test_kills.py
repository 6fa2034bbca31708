"""A run that is killed leaves no process and no open pipe behind."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tools.bench.functions import app_with_functions

pytestmark = [
    pytest.mark.slow(seconds=60),
    pytest.mark.skipif(sys.platform != "linux", reason="processes are counted in /proc"),
]

SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGKILL)
KILLS = 32
"""With a fixed order of moments, so that a failure can be repeated."""
GRACE = 8.0
"""Seconds in which everything that is left must be gone, on a machine with much else to do."""
ALONE = 1.0
"""Seconds in which that is so for nearly all kills."""
CTRL_CS = 5
"""For each number of processes."""
PROCESSES = 4
"""The first process and three others."""


@pytest.fixture(scope="module")
def big_app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An app for which several processes work."""
    return app_with_functions(tmp_path_factory.mktemp("big") / "app", 400, 400)


def _group(number: int) -> list[int]:
    """The processes of a group that are alive; those that ended and wait to be seen are not."""
    found = []
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            _, _, rest = Path(f"/proc/{entry}/stat").read_text().rpartition(")")
        except OSError:
            continue
        state, _, group = rest.split()[:3]
        if int(group) == number and state not in "ZX":
            found.append(int(entry))
    return found


def _left_of(number: int, until: float) -> list[int]:
    """Wait for a group to end, kill what is left of it at that time, and give what it was."""
    while _group(number) and time.monotonic() < until:
        time.sleep(0.01)
    left = _group(number)
    for each in left:
        os.kill(each, signal.SIGKILL)
    return left


def _run(app: Path) -> subprocess.Popen[bytes]:
    # Whoever started the tests may ignore signals, as a shell does in the background.
    command = [
        "env",
        "--default-signal",
        sys.executable,
        "-m",
        "connlint",
        "check",
        ".",
        "--quiet",
        "--no-cache",
        "--jobs",
        "3",
    ]
    return subprocess.Popen(
        command,
        cwd=app,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _wait_for(process: subprocess.Popen[bytes], count: int = PROCESSES) -> None:
    """Wait until so many processes of a run are there, or the first of them has ended."""
    while process.poll() is None and len(_group(process.pid)) < count:
        time.sleep(0.002)


def _seconds_of_a_run(app: Path) -> float:
    begin = time.monotonic()
    process = _run(app)
    seen = 0
    while process.poll() is None:
        seen = max(seen, len(_group(process.pid)))
        time.sleep(0.01)
    _, err = process.communicate()
    assert err == b""
    assert seen == PROCESSES
    return time.monotonic() - begin


def test_a_run_that_is_killed_at_any_moment_leaves_nothing_behind(big_app: Path) -> None:
    whole = _seconds_of_a_run(big_app)
    moments = random.Random(7)  # noqa: S311 - it decides on moments
    met = 0
    slow = 0
    for number in range(KILLS):
        kind = SIGNALS[number % len(SIGNALS)]
        process = _run(big_app)
        # Half of the kills wait for all processes: what else the machine does moves the moments.
        if number // len(SIGNALS) % 2:
            _wait_for(process)
            time.sleep(moments.uniform(0, whole / 8))
        else:
            time.sleep(moments.uniform(0, whole))
        met = max(met, len(_group(process.pid)))
        # As the kernel and other programs do: the first process alone.
        process.send_signal(kind)
        begin = time.monotonic()
        # The pipes end only when nobody has them any more.
        _, err = process.communicate(timeout=30)
        took = time.monotonic() - begin
        left = _left_of(process.pid, begin + GRACE)
        about = f"{kind.name}, the kill of number {number}"
        assert left == [], about
        assert took < GRACE, about
        slow += time.monotonic() - begin > ALONE
        assert b"Traceback" not in err, about
    # Some of them met all processes at work.
    assert met == PROCESSES
    assert slow <= KILLS // 4


@pytest.mark.parametrize("count", range(2, PROCESSES + 1))
def test_ctrl_c_in_a_terminal_goes_to_all_processes_and_one_line_says_so(
    big_app: Path, count: int
) -> None:
    # As soon as a process is there, so that the newest one has hardly begun.
    for _ in range(CTRL_CS):
        process = _run(big_app)
        _wait_for(process, count)
        os.killpg(process.pid, signal.SIGINT)
        begin = time.monotonic()
        out, err = process.communicate(timeout=30)
        assert (process.returncode, out, err) == (2, b"", b"connlint: Interrupted\n")
        # One that has closed its pipes may still be ending.
        assert _left_of(process.pid, begin + GRACE) == []
