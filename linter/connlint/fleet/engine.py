"""Engines that lint batches: this process with one guard, or a cluster of Dask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from connlint.fleet.guard import Guard
from connlint.fleet.work import ClusterOptions, Work
from connlint.run import processors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.fleet.work import Engine

__all__ = ["open_engine"]

_FEW = 2000
"""The number of apps below which a cluster takes longer to start than it saves."""


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

    with open_cluster(options._replace(workers=options.workers or processors()), settings) as dask:
        yield dask


class _Here:
    """The engine without a cluster: one batch at a time."""

    def __init__(self, settings: str | None) -> None:
        self._settings = settings

    def run(self, work: Iterable[Work]) -> Iterator[Work]:
        with Guard(self._settings) as guard:
            for each in work:
                yield Work(each.key, guard.lint(each.batch))
