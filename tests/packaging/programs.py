"""Programs of the package index that tests run, and what this project's own build gives.

Each program gets an environment in a cache folder on first use: CONNLINT_PROGRAM_CACHE, or
.cache/programs in the repository. Where that is not possible the tests skip; with
CONNLINT_REQUIRE_ORACLES=1 they fail.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import pytest
from tests.once import once

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[2]
_CACHE = Path(os.environ.get("CONNLINT_PROGRAM_CACHE") or ROOT / ".cache" / "programs")
_SCRIPTS = "Scripts" if os.name == "nt" else "bin"
_EXE = ".exe" if os.name == "nt" else ""
_MOST = 600
"""The seconds after which a program hangs."""


class Built(NamedTuple):
    """The two files of a release."""

    sdist: Path
    wheel: Path


def missing(reason: str) -> NoReturn:
    """End a test that cannot run here."""
    if os.environ.get("CONNLINT_REQUIRE_ORACLES") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def run(
    command: Sequence[object],
    cwd: Path,
    environ: Mapping[str, str] | None = None,
    *,
    stdin: str = "",
) -> subprocess.CompletedProcess[str]:
    """Run a program with both streams in one text; whoever calls looks at the status."""
    return subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**clean_environment(), **(environ or {})},
        input=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
        timeout=_MOST,
    )


def succeed(command: Sequence[object], cwd: Path, environ: Mapping[str, str] | None = None) -> str:
    """Run a program that has to succeed, and give what it printed."""
    done = run(command, cwd, environ)
    assert done.returncode == 0, done.stdout
    return done.stdout


def clean_environment() -> dict[str, str]:
    """This process's environment without what a hook, a CI or a terminal put there."""
    unwanted = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONPATH", "VIRTUAL_ENV", "PRE_COMMIT")
    marks = ("GIT_", "GITHUB_", "INPUT_", "RUNNER_")
    return {
        name: value
        for name, value in os.environ.items()
        if name not in unwanted and not name.startswith(marks)
    }


def program(name: str, requirement: str) -> Path:
    """A program of a package, such as `twine` of `twine==7.0.0`."""
    return script(_environment(requirement), name)


def npm_program(name: str, requirement: str) -> Path:
    """A program of a package of the npm registry, such as `tsc` of `typescript@5.9.2`."""
    return npm_packages(requirement) / "node_modules" / ".bin" / name


def npm_packages(*requirements: str) -> Path:
    """A folder that has packages of the npm registry in its `node_modules`."""
    folder = _CACHE / "+".join(requirement.replace("/", "+") for requirement in requirements)
    return once(folder, partial(_install_npm, requirements))


def _install_npm(requirements: Sequence[str], folder: Path) -> None:
    npm = shutil.which("npm") or missing("npm is not installed")
    command = [npm, "install", "--no-audit", "--no-fund", "--prefix", folder, *requirements]
    done = run(command, ROOT)
    if done.returncode:
        missing(f"npm cannot install {' '.join(requirements)}: {done.stdout[-800:]}")


def project_file() -> dict[str, Any]:
    """What pyproject.toml says."""
    content: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return content


def script(environment: Path, name: str) -> Path:
    """A program of a virtual environment."""
    return environment / _SCRIPTS / f"{name}{_EXE}"


def new_environment(folder: Path, requirements: Iterable[str | Path]) -> Path:
    """A virtual environment with pip, and with packages that pip installs; as a user has it."""
    wanted = [*requirements]
    _do([sys.executable, "-m", "venv", folder], wanted)
    if wanted:
        _do([script(folder, "python"), "-m", "pip", "install", "--quiet", *wanted], wanted)
    return folder


def quick_environment(
    folder: Path, requirements: Iterable[str | Path], python: str = sys.executable
) -> Path:
    """A virtual environment without pip, with packages; uv makes it in a tenth of the time."""
    from uv import find_uv_bin

    wanted = [*requirements]
    _do([find_uv_bin(), "venv", "--quiet", "--python", python, folder], wanted)
    install = ["pip", "install", "--quiet", "--python", script(folder, "python")]
    _do([find_uv_bin(), *install, *wanted], wanted)
    return folder


def _do(command: Sequence[object], wanted: Iterable[object]) -> None:
    """Run a step of an installation; the test ends where that fails."""
    try:
        done = run(command, ROOT)
    except (OSError, subprocess.SubprocessError) as error:
        missing(f"cannot install {' '.join(map(str, wanted))}: {error}")
    if done.returncode:
        missing(f"cannot install {' '.join(map(str, wanted))}: {done.stdout[-800:]}")


def environment(name: str, requirements: Sequence[str]) -> Path:
    """A virtual environment with packages, which is kept under a name that says which ones."""
    folder = _CACHE / f"{name}-py{sys.version_info.major}.{sys.version_info.minor}"
    return once(folder, lambda folder: quick_environment(folder, requirements))


@cache
def _environment(requirement: str) -> Path:
    return environment(requirement, [requirement])


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder of this run, the same for all of its workers."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def built(shared: Path) -> Built:
    """The source distribution, and the wheel that is built from it; once for each run."""
    folder = once(shared / "distribution", _build)
    (sdist,) = folder.glob("*.tar.gz")
    (wheel,) = folder.glob("*.whl")
    return Built(sdist, wheel)


def _build(folder: Path) -> None:
    build = program("pyproject-build", "build==1.6.1")
    done = run([build, "--outdir", folder, ROOT], ROOT)
    if done.returncode:
        pytest.fail(done.stdout)
