"""A run of `connlint scopes --write` that is killed leaves whole files, old ones or new ones."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest
from tests.cli.console import command, environment
from tests.rules.apps import write

from .apps import COMPLETE, GOOGLE

APPS = 12
OLD = json.dumps({"type": "gmail", "scopes": [f"{GOOGLE}gmail.modify"]}, indent=2)
NEW = [f"{GOOGLE}gmail.labels", f"{GOOGLE}gmail.send"]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no signals here")
@pytest.mark.parametrize("share", [0.8, 0.95])
def test_every_file_is_whole(share: float, tmp_path: Path) -> None:
    _apps(tmp_path / "timed")
    began = time.monotonic()
    _start(tmp_path / "timed").wait(timeout=60)
    duration = time.monotonic() - began
    root = tmp_path / "killed"
    _apps(root)
    process = _start(root)
    time.sleep(duration * share)
    process.kill()
    process.wait(timeout=60)
    _check(root)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no signals here")
@pytest.mark.parametrize("count", [1, 3])
def test_every_file_is_whole_after_the_first_ones(count: int, tmp_path: Path) -> None:
    _apps(tmp_path)
    process = _start(tmp_path)
    while process.poll() is None and len(_files(tmp_path)) < APPS // 2 + count:
        time.sleep(0.0005)
    process.kill()
    process.wait(timeout=60)
    _check(tmp_path)


def _apps(root: Path) -> None:
    """Apps that lack a file, and as many whose file has other scopes."""
    for number in range(APPS):
        path = "base44/connectors/gmail.jsonc"
        write({**COMPLETE, **({path: OLD} if number % 2 else {})}, root / f"app{number}")


def _files(root: Path) -> list[Path]:
    return list(root.rglob("base44/connectors/gmail.jsonc"))


def _check(root: Path) -> None:
    """Check that all files are whole, and that the next run completes the work."""
    for file in _files(root):
        assert json.loads(file.read_text())["scopes"] in (NEW, [f"{GOOGLE}gmail.modify"])
    assert _start(root).wait(timeout=60) == 0
    files = _files(root)
    assert len(files) == APPS
    assert all(json.loads(file.read_text())["scopes"] == NEW for file in files)


def _start(root: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command("scopes", "--write", "--yes"),
        cwd=root,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
