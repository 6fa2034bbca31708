"""Records what an editor sends to a language server, as a program between the two.

`python recorder.py FOLDER COMMAND…` starts the server, copies all bytes both ways, and writes what
the editor sends to a new file in the folder, one JSON message a line. It has the status of the server.

This file is started as a script, so it imports only what comes with Python.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, TextIO

__all__ = ["ASKED", "command"]

ASKED = "{{id of {}}}"
"""What an answer has in place of the id of the server's request: ids differ from run to run."""


class Recorder:
    """A started server, and the file that gets the messages for it."""

    def __init__(self, server: subprocess.Popen[bytes], file: TextIO) -> None:
        self.server = server
        self.file = file
        self.asked: dict[str, str] = {}
        """The methods of the server's requests by their ids, as JSON."""

    def listen(self) -> None:
        """Copy what the server says, and note what it asks."""
        assert self.server.stdout is not None
        while (head_and_body := _read(self.server.stdout)) is not None:
            head, body = head_and_body
            message = json.loads(body)
            if "method" in message and "id" in message:
                self.asked[json.dumps(message["id"])] = message["method"]
            sys.stdout.buffer.write(head + body)
            sys.stdout.buffer.flush()

    def copy(self) -> None:
        """Copy what the editor says, and write it down."""
        assert self.server.stdin is not None
        while (head_and_body := _read(sys.stdin.buffer)) is not None:
            head, body = head_and_body
            message = json.loads(body)
            if "method" not in message:
                message["id"] = ASKED.format(self.asked[json.dumps(message["id"])])
            self.file.write(json.dumps(message, ensure_ascii=False) + "\n")
            self.file.flush()
            self.server.stdin.write(head + body)
            self.server.stdin.flush()
        self.server.stdin.close()


def _read(stream: IO[bytes]) -> tuple[bytes, bytes] | None:
    """The next message with its header, None at the end of the stream."""
    head, length = b"", 0
    while line := stream.readline():
        head += line
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
        if not line.strip():
            return head, stream.read(length)
    return None


def command(folder: Path) -> list[str]:
    """The words that start it, before those that start the server."""
    return [sys.executable, __file__, str(folder)]


def main() -> int:
    """Record until the editor or the server ends."""
    folder, *words = sys.argv[1:]
    path = Path(folder, f"{time.time_ns()}.jsonl")
    with path.open("w", encoding="utf-8") as file:
        server = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        recorder = Recorder(server, file)
        for work in (recorder.listen, recorder.copy):
            # The end of the server is the end, even if the editor keeps the pipe open.
            threading.Thread(target=work, daemon=True).start()
        return server.wait()


if __name__ == "__main__":
    sys.exit(main())
