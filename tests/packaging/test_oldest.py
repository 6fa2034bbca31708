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

from .programs import ROOT, built, missing, new_environment, project_file, run, script

_PROJECT = project_file()["project"]
# Each dependency has a lower bound, and nothing else but the Pythons that need it.
_LOWER = re.compile(r"([\w-]+)>=([\w.]+)(; python_version < '[\d.]+')?")
# The tests of what a dependency does: click, tree-sitter, wcwidth, jsonschema, tomli.
TESTS = "tests/cli tests/code tests/render tests/rules tests/settings tests/test_api.py"


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


@pytest.mark.slow
def test_the_tests_pass_with_the_oldest_dependencies(tmp_path: Path) -> None:
    requirements = [*oldest(), *_PROJECT["optional-dependencies"]["dev"]]
    with_tools = [text for text in requirements if not text.startswith(("mypy", "ruff", "types-"))]
    folder = new_environment(
        tmp_path / "env", [built().wheel, *with_tools], python=_oldest_python()
    )
    # Tests read the sources as well, but what they import is the wheel.
    for name in ("tests", "docs", "examples", "linter", "schemas", "tools"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in [*ROOT.glob("*.toml"), *ROOT.glob("*.md"), *ROOT.glob(".*.yaml")]:
        shutil.copy(path, tmp_path)
    command = [script(folder, "python"), "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = run([*command, *TESTS.split()], tmp_path)
    assert done.returncode == 0, done.stdout[-4000:]
    # pip writes 1.1.0 for what is asked for as 1.1.
    frozen = run([script(folder, "python"), "-m", "pip", "freeze"], tmp_path).stdout
    versions = [f"{line}.".replace("_", "-") for line in frozen.splitlines()]
    wanted = [text.partition(";")[0] for text in oldest()]
    assert [text for text in wanted if not any(v.startswith(f"{text}.") for v in versions)] == []
