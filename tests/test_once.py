"""Folders that several workers want are made by one of them, and by none that fails."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

import pytest
from tests.once import once


def test_one_of_many_makes_the_folder_and_the_others_wait_for_it(tmp_path: Path) -> None:
    made: list[int] = []

    def make(folder: Path) -> None:
        made.append(1)
        time.sleep(0.2)
        (folder / "content").touch()

    def get(_: int) -> bool:
        return (once(tmp_path / "deep" / "folder", make) / "content").exists()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(get, range(8))) == [True] * 8
    assert made == [1]


def test_what_is_incomplete_is_made_anew(tmp_path: Path) -> None:
    def fail(folder: Path) -> NoReturn:
        (folder / "half").touch()
        raise FileNotFoundError

    with pytest.raises(FileNotFoundError):
        once(tmp_path / "folder", fail)
    assert (tmp_path / "folder" / "half").exists()
    folder = once(tmp_path / "folder", lambda folder: (folder / "whole").touch())
    assert {path.name for path in folder.iterdir()} == {"ready", "whole"}
