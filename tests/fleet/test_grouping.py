"""Apps are whole in their batch, however their rows are spread."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from tests.fleet.tables import Row, batch, rows_of

from connlint.fleet.errors import FleetError
from connlint.fleet.grouping import Limits, Order, group, look_through


def _app(name: str, files: int = 2, size: int = 10) -> list[Row]:
    return [(name, f"{number}.txt", name[:1].encode() * size) for number in range(files)]


def _cut(rows: list[Row], size: int) -> list[pa.RecordBatch]:
    return [batch(rows[start : start + size]) for start in range(0, len(rows), size)]


def _grouped(batches: list[pa.RecordBatch], limits: Limits) -> list[pa.RecordBatch]:
    order = look_through((each.column("app") for each in batches), limits)
    return list(group(iter(batches), order, limits))


def _apps(batches: list[pa.RecordBatch]) -> list[list[str]]:
    return [sorted(set(each.column("app").to_pylist())) for each in batches]


@pytest.mark.parametrize(
    ("apps", "order"),
    [
        ([["a", "a"], ["a", "b"], ["c"]], Order(is_adjacent=True, apps=3)),
        ([["a", "b"], ["a"]], Order(is_adjacent=False, apps=None)),
        ([["a", "b", "c", "d", "e"]], Order(is_adjacent=False, apps=None)),
        ([[], ["b"], []], Order(is_adjacent=True, apps=1)),
        ([], Order(is_adjacent=True, apps=0)),
    ],
)
def test_the_column_of_apps_tells_whether_they_are_adjacent(
    apps: list[list[str]], order: Order
) -> None:
    columns = [pa.array(each, pa.string()) for each in apps]
    assert look_through(columns, Limits(known_apps=4)) == order


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
def test_adjacent_rows_keep_their_order_wherever_batches_are_cut(size: int) -> None:
    rows = [row for name in "dacb" for row in _app(name, 3)]
    batches = _grouped(_cut(rows, size), Limits(apps=2))
    assert rows_of(batches) == rows
    assert _apps(batches) == [["a", "d"], ["b", "c"]]


def test_a_batch_ends_before_it_has_too_many_bytes_unless_one_app_has_more() -> None:
    rows = [
        row
        for name, size in (("a", 10), ("b", 50), ("c", 10), ("d", 10))
        for row in _app(name, 2, size)
    ]
    batches = _grouped(_cut(rows, 100), Limits(batch_bytes=40))
    assert _apps(batches) == [["a"], ["b"], ["c", "d"]]


@pytest.mark.parametrize("limits", [Limits(buckets=4), Limits(buckets=2, bucket_bytes=1)])
def test_rows_that_are_spread_become_whole_apps(limits: Limits, tmp_path: Path) -> None:
    rows = [row for number in range(60) for row in _app(f"app{number}", 3)]
    spread = rows.copy()
    random.Random(1).shuffle(spread)  # noqa: S311 - any order will do
    order = look_through(each.column("app") for each in _cut(spread, 7))
    assert order == Order(is_adjacent=False, apps=None)

    def make_folder() -> tempfile.TemporaryDirectory[str]:
        return tempfile.TemporaryDirectory(dir=tmp_path)

    batches = list(group(iter(_cut(spread, 7)), order, limits, make_folder))
    assert sorted(rows_of(batches)) == sorted(rows)
    apps = [app for each in _apps(batches) for app in each]
    assert len(apps) == len(set(apps)) == 60
    # The rows of an app are in the order in which they came.
    for app in apps[:5]:
        assert [row for row in rows_of(batches) if row[0] == app] == [
            row for row in spread if row[0] == app
        ]
    assert list(tmp_path.iterdir()) == []


def test_spread_rows_come_out_in_the_same_order_each_time() -> None:
    rows = [row for part in range(2) for number in range(50) for row in _app(f"{number}", 1 + part)]
    first, second = (rows_of(_grouped(_cut(rows, size), Limits())) for size in (9, 31))
    assert first == second


def test_no_more_is_held_than_the_batch_that_is_filled() -> None:
    taken = 0

    def batches() -> Iterator[pa.RecordBatch]:
        nonlocal taken
        for number in range(100):
            taken += 1
            yield batch(_app(f"app{number:03}"))

    grouped = group(batches(), Order(is_adjacent=True, apps=100), Limits(apps=10))
    next(grouped)
    assert taken == 11


def test_an_app_that_fits_into_no_memory_is_refused() -> None:
    rows = [*_app("ok"), *_app("huge\n", 3)]
    with pytest.raises(FleetError) as error:
        _grouped(_cut(rows, 100), Limits(app_bytes=25))
    assert str(error.value) == 'The app "huge\\n" has more than 25 bytes of files'
