"""The oldest dependencies that pyproject.toml allows, on the oldest Python that is here."""

from __future__ import annotations

import glob
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from uv import find_uv_bin

from .programs import (
    ROOT,
    Built,
    missing,
    project_file,
    quick_environment,
    run,
    script,
    succeed,
)

_PROJECT = project_file()["project"]
# Each dependency has a lower bound, and nothing else but the Pythons that need it.
_LOWER = re.compile(r"([\w-]+)>=([\w.]+)(; python_version < '[\d.]+')?")
TESTS = {
    "click": "tests/cli",
    "jsonschema": "tests/rules",
    "pygls": "tests/lsp/test_by_hand.py",
    "pyjson5": "tests/project tests/jsonc",
    "tomli": "tests/settings",
    "tree-sitter": "tests/code tests/api",
    "wcwidth": "tests/render",
}
"""The tests of what a dependency does."""


def oldest() -> list[str]:
    """The requirements of the package, each at its lower bound."""
    found = [(text, _LOWER.fullmatch(text)) for text in _PROJECT["dependencies"]]
    assert [text for text, match in found if match is None] == []
    return [f"{match[1]}=={match[2]}{match[3] or ''}" for _, match in found if match is not None]


def _oldest_python() -> str:
    """The Python that pyproject.toml asks for at least, on the PATH or where pyenv keeps it."""
    version = _PROJECT["requires-python"].removeprefix(">=")
    home = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    kept = sorted(glob.glob(f"{home}/versions/{version}.*/bin/python"))
    candidates = (sys.executable, shutil.which(f"python{version}"), *kept)
    found = next((path for path in candidates if path and _version(path) == version), None)
    return found or missing(f"there is no Python {version} here")


def _version(python: str) -> str:
    code = "import sys; print(*sys.version_info[:2], sep='.')"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip()


@pytest.fixture(scope="module")
def place(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tests, and an environment with the wheel and the oldest dependencies.

    Tests read the sources as well, but what they import is the wheel.
    """
    folder = tmp_path_factory.mktemp("oldest")
    requirements = [*oldest(), *_PROJECT["optional-dependencies"]["dev"]]
    with_tools = [text for text in requirements if not text.startswith(("mypy", "ruff", "types-"))]
    quick_environment(folder / "env", [built.wheel, *with_tools], _oldest_python())
    for name in ("tests", "docs", "examples", "linter", "schemas", "tools"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in [*ROOT.glob("*.toml"), *ROOT.glob("*.md"), *ROOT.glob(".*.yaml")]:
        shutil.copy(path, folder)
    return folder


@pytest.mark.slow
def test_the_oldest_dependencies_are_what_is_installed(place: Path) -> None:
    # uv writes 1.1.0 for what is asked for as 1.1.
    python = script(place / "env", "python")
    frozen = succeed([find_uv_bin(), "pip", "freeze", "--python", python], place)
    versions = [f"{line}.".replace("_", "-") for line in frozen.splitlines()]
    wanted = [text.partition(";")[0] for text in oldest()]
    assert [text for text in wanted if not any(v.startswith(f"{text}.") for v in versions)] == []


@pytest.mark.slow(seconds=80)
@pytest.mark.parametrize("tests", TESTS)
def test_the_tests_pass_with_the_oldest_dependencies(tests: str, place: Path) -> None:
    command = [script(place / "env", "python"), "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = run([*command, *TESTS[tests].split()], place)
    assert done.returncode == 0, done.stdout[-4000:]
