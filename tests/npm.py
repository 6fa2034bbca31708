"""Programs of the npm registry that tests run, and Chromium.

They are installed into a cache folder on first use: CONNLINT_ORACLE_CACHE, or
.cache/oracles in the repository. Where that is not possible the tests skip; with
CONNLINT_REQUIRE_ORACLES=1 they fail.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NoReturn

import pytest
from tests.once import once

__all__ = [
    "CACHE",
    "InstallNpm",
    "chromium",
    "install_npm",
    "missing",
    "node",
    "npm_install",
    "npm_pack",
    "playwright_npm",
]

CACHE = Path(
    os.environ.get("CONNLINT_ORACLE_CACHE") or Path(__file__).parents[1] / ".cache" / "oracles"
)

InstallNpm = Callable[[str, str], Path]
"""Takes an npm package's name and version, gives the package's folder."""


def missing(reason: str) -> NoReturn:
    """End a test that cannot run here."""
    if os.environ.get("CONNLINT_REQUIRE_ORACLES") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def npm_install(folder: Path, *words: str) -> None:
    """Run `npm install` in a folder, with packages or for the package that is there."""
    npm = shutil.which("npm") or missing("npm is not installed")
    # Without a prefix it would go up to the next folder that holds a package.
    command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder), *words]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    except (OSError, subprocess.SubprocessError) as error:
        what = " ".join(words)
        missing(f"npm could not install {what} in {folder.name}: {type(error).__name__}")


def npm_pack(name: str, version: str) -> Path:
    """The folder of a package of npm's without its dependencies, unpacked once for all runs."""
    folder = CACHE / f"{name}-{version}"
    return once(folder, partial(_unpack, f"{name}@{version}")) / "package"


def _unpack(package: str, folder: Path) -> None:
    npm = shutil.which("npm") or missing("npm is not installed")
    command = [npm, "pack", package, "--pack-destination", str(folder)]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    except (OSError, subprocess.SubprocessError) as error:
        missing(f"npm could not get {package}: {type(error).__name__}")
    (archive,) = folder.glob("*.tgz")
    with tarfile.open(archive) as files:
        if hasattr(tarfile, "data_filter"):
            files.extractall(folder, filter="data")
        else:
            files.extractall(folder)  # noqa: S202 - older Pythons know no filter


@pytest.fixture(scope="session")
def node() -> str:
    """The Node program."""
    program = shutil.which("node")
    return program or missing("node is not installed")


@pytest.fixture(scope="session")
def install_npm(node: str) -> InstallNpm:
    """Puts a package of the npm registry into the cache, once for all runs."""
    assert node

    def install(name: str, version: str) -> Path:
        folder = CACHE / f"{name.replace('/', '+')}-{version}"
        once(folder, lambda folder: npm_install(folder, f"{name}@{version}"))
        return folder / "node_modules" / name

    return install


@pytest.fixture(scope="session")
def playwright_npm(install_npm: InstallNpm) -> Path:
    """The folder of npm playwright-core, which drives a browser."""
    return install_npm("playwright-core", "1.65.1")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The Chromium program."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, names)), None)
    return program or missing("Chromium is not installed")
