"""A client that puts bytes on the wire, for messages that no library of clients would send."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

__all__ = ["LONGEST", "SECONDS", "Pipes", "Wire", "framed", "wire"]

SECONDS = 20
LONGEST = 60


def framed(message: object) -> bytes:
    """A message as most clients send it."""
    body = json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


class Pipes:
    """The two ends of a connection with a server."""

    def __init__(self, sent: IO[bytes], received: IO[bytes]) -> None:
        self._sent = sent
        self._received = received

    def send(self, data: bytes | object) -> None:
        self._sent.write(data if isinstance(data, bytes) else framed(data))
        self._sent.flush()

    def receive(self) -> dict[str, Any] | None:
        """The next message of the server, None at its end."""
        length = 0
        while (line := self._received.readline()).strip():
            name, _, value = line.partition(b":")
            if name == b"Content-Length":
                length = int(value)
        if not length:
            return None
        message: dict[str, Any] = json.loads(self._received.read(length))
        return message

    def close(self) -> None:
        """Send nothing any more."""
        self._sent.close()


class Wire(Pipes):
    """A started server, and what it has sent."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        super().__init__(process.stdin, process.stdout)
        self.process = process
        self.probes = 0

    def until(self, number: object) -> list[dict[str, Any]]:
        """All messages up to the answer to a request, which is the last of them."""
        messages = []
        while (message := self.receive()) is not None:
            messages.append(message)
            if message.get("id") == number and "method" not in message:
                break
        return messages

    def initialize(self, **parameters: object) -> dict[str, Any]:
        self.send(
            {
                "jsonrpc": "2.0",
                "id": "initialize",
                "method": "initialize",
                "params": {"processId": None, "rootUri": None, "capabilities": {}, **parameters},
            }
        )
        return self.until("initialize")[-1]

    def answers(self, data: bytes | object) -> list[dict[str, Any]]:
        """What the server answers to a message, before it answers a request that comes after."""
        self.send(data)
        self.probes += 1
        probe = f"probe {self.probes}"
        self.send({"jsonrpc": "2.0", "id": probe, "method": "connlint/probe"})
        *before, last = self.until(probe)
        assert last["error"]["code"] in {-32601, -32002, -32600}
        return [each for each in before if "method" not in each]

    def end(self) -> int:
        """Close its input, and return its exit status."""
        self.close()
        return self.process.wait(SECONDS)


@contextmanager
def wire() -> Iterator[Wire]:
    """A server that is ended, whatever happens."""
    process = subprocess.Popen(
        [sys.executable, "-m", "connlint_lsp"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    # Whoever waits for a message that does not come sees the end of the server instead.
    timer = threading.Timer(LONGEST, process.kill)
    timer.start()
    try:
        yield Wire(process)
    finally:
        timer.cancel()
        process.kill()
        if process.stdin is not None and process.stdin.closed:
            process.stdin = None
        _, said = process.communicate()
        assert said == b""
