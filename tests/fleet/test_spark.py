"""The recipe of docs/fleet.md for Spark finds in a fleet what lint_batch finds in it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from tests.fleet.recipes import expected, found, write_recipe, write_table
from tests.packaging.programs import environment, missing, project_file, run, script

ROOT = Path(__file__).resolve().parents[2]
SPARK = ("pyspark==4.3.0", "pandas<3", "pyarrow")
# Everything stays on this machine, and Spark's own pages are not served.
LOCAL = (
    "--master local[2] --conf spark.driver.host=127.0.0.1 --conf spark.driver.bindAddress=127.0.0.1 "
    "--conf spark.ui.enabled=false pyspark-shell"
)


@pytest.mark.slow(seconds=120)
def test_spark(tmp_path: Path) -> None:
    if sys.version_info < (3, 11):
        missing("Spark 4.3 needs Python 3.11 or later")
    if shutil.which("java") is None:
        missing("Spark needs Java, which is not installed")
    home = environment("pyspark-4.3.0", [*SPARK, *project_file()["project"]["dependencies"]])
    python = script(home, "python")
    recipe = write_recipe("fleet_spark.py", tmp_path)
    results = tmp_path / "results"
    environ = {
        "PYTHONPATH": os.pathsep.join(str(ROOT / name) for name in ("linter", "schemas", "lsp")),
        "PYSPARK_PYTHON": str(python),
        "PYSPARK_SUBMIT_ARGS": LOCAL,
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    done = run([python, recipe, write_table(tmp_path / "apps.parquet"), results], tmp_path, environ)
    assert done.returncode == 0, done.stdout[-4000:]
    assert found(results) == expected()
