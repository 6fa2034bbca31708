"""Base44's command line, as npm has it."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from tests.npm import CACHE, missing

_VERSION = "0.1.18"


@pytest.fixture(scope="session")
def base44_npm(node: str) -> Path:
    """The folder of npm base44, without its dependencies: it bundles what `types` needs."""
    assert node
    folder = CACHE / f"base44-{_VERSION}"
    package = folder / "package"
    if (folder / "ready").is_file():
        return package
    npm = shutil.which("npm") or missing("npm is not installed")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    command = [npm, "pack", f"base44@{_VERSION}", "--pack-destination", str(folder)]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    except (OSError, subprocess.SubprocessError) as error:
        missing(f"npm could not get base44@{_VERSION}: {type(error).__name__}")
    (archive,) = folder.glob("*.tgz")
    with tarfile.open(archive) as files:
        if hasattr(tarfile, "data_filter"):
            files.extractall(folder, filter="data")
        else:
            files.extractall(folder)  # noqa: S202 - older Pythons know no filter
    (folder / "ready").touch()
    return package
