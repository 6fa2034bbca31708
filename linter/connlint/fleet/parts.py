"""Results of finished batches beside the output, so that a run that is killed can go on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256

import pyarrow as pa
import pyarrow.compute as pc

from connlint._version import __version__
from connlint.fleet.columns import INPUT, RESULT
from connlint.fleet.errors import FleetError
from connlint.fleet.packing import pack, unpack
from connlint.text.escaping import quote

__all__ = ["Parts", "count_apps"]

_ENDING = ".arrow"
_NEW = ".new"
_LOCK = "lock"


class Parts:
    """A folder with a file for the results of each batch, by the digest of all they depend on.

    A file has its name only if it is whole.
    """

    def __init__(self, folder: str, catalog_date: str, settings: str | None) -> None:
        """Name the folder, and what results depend on besides their batch and connlint."""
        self.folder = folder
        shape = "\n".join(str(schema) for schema in (INPUT, RESULT))
        whose = (__version__, catalog_date, shape, "" if settings is None else f"={settings}")
        self._start = sha256("\0".join(whose).encode("utf-8", "surrogatepass"))

    @contextmanager
    def opened(self, *, keep: bool) -> Iterator[None]:
        """Make the folder; without `keep`, remove what another run has left in it.

        Raises FleetError while another run uses it.
        """
        os.makedirs(self.folder, exist_ok=True)
        with open(os.path.join(self.folder, _LOCK), "wb") as lock:
            if not _is_locked(lock.fileno()):
                output = self.folder.removesuffix(".parts")
                raise FleetError(f"Another run of connlint is writing {quote(output)}")
            for name in os.listdir(self.folder):
                if name.endswith(_NEW) or (name.endswith(_ENDING) and not keep):
                    os.unlink(os.path.join(self.folder, name))
            try:
                yield
            finally:
                self._remove_if_empty()

    def key(self, batch: pa.RecordBatch) -> str:
        """Return the digest of a batch and of all else that its results depend on."""
        digest = self._start.copy()
        digest.update(batch.serialize())
        return digest.hexdigest()[:40]

    def has(self, key: str, apps: int) -> bool:
        """Tell whether the results of a batch of so many apps are there; damaged ones are not."""
        try:
            return count_apps(self.read(key)) == apps
        except (OSError, pa.ArrowException):
            return False

    def read(self, key: str) -> pa.RecordBatch:
        """Return the results of a batch; raises OSError or ArrowException for none."""
        with open(self._path(key), "rb") as file:
            return unpack(file.read())

    def write(self, key: str, results: pa.RecordBatch) -> None:
        """Keep the results of a batch; raises OSError if that is impossible."""
        new = f"{self._path(key)}{_NEW}"
        try:
            with open(new, "wb") as file:
                file.write(pack(results))
            os.replace(new, self._path(key))
        except OSError as error:
            with suppress(OSError):
                os.unlink(new)
            raise OSError(error.errno, error.strerror or str(error), new) from error

    def remove(self) -> None:
        """Remove all results, and the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _remove_if_empty(self) -> None:
        """Remove a folder in which nothing is kept; another run may have begun to use it."""
        if os.path.isdir(self.folder) and os.listdir(self.folder) == [_LOCK]:
            self.remove()

    def _path(self, key: str) -> str:
        return os.path.join(self.folder, f"{key}{_ENDING}")


def count_apps(results: pa.RecordBatch) -> int:
    """Return the number of apps in results: each has one row that is no finding."""
    count: int = results.num_rows - pc.count(results.column("rule")).as_py()
    return count


def _is_locked(handle: int) -> bool:
    """Lock a file until it is closed, if no other process has; it is not where none can."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        # A file system without locks.
        return True
    return True
