"""Files that are replaced as a whole, whoever else writes to them."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from connlint.files import atomic_write
from connlint.files.atomic_write import (
    FileChangedError,
    remove_leftovers,
    replace_file,
    write_atomically,
)
from connlint.files.exchange import exchange

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="links and users are of POSIX")
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux alone has it")
OLD, NEW = b"old\n", b"new\n"
LEFTOVER = ".connlint-x7_abc01.tmp"


def _save(path: Path, text: bytes) -> None:
    """Save a file as most editors do: a new file takes the place of the old one."""
    other = path.with_name("editor")
    other.write_bytes(text)
    other.replace(path)


def _overwrite(path: Path, text: bytes) -> None:
    """Save a file as other editors do."""
    path.write_bytes(text)


SAVES = pytest.mark.parametrize("save", [_save, _overwrite])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "slack.jsonc"
    path.write_bytes(OLD)
    return path


def _names(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir())


def test_a_file_that_is_as_expected_is_replaced(path: Path) -> None:
    replace_file(str(path), OLD, NEW)
    assert path.read_bytes() == NEW
    assert _names(path) == ["slack.jsonc"]


@pytest.mark.parametrize("content", [b"", b"old", b"old\n\n", b"edited\n"])
def test_a_file_with_another_content_is_kept(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(FileChangedError, match="has changed since connlint read it"):
        replace_file(str(path), OLD, NEW)
    assert path.read_bytes() == content
    assert _names(path) == ["slack.jsonc"]


def test_a_file_that_is_gone_stays_gone(path: Path) -> None:
    path.unlink()
    with pytest.raises(FileNotFoundError):
        replace_file(str(path), OLD, NEW)
    assert _names(path) == []


def test_a_new_file_takes_no_name_that_is_taken(path: Path) -> None:
    with pytest.raises(FileChangedError):
        replace_file(str(path), None, NEW)
    assert path.read_bytes() == OLD
    replace_file(str(path.with_name("new.jsonc")), None, NEW)
    assert path.with_name("new.jsonc").read_bytes() == NEW
    assert _names(path) == ["new.jsonc", "slack.jsonc"]


def test_a_new_file_where_there_are_no_hard_links(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    test_a_new_file_takes_no_name_that_is_taken(path)


Exchange = Callable[[str, str], None]


def _swaps(*before: Callable[[], None]) -> Exchange:
    """An exchange before which something happens: the first time this, then that."""
    waiting = list(before)

    def swap(first: str, second: str) -> None:
        if waiting:
            waiting.pop(0)()
        exchange(first, second)

    return swap


@LINUX
@SAVES
def test_a_save_in_the_last_moment_is_kept(
    save: Callable[[Path, bytes], None], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic_write, "exchange", _swaps(lambda: save(path, b"edited\n")))
    with pytest.raises(FileChangedError):
        replace_file(str(path), OLD, NEW)
    assert path.read_bytes() == b"edited\n"
    assert _names(path) == ["slack.jsonc"]


@LINUX
@pytest.mark.parametrize("saves", range(1, 6))
def test_of_several_saves_in_the_last_moment_the_last_is_kept(
    saves: int, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edits = [partial(_save, path, b"%d\n" % number) for number in range(saves)]
    monkeypatch.setattr(atomic_write, "exchange", _swaps(*edits))
    with pytest.raises(FileChangedError):
        replace_file(str(path), OLD, NEW)
    assert path.read_bytes() == b"%d\n" % (saves - 1)
    assert _names(path) == ["slack.jsonc"]


@LINUX
def test_a_file_that_is_deleted_in_the_last_moment_stays_deleted(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic_write, "exchange", _swaps(path.unlink))
    with pytest.raises(FileChangedError):
        replace_file(str(path), OLD, NEW)
    assert _names(path) == []


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.EINVAL, errno.EPERM])
def test_a_file_is_replaced_where_names_cannot_be_exchanged(
    code: int, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(atomic_write, "exchange", refuse)
    replace_file(str(path), OLD, NEW)
    assert path.read_bytes() == NEW
    with pytest.raises(FileChangedError):
        replace_file(str(path), OLD, b"newer\n")
    assert _names(path) == ["slack.jsonc"]


Write = Callable[[str], None]
WRITES: dict[str, Write] = {
    "whatever is there": lambda path: write_atomically(path, NEW),
    "what was read": lambda path: replace_file(path, OLD, NEW),
}


@POSIX
@pytest.mark.parametrize("kind", WRITES)
def test_a_file_with_several_names_is_kept(kind: str, path: Path) -> None:
    os.link(path, path.with_name("other"))
    with pytest.raises(OSError, match="more than one name"):
        WRITES[kind](str(path))
    assert (path.read_bytes(), path.with_name("other").read_bytes()) == (OLD, OLD)
    assert _names(path) == ["other", "slack.jsonc"]


@POSIX
@pytest.mark.parametrize("kind", WRITES)
def test_mode_and_links_stay(kind: str, path: Path) -> None:
    path.chmod(0o640)
    link = path.with_name("link")
    link.symlink_to(path.name)
    WRITES[kind](str(link))
    assert (path.read_bytes(), link.is_symlink()) == (NEW, True)
    assert path.stat().st_mode & 0o7777 == 0o640


def _age(path: Path, minutes: float) -> None:
    then = time.time() - 60 * minutes
    os.utime(path, (then, then), follow_symlinks=False)


def test_what_a_killed_run_has_left_goes_when_it_is_old(tmp_path: Path) -> None:
    (tmp_path / LEFTOVER).write_bytes(NEW)
    remove_leftovers(str(tmp_path))
    assert (tmp_path / LEFTOVER).exists()
    _age(tmp_path / LEFTOVER, 15)
    remove_leftovers(str(tmp_path))
    assert not (tmp_path / LEFTOVER).exists()


@pytest.mark.parametrize(
    "name",
    [
        ".connlint-settings",
        ".connlint-x7_abc0.tmp",
        ".connlint-x7_abc012.tmp",
        ".connlint-X7_abc01.tmp",
        ".connlint-x7_abc01.tmp.jsonc",
        "my.connlint-x7_abc01.tmp",
        "connlint-x7_abc01.tmp",
        ".connlint-x7_abc01.tmp\n",
    ],
)
def test_files_of_other_names_stay(name: str, tmp_path: Path) -> None:
    try:
        (tmp_path / name).write_bytes(OLD)
    except OSError:
        pytest.skip("there is no such name on this system")
    _age(tmp_path / name, 60 * 24)
    remove_leftovers(str(tmp_path))
    assert (tmp_path / name).read_bytes() == OLD


def _link(path: Path) -> None:
    path.symlink_to("target")
    path.with_name("target").write_bytes(OLD)
    _age(path.with_name("target"), 60)


def _of_somebody_else(path: Path) -> None:
    path.write_bytes(OLD)
    try:
        os.chown(path, 65534, 65534)
    except PermissionError:
        pytest.skip("only root can give a file away")


@POSIX
@pytest.mark.parametrize("make", [_link, Path.mkdir, os.mkfifo, _of_somebody_else])
def test_what_is_no_file_of_this_user_stays(make: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / LEFTOVER
    make(path)
    _age(path, 60)
    remove_leftovers(str(tmp_path))
    assert os.path.lexists(path)


def test_a_folder_that_is_not_there_has_no_leftovers(tmp_path: Path) -> None:
    remove_leftovers(str(tmp_path / "gone"))


def test_the_form_of_the_names_is_that_of_the_program(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that the program makes is one that it takes away."""
    seen: list[str] = []
    monkeypatch.setattr(os, "replace", lambda first, _: seen.append(first))
    monkeypatch.setattr(os, "unlink", lambda _: None)
    write_atomically(str(path), NEW)
    monkeypatch.undo()
    (left,) = map(Path, seen)
    assert left.read_bytes() == NEW
    _age(left, 15)
    write_atomically(str(path), NEW)
    assert _names(path) == ["slack.jsonc"]
