"""Code read by several processes: the same as by one, also where a process fails."""

from __future__ import annotations

import os
from collections.abc import Mapping
from itertools import accumulate
from pathlib import Path

import pytest
from tools.bench.functions import app_with_functions

from connlint.code import parallel
from connlint.code.errand import Errand
from connlint.code.files import CodeFile
from connlint.code.model import (
    CodeReading,
    ConnectorCall,
    Exposure,
    Failure,
    Receiver,
    Request,
    Unfollowed,
)
from connlint.code.parallel import Readers, can_fork
from connlint.code.parcels import packed, unpacked
from connlint.code.reading import CodeReader
from connlint.code.unit_queue import UnitQueue
from connlint.code.units import Imports, Unit, units_of
from connlint.project import find_targets, load_project
from connlint.source import SourceFile, Span

pytestmark = pytest.mark.skipif(not can_fork(), reason="this system cannot copy a process safely")


def _units(root: Path, count: int) -> list[Unit]:
    """So many units with calls."""
    app_with_functions(root / "app", count, count)
    (target,) = find_targets([str(root / "app")], str(root))
    return [unit for unit in units_of(load_project(target, str(root)).files, {}) if unit.has_call]


def _named(unit: Unit, _: Imports) -> CodeReading:
    """A reading that says nothing but which unit it is of."""
    return CodeReading(unread=(unit.files[0].source.path,))


def _in_order(readers: Readers, units: list[Unit]) -> list[str]:
    """What is read of units, which should be their own names."""
    for unit in units:
        readers.add(unit, {})
    reading = readers.finish({})
    return [path for unit in units for path in reading(unit).unread]


def _names(units: list[Unit]) -> list[str]:
    return [unit.files[0].source.path for unit in units]


def _plain(found: object) -> object:
    """What was found, with paths in the place of texts, which are not equal to each other."""
    if isinstance(found, SourceFile):
        return found.path
    return [_plain(each) for each in found] if isinstance(found, tuple) else found


@pytest.mark.parametrize("jobs", [2, 3, 40])
def test_it_is_the_same_with_any_number_of_processes(jobs: int, tmp_path: Path) -> None:
    root = app_with_functions(tmp_path / "app", 40, 37)
    (target,) = find_targets([str(root)], str(root))
    one = load_project(target, str(root))
    many = load_project(target, str(root), jobs=jobs)
    assert many.code.requests
    assert [_plain(each) for each in many.code] == [_plain(each) for each in one.code]


