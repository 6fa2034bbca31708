"""Apps with files that nobody should have: links, pipes, odd names, no rights, no room."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from tests.cli.console import CONNECTORS, SLACK, Outcome, app, command, environment, program
from tests.clock import timed_processes

import connlint
import connlint_schemas
from connlint.render.registry import FORMATS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="rights and names are of POSIX")

WRONG = '{\n  "type": "slack",\n  "note": 1,\n  "scopes": ["chat:write", "chat:write"]\n}\n'
RIGHT = '{\n  "type": "slack",\n  "scopes": ["chat:write"]\n}\n'
NOBODY = 65534

Process: TypeAlias = "subprocess.Popen[bytes]"


def _names(root: Path) -> list[str]:
    return sorted(path.name for path in (root / CONNECTORS).iterdir())


def _rules(found: Outcome) -> list[tuple[str, str]]:
    report = json.loads(found.out)["diagnostics"]
    return [(each["path"].removeprefix(f"{CONNECTORS}/"), each["rule"]) for each in report]


def test_what_links_reach_outside_is_neither_read_nor_written(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    for name in ("a.jsonc", "b.jsonc"):
        (outside / name).write_text(WRONG)
    root = app(tmp_path / "app", {})
    (root / CONNECTORS / "far.jsonc").symlink_to(outside / "a.jsonc")
    (root / "way").symlink_to(outside)
    # Through a link to a folder, and through a link to a link.
    (root / CONNECTORS / "near.jsonc").symlink_to("../../way/b.jsonc")
    fixed = program("check", "--fix", "--unsafe-fixes", "--format", "json", cwd=root)
    assert (fixed.status, fixed.err) == (1, "")
    assert _rules(fixed) == [("far.jsonc", "unreadable-file"), ("near.jsonc", "unreadable-file")]
    assert {path.read_text() for path in outside.iterdir()} == {WRONG}
    assert sorted(path.name for path in outside.iterdir()) == ["a.jsonc", "b.jsonc"]


def test_pipes_and_devices_are_not_opened(tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": SLACK})
    (root / "base44/functions/a").mkdir(parents=True)
    (root / "base44/shared").mkdir()
    (root / "base44/workflows").mkdir()
    pipes = ("connectors/pipe.jsonc", "functions/a/entry.ts", "shared/b.ts", "workflows/c.jsonc")
    for name in (*pipes, "functions/function.jsonc", "config.json", "../connlint.toml"):
        os.mkfifo(root / "base44" / name)
    for name in ("zero", "random", "tty", "stdin"):
        (root / CONNECTORS / f"{name}.jsonc").symlink_to(f"/dev/{name}")
    found = program("check", "--format", "json", cwd=root)
    ignored = ["pipe.jsonc", "random.jsonc", "stdin.jsonc", "tty.jsonc", "zero.jsonc"]
    assert _rules(found) == [(name, "ignored-file") for name in ignored]
    assert (found.status, found.err) == (0, "")
    named = program("check", f"{CONNECTORS}/pipe.jsonc", cwd=root)
    message = f"connlint: {CONNECTORS}/pipe.jsonc: not a regular file\n"
    assert named == Outcome(2, "", message)


ODD = ("a\n::error::b.jsonc", "\x1b[31mred\x1b]0;title\x07.jsonc", "\u202egnp.jsonc", "##[x].jsonc")


@pytest.mark.parametrize("kind", FORMATS)
def test_names_with_line_ends_and_escapes_are_never_printed_raw(kind: str, tmp_path: Path) -> None:
    root = app(tmp_path, dict.fromkeys(ODD, WRONG))
    (root / CONNECTORS / os.fsdecode(b"\xff.jsonc")).write_text(WRONG)
    options = ["--show-files", "--diff", "--quiet"]
    for option in [*options, "--statistics"] if kind in {"text", "concise"} else options:
        shown = program("check", "--format", kind, option, cwd=root)
        assert shown.status in {0, 1}, shown.err
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", shown.out + shown.err)
        assert not re.search(r"^::error::b", shown.out + shown.err, re.MULTILINE)


def test_files_with_odd_names_are_fixed_in_their_place(tmp_path: Path) -> None:
    root = app(tmp_path, dict.fromkeys(ODD, WRONG))
    assert program("check", "--fix", cwd=root).status == 1
    assert _names(root) == sorted(ODD)
    assert {path.read_text() for path in (root / CONNECTORS).iterdir()} == {RIGHT}


HUGE = 50 * 1024 * 1024


@pytest.mark.parametrize("name", ["base44/config.jsonc", "connlint.toml"])
def test_a_configuration_of_50_megabytes_costs_nothing(name: str, tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": SLACK})
    with (root / name).open("wb") as file:
        file.truncate(HUGE)
    found, seconds = timed_processes(
        lambda: program("check", "--quiet", "--format", "concise", cwd=root)
    )
    assert seconds < 5
    assert (found.status, found.err) == (1, "")
    assert f"{name}:1:1" in found.out


@pytest.mark.parametrize("name", ["config.jsonc", "connectors/slack.jsonc", "workflows/a.jsonc"])
@pytest.mark.parametrize("text", ["[", '{"trigger":', "[[]," * 2], ids=["lists", "objects", "both"])
def test_deep_nesting_is_no_trouble(name: str, text: str, tmp_path: Path) -> None:
    root = app(tmp_path, {"slack.jsonc": SLACK})
    path = root / "base44" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text * (200_000 // len(text)))
    found = program("check", "--quiet", "--format", "json", cwd=root)
    rules = _rules(found)
    assert "internal-error" not in {rule for _, rule in rules}
    assert found.err == ""
    assert found.status == (0 if name.startswith("workflows") else 1)


_AS_NOBODY = f"""
import os, sys
from connlint.cli import main

