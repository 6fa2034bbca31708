"""connlint as a user has it, for the benchmarks: an editable installation starts more slowly."""

from __future__ import annotations

import os
import shutil
import subprocess
import venv
from pathlib import Path

__all__ = ["install_connlint"]

_ROOT = Path(__file__).resolve().parents[2]
_ENVIRONMENT = _ROOT / ".cache" / "bench"


def install_connlint() -> Path:
    """A fresh environment with connlint as a user installs it; the path of its Python."""
    shutil.rmtree(_ENVIRONMENT, ignore_errors=True)
    venv.create(_ENVIRONMENT, with_pip=True)
    programs = _ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
    command = [str(programs / "python"), "-m", "pip", "install", "--quiet", str(_ROOT)]
    subprocess.run(command, check=True)
    return programs / "python"
