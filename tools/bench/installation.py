"""Installation of connlint as users have it, because an editable one starts more slowly."""

from __future__ import annotations

import os
import shutil
import subprocess
import venv
from pathlib import Path

__all__ = ["install_connlint"]

_ROOT = Path(__file__).resolve().parents[2]
_CACHE = _ROOT / ".cache"


def install_connlint(checkout: Path = _ROOT) -> Path:
    """Install connlint, as a user does, into a new environment; return the path of its Python."""
    environment = _CACHE / ("bench" if checkout == _ROOT else "bench-other")
    shutil.rmtree(environment, ignore_errors=True)
    venv.create(environment, with_pip=True)
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    command = [str(programs / "python"), "-m", "pip", "install", "--quiet", str(checkout)]
    subprocess.run(command, check=True)
    return programs / "python"
