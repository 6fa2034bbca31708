"""The results of finished batches are kept beside the output, each whole, by what they depend on."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.fleet.tables import batch, broken, healthy

from connlint.fleet.batch import lint_batch
from connlint.fleet.errors import FleetError
from connlint.fleet.parts import Parts
from connlint.text.escaping import quote

BATCH = batch([*healthy("a"), *broken("b")])
RESULTS = lint_batch(BATCH)


def _parts(tmp_path: Path, date: str = "2026-01-01", settings: str | None = None) -> Parts:
    return Parts(str(tmp_path / "out.csv.parts"), date, settings)


def test_results_are_kept_under_their_key(tmp_path: Path) -> None:
    parts = _parts(tmp_path)
    key = parts.key(BATCH)
    with parts.opened(keep=False):
        assert not parts.has(key, 2)
        parts.write(key, RESULTS)
        assert parts.has(key, 2)
        assert parts.read(key).equals(RESULTS)
        # Results of fewer apps than there are is not an answer.
        assert not parts.has(key, 3)
        parts.remove()
    assert list(tmp_path.iterdir()) == []


def test_the_key_depends_on_all_that_results_depend_on(tmp_path: Path) -> None:
    other = batch([*healthy("a"), *broken("c")])
    keys = [
        _parts(tmp_path).key(BATCH),
        _parts(tmp_path).key(other),
        _parts(tmp_path, date="2026-01-02").key(BATCH),
        _parts(tmp_path, settings="").key(BATCH),
        _parts(tmp_path, settings='min-severity = "info"\n').key(BATCH),
    ]
    assert len(set(keys)) == len(keys)
    # How the rows are cut in memory is not what they are.
    rows = [*healthy("0"), *healthy("a"), *broken("b")]
    assert _parts(tmp_path).key(batch(rows).slice(2)) == keys[0]


@pytest.mark.parametrize("damage", ["", "half", "zeros"])
def test_damaged_results_are_none(damage: str, tmp_path: Path) -> None:
    parts = _parts(tmp_path)
    with parts.opened(keep=False):
        parts.write("key", RESULTS)
        path = tmp_path / "out.csv.parts" / "key.arrow"
        data = path.read_bytes()
        contents = {"": b"", "half": data[: len(data) // 2], "zeros": bytes(len(data))}
        path.write_bytes(contents[damage])
        assert not parts.has("key", 2)


def test_what_an_earlier_run_has_left_is_kept_only_if_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "out.csv.parts"
    parts = _parts(tmp_path)
    with parts.opened(keep=False):
        parts.write("key", RESULTS)
        (folder / "other.arrow.new").write_bytes(b"half")
    with parts.opened(keep=True):
        assert sorted(path.name for path in folder.iterdir()) == ["key.arrow", "lock"]
    with parts.opened(keep=False):
        assert sorted(path.name for path in folder.iterdir()) == ["lock"]


def test_two_runs_do_not_write_one_output(tmp_path: Path) -> None:
    pytest.importorskip("fcntl", reason="this system has no locks")
    with (
        _parts(tmp_path).opened(keep=False),
        pytest.raises(FleetError) as error,
        _parts(tmp_path).opened(keep=True),
    ):
        pass
    assert str(error.value) == f"Another run of connlint is writing {quote(f'{tmp_path}/out.csv')}"
    with _parts(tmp_path).opened(keep=True):
        pass
