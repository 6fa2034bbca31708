"""What the cache of results keeps, and what makes an entry invalid."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.project.tree import make

from connlint import result_cache
from connlint.files.reading import DISK
from connlint.project import find_targets, load_project
from connlint.result_cache import Recorder, ResultCache, cache_folder

Ask = Callable[[Recorder, str], object]
Change = Callable[[Path], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory that a run looks at; changes of this moment count as old."""
    monkeypatch.setattr(result_cache, "_UNSETTLED", 0)
    root = tmp_path / "root"
    (root / "folder").mkdir(parents=True)
    (root / "file").write_text("one")
    (root / "link").symlink_to("file")
    return root


def _cache(folder: Path, *arguments: str, cwd: str = "/app") -> ResultCache:
    return ResultCache(str(folder), ["check", *arguments], cwd)


def _keep(cache: ResultCache, *questions: Callable[[Recorder], object], line: str = "") -> None:
    recorder = cache.recorder()
    for ask in questions:
        ask(recorder)
    cache.keep(recorder, line)


def _write(text: str) -> Change:
    def change(path: Path) -> None:
        path.write_text(text)

    return change


def _write_with_old_times(path: Path) -> None:
    status = path.stat()
    path.write_text("two")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def _replace_with_old_times(path: Path) -> None:
    status = path.stat()
    other = path.with_name("other")
    other.write_text("two")
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(path)


def _retarget(path: Path) -> None:
    path.unlink()
    path.symlink_to("folder")


def _become_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _move_behind_a_link(path: Path) -> None:
    path.rename(path.with_name("moved"))
    path.symlink_to("moved")


def _lead_nowhere(path: Path) -> None:
    path.unlink()
    path.symlink_to("nothing")


READ: Ask = lambda disk, path: disk.read(path)  # noqa: E731 - a table of questions reads best so
LIST: Ask = lambda disk, path: disk.entries(path)  # noqa: E731
IS_FILE: Ask = lambda disk, path: disk.is_file(path)  # noqa: E731
EXISTS: Ask = lambda disk, path: disk.exists(path)  # noqa: E731
HAS_ENTRY: Ask = lambda disk, path: disk.has_entry(path)  # noqa: E731
REAL_PATH: Ask = lambda disk, path: disk.real_path(path)  # noqa: E731


def _try_to_read(disk: Recorder, path: str) -> None:
    with pytest.raises(OSError, match="No such file"):
        disk.read(path)


INVALIDATING: dict[str, tuple[Ask, str, Change]] = {
    "a file that was read is longer": (READ, "file", _write("longer")),
    "a file that was read is as long as before": (READ, "file", _write("two")),
    "its times are put back": (READ, "file", _write_with_old_times),
    "another file takes its place, with its times": (READ, "file", _replace_with_old_times),
    "a file that was read is touched": (READ, "file", os.utime),
    "a file that was read is gone": (READ, "file", Path.unlink),
    "the target of a link that was read changes": (
        READ,
        "link",
        lambda path: path.with_name("file").write_text("two"),
    ),
    "a file that could not be read is there": (_try_to_read, "absent", _write("one")),
    "a file that was asked for is gone": (IS_FILE, "file", Path.unlink),
    "a file that was missing is there": (IS_FILE, "absent", _write("one")),
    "a file has become a folder": (IS_FILE, "file", _become_a_folder),
    "a link leads to a folder now": (IS_FILE, "link", _retarget),
    "a folder that was missing is there": (EXISTS, "absent", Path.mkdir),
    "the target of a link is gone": (
        EXISTS,
        "link",
        lambda path: path.with_name("file").unlink(),
    ),
    "a folder that was listed has a new file": (
        LIST,
        "folder",
        lambda path: (path / "new").touch(),
    ),
    "a folder that was listed is gone": (LIST, "folder", Path.rmdir),
    "a link in a listed folder leads to nothing": (
        LIST,
        "",
        lambda path: (path / "file").rename(path / "folder" / "file"),
    ),
    "a link that was there is gone": (HAS_ENTRY, "link", Path.unlink),
    "a folder of a path is a link now": (REAL_PATH, "folder", _move_behind_a_link),
}


@pytest.mark.parametrize("ask, name, change", INVALIDATING.values(), ids=INVALIDATING)
def test_a_change_of_what_was_asked_makes_an_entry_invalid(
    ask: Ask, name: str, change: Change, root: Path, folder: Path
) -> None:
    path = root / name
    cache = _cache(folder)
    _keep(cache, lambda disk: ask(disk, str(path)))
    assert cache.known_line() is not None
    change(path)
    assert cache.known_line() is None


@pytest.mark.parametrize(
    "ask, name, change",
    [
        (IS_FILE, "file", _write("another text")),
        (EXISTS, "folder", lambda path: (path / "new").touch()),
        (READ, "file", lambda path: path.with_name("new").touch()),
        (LIST, "folder", lambda path: path.with_name("file").write_text("two")),
    ],
    ids=["its content", "what is in it", "its neighbours", "another file"],
)
def test_a_change_of_what_nobody_asked_does_not(
    ask: Ask, name: str, change: Change, root: Path, folder: Path
) -> None:
    cache = _cache(folder)
    _keep(cache, lambda disk: ask(disk, str(root / name)))
    change(root / name)
    assert cache.known_line() is not None


