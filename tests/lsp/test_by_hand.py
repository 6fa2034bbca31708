"""The server when somebody starts it in a terminal, where no editor speaks to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

SAID = (
    "connlint: This is the language server. An editor starts it, and talks to it on standard "
    "input and output.\n"
    "connlint: To set up your editor, see "
    "https://github.com/connlint/connlint/blob/main/docs/editors.md. To stop, press Ctrl+C.\n"
)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_it_says_what_it_is_and_ends_with_control_c() -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "connlint", "server"]
    with subprocess.Popen(
        command,
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stderr is not None
        said = "".join(server.stderr.readline() for _ in SAID.splitlines())
        server.send_signal(signal.SIGINT)
        try:
            out, rest = server.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            raise
    os.close(ours)
    os.close(theirs)
    assert (said, out, rest, server.returncode) == (SAID, "", "", -signal.SIGINT)
