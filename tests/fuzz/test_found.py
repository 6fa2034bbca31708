"""What long runs have found, tried again: each input made a target fail, and must not any more."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.fuzz.limit import within_time
from tools.fuzz.targets import TARGETS

FOUND = sorted(path for path in Path(__file__).with_name("found").rglob("*") if path.is_file())


@pytest.mark.parametrize("path", FOUND, ids=[f"{path.parent.name}-{path.stem}" for path in FOUND])
def test_an_input_that_was_found(path: Path) -> None:
    data = path.read_bytes()
    with within_time(len(data)):
        TARGETS[path.parent.name](data)


def test_each_target_has_the_inputs_in_the_folder_of_its_name() -> None:
    assert {path.parent.name for path in FOUND} <= set(TARGETS)
    assert FOUND
