"""Files of connlint itself that are damaged are one line and status 2, never a traceback."""

from __future__ import annotations

import compileall
import shutil
import subprocess
import sys
from pathlib import Path
from py_compile import PycInvalidationMode

import pytest
from tests.cli.console import no_problems

import connlint
import connlint_schemas

HEALTHY = Path(__file__).parents[2] / "examples" / "healthy-app"
_MAIN = """
import sys
sys.path.insert(0, sys.argv.pop(1))
from connlint.__main__ import command
command()
"""
MODULES = (
    "cli/__init__",
    "result_cache",
    "files/reading",
    "cli/console",
    "cli/check",
    "project/loading",
    "jsonc/tree",
    "rules/duplicate_type",
    "code/workers",
    "code/syntax/treesitter",
)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of connlint's packages, compiled."""
    folder = tmp_path_factory.mktemp("compiled")
    for package in (connlint, connlint_schemas):
        source = Path(str(package.__file__)).parent
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, folder / source.name, ignore=ignored)
    # The form that is not compared with the source, as some distributions install it.
    mode = PycInvalidationMode.UNCHECKED_HASH
    compileall.compile_dir(folder / "connlint", quiet=1, invalidation_mode=mode)
    return folder


@pytest.fixture
def copy(compiled: Path, tmp_path: Path) -> Path:
    return shutil.copytree(compiled, tmp_path / "copy")


def _check(copy: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _MAIN, str(copy), "check", "."],
        cwd=HEALTHY,
        capture_output=True,
        text=True,
        check=False,
    )


def _compiled(copy: Path, module: str) -> Path:
    folder, _, name = f"connlint/{module}".rpartition("/")
    return copy / folder / "__pycache__" / f"{name}.{sys.implementation.cache_tag}.pyc"


@pytest.mark.parametrize("module", MODULES)
def test_a_compiled_file_that_is_cut_off(module: str, copy: Path) -> None:
    path = _compiled(copy, module)
    path.write_bytes(path.read_bytes()[:100])
    done = _check(copy)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "connlint: The installation is damaged: marshal data too short. Reinstall connlint\n"
    )


@pytest.mark.parametrize("module", MODULES)
def test_a_module_that_is_missing(module: str, copy: Path) -> None:
    (copy / "connlint" / f"{module}.py").unlink()
    _compiled(copy, module).unlink()
    done = _check(copy)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("connlint: The installation is damaged: ")
    assert done.stderr.endswith(". Reinstall connlint\n")
    assert done.stderr.count("\n") == 1


def test_a_copy_that_is_whole_works(copy: Path) -> None:
    done = _check(copy)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", no_problems(10, 6))
