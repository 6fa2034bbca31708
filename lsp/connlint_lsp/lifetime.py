"""The life of the server: it ends when the editor that has started it is gone."""

from __future__ import annotations

import asyncio
import logging
import os
import sys

__all__ = ["end_with_client"]

_EVERY = 3.0
"""Seconds between two looks at the client's process."""


def end_with_client(process: int | None) -> None:
    """End this process soon after the client's has ended, which may leave the pipes open.

    Other processes may have the pipes of a client that was killed. On Windows there is no way to
    look at a process without a library; the pipes end there with the client.
    """
    if process is None or sys.platform == "win32":
        return
    if not _is_alive(process):
        logging.getLogger(__name__).warning("the client's process %d has ended", process)
        # A thread waits for standard input, and Python would wait for the thread.
        os._exit(1)
    asyncio.get_running_loop().call_later(_EVERY, end_with_client, process)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        # It belongs to somebody else, or is no number of a process.
        return True
    return True