@pytest.mark.parametrize(
    "jobs, count, others",
    [(1, 60, 0), (2, 11, 0), (2, 12, 1), (2, 60, 1), (4, 35, 2), (4, 36, 3), (4, 60, 3)],
)
def test_a_process_begins_for_each_dozen_of_units(
    jobs: int, count: int, others: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = _units(tmp_path, count)
    begun = _counted_forks(monkeypatch)
    readers = Readers(_named, jobs)
    assert _in_order(readers, units) == _names(units)
    assert (len(begun), readers.have_begun) == (others, others > 0)


def _counted_forks(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """Grows by one with each process that is started from now on."""
    begun: list[None] = []
    original = os.fork

    def fork() -> int:
        begun.append(None)
        return original()

    monkeypatch.setattr(os, "fork", fork)
    return begun


@pytest.mark.parametrize("count, others", [(49, 0), (50, 1)])
def test_a_process_stands_by_where_there_are_many_functions(
    count: int, others: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = app_with_functions(tmp_path / "app", count, 3)
    (target,) = find_targets([str(root)], str(root))
    one = load_project(target, str(root))
    begun = _counted_forks(monkeypatch)
    many = load_project(target, str(root), jobs=2)
    assert len(begun) == others
    assert [_plain(each) for each in many.code] == [_plain(each) for each in one.code]


def test_what_stands_by_is_ready_when_the_first_unit_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = _units(tmp_path, 25)
    begun = _counted_forks(monkeypatch)
    outlet, inlet = os.pipe()

    def prepare() -> None:
        os.write(inlet, b".")

    readers = Readers(_named, 3, prepare)
    readers.stand_by()
    assert os.read(outlet, 1) == b"."
    readers.stand_by()
    assert len(begun) == 1
    assert _in_order(readers, units) == _names(units)
    assert len(begun) == 2


def test_others_begin_before_everything_is_known(tmp_path: Path) -> None:
    """What is read of a unit before the last one is added comes from another process."""
    units = _units(tmp_path, 13)
    outlet, inlet = os.pipe()
    here = os.getpid()

    def read(unit: Unit, _: Imports) -> CodeReading:
        if os.getpid() != here:
            os.write(inlet, b".")
        return CodeReading(unread=(f"{os.getpid() != here}", unit.files[0].source.path))

    readers = Readers(read, 2)
    for unit in units[:12]:
        readers.add(unit, {})
    assert os.read(outlet, 1) == b"."
    readers.add(units[12], {})
    reading = readers.finish({})
    assert reading(units[0]).unread == ("True", units[0].files[0].source.path)
    assert [reading(unit).unread[1] for unit in units] == _names(units)


def test_a_unit_that_nobody_has_added_is_read_when_it_is_asked_for(tmp_path: Path) -> None:
    units = _units(tmp_path, 14)
    readers = Readers(_named, 2)
    for unit in units[:12]:
        readers.add(unit, {})
    reading = readers.finish({})
    assert [path for unit in units for path in reading(unit).unread] == _names(units)


def test_of_what_functions_share_only_entries_are_expected(tmp_path: Path) -> None:
    """A function that another one imports is no entry, which is not known from the beginning."""
    root = app_with_functions(tmp_path / "app", 30, 30)
    last = root / "base44" / "functions" / "work029" / "entry.ts"
    lines = "".join([f'import "../work{number:03}/entry.ts";\n' for number in range(0, 29, 3)])
    last.write_text(lines + last.read_text())
    (target,) = find_targets([str(root)], str(root))
    one = load_project(target, str(root))
    many = load_project(target, str(root), jobs=2)
    assert [_plain(each) for each in many.code] == [_plain(each) for each in one.code]


def test_more_units_than_the_queue_has_room_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = _units(tmp_path, 40)
    original = os.write
    room = 5

    def write(file: int, data: bytes) -> int:
        nonlocal room
        if not room:
            room = 5
            raise BlockingIOError
        room -= 1
        return original(file, data)

    monkeypatch.setattr("connlint.code.unit_queue.os.write", write)
    assert _in_order(Readers(_named, 3), units) == _names(units)


def test_the_queue_gives_another_process_what_was_put_in() -> None:
    odd = SourceFile("odd.ts", "getConnection // é \ud800 \U0001f600\n", "/odd.ts", has_bom=True)
    page = CodeFile(SourceFile("page.tsx", "", "/page.tsx"), in_front_end=True)
    units = [Unit((CodeFile(odd), page)), Unit((page,)), Unit((page, CodeFile(odd)))]
    imports: Imports = {"/odd.ts": ["/page.tsx"], "/other.ts": ()}
    queue = UnitQueue()
    assert [queue.put(unit, imports) for unit in units] == [0, 1, 2]
    queue.only_take()
    found = list(queue.units())
    assert [number for number, _, _ in found] == [0, 1, 2]
    assert [_facts(unit) for _, unit, _ in found] == [_facts(unit) for unit in units]
    both: Mapping[str, object] = {"/odd.ts": ("/page.tsx",), "/page.tsx": ()}
    assert [each for _, _, each in found] == [both, {"/page.tsx": ()}, both]


def _facts(unit: Unit) -> list[tuple[object, ...]]:
    return [
        (file.source.path, file.source.text, file.source.location, file.source.has_bom, file[1])
        for file in unit.files
    ]


@pytest.mark.parametrize("name", ["memfd_create", "pwrite", "pipe", "fork"])
def test_a_system_that_has_nothing_more_to_give_is_read_without(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = _units(tmp_path, 30)

    def refuse(*_: object) -> int:
        raise OSError("no more")

    monkeypatch.setattr(os, name, refuse)
    readers = Readers(_named, 3)
    assert _in_order(readers, units) == _names(units)
    assert not readers.have_begun


def test_a_system_without_copies_of_processes_is_asked_for_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = app_with_functions(tmp_path / "app", 13, 13)
    (target,) = find_targets([str(root)], str(root))
    many = load_project(target, str(root), jobs=2)
    monkeypatch.setattr(parallel, "can_fork", lambda: False)
    for name in ("fork", "set_blocking", "memfd_create", "pwrite", "pread"):
        # Windows has none of them, before Python 3.12.
        monkeypatch.delattr(os, name)
    one = load_project(target, str(root), jobs=2)
    assert [_plain(each) for each in one.code] == [_plain(each) for each in many.code]


def test_what_comes_back_stands_in_the_texts_that_are_there(tmp_path: Path) -> None:
    root = app_with_functions(tmp_path / "app", 30, 30)
    (target,) = find_targets([str(root)], str(root))
    files = load_project(target, str(root)).files
    sources = {id(file.source) for file in files}
    found = CodeReader(3).read(files, {})
    assert found.calls
    assert all(id(call.source) in sources for call in found.calls)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("how", ["raises", "ends", "cannot say"])
def test_the_share_of_a_process_that_fails_is_read_here(how: str, tmp_path: Path) -> None:
    units = _units(tmp_path, 26)
    here = os.getpid()

    def read(unit: Unit, imports: Imports) -> CodeReading:
        if os.getpid() != here:
            if how == "raises":
                raise RuntimeError("no")
            if how == "ends":
                os._exit(9)
            return CodeReading(unread=(lambda: "",))  # type: ignore[arg-type] # cannot be sent
        return _named(unit, imports)

    assert _in_order(Readers(read, 3), units) == _names(units)


def test_a_run_tells_of_the_units_that_it_takes_itself(tmp_path: Path) -> None:
    told = []
    units = _units(tmp_path, 12)
    readers = Readers(_named, 2)
    for unit in units:
        readers.add(unit, {})
    readers.finish({}, Errand(tell=lambda what, done, total: told.append((what, done, total))))
    assert set(told) <= {("functions", number, 12) for number in range(12)}


def test_everything_that_a_reading_can_have_comes_out() -> None:
    source = SourceFile("a.ts", "", "/a.ts")
    span, receiver = Span(1, 2), Receiver.USER
    call = ConnectorCall(source, span, "m", span, receiver, span, ("a",), span, None, span, span)
    request = Request(
        "t", source, span, "GET", ("https://", None), "s", "o", ("a.ts",), ("a.ts", 3)
    )
    exposure, unfollowed = (
        Exposure("t", source, span, "the log"),
        Unfollowed("", source, span, "is"),
    )
    reading = CodeReading((call,), (request,), (exposure,), (unfollowed,), ("b.ts",))
    (found,) = unpacked(packed(7, reading), {"/a.ts": source}).values()
    assert (found, repr(found)) == (reading, repr(reading))


def test_a_file_at_which_connlint_fails_is_read_here() -> None:
    failure = Failure(SourceFile("a.ts", "", "/a.ts"), ValueError())
    assert packed(0, CodeReading(failures=(failure,))) == b""


def test_of_a_parcel_that_was_cut_off_what_is_whole_comes_out(tmp_path: Path) -> None:
    units = _units(tmp_path, 3)
    sources = {file.source.location: file.source for unit in units for file in unit.files}
    whole = {number: CodeReader().read(unit.files, {}) for number, unit in enumerate(units)}
    parts = [packed(number, reading) for number, reading in whole.items()]
    ends = list(accumulate(map(len, parts)))
    data = b"".join(parts)
    assert unpacked(data, sources) == whole
    for length in range(len(data)):
        count = sum(end <= length for end in ends)
        expected = {number: whole[number] for number in range(count)}
        assert unpacked(data[:length], sources) == expected
