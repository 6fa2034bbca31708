"""The child process of a guard: it lints the batches that it gets, and may die of any app.

It reads frames from its standard input, first the options, then batches. It writes to its standard
output that it is ready, then a frame for each batch. It ends with its input, so it does not outlive
the guard: while an app is in work, the alarm ends it.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from collections.abc import Iterator

from connlint.fleet.frames import (
    OUT_OF_MEMORY,
    READY,
    Progress,
    read_frame,
    write_frame,
)
from connlint.fleet.packing import pack, unpack
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

    from connlint.catalog import Catalog

__all__ = ["main"]

_MEGABYTE = 1_000_000
_FIRST: dict[str, bytes | None] = {
    "base44/connectors/slack.jsonc": b'{"type": "slack", "scopes": ["chat:write"]}',
    "base44/functions/post/entry.ts": b'connectors.getConnection("slack");',
}
"""An app for which most modules are imported."""


class _Options(NamedTuple):
    """The options of a guard; `seconds` is None if the guard itself looks at the clock."""

    settings: str | None
    seconds: float | None
    megabytes: int
    progress: str


def main() -> None:
    """Lint batches until the standard input ends."""
    # Ctrl+C reaches all processes of a terminal; the guard decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests = sys.stdin.buffer
    with _own_output() as answers:
        first = read_frame(requests)
        if first is None:
            return
        options = _Options(**json.loads(first))
        progress = Progress(options.progress)
        # The file is needed no longer. Windows does not remove one that is open: the guard does.
        with contextlib.suppress(OSError):
            os.unlink(options.progress)
        _limit(options)
        try:
            catalog = _warm_catalog()
            answers.write(READY)
            answers.flush()
            while (request := read_frame(requests)) is not None:
                write_frame(answers, _answer(request, options, progress, catalog))
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        except BrokenPipeError:
            # The guard has ended, so nobody needs the answer.
            os._exit(1)


def _warm_catalog() -> Catalog:
    """Return the catalogue, after linting an app: the first of a batch waits for no imports.

    Raises MemoryError if there is too little memory for any app.
    """
    from connlint.catalog import Catalog
    from connlint.fleet.batch import App, lint_one

    catalog = Catalog()
    if lint_one(App("", _FIRST), None, catalog).is_out_of_memory:
        raise MemoryError
    return catalog


def _answer(request: bytes, options: _Options, progress: Progress, catalog: Catalog) -> bytes:
    """Lint the apps of a batch, each with its number in `progress` and an alarm for its time."""
    from connlint.fleet.batch import apps_in, lint_one, to_rows

    results = []
    for number, app in enumerate(apps_in(unpack(request))):
        # In this order: the alarm of the app before must not be heard as that of this one.
        _set_alarm(options.seconds)
        progress.begin(number)
        result = lint_one(app, options.settings, catalog)
        if result.is_out_of_memory:
            # What else is in the process may be the reason: the guard tries the app by itself.
            os._exit(OUT_OF_MEMORY)
        results.append(result)
    if options.seconds is not None:
        _set_alarm(0)
    progress.end()
    return pack(to_rows(results), is_compressed=False)


@contextlib.contextmanager
def _own_output() -> Iterator[BinaryIO]:
    """Give the standard output to the frames alone: whatever else is printed goes nowhere."""
    with open(os.dup(1), "wb") as answers, open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        yield answers


def _set_alarm(seconds: float | None) -> None:
    """Let the system end this process after some seconds, whatever it does then."""
    if seconds is not None and sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit(options: _Options) -> None:
    """Prepare the alarm, and limit the memory on systems that can."""
    if sys.platform == "win32":
        return
    import resource

    # A process can inherit that a signal is ignored or blocked.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
    # A crash is told to the user; an image of the memory would fill the disk.
    for kind, limit in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_DATA, options.megabytes * _MEGABYTE),
    ):
        _, most = resource.getrlimit(kind)
        least = limit if most == resource.RLIM_INFINITY else min(limit, most)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (least, most))
