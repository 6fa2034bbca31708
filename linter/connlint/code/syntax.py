"""The syntax tree of one code file, and how nodes are found and climbed in it.

The only module that imports tree-sitter. Trees count bytes; spans count code points.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from connlint.source import SourceFile, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

    from tree_sitter import Language, Node, Parser, Tree

__all__ = [
    "LETTERS",
    "Syntax",
    "TooMuch",
    "named",
    "parse_code",
    "text_of",
]

_NESTING = 300
"""Deeper than this nobody writes; what lies deeper is not looked at."""
_LEAVES = 10_000
"""How many names are looked at in one file, before it is taken for a generated one."""
_LARGEST = 256 * 1024
"""The longest text that is parsed, in code points: some 6,000 lines."""
_SHORT = 32 * 1024
"""Bytes that are parsed in a moment, whatever they are."""
_SECONDS = 0.75
"""How long a text may be parsed, in processor time: 250 KB of code, broken or not, take 0.1."""
_DENSE = 10
"""Steps for each byte read so far, before a text is no code; `f()()()` takes the parser five."""
_PIECE = 1024
"""The bytes that a long text is handed out in. The text of a node is copied out of whole pieces."""
_AGAIN = 25
"""How often each piece may be asked for, before a text is no code. Most are asked for twice, and
all to the end of the text whenever the parser supposes that a comment without an end begins."""
LETTERS = frozenset(
    bytes([byte])
    for byte in range(256)
    if byte > 127 or chr(byte).isalnum() or byte in b"_$"  # noqa: PLR2004
)
"""The bytes that names are made of; other alphabets have bytes from 128 on."""
_NAMES = frozenset(
    {
        "identifier",
        "shorthand_property_identifier",
        "shorthand_property_identifier_pattern",
        "property_identifier",
        "private_property_identifier",
        "type_identifier",
    }
)


class TooMuch(Exception):  # noqa: N818 - nothing is broken; the file is not one that people write
    """A file needs more steps than any that somebody wrote by hand."""


class Syntax:
    """The tree of one file.

    Raises TooMuch for a text that is no code, and from any method once more names were looked at
    than a file has that was written by hand.
    """

    def __init__(self, source: SourceFile, language: Language) -> None:
        self.source = source
        self._data = source.text.encode("utf-8", "surrogatepass")
        self.has_this = b"this" in self._data
        """False only where nothing in the text is taken of `this`."""
        self._is_ascii = len(self._data) == len(source.text)
        self.tree = _parse(source.path, self._data, language)
        self.root: Node = self.tree.root_node
        self._cursor = self.root.walk()
        self._parents: dict[int, Node | None] = {self.root.id: None}
        self._occurrences: dict[str, list[Node]] = {}
        self._left = _LEAVES

    def begin(self) -> None:
        """Begin anew: all steps are left."""
        self._left = _LEAVES

    def span(self, node: Node) -> Span:
        """Where a node stands, in code points."""
        return self.span_of(node.start_byte, node.end_byte)

    def span_of(self, start: int, end: int) -> Span:
        """A span of bytes in code points."""
        if self._is_ascii:
            return Span(start, end)
        before = len(self._data[:start].decode("utf-8", "surrogatepass"))
        inside = len(self._data[start:end].decode("utf-8", "surrogatepass"))
        return Span(before, before + inside)

    def parent(self, node: Node) -> Node | None:
        """The node around a node, None for the root."""
        # The root's parent is None, and nothing is around itself.
        parent = self._parents.get(node.id, node)
        if parent is node:
            parent = self._parents[node.id] = node.parent
        return parent

    def ancestors(self, node: Node) -> Iterator[Node]:
        """The nodes around a node, from the inside out."""
        current = self.parent(node)
        while current is not None:
            yield current
            current = self.parent(current)

    def occurrences(self, name: str) -> list[Node]:
        """The places where a name stands as a name, in the order of the text."""
        found = self._occurrences.get(name)
        if found is None:
            found = self._occurrences[name] = list(self._named(name)) if name else []
        return found

    def _named(self, name: str) -> Iterator[Node]:
        wanted = name.encode("utf-8", "surrogatepass")
        data, length = self._data, len(wanted)
        at = data.find(wanted)
        while at >= 0:
            end = at + length
            if data[at - 1 : at] not in LETTERS and data[end : end + 1] not in LETTERS:
                node = self._leaf(at, end)
                if node is not None and node.type in _NAMES:
                    yield node
            at = data.find(wanted, end)

    def comments(self, word: str) -> Iterator[Span]:
        """The comments that have a word in them."""
        at = 0
        wanted = word.encode()
        while (at := self._data.find(wanted, at)) >= 0:
            node = self._leaf(at, at + len(wanted))
            at += len(wanted)
            if node is not None and node.type == "comment":
                yield self.span(node)
                at = max(at, node.end_byte)

    def statement_at(self, offset: int) -> Span | None:
        """The outermost statement or member at an offset in code points, behind comments."""
        start = offset if self._is_ascii else len(self.source.text[:offset].encode())
        node = self._leaf(start, start + 1)
        while node is not None and node.type == "comment":
            behind = self._data[node.end_byte :]
            start = node.end_byte + len(behind) - len(behind.lstrip())
            node = self._leaf(start, start + 1)
        best = None
        for around in [node, *self.ancestors(node)] if node is not None else ():
            if around.start_byte != start or around.type == "program":
                break
            best = around
        return self.span(best) if best is not None else None

    def _leaf(self, start: int, end: int) -> Node | None:
        """The leaf around bytes, None for none and where it is nested too deeply to be of use."""
        self._left -= 1
        if self._left < 0:
            raise TooMuch(self.source.path)
        cursor = self._cursor
        cursor.reset(self.root)
        for _ in range(_NESTING):
            if cursor.goto_first_child_for_byte(start) is None:
                node = cursor.node
                is_around = node is not None and node.start_byte <= start and end <= node.end_byte
                return node if is_around else None
        return None


def parse_code(source: SourceFile) -> Syntax:
    """Parse a file, in the language that the file's ending names.

    Raises TooMuch for a file that is too large for somebody to have written it, and for a long one
    that is not code.
    """
    if len(source.text) > _LARGEST:
        raise TooMuch(source.path)
    ending = os.path.splitext(source.path)[1].lower()
    if ending in {".js", ".jsx", ".mjs", ".cjs"}:
        language = _language("tree_sitter_javascript", "language")
    elif ending == ".tsx":
        language = _language("tree_sitter_typescript", "language_tsx")
    else:
        language = _language("tree_sitter_typescript", "language_typescript")
    return Syntax(source, language)


def _parse(path: str, data: bytes, language: Language) -> Tree:
    """Parse a text in UTF-8. Raises TooMuch for a long one that is not code."""
    parser: Parser = _binding("tree_sitter").Parser(language)
    if len(data) <= _SHORT:
        return parser.parse(data)
    text = _LongText(data, time.thread_time() + _SECONDS)
    # Of a text in one piece the parser does not say how far it is.
    try:
        return parser.parse(text.piece, progress_callback=text.is_no_code)
    except ValueError:
        raise TooMuch(path) from None


class _LongText:
    """A text that is handed to a parser in pieces, and how much it may still make of it.

    Most of what is no code is told by counting, so that it is told on any machine alike. What takes
    the parser long because each single step does is left to the clock.
    """

    __slots__ = ("_data", "_pieces", "_reached", "_steps", "_until")

    def __init__(self, data: bytes, until: float) -> None:
        self._data = data
        self._until = until
        self._reached = _SHORT
        self._steps = 0
        self._pieces = len(data) // _PIECE * _AGAIN

    def piece(self, start: int, _: object) -> bytes:
        """The bytes from an offset on, as many as a piece has; none at the end."""
        self._pieces -= 1
        return self._data[start : start + _PIECE]

    def is_no_code(self, offset: int, _: object) -> bool:
        """Whether to stop where the parser is now, asked every hundred steps."""
        self._steps += 100
        self._reached = max(self._reached, offset)
        return (
            self._pieces < 0
            or self._steps > self._reached * _DENSE
            or time.thread_time() > self._until
        )


def _language(package: str, name: str) -> Language:
    """A language by the function of a grammar's package that gives it."""
    found: Language = _binding("tree_sitter").Language(getattr(_binding(package), name)())
    return found


def _binding(package: str) -> ModuleType:
    """The part of one of tree-sitter's packages that is not Python.

    The packages themselves import importlib.resources and typing for what nobody here asks for,
    at the cost of Python's own start.
    """
    import sys
    from importlib.machinery import PathFinder

    name = f"{package}._binding"
    known = sys.modules.get(name)
    if known is not None:
        return known
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


def text_of(node: Node) -> str:
    """The text of a node."""
    data = node.text
    return data.decode("utf-8", "replace") if data else ""


def named(node: Node | None) -> list[Node]:
    """The children that mean something: no punctuation, no comments."""
    return [child for child in node.named_children if child.type != "comment"] if node else []
