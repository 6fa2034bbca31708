"""Exchange between a guard and its child process: frames of bytes, and a shared progress."""

from __future__ import annotations

import mmap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO

__all__ = [
    "IDLE",
    "OUT_OF_MEMORY",
    "READY",
    "Progress",
    "read_frame",
    "skip_to",
    "write_frame",
]

OUT_OF_MEMORY = 77
"""The exit status of a child that ran out of memory."""
READY = b"connlint is ready\n"
"""The line that a child writes before its first frame."""
IDLE = -1
"""The number of the app while a child works on none."""

_LENGTH = 8
_SIZE = 16


class Progress:
    """The progress of a child, in a file that both processes have in their memory.

    The child writes it, and the guard reads it, even after the child has died.
    """

    def __init__(self, path: str) -> None:
        """Open the file, which `create` has made."""
        with open(path, "r+b") as file:
            self._memory = mmap.mmap(file.fileno(), _SIZE)
        self._values = memoryview(self._memory).cast("q")

    @staticmethod
    def create(descriptor: int) -> None:
        """Fill a new file, given by its descriptor, with the progress of a child that is idle."""
        with open(descriptor, "wb") as file:
            file.write(IDLE.to_bytes(_LENGTH, "little", signed=True) * 2)

    @property
    def app(self) -> int:
        """Return the number in its batch of the app that the child works on, or IDLE."""
        return self._values[0]

    @property
    def started(self) -> int:
        """Return a number that grows with each app that the child begins."""
        return self._values[1]

    def begin(self, app: int) -> None:
        """Say that the work on an app begins."""
        self._values[0] = app
        self._values[1] += 1

    def end(self) -> None:
        """Say that no app is in work."""
        self._values[0] = IDLE

    def close(self) -> None:
        """Release the memory."""
        self._values.release()
        self._memory.close()


def write_frame(stream: IO[bytes], content: bytes) -> None:
    """Write bytes that read_frame returns at the other end; raises OSError if that is closed."""
    stream.write(len(content).to_bytes(_LENGTH, "little"))
    stream.write(content)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Return the next frame; None if the other end is closed before it is complete."""
    header = stream.read(_LENGTH)
    if len(header) < _LENGTH:
        return None
    length = int.from_bytes(header, "little")
    content = stream.read(length)
    return content if len(content) == length else None


def skip_to(stream: IO[bytes], mark: bytes) -> bool:
    """Read up to the end of a mark; tell whether there is one before the other end is closed."""
    latest = b""
    while latest != mark:
        byte = stream.read(1)
        if not byte:
            return False
        latest = (latest + byte)[-len(mark) :]
    return True
