"""The linting of batches in a child process, which an app may crash, hang or fill up.

An app is to blame for the death of the child if it took too long, or if it was the first app of a
new child. Otherwise what went before in the process may be the reason, or something outside: then
the app is tried by itself in a new child, and the rest in another one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from connlint.fleet.app import failed
from connlint.fleet.batch import to_rows
from connlint.fleet.child import Child, Death, GuardError, Limits, command
from connlint.fleet.columns import to_input
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["Guard", "GuardError"]

_TRIES = 3
"""The number of starts after which a child counts as impossible to start."""


class _Apps(NamedTuple):
    """Rows sorted by app, the names of the apps, and the number of the row after each of them."""

    rows: pa.RecordBatch
    names: list[str]
    ends: list[int]

    def part(self, first: int, stop: int) -> pa.RecordBatch:
        """Return the rows of the apps from `first` up to but without `stop`."""
        start = self.ends[first - 1] if first else 0
        return self.rows.slice(start, self.ends[stop - 1] - start)


class Guard:
    """A child process that lints batches, and is replaced when it dies.

    It is started with the first batch; `close` ends it, as does the end of this process. Only one
    thread at a time may use a guard.
    """

    def __init__(
        self,
        settings: str | None = None,
        seconds: float = 30.0,
        megabytes: int = 1024,
        child: Sequence[str] | None = None,
    ) -> None:
        """Take the text of a connlint.toml for all apps, and limits for the child.

        An app may take `seconds`; where the system has no alarms, up to twice as many. On Linux,
        all that the child keeps in memory is less than `megabytes`; about 50 of them are its own.
        `child` is the command that starts a child, by default connlint's own. Raises ValueError for
        a limit that is not positive.
        """
        if not (seconds > 0 and megabytes > 0):
            raise ValueError(f"limits must be positive, not {seconds} seconds, {megabytes} MB")
        self._settings = settings
        self._limits = Limits(seconds, megabytes)
        self._args = list(child) if child is not None else command()
        self._child: Child | None = None

    def __enter__(self) -> Guard:  # noqa: PYI034 - no class is derived from this one
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def lint(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return what lint_batch returns, with an error for each app that ended the child.

        Raises ValueError for other columns, GuardError if no child can be started.
        """
        apps = _sorted(to_input(batch))
        done: dict[int, pa.RecordBatch] = {}
        pending = [(0, len(apps.names))]
        while pending:
            first, stop = pending.pop()
            if first == stop:
                continue
            answer = self._lint(apps.part(first, stop))
            if not isinstance(answer, Death):
                done[first] = answer
                continue
            if answer.app is None and stop - first > 1:
                # It happened before the first app or after the last one: look at fewer.
                middle = (first + stop) // 2
                pending += [(middle, stop), (first, middle)]
                continue
            suspect = first + (answer.app or 0)
            pending += [(suspect + 1, stop), (first, suspect)]
            if answer.is_late or (answer.is_first and suspect == first):
                result = failed(apps.names[suspect], answer.reason, answer.milliseconds)
                done[suspect] = to_rows([result])
            else:
                # The next one to be tried, so it gets a new child for itself.
                pending.append((suspect, suspect + 1))
        return _joined([done[first] for first in sorted(done)])

    def close(self) -> None:
        """End the child; the next batch would start another one."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def _lint(self, rows: pa.RecordBatch) -> pa.RecordBatch | Death:
        child, self._child = self._child or self._started(), None
        answer = child.lint(rows)
        if not isinstance(answer, Death):
            self._child = child
        return answer

    def _started(self) -> Child:
        """Start a child, and try again if something ends it before it is ready."""
        for _ in range(_TRIES - 1):
            with contextlib.suppress(GuardError):
                return Child(self._args, self._settings, self._limits)
        return Child(self._args, self._settings, self._limits)


def _sorted(rows: pa.RecordBatch) -> _Apps:
    rows = rows.sort_by("app")
    runs = pc.run_end_encode(rows.column(0))
    return _Apps(rows, runs.values.to_pylist(), runs.run_ends.to_pylist())


def _joined(batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    """Return the rows of several batches of results as one."""
    if not batches:
        return to_rows([])
    return pa.concat_batches(batches)
