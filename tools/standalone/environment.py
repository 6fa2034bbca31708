"""The environment that the standalone program is built in, which has nothing else in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.standalone.specification import PYINSTALLER

__all__ = ["ROOT", "new_environment", "run"]

ROOT = Path(__file__).resolve().parents[2]
_FOLDER = ROOT / ".cache" / "standalone"


def new_environment() -> Path:
    """Install connlint as users have it, and PyInstaller, anew; return the path of the Python.

    Raises subprocess.CalledProcessError if pip cannot install them.
    """
    shutil.rmtree(_FOLDER, ignore_errors=True)
    # The Python below a virtual environment, whose packages are none of this program's business.
    run(Path(getattr(sys, "_base_executable", sys.executable)), "-m", "venv", str(_FOLDER))
    inside = _FOLDER / ("Scripts" if os.name == "nt" else "bin") / "python"
    options = ("--quiet", "--disable-pip-version-check")
    run(inside, "-m", "pip", "install", *options, f"pyinstaller=={PYINSTALLER}", str(ROOT))
    return inside


def run(python: Path, *arguments: str, cwd: Path = ROOT) -> None:
    """Run a Python without the variables that change what it imports, and with fixed hashes.

    Raises subprocess.CalledProcessError if it fails.
    """
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PYTHON")
    }
    # Sets in compiled modules are then written in the same order each time.
    environment["PYTHONHASHSEED"] = "0"
    subprocess.run([str(python), *arguments], check=True, cwd=cwd, env=environment)
