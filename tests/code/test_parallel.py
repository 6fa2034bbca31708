"""Code read by several processes: the same as by one, also where a process fails."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tools.bench.functions import app_with_functions

from connlint.code.model import CodeReading
from connlint.code.parallel import can_fork, read_in_parallel
from connlint.code.parcels import Parcel, unpacked
from connlint.code.reading import read_code
from connlint.code.units import Unit, units_of
from connlint.project import find_targets, load_project
from connlint.source import SourceFile

pytestmark = pytest.mark.skipif(not can_fork(), reason="this system cannot copy a process safely")


@pytest.mark.parametrize("jobs", [2, 3, 40])
def test_it_is_the_same_with_any_number_of_processes(jobs: int, tmp_path: Path) -> None:
    root = app_with_functions(tmp_path / "app", 20, 15)
    (target,) = find_targets([str(root)], str(root))
    one = load_project(target, str(root))
    many = load_project(target, str(root), jobs=jobs)
    assert many.code.requests
    assert [_plain(each) for each in many.code] == [_plain(each) for each in one.code]


@pytest.mark.parametrize("shares", [1, 3, 7])
def test_it_is_the_same_when_processes_take_several_units_at_a_time(
    shares: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connlint.code.parallel._SHARES", shares)
    root = app_with_functions(tmp_path / "app", 20, 15)
    (target,) = find_targets([str(root)], str(root))
    files = load_project(target, str(root)).files

    def read(unit: Unit) -> CodeReading:
        return CodeReading(unread=(unit.files[0].source.path,))

    found = read_in_parallel(units_of(files, {}), read, 3)
    assert [path for each in found for path in each.unread] == [file.source.path for file in files]


def _plain(found: object) -> object:
    """What was found, with paths in the place of texts, which are not equal to each other."""
    if isinstance(found, SourceFile):
        return found.path
    return [_plain(each) for each in found] if isinstance(found, tuple) else found


def test_a_system_without_copies_of_processes_is_asked_for_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = app_with_functions(tmp_path / "app", 13, 13)
    (target,) = find_targets([str(root)], str(root))
    many = load_project(target, str(root), jobs=2)
    monkeypatch.setattr("connlint.code.parallel.can_fork", lambda: False)
    for name in ("fork", "set_blocking"):
        # Windows has neither, before Python 3.12.
        monkeypatch.delattr(os, name)
    one = load_project(target, str(root), jobs=2)
    assert [_plain(each) for each in one.code] == [_plain(each) for each in many.code]


def test_what_comes_back_stands_in_the_texts_that_are_there(tmp_path: Path) -> None:
    root = app_with_functions(tmp_path / "app", 13, 13)
    (target,) = find_targets([str(root)], str(root))
    files = load_project(target, str(root)).files
    sources = {id(file.source) for file in files}
    found = read_code(files, {}, 3)
    assert found.calls
    assert all(id(call.source) in sources for call in found.calls)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("how", ["raises", "ends", "cannot say"])
def test_the_share_of_a_process_that_fails_is_read_here(how: str, tmp_path: Path) -> None:
    root = app_with_functions(tmp_path / "app", 4, 4)
    (target,) = find_targets([str(root)], str(root))
    files = load_project(target, str(root)).files
    units = units_of(files, {})
    here = os.getpid()

    def read(unit: Unit) -> CodeReading:
        if os.getpid() != here:
            if how == "raises":
                raise RuntimeError("no")
            if how == "ends":
                os._exit(9)
            return CodeReading(unread=(lambda: "",))  # type: ignore[arg-type] # cannot be sent
        return CodeReading(unread=(unit.files[0].source.path,))

    found = read_in_parallel(units, read, 3)
    assert sorted(path for each in found for path in each.unread) == sorted(
        unit.files[0].source.path for unit in units
    )


def test_of_a_parcel_that_was_cut_off_what_is_whole_comes_out(tmp_path: Path) -> None:
    root = app_with_functions(tmp_path / "app", 3, 3)
    (target,) = find_targets([str(root)], str(root))
    files = load_project(target, str(root)).files
    sources = {file.source.location: file.source for file in files}
    parcel = Parcel()
    ends, whole = [0], {}
    for number, unit in enumerate(units_of(files, {})):
        whole[number] = read_code(unit.files, {})
        parcel.add(number, whole[number])
        ends.append(len(parcel.content()))
    data = parcel.content()
    assert unpacked(data, sources) == whole
    for length in range(len(data)):
        count = sum(end <= length for end in ends[1:])
        expected = {number: whole[number] for number in range(count)}
        assert unpacked(data[:length], sources) == expected
