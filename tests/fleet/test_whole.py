"""Batches that are cut anywhere become batches of whole apps."""

from __future__ import annotations

from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fleet.rows import table

from connlint.fleet.columns import INPUT
from connlint.fleet.whole import whole

SIZES = st.lists(st.integers(1, 4), max_size=6)
"""The numbers of rows of apps."""


def _rows(sizes: list[int]) -> pa.RecordBatch:
    return table(
        {
            f"app {number}": {f"file {place}": f"{number} {place}" for place in range(size)}
            for number, size in enumerate(sizes)
        }
    )


def _pieces(rows: pa.RecordBatch, cuts: list[int]) -> list[pa.RecordBatch]:
    """The rows, cut at these places; a place that is there twice gives a batch without rows."""
    places = sorted(cut % (rows.num_rows + 1) for cut in cuts)
    return [rows.slice(start, end - start) for start, end in pairwise([0, *places, rows.num_rows])]


@given(SIZES, st.lists(st.integers(0, 99), max_size=8))
def test_any_cut_gives_the_same_apps(sizes: list[int], cuts: list[int]) -> None:
    rows = _rows(sizes)
    found = list(whole(_pieces(rows, cuts)))
    # Nothing is lost, added or moved,
    assert [row for batch in found for row in batch.to_pylist()] == rows.to_pylist()
    # no app is in two batches, and no batch is empty.
    apps = [name for batch in found for name in set(batch.column("app").to_pylist())]
    assert sorted(apps) == sorted(set(rows.column("app").to_pylist()))
    assert all(batch.num_rows and batch.schema == INPUT for batch in found)


@given(SIZES, st.lists(st.integers(0, 99), max_size=8))
def test_no_more_is_held_back_than_the_last_app(sizes: list[int], cuts: list[int]) -> None:
    given_out = 0
    read = 0
    last = ""

    def pieces() -> pa.RecordBatch:
        nonlocal read, last
        for piece in _pieces(_rows(sizes), cuts):
            read += piece.num_rows
            last = piece.column("app")[-1].as_py() if piece.num_rows else last
            yield piece

    for batch in whole(pieces()):
        given_out += batch.num_rows
        if given_out < read:
            rest = _rows(sizes).slice(given_out, read - given_out)
            assert set(rest.column("app").to_pylist()) == {last}


@pytest.mark.parametrize("cuts", [[], [1], [2], [1, 2]])
def test_an_app_that_comes_again_is_refused(cuts: list[int]) -> None:
    rows = table({name: {f"{name}.txt": ""} for name in "abc"})
    apps = pa.array(["a", "b", "a"])
    rows = pa.RecordBatch.from_arrays([apps, *rows.columns[1:]], names=INPUT.names)
    message = '^the rows of the app "a" do not follow each other: sort them by app$'
    with pytest.raises(ValueError, match=message):
        list(whole(_pieces(rows, cuts)))


def test_columns_are_checked() -> None:
    with pytest.raises(ValueError, match=r'^there is no column "path"$'):
        list(whole([pa.record_batch({"app": ["a"]})]))


def test_nothing_gives_nothing() -> None:
    assert list(whole([])) == []
    assert list(whole([table({}), table({})])) == []
