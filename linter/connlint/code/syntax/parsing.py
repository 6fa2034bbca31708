"""Parsing of code files with tree-sitter, within limits."""

from __future__ import annotations

import os
import time

from connlint.code.limits import LimitExceeded
from connlint.code.syntax.treesitter import Syntax
from connlint.text.source import SourceFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

    from tree_sitter import Language, Parser, Tree

__all__ = ["parse_code"]

_LARGEST = 256 * 1024
"""The maximum length of a text that is parsed, in code points: some 6,000 lines."""
_TOO_LARGE = f"the file has more than {_LARGEST:,} characters"
_NO_CODE = "the file cannot be parsed in a reasonable time"
_SHORT = 32 * 1024
"""Bytes that are parsed without limits, because that is quick whatever they are."""
_SECONDS = 0.75
"""Processor time for parsing a text; 250 KB of code, valid or not, take 0.1."""
_DENSE = 10
"""Parser steps per byte read so far above which a text is not code; `f()()()` takes five."""
_PIECE = 1024
"""Bytes per piece of a long text for the parser, which copies a node's text from whole pieces."""
_AGAIN = 25
"""Reads per piece above which a text is not code. Most pieces are read twice, and all to the end of
the text whenever the parser supposes that a comment without an end begins."""


def parse_code(source: SourceFile) -> Syntax:
    """Parse a file in the language of its extension.

    Raises LimitExceeded for a file that is too large to be written by hand, and for a long one that
    is not code.
    """
    if len(source.text) > _LARGEST:
        raise LimitExceeded(_TOO_LARGE)
    ending = os.path.splitext(source.path)[1].lower()
    if ending in {".js", ".jsx", ".mjs", ".cjs"}:
        language = _language("tree_sitter_javascript", "language")
    elif ending == ".tsx":
        language = _language("tree_sitter_typescript", "language_tsx")
    else:
        language = _language("tree_sitter_typescript", "language_typescript")
    data = source.text.encode("utf-8", "surrogatepass")
    return Syntax(source, data, _parse(data, language))


def _parse(data: bytes, language: Language) -> Tree:
    """Parse a text in UTF-8; raise LimitExceeded for a long one that is not code."""
    parser: Parser = _binding("tree_sitter").Parser(language)
    if len(data) <= _SHORT:
        return parser.parse(data)
    text = _LongText(data, time.thread_time() + _SECONDS)
    # The parser reports its progress only for a text that it reads in pieces.
    try:
        return parser.parse(text.piece, progress_callback=text.is_no_code)
    except ValueError:
        raise LimitExceeded(_NO_CODE) from None


class _LongText:
    """A text that a parser reads in pieces, with limits on the work of the parser.

    Most texts that are not code are recognized by counting, with the same result on every machine.
    The clock catches those for which single steps of the parser take long.
    """

    __slots__ = ("_data", "_pieces", "_reached", "_steps", "_until")

    def __init__(self, data: bytes, until: float) -> None:
        self._data = data
        self._until = until
        self._reached = _SHORT
        self._steps = 0
        self._pieces = len(data) // _PIECE * _AGAIN

    def piece(self, start: int, _: object) -> bytes:
        """Return the bytes of a piece from an offset on; none at the end."""
        self._pieces -= 1
        return self._data[start : start + _PIECE]

    def is_no_code(self, offset: int, _: object) -> bool:
        """Tell whether the parser should stop; called every hundred steps with its offset."""
        self._steps += 100
        self._reached = max(self._reached, offset)
        return (
            self._pieces < 0
            or self._steps > self._reached * _DENSE
            or time.thread_time() > self._until
        )


def _language(package: str, name: str) -> Language:
    """Return the language that a function of a grammar's package creates."""
    language: Language = _binding("tree_sitter").Language(getattr(_binding(package), name)())
    return language


def _binding(package: str) -> ModuleType:
    """Return the native module of one of tree-sitter's packages, without importing the package.

    The packages import importlib.resources and typing for features that are not used here, which
    takes as long as the start of Python.
    """
    import sys
    from importlib.machinery import PathFinder

    name = f"{package}._binding"
    loaded = sys.modules.get(name)
    if loaded is not None:
        return loaded
    home = PathFinder.find_spec(package)
    folders = home.submodule_search_locations if home is not None else None
    spec = PathFinder.find_spec(name, folders) if folders else None
    module = spec.loader.create_module(spec) if spec is not None and spec.loader else None
    if spec is None or spec.loader is None or module is None:
        from importlib import import_module

        return import_module(name)
    spec.loader.exec_module(module)
    module.__spec__ = spec
    sys.modules[name] = module
    return module
