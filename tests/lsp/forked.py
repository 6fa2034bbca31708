"""Servers that start at once: forked from a process that has imported the server's modules.

Importing them takes longer than all that a client asks in a session, and the tests of many clients
would wait for it again and again. On Windows, which does not fork, each server is a new program.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

from tests.lsp.wire import LONGEST, SECONDS, Pipes

__all__ = ["Forked", "forked"]

_IMPORTED = ["connlint_lsp.server", "connlint.audit", "connlint.fix.fixer", "tree_sitter"]

if sys.platform == "win32":
    _CONTEXT = multiprocessing.get_context("spawn")
else:
    _CONTEXT = multiprocessing.get_context("forkserver")
    _CONTEXT.set_forkserver_preload(_IMPORTED)


class Forked(Pipes):
    """A server in a process of its own; `status` waits for its end."""

    def __init__(
        self, process: multiprocessing.process.BaseProcess, sent: int, received: int
    ) -> None:
        super().__init__(os.fdopen(sent, "wb"), os.fdopen(received, "rb"))
        self._process = process

    def status(self) -> int | None:
        """The exit status, None if the server does not end."""
        self._process.join(SECONDS)
        return self._process.exitcode

    def kill(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.join()
        for pipe in (self._sent, self._received):
            pipe.close()


def _serve(asked: Connection, answered: Connection) -> None:
    """Be the server, on two pipes."""
    os.dup2(asked.fileno(), 0)
    os.dup2(answered.fileno(), 1)
    asked.close()
    answered.close()
    # In its place there is an empty file.
    sys.stdin = os.fdopen(0, encoding="utf-8")
    from connlint_lsp.server import serve

    sys.exit(serve())


@contextmanager
def forked() -> Iterator[Forked]:
    """A server that is ended, whatever happens."""
    asked, sent = os.pipe()
    received, answered = os.pipe()
    ends = Connection(asked, writable=False), Connection(answered, readable=False)
    process = _CONTEXT.Process(target=_serve, args=ends)
    process.start()
    for end in ends:
        end.close()
    server = Forked(process, sent, received)
    # Whoever waits for a message that does not come sees the end of the server instead.
    timer = threading.Timer(LONGEST, process.kill)
    timer.start()
    try:
        yield server
    finally:
        timer.cancel()
        server.kill()