def run(folder):
    os.chdir(folder)
    sys.argv = ["connlint", "check", "--fix", "--format", "concise"]
    try:
        return main()
    except SystemExit as end:
        return end.code

run("first")
for stream in (sys.stdout, sys.stderr):
    print("FIRST", file=stream, flush=True)
os.setgroups([])
os.setgid({NOBODY})
os.setuid({NOBODY})
sys.exit(run("../app"))
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter, unlike those of pytest, with connlint in it.

    A checkout may lie where only its owner can read.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        path.chmod(0o755)
        for package in (connlint, connlint_schemas):
            shutil.copytree(Path(package.__path__[0]), path / "code" / package.__name__)
        yield path


@pytest.mark.skipif(getattr(os, "getuid", lambda: 1)() != 0, reason="only root can be another user")
def test_somebody_without_rights_gets_findings_and_no_traceback(open_folder: Path) -> None:
    files = {"mine.jsonc": WRONG, "gmail.jsonc": '{"type": "gmail", "scopes": []}'}
    # The first run, as root, loads what somebody else may not be allowed to read.
    app(open_folder / "first", files)
    root = app(open_folder / "app", files)
    (root / CONNECTORS / "gmail.jsonc").chmod(0)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _AS_NOBODY],
        cwd=open_folder,
        env={**environment(), "PYTHONPATH": str(open_folder / "code")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (root / CONNECTORS / "mine.jsonc").read_text() == WRONG
    place = f"{CONNECTORS}/mine.jsonc"
    out, err = (text.rpartition("FIRST\n")[2] for text in (done.stdout, done.stderr))
    said = err.splitlines()[0]
    assert said == f"connlint: {place}: cannot be written: the file is read-only"
    assert "Traceback" not in err
    assert "gmail.jsonc:1:1: error" in out
    assert "Permission denied" in out
    assert done.returncode == 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with room for next to nothing."""
    mount = shutil.which("mount")
    folder = tmp_path / "disk"
    folder.mkdir()
    asked = [mount or "false", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(folder)]
    if subprocess.run(asked, capture_output=True, check=False).returncode:
        pytest.skip("no small file system can be mounted here")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_full_disk_leaves_the_old_text(small_disk: Path) -> None:
    text = WRONG + "//" + "x" * 20_000
    root = app(small_disk, {"slack.jsonc": text})
    rest = os.open(root / "rest", os.O_WRONLY | os.O_CREAT)
    with contextlib.suppress(OSError):
        while os.write(rest, b"x" * 4096):
            pass
    os.close(rest)
    found = program("check", "--fix", cwd=root)
    assert found.status == 2
    assert "slack.jsonc: cannot be written: No space left on device" in found.err
    assert _names(root) == ["slack.jsonc"]
    assert (root / CONNECTORS / "slack.jsonc").read_text() == text


PARTS = 4
KILLS = 50
"""In each part."""


def _wait_for_changes(folder: Path, old: dict[str, int], count: int, run: Process) -> None:
    """Wait until as many files as asked for are other files, or the run has ended."""
    while run.poll() is None:
        if sum((folder / name).stat().st_ino != inode for name, inode in old.items()) >= count:
            return


@pytest.mark.slow(seconds=60)
@pytest.mark.parametrize("part", range(PARTS))
def test_a_run_that_is_killed_leaves_each_file_old_or_new(part: int, tmp_path: Path) -> None:
    types = ("slack", "gmail", "github", "hubspot", "notion", "linear", "box", "dropbox")
    old = {f"{name}.jsonc": f'{{"type": "{name}", "scopes": [], "note": 1}}' for name in types}
    root = app(tmp_path, old)
    folder = root / CONNECTORS
    start = time.perf_counter()
    assert program("check", "--fix", cwd=root).status in {0, 1}
    whole = time.perf_counter() - start
    new = {name: (folder / name).read_text() for name in old}
    assert all(new[name] != old[name] for name in old)
    seen = {"old": 0, "mixed": 0, "new": 0}
    leftovers: set[str] = set()
    for number in range(KILLS):
        for name, text in old.items():
            (folder / name).write_text(text)
        inodes = {name: (folder / name).stat().st_ino for name in old}
        run = subprocess.Popen(
            command("check", "--fix"),
            cwd=root,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        # What a machine does meanwhile moves all moments, so every other kill waits for what it
        # wants to see; the others go from the start of a run to its end.
        if number % 2:
            _wait_for_changes(folder, inodes, number // 2 % len(old) + 1, run)
        else:
            time.sleep(whole * (number + part / PARTS) / KILLS)
        run.send_signal(signal.SIGKILL)
        run.wait(60)
        found = {name: (folder / name).read_text() for name in old}
        assert all(found[name] in {old[name], new[name]} for name in old)
        changed = sum(found[name] == new[name] for name in old)
        seen["new" if changed == len(old) else "mixed" if changed else "old"] += 1
        left = [name for name in _names(root) if name not in old]
        assert all(name.startswith(".connlint-") for name in left)
        leftovers.update(left)
        for name in left:
            os.utime(folder / name, (0, 0))
    assert program("check", "--fix", cwd=root).status in {0, 1}
    assert _names(root) == sorted(old)
    # Otherwise the moments were not those that matter.
    assert seen["old"]
    assert seen["new"] or seen["mixed"]
    print(seen, len(leftovers))  # noqa: T201 - how it went belongs to the result


TRIES = 60


@pytest.mark.slow
def test_no_save_is_lost_while_a_run_fixes(tmp_path: Path) -> None:
    """An editor saves at all moments of a run, as most do: a new file replaces the old one."""
    root = app(tmp_path, {"slack.jsonc": WRONG})
    path = root / CONNECTORS / "slack.jsonc"
    times = []
    for _ in range(3):
        path.write_text(WRONG)
        start = time.perf_counter()
        program("check", "--fix", cwd=root)
        times.append(time.perf_counter() - start)
    whole = min(times)
    seen = {"fixed": 0, "left alone": 0, "saved later": 0}
    for number in range(TRIES):
        path.write_text(WRONG)
        run = subprocess.Popen(
            command("check", "--fix"),
            cwd=root,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        time.sleep(whole * (0.2 + number / TRIES))
        # No fix takes the comment away.
        saved = f"{WRONG}// saved {number}\n"
        (root / "saved").write_text(saved)
        (root / "saved").replace(path)
        _, said = run.communicate(timeout=60)
        text = path.read_text()
        assert f"// saved {number}" in text, (seen, said)
        outcome = "left alone" if b"has changed" in said else "saved later"
        seen[outcome if text == saved else "fixed"] += 1
    if not seen["left alone"]:
        pytest.skip("no save met a moment that matters")
    print(seen)  # noqa: T201 - how it went belongs to the result


@pytest.mark.slow
def test_a_hundred_thousand_files_take_a_bounded_time(tmp_path: Path) -> None:
    root = app(tmp_path, {})
    for number in range(100_000):
        (root / CONNECTORS / f"{number}.jsonc").write_text(
            f'{{"type": "acme-{number}", "scopes": []}}'
        )
    done, seconds = timed_processes(
        lambda: subprocess.run(
            command("check", "--statistics"),
            cwd=root,
            env=environment(),
            capture_output=True,
            check=False,
            timeout=600,
        )
    )
    assert done.returncode == 1
    assert b"100000" in done.stdout.replace(b",", b"")
    assert seconds < 60
    print(f"{seconds:.0f} s")  # noqa: T201 - how long it took belongs to the result