_PATHS = '{"compilerOptions": {"paths": {"@/*": ["./%s/*"]}}}'
_MAPPED = {
    "base44/config.jsonc": '{"name": "Notes"}',
    "base44/functions/a/entry.ts": 'import "@/x"; import "#y"; import "z";',
    "tsconfig.json": '{"extends": "./base.json"}',
    "base.json": _PATHS % "lib",
    "package.json": '{"imports": {"#y": "./lib/y.js"}}',
    "lib/x.js": "",
    "lib/y.js": "",
}
MAP_CHANGES: dict[str, tuple[str, str]] = {
    "a map file changes": ("tsconfig.json", "{}"),
    "what it extends changes": ("base.json", _PATHS % "src"),
    "another map changes": ("package.json", "{}"),
    "a nearer map is there": ("base44/tsconfig.json", "{}"),
    "beside the function": ("base44/functions/a/jsconfig.json", "{}"),
    "a map of another tool": ("base44/deno.jsonc", "{}"),
    "an import map": ("import_map.json", "{}"),
    "the file of a name changes": ("lib/x.js", "x"),
    "a likelier file is there": ("lib/x.ts", ""),
}


@pytest.mark.parametrize("name, text", MAP_CHANGES.values(), ids=MAP_CHANGES)
def test_a_change_of_what_imports_mean_makes_an_entry_invalid(
    name: str, text: str, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result_cache, "_UNSETTLED", 0)
    root = make(tmp_path / "app", _MAPPED)
    cache = _cache(folder)
    (target,) = find_targets([str(root)], str(root))
    _keep(cache, lambda disk: load_project(target, str(root), disk=disk))
    assert cache.known_line() is not None
    (root / name).write_text(text)
    assert cache.known_line() is None


def test_a_recorder_answers_as_the_disk_does(root: Path) -> None:
    recorder = Recorder()
    for name in ("", "file", "folder", "link", "absent", "file/below", "a\0b"):
        path = str(root / name)
        assert recorder.is_file(path) == DISK.is_file(path)
        assert recorder.is_directory(path) == DISK.is_directory(path)
        assert recorder.exists(path) == DISK.exists(path)
        assert recorder.real_path(path) == DISK.real_path(path)
    assert recorder.read(str(root / "link")) == (3, b"one")
    assert sorted(recorder.names(str(root))) == ["file", "folder", "link"]


def test_the_state_before_the_first_answer_counts(root: Path, folder: Path) -> None:
    cache = _cache(folder)
    recorder = cache.recorder()
    recorder.read(str(root / "file"))
    (root / "file").write_text("changed while the run went on")
    recorder.read(str(root / "file"))
    cache.keep(recorder)
    assert cache.known_line() is None


@pytest.mark.parametrize("line", ["No problems in 2 connector files.", ""])
def test_an_entry_has_the_line_of_the_run(line: str, root: Path, folder: Path) -> None:
    _keep(_cache(folder), lambda disk: disk.read(str(root / "file")), line=line)
    assert _cache(folder).known_line() == line


def test_entries_are_by_arguments_and_directory(root: Path, folder: Path) -> None:
    _keep(_cache(folder, "a", "b"), lambda disk: disk.read(str(root / "file")))
    assert _cache(folder, "a", "b").known_line() is not None
    for other in (
        _cache(folder, "a"),
        _cache(folder, "b", "a"),
        _cache(folder, "a", "b", "c"),
        _cache(folder, "a\nb"),
        _cache(folder, "a", "b", cwd="/other"),
    ):
        assert other.known_line() is None


def test_a_name_that_two_command_lines_share_is_no_mistake(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result_cache, "_PRIME", 1)
    _keep(_cache(folder, "a"), lambda disk: disk.read(str(root / "file")))
    assert len(list(folder.iterdir())) == 1
    assert _cache(folder, "a").known_line() is not None
    assert _cache(folder, "b").known_line() is None


