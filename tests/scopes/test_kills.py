"""A run of `connlint scopes --write` that is killed leaves whole files, old ones or new ones."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest
from tests.cli.console import command, environment
from tests.project.tree import make
from tests.rules.apps import write

from .apps import COMPLETE, GOOGLE

APPS = 12
OLD = json.dumps({"type": "gmail", "scopes": [f"{GOOGLE}gmail.modify"]}, indent=2)
NEW = [f"{GOOGLE}gmail.labels", f"{GOOGLE}gmail.send"]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no signals here")
@pytest.mark.parametrize("share", [0.7, 0.85, 0.93, 0.97, 1.0])
def test_every_file_is_whole(share: float, tmp_path: Path) -> None:
    def app(root: Path) -> None:
        for number in range(APPS):
            path = "base44/connectors/gmail.jsonc"
            write({**COMPLETE, **({path: OLD} if number % 2 else {})}, root / f"app{number}")

    app(tmp_path / "timed")
    began = time.monotonic()
    _start(tmp_path / "timed").wait(timeout=60)
    duration = time.monotonic() - began
    root = tmp_path / "killed"
    app(root)
    process = _start(root)
    time.sleep(duration * share)
    process.kill()
    process.wait(timeout=60)
    for file in root.rglob("base44/connectors/gmail.jsonc"):
        assert json.loads(file.read_text())["scopes"] in (NEW, [f"{GOOGLE}gmail.modify"])
    # The next run completes the work, whatever is left.
    assert _start(root).wait(timeout=60) == 0
    files = list(root.rglob("base44/connectors/gmail.jsonc"))
    assert len(files) == APPS
    assert all(json.loads(file.read_text())["scopes"] == NEW for file in files)


def _start(root: Path) -> subprocess.Popen[bytes]:
    make(root, {})
    return subprocess.Popen(
        command("scopes", "--write", "--yes"),
        cwd=root,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
