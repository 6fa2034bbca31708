"""The recipe of docs/fleet.md for pyarrow finds in a fleet what lint_batch finds in it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.fleet.recipes import expected, found, write_recipe, write_table


def test_pyarrow(tmp_path: Path) -> None:
    recipe = write_recipe("fleet_arrow.py", tmp_path)
    results = tmp_path / "results.parquet"
    words = [recipe, write_table(tmp_path / "apps.parquet"), results]
    command = [sys.executable, "-W", "error", *map(str, words)]
    subprocess.run(command, check=True)
    assert found(results) == expected()
