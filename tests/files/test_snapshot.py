"""A snapshot answers every question about files and links as the disk does."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connlint.files.reading import DISK, Disk
from connlint.files.snapshot import Snapshot
from connlint.project import find_targets
from connlint.run import lint_targets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.files.reading import Entry

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
_NAMES = st.sampled_from(["a", "b", "c"])
_PLACES = st.lists(_NAMES, min_size=1, max_size=3).map("/".join)
_TARGETS = st.lists(st.sampled_from(["a", "b", "c", "..", "."]), min_size=1, max_size=4).map(
    "/".join
)


def snapshot(top: Path, files: Mapping[str, bytes], links: Mapping[str, str]) -> Snapshot:
    """The snapshot of files and links, which are given by their paths below `top`."""
    contents = {**files, **{name: os.fsencode(to) for name, to in links.items()}}
    return Snapshot.of(
        str(top),
        {str(top / name): data for name, data in contents.items()},
        [str(top / name) for name in links],
    )


def _written(top: Path, files: Mapping[str, bytes], links: Mapping[str, str]) -> None:
    for name, data in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_bytes(data)
    for name, to in links.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).symlink_to(to)


def _answers(disk: Disk, location: str) -> dict[str, object]:
    """What a disk says about a path."""
    answers: dict[str, object] = {
        "file": disk.is_file(location),
        "directory": disk.is_directory(location),
        "exists": disk.exists(location),
        "entry": disk.has_entry(location),
        "link": disk.is_link(location),
    }
    if answers["exists"]:
        answers["real"] = disk.real_path(location)
    answers["content"] = _tried(lambda: disk.read(location))
    answers["names"] = _tried(lambda: sorted(disk.names(location)))
    answers["entries"] = _tried(lambda: sorted(map(_entry, disk.entries(location))))
    answers["required"] = _tried(lambda: disk.require(location))
    return answers


def _tried(ask: Callable[[], object]) -> object:
    try:
        return ask()
    except OSError as error:
        return type(error)


def _entry(entry: Entry) -> tuple[object, ...]:
    return (
        entry.name,
        entry.path,
        entry.is_symlink(),
        entry.is_dir(follow_symlinks=False),
        entry.is_file(follow_symlinks=False),
        str(_tried(entry.is_dir)),
        str(_tried(entry.is_file)),
    )


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(_PLACES, st.sampled_from([b"", b"text", b"long " * 9]), max_size=5),
    st.dictionaries(_PLACES, _TARGETS, max_size=4),
    st.lists(_TARGETS, min_size=1, max_size=6),
)
def test_it_answers_as_the_disk_does(
    files: dict[str, bytes], links: dict[str, str], asked: list[str]
) -> None:
    taken: set[str] = set()
    for group in (files, links):
        for name in list(group):
            # A path is a file, a link or a folder.
            if any(
                f"{name}/".startswith(f"{other}/") or f"{other}/".startswith(f"{name}/")
                for other in taken
            ):
                del group[name]
            else:
                taken.add(name)
    base = Path(os.path.realpath(tempfile.mkdtemp()))
    try:
        # What leads out of the top by `..` must find nothing on the disk either.
        top = base / "x/y/z/top"
        top.mkdir(parents=True)
        _written(top, files, links)
        given_files = snapshot(top, files, links)
        for name in [*files, *links, *asked, "", "a", "no/such"]:
            location = f"{top}/{name}" if name else str(top)
            if not os.path.realpath(location).startswith(f"{top}/"):
                continue
            assert _answers(given_files, location) == _answers(DISK, location), name
    finally:
        shutil.rmtree(base)


def test_it_has_nothing_outside(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    top = tmp_path / "app"
    disk = snapshot(top, {"a.ts": b"1"}, {"out": "../secret", "away": str(tmp_path / "secret")})
    for name in ("out", "away", "../secret", "a.ts/x"):
        location = f"{top}/{name}"
        assert not disk.exists(location)
        with pytest.raises(OSError, match=r"No such file|Not a directory"):
            disk.read(location)
    assert disk.names(str(tmp_path)) == ["app"]


def test_a_path_that_cannot_exist_is_refused(tmp_path: Path) -> None:
    disk = snapshot(tmp_path, {}, {})
    assert not disk.exists("a\0b")
    with pytest.raises(ValueError, match="null"):
        disk.require("a\0b")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    disk = snapshot(tmp_path, {"large": b"x" * 100}, {})
    assert disk.read(str(tmp_path / "large"), 99) == (100, b"")
    assert disk.read(str(tmp_path / "large"), 100) == (100, b"x" * 100)


@pytest.mark.parametrize("name", ["broken-app", "healthy-app"])
def test_an_app_in_memory_is_linted_like_one_on_the_disk(tmp_path: Path, name: str) -> None:
    shutil.copytree(EXAMPLES / name, tmp_path / "app", symlinks=True)
    files = [path for path in sorted((tmp_path / "app").rglob("*")) if path.is_file()]
    disk = Snapshot.of(str(tmp_path), {str(path): path.read_bytes() for path in files})
    expected = _findings(str(tmp_path), DISK)
    shutil.rmtree(tmp_path / "app")
    assert _findings(str(tmp_path), disk) == expected
    assert bool(expected) == (name == "broken-app")


def _findings(cwd: str, disk: Disk) -> list[str]:
    run = lint_targets(find_targets(["app"], cwd, disk), cwd, disk=disk)
    return [str(tuple(map(str, found))) for found in run.diagnostics]
