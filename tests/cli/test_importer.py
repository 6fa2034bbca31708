"""connlint's modules come from where Python would take them, and are what Python would make."""

from __future__ import annotations

import importlib.util
import os
import py_compile
import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

import connlint
from connlint.cli.importer import _Finder

HOME = Path(connlint.__file__).parent
_COMPARE = """
import sys
from importlib.machinery import PathFinder
import connlint.cli.importer as importer

importer.install()
import connlint.cli.check, connlint.code.flow, connlint.rules

facts = "__name__", "__package__", "__file__", "__cached__", "__doc__"
for name, module in sorted(sys.modules.items()):
    if type(module.__loader__).__module__ == importer.__name__:
        path = sys.modules[module.__package__].__path__
        usual = PathFinder.find_spec(name, path)
        spec = module.__spec__
        assert (spec.name, spec.origin, spec.cached, spec.parent, spec.has_location) == (
            usual.name, usual.origin, usual.cached, usual.parent, usual.has_location
        ), name
        made = __import__("importlib.util").util.module_from_spec(usual)
        usual.loader.exec_module(made)
        assert [vars(made)[each] for each in facts] == [vars(module)[each] for each in facts]
        assert vars(made).keys() == vars(module).keys(), name
        print(name)
"""


def _run(*options: str, **environment: str) -> list[str]:
    """The modules that another process imports with fewer steps, each compared with Python's."""
    usual = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    command = [sys.executable, *options, "-c", _COMPARE]
    run = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**usual, **environment}
    )
    assert run.stderr == ""
    return run.stdout.split()


def _modules() -> set[str]:
    """All modules but packages."""
    return {
        ".".join(["connlint", *path.relative_to(HOME).with_suffix("").parts])
        for path in HOME.rglob("*.py")
        if path.name != "__init__.py"
    }


def test_modules_are_what_python_makes_of_them() -> None:
    # So that everything is compiled.
    _run()
    found = set(_run())
    assert {"connlint.cli.check", "connlint.code.flow", "connlint.rules.unknown_type"} <= found
    assert found <= _modules()


def test_what_python_compiles_otherwise_is_left_to_it(tmp_path: Path) -> None:
    assert _run("-O") == []
    assert _run(PYTHONPYCACHEPREFIX=str(tmp_path)) == []


def _finder() -> _Finder:
    """What finds modules that this Python has compiled."""
    ending = f".{sys.implementation.cache_tag}.pyc"
    return _Finder(ending, importlib.util.MAGIC_NUMBER + bytes(4), ModuleSpec)


def _compiled(folder: Path, text: str = "value = 1\n") -> Path:
    source = folder / "sample.py"
    source.write_text(text)
    py_compile.compile(str(source), doraise=True)
    return source


def _value(folder: Path, name: str = "connlint.sample") -> object:
    """What the module in a folder gives its value; None where it is left to Python."""
    spec = _finder().find_spec(name, [str(folder)])
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.value


def test_a_source_that_was_changed_is_left_to_python(tmp_path: Path) -> None:
    source = _compiled(tmp_path)
    assert _value(tmp_path) == 1
    status = source.stat()
    source.write_text("value = 22\n")
    os.utime(source, (status.st_atime, status.st_mtime))
    assert _value(tmp_path) is None
    source.write_text("value = 3\n")
    os.utime(source, (status.st_atime, status.st_mtime + 10))
    assert _value(tmp_path) is None


@pytest.mark.parametrize("end", [0, 3, 15, 16, 20])
def test_what_was_cut_off_is_left_to_python(end: int, tmp_path: Path) -> None:
    source = _compiled(tmp_path)
    compiled = Path(importlib.util.cache_from_source(str(source)))
    compiled.write_bytes(compiled.read_bytes()[:end])
    assert _value(tmp_path) is None


def test_a_large_module_is_read_as_a_whole(tmp_path: Path) -> None:
    text = "".join([f"value_{number} = 'text {number}'\n" for number in range(9_000)])
    _compiled(tmp_path, text + "value = 5\n")
    assert _value(tmp_path) == 5


def test_other_modules_are_left_to_python(tmp_path: Path) -> None:
    _compiled(tmp_path)
    assert _value(tmp_path, "other.sample") is None
    assert _value(tmp_path / "none") is None
    assert _finder().find_spec("connlint", None) is None


def test_what_is_compiled_by_its_content_is_left_to_python(tmp_path: Path) -> None:
    source = tmp_path / "sample.py"
    source.write_text("value = 1\n")
    mode = py_compile.PycInvalidationMode.CHECKED_HASH
    py_compile.compile(str(source), doraise=True, invalidation_mode=mode)
    assert _value(tmp_path) is None
