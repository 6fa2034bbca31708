"""Linting on a cluster of Dask: its start, the work in flight, and workers that are killed."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from uuid import uuid4

import dask
import pyarrow as pa
import pyarrow.compute as pc
from distributed import Client, Future, KilledWorker, LocalCluster

from connlint.fleet.app import failed
from connlint.fleet.batch import to_rows
from connlint.fleet.errors import FleetError
from connlint.fleet.packing import pack, unpack
from connlint.fleet.work import ClusterOptions, Work
from connlint.fleet.worker import QUIET, Guards, lint_packed, versions
from connlint.text.escaping import listing, quote

__all__ = ["open_cluster"]

_HOST = "127.0.0.1"
_IN_FLIGHT = 2
"""The batches that a worker's thread has: one that is linted, and the next."""
_PATIENCE = 10
"""The seconds within which a cluster has to answer."""
_LOOK_AGAIN = 16
"""The batches after which workers are counted again; some may be gone, and others there."""
_LOOK = 10
"""The seconds without a result after which it is looked whether one can come."""
_LONELY = 120
"""The seconds after which a cluster without workers counts as one that will have none."""
_SETTINGS = {
    # Batches are sent in the place of data, and Dask warns of that.
    "distributed.admin.large-graph-warning-threshold": "1GB",
    # A worker that is killed comes back; giving it up could leave none.
    "distributed.deploy.lost-worker-timeout": "1000 days",
}


@contextmanager
def open_cluster(options: ClusterOptions, settings: str | None) -> Iterator[_Cluster]:
    """Connect to the cluster at an address, or start one on this machine; and leave or end it.

    Raises FleetError if there is none at the address, or one with other versions.
    """
    with dask.config.set(_SETTINGS), _without_logs(), _client(options) as client:
        name = f"connlint-{uuid4().hex}"
        if options.scheduler:
            _check_versions(client, options.scheduler)
        client.register_plugin(Guards(settings), name=name)
        try:
            yield _Cluster(client, name)
        finally:
            with suppress(Exception):
                client.unregister_worker_plugin(name)


@contextmanager
def _without_logs() -> Iterator[None]:
    """Keep Dask's logs out of what the command says: what matters is an exception here."""
    logging.disable()
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


@contextmanager
def _client(options: ClusterOptions) -> Iterator[Client]:
    if options.scheduler:
        try:
            client = Client(options.scheduler, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise _unreachable(options.scheduler) from error
        with client:
            yield client
        return
    with (
        LocalCluster(
            n_workers=options.workers,
            threads_per_worker=1,
            processes=True,
            host=_HOST,
            dashboard_address=f"{_HOST}:8787" if options.dashboard else None,
            silence_logs=logging.CRITICAL,
            preload=[QUIET],
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client


def _unreachable(address: str) -> FleetError:
    return FleetError(f"There is no scheduler of Dask at {quote(address)}")


def _check_versions(client: Client, address: str) -> None:
    """Raise FleetError unless all workers have the versions of this process."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError as error:
        raise FleetError(f"The scheduler at {quote(address)} has no workers") from error
    try:
        found: Mapping[str, Sequence[str]] = client.run(versions)
    except Exception as error:
        # The function itself may be what a worker does not have.
        raise FleetError(
            f"The workers of {quote(address)} cannot run connlint: {type(error).__name__}"
        ) from error
    own = versions()
    for worker, theirs in sorted(found.items()):
        if tuple(theirs) != tuple(own):
            pairs = [
                f"{there} (here {here})"
                for there, here in zip(theirs, own, strict=True)
                if there != here
            ]
            raise FleetError(f"The worker {quote(worker)} has other versions: {listing(pairs)}")


class _Cluster:
    """An engine on a cluster; see Engine."""

    def __init__(self, client: Client, plugin: str) -> None:
        self._client = client
        self._plugin = plugin
        self._room = 0

    def run(self, work: Iterable[Work]) -> Iterator[Work]:
        """Yield results; raises FleetError if the cluster is gone."""
        waiting = iter(work)
        flying: dict[Future[bytes], Work] = {}
        ended: SimpleQueue[Future[bytes]] = SimpleQueue()
        count = 0
        while True:
            if count % _LOOK_AGAIN == 0:
                self._room = _IN_FLIGHT * max(1, self._threads())
            while len(flying) < self._room:
                each = next(waiting, None)
                if each is None:
                    break
                flying[self._sent(each.batch, ended)] = each
            if not flying:
                return
            future = self._next(ended)
            each = flying.pop(future)
            yield Work(each.key, self._result(future, each.batch))
            count += 1

    def _threads(self) -> int:
        """Count the batches that can be linted at a time; raises FleetError without a scheduler."""
        if self._client.status != "running":
            raise _gone()
        try:
            return sum(self._client.nthreads().values())
        except (OSError, TimeoutError) as error:
            raise _gone() from error

    def _sent(self, batch: pa.RecordBatch, ended: SimpleQueue[Future[bytes]]) -> Future[bytes]:
        """Send a batch; what comes of it is put into the queue when it is there."""
        # Equal batches are not one: each has its own result to be released.
        future = self._client.submit(lint_packed, pack(batch), self._plugin, pure=False)
        future.add_done_callback(ended.put)
        return future

    def _next(self, ended: SimpleQueue[Future[bytes]]) -> Future[bytes]:
        """Wait for the next result; raises FleetError where none can come any more."""
        lonely = 0
        while True:
            try:
                return ended.get(timeout=_LOOK)
            except Empty:
                lonely = 0 if self._threads() else lonely + _LOOK
            if lonely >= _LONELY:
                raise FleetError("The cluster has no workers any more; --resume goes on later")

    def _result(self, future: Future[bytes], batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return the results of a batch, whatever its workers died of."""
        if future.cancelled():
            raise _gone()
        try:
            return unpack(future.result())
        except KilledWorker:
            return self._in_halves(batch)
        finally:
            future.release()

    def _in_halves(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Lint the halves of a batch, one after the other: an app in one of them kills workers."""
        names = sorted(pc.unique(batch.column("app")).to_pylist())
        if len(names) == 1:
            return to_rows([failed(names[0], "killed each worker that linted it", 0)])
        middle = len(names) // 2
        results = []
        for half in (names[:middle], names[middle:]):
            rows = batch.filter(pc.is_in(batch.column("app"), pa.array(half, pa.string())))
            ended: SimpleQueue[Future[bytes]] = SimpleQueue()
            _ = self._sent(rows, ended)
            results.append(self._result(self._next(ended), rows))
        return pa.concat_batches(results)


def _gone() -> FleetError:
    return FleetError("The scheduler of Dask is gone; --resume goes on where it was")
