"""Batches that engines take and give, and the place where they are to run."""

from __future__ import annotations

from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Protocol

    import pyarrow as pa

    class Engine(Protocol):
        """Linter of batches of whole apps; the same batch has the same results everywhere."""

        def run(self, work: Iterable[Work]) -> Iterator[Work]:
            """Yield the results of each batch under its key, in the order in which they come.

            Work is taken when there is room for it.
            """


__all__ = ["ClusterOptions", "Engine", "Work"]


class ClusterOptions(NamedTuple):
    """Options of the place where to lint.

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
