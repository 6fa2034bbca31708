"""Whatever is killed, full or missing: the output is right and complete, or it is not there."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.cli.console import command, environment, program
from tests.fleet.processes import parts_of, running, started
from tests.fleet.tables import Row, broken, healthy, write

ROOT = Path(__file__).resolve().parents[2]
APPS = 8000
SAID = f"Found {APPS // 4:,} errors in {APPS:,} apps.\n"
OUTPUTS = ("--output", "found.csv", "--summary", "apps.jsonl")

pytestmark = pytest.mark.slow(seconds=120)


def _rows() -> list[Row]:
    """Sixteen batches of apps, of which each fourth has an error."""
    rows: list[Row] = []
    for number in range(APPS):
        name = f"app-{number:05}"
        rows += healthy(name) if number % 4 else broken(name)
    return rows


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("apps") / "apps.parquet", _rows())


@pytest.fixture(scope="module")
def undisturbed(table: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[object]]:
    """The results of a run in which nothing is killed."""
    folder = tmp_path_factory.mktemp("undisturbed")
    with running(folder, str(table), *OUTPUTS) as run:
        assert run.end() == (1, SAID)
    return _results(folder)


def _results(folder: Path) -> tuple[str, list[object]]:
    """The findings as they are, and the summaries without the times."""
    lines = (folder / "apps.jsonl").read_text().splitlines()
    summaries: list[object] = [{**json.loads(line), "milliseconds": 0} for line in lines]
    return (folder / "found.csv").read_text(), summaries


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_third_of_the_workers_is_killed(
    table: Path, undisturbed: tuple[str, list[object]], tmp_path: Path
) -> None:
    with running(tmp_path, str(table), *OUTPUTS, "--workers", "6") as run:
        run.wait_until(lambda: len(parts_of(tmp_path / "found.csv")) > 0)
        workers = run.workers()
        assert len(workers) == 6
        for worker in workers[:2]:
            worker.kill()
        assert run.end() == (1, SAID)
    assert _results(tmp_path) == undisturbed
    assert _names(tmp_path) == ["apps.jsonl", "found.csv"]


@pytest.mark.parametrize("workers", [(), ("--workers", "2")])
def test_a_run_that_is_killed_goes_on(
    workers: tuple[str, ...],
    table: Path,
    undisturbed: tuple[str, list[object]],
    tmp_path: Path,
) -> None:
    with running(tmp_path, str(table), *OUTPUTS, *workers) as run:
        run.wait_until(lambda: len(parts_of(tmp_path / "found.csv")) > 2)
        run.kill()
    assert _names(tmp_path) == ["found.csv.parts"]
    kept = {path.name: path.stat().st_mtime_ns for path in parts_of(tmp_path / "found.csv")}
    with running(tmp_path, str(table), *OUTPUTS, "--resume") as run:
        run.wait_until(lambda: len(parts_of(tmp_path / "found.csv")) > len(kept))
        now = {path.name: path.stat().st_mtime_ns for path in parts_of(tmp_path / "found.csv")}
        assert kept.items() <= now.items()
        assert run.end() == (1, SAID)
    assert _results(tmp_path) == undisturbed
    assert _names(tmp_path) == ["apps.jsonl", "found.csv"]


_CUSTOM = """\
import os, sys
import connlint.fleet.child as child
child.command = lambda: [sys.executable, os.environ["POISON"]]
from connlint.fleet import guard
lint = guard.Guard.lint
def dying(self, batch):
    if "kills workers" in batch.column("app").to_pylist():
        os.kill(os.getpid(), 9)
    return lint(self, batch)
