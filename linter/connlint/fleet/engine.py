"""Engines that lint batches: this process with one guard, or a cluster of Dask."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from connlint.fleet.guard import Guard
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    import pyarrow as pa

    class Engine(Protocol):
        """What lints batches of whole apps; the same batch has the same results everywhere."""

        def run(self, work: Iterable[Work]) -> Iterator[Work]:
            """Yield the results of each batch under its key, in the order in which they come.

            Work is taken when there is room for it.
            """


__all__ = ["ClusterOptions", "Engine", "Work", "open_engine"]

_FEW = 2000
"""The number of apps below which a cluster takes longer to start than it saves."""


class ClusterOptions(NamedTuple):
    """Where to lint.

    `workers` is the number of processes on this machine, 0 for as many as it has processors;
    `scheduler` is the address of a cluster that runs, empty for none; with `dashboard`, the
    cluster on this machine shows its work in a browser.
    """

    workers: int = 0
    scheduler: str = ""
    dashboard: bool = False

    @property
    def is_asked_for(self) -> bool:
        """Tell whether anything says that there has to be a cluster."""
        return self != ClusterOptions()


class Work(NamedTuple):
    """A batch of files, or the results of one, with the batch's key."""

    key: str
    batch: pa.RecordBatch


@contextmanager
def open_engine(
    options: ClusterOptions, settings: str | None, apps: int | None
) -> Iterator[Engine]:
    """Start an engine for so many apps, None for very many, and end it.

    Few apps are linted in this process, unless an option asks for a cluster. `settings` is the
    text of a connlint.toml for all apps. Raises FleetError if there can be no cluster.
    """
    if not options.is_asked_for and apps is not None and apps < _FEW:
        yield _Here(settings)
        return
    from connlint.fleet.cluster import open_cluster

    with open_cluster(options._replace(workers=options.workers or _processors()), settings) as dask:
        yield dask


class _Here:
    """The engine without a cluster: one batch at a time."""

    def __init__(self, settings: str | None) -> None:
        self._settings = settings

    def run(self, work: Iterable[Work]) -> Iterator[Work]:
        with Guard(self._settings) as guard:
            for each in work:
                yield Work(each.key, guard.lint(each.batch))


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
