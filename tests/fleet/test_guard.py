"""A guard names the app that its child process died of, and lints all others."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pyarrow as pa
import pytest
from tests.fleet.rows import APP, Files, errors, findings, table, without_times

from connlint.fleet import child
from connlint.fleet.batch import lint_batch
from connlint.fleet.frames import read_frame
from connlint.fleet.guard import Guard, GuardError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are of POSIX")

POISON = [sys.executable, str(Path(__file__).with_name("poison.py"))]
MISTYPED: Files = {**APP, "base44/connectors/slack.jsonc": '{"type": "slakc", "scopes": []}\n'}
ENOUGH = 600.0
"""Seconds that no app needs, however busy the machine is."""
SHORT = 2.0
"""Seconds that a test can wait for; an app needs a thousandth of that."""
LATE = "took longer than 2 seconds"
linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit memory")


def poisoned(kind: str, path: Path | None = None) -> Files:
    """An app that does what no app should."""
    return {**APP, "poison": kind if path is None else f"{kind}: {path}"}


def fleet(**odd: Files) -> pa.RecordBatch:
    """The odd apps among others, which have findings."""
    return table({**{f"app {number}": MISTYPED for number in range(9)}, **odd, "z": MISTYPED})


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    """A pipe to which apps write the number of their process."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return path


def kill_next(pipe: Path, times: int = 1) -> None:
    """Kill the next processes that write their numbers to the pipe."""
    # A pipe that this process could write to as well has no end when a writer dies.
    with open(os.open(pipe, os.O_RDWR), encoding="utf-8") as stream:
        for _ in range(times):
            os.kill(int(stream.readline()), signal.SIGKILL)


def test_the_result_is_that_of_lint_batch() -> None:
    batch = fleet(odd={"x": None}, none={"../x": b""}, empty={"base44/connectors/": None})
    shuffled = batch.take(list(reversed(range(batch.num_rows))))
    with Guard() as guard:
        for rows in (batch, shuffled, batch.slice(0, 2), batch.slice(0, 0)):
            found = guard.lint(rows)
            assert without_times(found) == without_times(lint_batch(rows))
            assert found.schema == lint_batch(rows).schema


@pytest.mark.parametrize(
    "kind, error",
    [
        ("is killed", "crashed (signal 9)"),
        ("faults", "crashed (signal 11)"),
        ("exits", "crashed (exit status 3)"),
        ("closes", "crashed (signal 9)"),
        pytest.param("eats", "needed more than 300 MB", marks=linux),
        ("prints", None),
    ],
)
@pytest.mark.parametrize("name", ["a", "app 4.5", "zz"], ids=["first", "middle", "last"])
def test_the_app_is_named_and_all_others_are_linted(
    name: str, kind: str, error: str | None
) -> None:
    check_that_it_is_named(name, kind, error)


@pytest.mark.parametrize("kind", ["hangs", "is trapped"])
def test_an_app_that_does_not_end_is_named(kind: str) -> None:
    check_that_it_is_named("app 4.5", kind, LATE)


def check_that_it_is_named(name: str, kind: str, error: str | None) -> None:
    batch = fleet(**{name: poisoned(kind)})
    with Guard(seconds=SHORT, megabytes=300, child=POISON) as guard:
        results = guard.lint(batch)
    names = sorted(set(batch.column("app").to_pylist()))
    assert errors(results) == {app: error if app == name else None for app in names}
    assert list(errors(results)) == names
    without = [row for row in without_times(results) if row["app"] != name]
    assert without == without_times(lint_batch(fleet()))


def test_several_apps_of_a_batch_can_be_poison() -> None:
    kinds = {
        "app 0.1": ("is killed", "crashed (signal 9)"),
        "app 0.2": ("exits", "crashed (exit status 3)"),
        "app 3.5": ("faults", "crashed (signal 11)"),
        "zz": ("exits", "crashed (exit status 3)"),
    }
    batch = fleet(**{name: poisoned(kind) for name, (kind, _) in kinds.items()})
    with Guard(child=POISON) as guard:
        found = errors(guard.lint(batch))
        assert {name: error for name, error in found.items() if error} == {
            name: error for name, (_, error) in kinds.items()
        }
        # The guard goes on.
        assert without_times(guard.lint(fleet())) == without_times(lint_batch(fleet()))


