"""Imports of connlint's own modules, with fewer steps than Python takes for any module.

Python looks a module up by all endings that one can have, and opens what it has compiled as a
buffered file. A run on code imports more than a hundred modules, and where they lie is known. What
is read is the same: the compiled form of the very source that is there, told by its time and
size. In any other case, Python does what it does.
"""

from __future__ import annotations

import os
import sys
from marshal import loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.abc import Loader
    from importlib.machinery import ModuleSpec
    from types import CodeType, ModuleType
else:
    # importlib.abc costs more than all that is saved here.
    Loader = object

__all__ = ["install"]

_PACKAGE = "connlint."
_HEADER = 16
"""The bytes before the code: Python's version and a kind, then the source's time and size."""
_CHUNK = 1 << 16


def install() -> None:
    """Import connlint's modules so in this process, where this Python compiles as expected."""
    ending = f".{sys.implementation.cache_tag}.pyc"
    compiled = __spec__.cached
    usual = os.path.join(os.path.dirname(__file__), "__pycache__", f"importer{ending}")
    if compiled is None or compiled != usual:
        return
    try:
        start = _read(compiled)[: _HEADER // 2]
    except OSError:
        return
    sys.meta_path.insert(0, _Finder(ending, start, type(__spec__)))


class _Finder:
    """Finds modules, not packages, as Python's own finders do after it."""

    def __init__(self, ending: str, start: bytes, spec: type[ModuleSpec]) -> None:
        self._ending = ending
        self._start = start
        self._spec = spec

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, _: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module of a name in a package's path; None for what is left to Python."""
        if path is None or not name.startswith(_PACKAGE):
            return None
        home = path[0]
        last = name.rpartition(".")[2]
        source = f"{home}{os.sep}{last}.py"
        compiled = f"{home}{os.sep}__pycache__{os.sep}{last}{self._ending}"
        try:
            status = os.stat(source)
            data = _read(compiled)
            parts = int(status.st_mtime), status.st_size
            expected = [(part & 0xFFFFFFFF).to_bytes(4, "little") for part in parts]
            if data[:_HEADER] != self._start + b"".join(expected):
                return None
            code = loads(memoryview(data)[_HEADER:])  # noqa: S302 - as Python does
        except (OSError, EOFError, ValueError, TypeError):
            return None
        found = self._spec(name, _Loader(code), origin=source)
        found.has_location = True
        found.cached = compiled
        return found


class _Loader(Loader):
    """Runs the code of one module."""

    def __init__(self, code: CodeType) -> None:
        self._code = code

    def create_module(self, _: ModuleSpec) -> None:
        """Nothing: a module of the usual kind."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the code as the module."""
        exec(self._code, module.__dict__)  # noqa: S102 - as Python does


def _read(location: str) -> bytes:
    """The content of a file; raises OSError where it cannot be read."""
    file = os.open(location, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        data = os.read(file, _CHUNK)
        while len(data) % _CHUNK == 0 and (more := os.read(file, _CHUNK)):
            data += more
        return data
    finally:
        os.close(file)