@pytest.mark.parametrize("seconds, is_kept", [(1.0, False), (3.0, True)])
def test_a_file_that_has_just_changed_is_not_trusted(
    seconds: float,
    is_kept: bool,  # noqa: FBT001 - what is expected
    tmp_path: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "file"
    path.write_text("one")
    later = path.stat().st_ctime_ns + int(seconds * 1e9)
    monkeypatch.setattr(time, "time_ns", lambda: later)
    _keep(_cache(folder), lambda disk: disk.read(str(path)))
    assert (_cache(folder).known_line() is not None) == is_kept
    assert folder.exists() == is_kept


def test_a_change_of_connlint_itself_makes_all_entries_invalid(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = type(sys)("connlint._planted")
    module.__file__ = str(root / "file")
    monkeypatch.setitem(sys.modules, "connlint._planted", module)
    cache = _cache(folder)
    _keep(cache)
    assert cache.known_line() is not None
    (root / "file").write_text("two")
    assert cache.known_line() is None


def test_data_files_of_connlint_belong_to_an_entry(root: Path, folder: Path) -> None:
    _keep(_cache(folder))
    (entry,) = folder.iterdir()
    text = entry.read_bytes()
    assert b"connlint_schemas/catalog/gmail.json\0" in text
    assert b"connlint/files/reading.py\0" in text
    assert root.exists()


DAMAGED: dict[str, Change] = {
    "empty": _write(""),
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"\0"),
    "no text": lambda path: path.write_bytes(b"\xff" * 100),
    "of another format": lambda path: path.write_bytes(
        path.read_bytes().replace(b"results 2", b"results 1")
    ),
    "without a mark": lambda path: path.write_bytes(
        path.read_bytes().replace(b"\0end", b"\0file\0end")
    ),
    "with a mark of no kind": lambda path: path.write_bytes(
        path.read_bytes().replace(b"\0end", b"\0file\0\0end")
    ),
    "with a line that a terminal would obey": lambda path: path.write_bytes(
        path.read_bytes().replace(b"No problems", b"\x1b[2J")
    ),
    "with a line that is no text": lambda path: path.write_bytes(
        path.read_bytes().replace(b"No problems", b"\xff")
    ),
    "a folder": _become_a_folder,
    "a link to nothing": _lead_nowhere,
    "of everybody": lambda path: path.chmod(0o666),
}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
def test_an_entry_that_is_damaged_is_none(damage: Change, root: Path, folder: Path) -> None:
    _keep(_cache(folder), lambda disk: disk.read(str(root / "file")), line="No problems.")
    (entry,) = folder.iterdir()
    damage(entry)
    assert _cache(folder).known_line() is None


@pytest.mark.skipif(os.name == "nt", reason="there are no owners to tell")
def test_a_folder_that_others_can_write_to_is_not_used(root: Path, folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o777)
    _keep(_cache(folder), lambda disk: disk.read(str(root / "file")))
    assert list(folder.iterdir()) == []
    folder.chmod(0o700)
    _keep(_cache(folder), lambda disk: disk.read(str(root / "file")))
    assert _cache(folder).known_line() is not None
    folder.chmod(0o777)
    assert _cache(folder).known_line() is None


@pytest.mark.skipif(
    not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give files away"
)
def test_what_belongs_to_somebody_else_is_not_used(root: Path, folder: Path) -> None:
    _keep(_cache(folder), lambda disk: disk.read(str(root / "file")))
    (entry,) = folder.iterdir()
    os.chown(entry, 12345, 12345)
    assert _cache(folder).known_line() is None
    os.chown(entry, 0, 0)
    assert _cache(folder).known_line() is not None
    os.chown(folder, 12345, 12345)
    assert _cache(folder).known_line() is None


@pytest.mark.parametrize("place", ["a file", "below a file"])
def test_a_folder_that_cannot_be_is_no_cache(place: str, root: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file")
    folder = taken if place == "a file" else taken / "cache"
    _keep(_cache(folder), lambda disk: disk.read(str(root / "file")))
    assert _cache(folder).known_line() is None
    assert taken.read_text() == "a file"


def test_a_full_disk_leaves_nothing_behind(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", fail)
        _keep(_cache(folder), lambda disk: disk.read(str(root / "file")))
    assert list(folder.iterdir()) == []


def test_old_entries_and_too_many_are_dropped(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result_cache, "_MOST_ENTRIES", 3)
    for name in ("a", "b", "c"):
        _keep(_cache(folder, name), lambda disk: disk.read(str(root / "file")))
    for number, path in enumerate(sorted(folder.iterdir(), key=lambda each: each.stat().st_mtime)):
        os.utime(path, (time.time() - 100 + number,) * 2)
    (folder / "left.1234").write_text("of a process that was killed a month ago")
    os.utime(folder / "left.1234", (1, 1))
    _keep(_cache(folder, "d"), lambda disk: disk.read(str(root / "file")))
    kept = {name for name in "abcd" if _cache(folder, name).known_line() is not None}
    assert kept == {"b", "c", "d"}
    assert len(list(folder.iterdir())) == 3


@pytest.mark.parametrize(
    "platform, environ, expected",
    [
        ("linux", {"HOME": "/home/me"}, "/home/me/.cache/connlint"),
        ("linux", {"HOME": "/home/me", "XDG_CACHE_HOME": "/caches"}, "/caches/connlint"),
        ("linux", {"HOME": "/home/me", "XDG_CACHE_HOME": "caches"}, "/home/me/.cache/connlint"),
        ("darwin", {"HOME": "/Users/me"}, "/Users/me/Library/Caches/connlint"),
        ("linux", {}, None),
        ("darwin", {}, None),
        ("win32", {}, None),
        ("linux", {"CONNLINT_CACHE_DIR": "/mine", "HOME": "/home/me"}, "/mine"),
        ("linux", {"CONNLINT_CACHE_DIR": "", "HOME": "/home/me"}, "/home/me/.cache/connlint"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="paths are written in another way")
def test_the_folder_is_where_the_system_has_caches(
    platform: str,
    environ: dict[str, str],
    expected: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert cache_folder(environ) == expected