@linux
@pytest.mark.parametrize("odd", [{"m": b" " * 120_000_000}, {"m": b"", "n": b" " * 120_000_000}])
def test_an_app_that_is_too_large_to_be_received_is_named(odd: dict[str, bytes]) -> None:
    batch = table({"a": MISTYPED, "odd": odd, "z": MISTYPED})
    with Guard(megabytes=200, child=POISON) as guard:
        found = errors(guard.lint(batch))
    assert found == {"a": None, "odd": "needed more than 200 MB", "z": None}


@linux
def test_a_limit_that_no_app_can_keep_is_an_error() -> None:
    # How the start fails with even less is up to Python.
    with Guard(megabytes=1) as guard, pytest.raises(GuardError, match=r" does not start: it "):
        guard.lint(table({"a": APP}))


@pytest.mark.parametrize("limits", [{"seconds": 0}, {"seconds": -1.5}, {"megabytes": 0}])
def test_limits_are_positive(limits: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"^limits must be positive, not "):
        Guard(**limits)  # type: ignore[arg-type] # no settings


def test_a_batch_can_have_nothing_but_poison() -> None:
    batch = table({name: poisoned("exits") for name in "abcde"})
    with Guard(child=POISON) as guard:
        assert errors(guard.lint(batch)) == dict.fromkeys("abcde", "crashed (exit status 3)")


def test_an_app_that_is_killed_from_outside_is_tried_again(pipe: Path) -> None:
    batch = fleet(odd=poisoned("waits once", pipe))
    killer = threading.Thread(target=kill_next, args=[pipe])
    killer.start()
    with Guard(seconds=ENOUGH, child=POISON) as guard:
        found = errors(guard.lint(batch))
    killer.join()
    assert set(found.values()) == {None}
    assert len(found) == 11


def test_an_app_that_is_killed_each_time_is_named(pipe: Path) -> None:
    batch = fleet(odd=poisoned("waits", pipe))
    killer = threading.Thread(target=kill_next, args=[pipe, 2])
    killer.start()
    with Guard(seconds=ENOUGH, child=POISON) as guard:
        found = errors(guard.lint(batch))
    killer.join()
    assert {app: error for app, error in found.items() if error} == {"odd": "crashed (signal 9)"}


def test_no_app_is_to_blame_for_a_child_that_is_killed_between_batches(pipe: Path) -> None:
    with (
        open(os.open(pipe, os.O_RDWR), encoding="utf-8") as stream,
        Guard(seconds=ENOUGH, child=POISON) as guard,
    ):
        guard.lint(table({"a": poisoned("tells", pipe)}))
        os.kill(int(stream.readline()), signal.SIGKILL)
        assert errors(guard.lint(table({"a": APP}))) == {"a": None}


