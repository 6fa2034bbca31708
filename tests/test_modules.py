"""Every module can be imported by itself, and no Python has a warning about one."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import pytest

import connlint
import connlint_lsp
import connlint_schemas

_IMPORT = """\
import importlib, sys
for name in sys.stdin.read().split():
    importlib.import_module(name)
"""


@pytest.mark.parametrize("package", [connlint, connlint_lsp, connlint_schemas])
def test_no_module_of_a_package_gives_a_warning(package: object) -> None:
    path, name = package.__path__, package.__name__  # type: ignore[attr-defined]
    modules = [each.name for each in pkgutil.walk_packages(path, f"{name}.")]
    names = [name, *(each for each in modules if not each.endswith("__main__"))]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _IMPORT],
        input=" ".join(names),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