guard.Guard.lint = dying
"""


def _poisonous(folder: Path) -> dict[str, str]:
    """An environment in which apps can kill what lints them."""
    (folder / "sitecustomize.py").write_text(_CUSTOM)
    path = os.pathsep.join([str(folder), str(ROOT), os.environ.get("PYTHONPATH", "")])
    return {"PYTHONPATH": path, "POISON": str(ROOT / "tests" / "fleet" / "poison.py")}


@pytest.mark.parametrize("workers", [(), ("--workers", "2")])
def test_an_app_that_crashes_takes_no_other_along(workers: tuple[str, ...], tmp_path: Path) -> None:
    rows = [row for number in range(50) for row in broken(f"app-{number:02}")]
    rows += [*healthy("poison"), ("poison", "poison", b"is killed")]
    write(tmp_path / "apps.parquet", rows)
    environ = _poisonous(tmp_path)
    with running(tmp_path, "apps.parquet", *OUTPUTS, *workers, environ=environ) as run:
        assert run.end() == (
            1,
            "Found 50 errors in 51 apps; 1 app could not be checked (see apps.jsonl).\n",
        )
    summaries = [json.loads(line) for line in (tmp_path / "apps.jsonl").read_text().splitlines()]
    assert {each["app"]: each["error"] for each in summaries if each["error"]} == {
        "poison": "crashed (signal 9)"
    }
    assert len(summaries) == 51


def test_an_app_that_kills_the_workers_themselves_is_found_in_its_batch(tmp_path: Path) -> None:
    rows = [row for number in range(6) for row in broken(f"app-{number:02}")]
    write(tmp_path / "apps.parquet", [*rows, *healthy("kills workers")])
    arguments = ("apps.parquet", *OUTPUTS, "--workers", "1")
    with running(tmp_path, *arguments, environ=_poisonous(tmp_path)) as run:
        assert run.end() == (
            1,
            "Found 6 errors in 7 apps; 1 app could not be checked (see apps.jsonl).\n",
        )
    summaries = [json.loads(line) for line in (tmp_path / "apps.jsonl").read_text().splitlines()]
    assert [(each["app"], each["error"]) for each in summaries] == [
        *((f"app-{number:02}", None) for number in range(6)),
        ("kills workers", "killed each worker that linted it"),
    ]
    found = csv.DictReader(io.StringIO((tmp_path / "found.csv").read_text()))
    assert [row["app"] for row in found] == [f"app-{number:02}" for number in range(6)]


@contextmanager
def _small_file_system(folder: Path) -> Iterator[None]:
    folder.mkdir()
    mount = shutil.which("mount")
    asked = [mount or "false", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(folder)]
    if subprocess.run(asked, capture_output=True, check=False).returncode != 0:
        pytest.skip("no small file system can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("ending", ["parquet", "arrow", "csv", "jsonl"])
def test_a_disk_that_is_full_at_the_end(ending: str, tmp_path: Path) -> None:
    # The names of the apps make the findings large, and cannot be compressed well.
    rows = [row for number in range(1200) for row in broken(f"{number} {os.urandom(150).hex()}")]
    table = write(tmp_path / "apps.parquet", rows)
    with _small_file_system(tmp_path / "disk"):
        disk = tmp_path / "disk"
        (disk / f"found.{ending}").write_text("before")
        (tmp_path / f"found.{ending}.parts").mkdir()
        # The parts have room elsewhere, so that the output itself is what does not fit.
        (disk / f"found.{ending}.parts").symlink_to(tmp_path / f"found.{ending}.parts")
        done = program("fleet", str(table), "--output", f"found.{ending}", cwd=disk)
        assert (done.status, done.out, done.err) == (
            2,
            "",
            "connlint: The operating system reports: No space left on device: "
            f"{disk}/found.{ending}\n",
        )
        assert _names(disk) == [f"found.{ending}", f"found.{ending}.parts"]
        assert (disk / f"found.{ending}").read_text() == "before"


def test_a_disk_that_is_full_before(tmp_path: Path) -> None:
    rows = [row for number in range(600) for row in broken(f"{number} {os.urandom(150).hex()}")]
    table = write(tmp_path / "apps.parquet", rows)
    with _small_file_system(tmp_path / "disk"):
        disk = tmp_path / "disk"
        done = program("fleet", str(table), "--output", "found.csv", cwd=disk)
        assert (done.status, done.err.count("\n")) == (2, 1)
        assert done.err.startswith(
            "connlint: The operating system reports: No space left on device"
        )
        assert _names(disk) in ([], ["found.csv.parts"])


def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    """As on a full disk, but without the rights that another disk takes."""
    pytest.importorskip("resource", reason="this system has no such limits")
    rows = [row for number in range(600) for row in broken(f"{number} {os.urandom(150).hex()}")]
    table = write(tmp_path / "apps.parquet", rows)
    (tmp_path / "out").mkdir()
    limited = (
        "import os, resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (250_000, 250_000)); "
        "os.execv(sys.argv[1], sys.argv[1:])"
    )
    words = command("fleet", str(table), "--output", "found.csv")
    done = subprocess.run(
        [sys.executable, "-c", limited, *words],
        cwd=tmp_path / "out",
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        f"connlint: The operating system reports: File too large: {tmp_path}/out/found.csv\n",
    )
    assert _names(tmp_path / "out") == ["found.csv.parts"]


class Cluster(NamedTuple):
    address: str
    scheduler: subprocess.Popen[bytes]


@contextmanager
def _cluster(
    folder: Path, workers: int, environ: dict[str, str] | None = None
) -> Iterator[Cluster]:
    """A cluster that was started by commands."""
    python = [sys.executable, "-m"]
    file = folder / "scheduler.json"
    scheduler = [
        *python,
        "distributed.cli.dask_scheduler",
        *("--host", "127.0.0.1", "--port", "0", "--no-dashboard"),
        *("--scheduler-file", str(file)),
    ]
    worker = [
        *python,
        "distributed.cli.dask_worker",
        *("--host", "127.0.0.1", "--no-dashboard", "--nthreads", "1"),
        *("--nworkers", str(workers), "--scheduler-file", str(file)),
    ]
    with started(folder, *scheduler) as process:
        while not (file.exists() and file.read_text().strip().endswith("}")):
            assert process.poll() is None
        with started(folder, *worker, environ=environ):
            yield Cluster(json.loads(file.read_text())["address"], process)


def test_a_cluster_that_runs_elsewhere(
    table: Path, undisturbed: tuple[str, list[object]], tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    with _cluster(tmp_path, 3) as cluster:
        for _ in range(2):
            with running(
                tmp_path / "out", str(table), *OUTPUTS, "--scheduler", cluster.address
            ) as run:
                assert run.end() == (1, SAID)
            assert _results(tmp_path / "out") == undisturbed
            assert _names(tmp_path / "out") == ["apps.jsonl", "found.csv"]


def test_workers_with_another_version_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "apps.parquet", healthy("a"))
    (tmp_path / "custom").mkdir()
    (tmp_path / "custom" / "sitecustomize.py").write_text(
        "import connlint._version\nconnlint._version.__version__ = '0.0.9'\n"
    )
    path = os.pathsep.join([str(tmp_path / "custom"), os.environ.get("PYTHONPATH", "")])
    with (
        _cluster(tmp_path, 1, {"PYTHONPATH": path}) as cluster,
        running(
            tmp_path, "apps.parquet", "--output", "f.csv", "--scheduler", cluster.address
        ) as run,
    ):
        status, said = run.end()
    from connlint import __version__

    assert status == 2
    assert said.startswith('connlint: The worker "tcp://127.0.0.1:')
    assert said.endswith(f'" has other versions: connlint 0.0.9 (here connlint {__version__})\n')
    assert not (tmp_path / "f.csv.parts").exists()


def test_a_scheduler_that_is_killed(
    table: Path, undisturbed: tuple[str, list[object]], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with (
        _cluster(tmp_path, 2) as cluster,
        running(out, str(table), *OUTPUTS, "--scheduler", cluster.address) as run,
    ):
        run.wait_until(lambda: len(parts_of(out / "found.csv")) > 0)
        cluster.scheduler.kill()
        assert run.end() == (
            2,
            "connlint: The scheduler of Dask is gone; --resume goes on where it was\n",
        )
    assert _names(out) == ["found.csv.parts"]
    with running(out, str(table), *OUTPUTS, "--resume") as run:
        assert run.end() == (1, SAID)
    assert _results(out) == undisturbed


def test_a_scheduler_that_is_not_there(tmp_path: Path) -> None:
    write(tmp_path / "apps.parquet", healthy("a"))
    address = "tcp://127.0.0.1:9"
    done = program(
        "fleet", "apps.parquet", "--output", "f.csv", "--scheduler", address, cwd=tmp_path
    )
    assert (done.status, done.err) == (
        2,
        f'connlint: There is no scheduler of Dask at "{address}"\n',
    )
    assert _names(tmp_path) == ["apps.parquet"]