PARENT = """\
import sys
import pyarrow as pa
from connlint.fleet.frames import read_frame
from connlint.fleet.guard import Guard

path, poison, kind, seconds = sys.argv[1:]
rows = {"app": ["a"] * 2, "path": ["base44/connectors/", "poison"], "content": ["", kind]}
guard = Guard(seconds=float(seconds), child=[sys.executable, poison])
guard.lint(pa.record_batch(rows))
print("idle", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("kind, seconds", [("waits", SHORT), ("tells", ENOUGH)])
def test_the_child_ends_when_the_guard_is_killed(kind: str, seconds: float, pipe: Path) -> None:
    command = [sys.executable, "-c", PARENT, str(pipe), POISON[1], f"{kind}: {pipe}", str(seconds)]
    parent = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with parent, pipe.open(encoding="utf-8") as stream:
        assert int(stream.readline()) != parent.pid
        if kind == "tells":
            assert parent.stdout is not None
            assert parent.stdout.readline() == b"idle\n"
        parent.kill()
        # Nobody writes to the pipe any more.
        assert stream.read() == ""


def test_where_there_is_no_alarm_the_guard_looks_at_the_clock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(child, "has_alarm", lambda: False)
    with Guard(seconds=SHORT, child=POISON) as guard:
        found = errors(guard.lint(fleet(odd=poisoned("hangs"))))
        assert {app: error for app, error in found.items() if error} == {"odd": LATE}
        assert errors(guard.lint(table({"a": APP}))) == {"a": None}


@pytest.mark.parametrize(
    "command, reason",
    [
        (["/no/such/program"], "No such file or directory"),
        ([sys.executable, "-c", "raise SystemExit(5)"], "it crashed (exit status 5)"),
        (
            [sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"],
            "it crashed (signal 9)",
        ),
        ([sys.executable, "-c", "print('not a frame')"], "it crashed (exit status 0)"),
    ],
)
def test_a_child_that_does_not_start_is_an_error(command: list[str], reason: str) -> None:
    with (
        Guard(child=command) as guard,
        pytest.raises(
            GuardError, match=rf"^the process that lints apps does not start: {re.escape(reason)}$"
        ),
    ):
        guard.lint(table({"a": APP}))


def test_what_the_start_of_python_prints_does_not_matter() -> None:
    code = "print('hello', flush=True); from connlint.fleet.guard_child import main; main()"
    with Guard(child=[sys.executable, "-c", code]) as guard:
        assert errors(guard.lint(table({"a": APP}))) == {"a": None}


def test_an_exchange_that_is_interrupted_leaves_no_answer_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupted(_: object) -> bytes | None:
        monkeypatch.setattr(child, "read_frame", read_frame)
        raise KeyboardInterrupt

    with Guard() as guard:
        guard.lint(table({"a": APP}))
        monkeypatch.setattr(child, "read_frame", interrupted)
        with pytest.raises(KeyboardInterrupt):
            guard.lint(table({"b": APP}))
        assert list(errors(guard.lint(table({"c": APP})))) == ["c"]


def test_settings_reach_the_child() -> None:
    with Guard('[rules]\nunknown-type = "off"\n') as guard:
        assert findings(guard.lint(table({"a": MISTYPED}))) == []


def test_other_columns_are_refused() -> None:
    with Guard() as guard, pytest.raises(ValueError, match=r'^there is no column "path"$'):
        guard.lint(pa.record_batch({"app": ["a"]}))


def test_it_can_be_used_again_after_its_end() -> None:
    guard = Guard()
    guard.close()
    for _ in range(2):
        assert errors(guard.lint(table({"a": APP}))) == {"a": None}
        guard.close()


def test_it_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Guard(child=POISON) as guard:
        guard.lint(table({"a": poisoned("exits"), "b": APP}))
        # Not even if this process were killed now.
        assert list(tmp_path.iterdir()) == []


def test_no_module_of_the_working_directory_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json", "mmap", "pyarrow", "connlint"):
        (tmp_path / f"{name}.py").write_text("open('imported', 'w').close()\n")
    monkeypatch.chdir(tmp_path)
    with Guard() as guard:
        assert errors(guard.lint(table({"a": APP}))) == {"a": None}
    assert not (tmp_path / "imported").exists()


FUNCTION = "base44/functions/work/entry.ts"
CALL = 'await createClientFromRequest(req).asServiceRole.connectors.getConnection("slack");\n'


@pytest.mark.parametrize(
    "files",
    [
        {"base44/connectors/x.jsonc": "[" * 100_000},
        {"base44/connectors/x.jsonc": '{"scopes": ' + "[" * 100_000 + "]" * 100_000 + "}"},
        {FUNCTION: "(" * 100_000},
        {FUNCTION: CALL + "f(" * 50_000 + ")" * 50_000},
        {FUNCTION: CALL * (1_048_576 // len(CALL))},
        {FUNCTION: CALL + "let a = 1;\n" * (1_048_576 // 11)},
    ],
    ids=["open", "nested", "open code", "nested code", "calls", "long code"],
)
def test_apps_that_connlint_can_cope_with_are_not_refused(files: Files) -> None:
    with Guard() as guard:
        found = errors(guard.lint(table({"a": {**APP, **files}, "b": APP})))
    assert found == {"a": None, "b": None}
