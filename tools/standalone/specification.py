"""What goes into the standalone program, and the specification that PyInstaller builds it from."""

from __future__ import annotations

import sys
from pathlib import Path

__all__ = ["PYINSTALLER", "specification"]

PYINSTALLER = "6.22.3"

# Their modules are imported by name, and they read files of their own.
_WHOLE = (
    "connlint",
    "connlint_schemas",
    "tree_sitter",
    "tree_sitter_javascript",
    "tree_sitter_typescript",
)
_MODULES = ("connlint_lsp",)
"""Packages whose modules are imported by name, and that have no other files."""
_DATA = ("jsonschema", "jsonschema_specifications")
"""Packages whose files PyInstaller does not see."""
_LEFT_OUT = (
    # connlint has nothing to do with the network: without these, there is no OpenSSL either.
    "ssl",
    "_ssl",
    "_hashlib",
    # The numbers that it gives can be made without it.
    "_uuid",
    "bz2",
    "curses",
    "jsonschema.benchmarks",
    "lzma",
    "pkg_resources",
    "pydoc",
    "readline",
    "setuptools",
    "sqlite3",
    "tkinter",
    "unittest",
)
"""Modules that others import if they are there, and that connlint never needs."""

_TEMPLATE = """\
from PyInstaller.utils.hooks import collect_all, collect_data_files, collect_submodules

datas, binaries, hidden = [], [], []
for name in {whole!r}:
    more_datas, more_binaries, more_hidden = collect_all(name, include_py_files=False)
    datas += more_datas
    binaries += more_binaries
    hidden += more_hidden
for name in {data!r}:
    datas += collect_data_files(name)
for name in {modules!r}:
    hidden += collect_submodules(name)
# What pip writes down about an installation has paths of the machine that builds.
datas = [data for data in datas if ".dist-info" not in data[1]]
analysis = Analysis(
    [{script!r}], datas=datas, binaries=binaries, hiddenimports=hidden, excludes={left_out!r}
)
# PyInstaller's own scripts, which run first, take half as long as connlint itself.
scripts = [script for script in analysis.scripts if not script[0].startswith("pyi_rth")]
program = EXE(
    PYZ(analysis.pure), scripts, exclude_binaries=True, name="connlint", strip={strip}, upx=False
)
COLLECT(program, analysis.binaries, analysis.datas, name="connlint", strip={strip}, upx=False)
"""


def specification(script: Path) -> str:
    """Return the specification of a program that runs a script."""
    return _TEMPLATE.format(
        whole=_WHOLE,
        data=_DATA,
        modules=_MODULES,
        left_out=list(_LEFT_OUT),
        script=str(script),
        # `strip` is a program of Unix.
        strip=sys.platform != "win32",
    )
