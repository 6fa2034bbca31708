"""The syntax tree of one code file, and how nodes are found and climbed in it.

The only module that imports tree-sitter. Trees count bytes; spans count code points.
"""

from __future__ import annotations

import os
import re
import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from connlint.code.limits import NODES_DEEP, Budget, TooMuch, budget_of
from connlint.source import SourceFile, Span
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

    from tree_sitter import Language, Node, Parser, Tree

__all__ = [
    "LETTERS",
    "Syntax",
    "parse_code",
    "text_of",
]

_LARGEST = 256 * 1024
"""The longest text that is parsed, in code points: some 6,000 lines."""
_TOO_LARGE = f"the file has more than {_LARGEST:,} characters"
_NO_CODE = "the file cannot be parsed in a reasonable time"
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
_PER_STEP = 8 * 1024
"""Bytes that are searched for a name in the time of a step."""
_FOR_A_LEAF = 2
_LEVELS_PER_STEP = 8
"""Levels that are descended to a leaf in the time of a step."""
_BEGINNINGS = bytes([byte for byte in range(256) if byte & 0xC0 != 0x80])  # noqa: PLR2004
"""The bytes with which a character begins in UTF-8."""
_QUOTES = frozenset({b"'", b'"'})
_BLANKS = re.compile(rb"\s*")
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
        "this",
        # As in `import("./file.ts")`.
        "import",
    }
)


_CHUNK = 1024
"""How many bytes lie between two places whose offset in code points is known."""


class _Search(NamedTuple):
    """The places of a name, and the steps that it took to find them.

    `is_too_deep` says that the name is also somewhere where nobody looks.
    """

    nodes: tuple[Node, ...]
    steps: int
    is_too_deep: bool


class Syntax:
    """The tree of one file, and the only way to its nodes: whoever takes it pays for each step.

    Raises TooMuch for a text that is no code, and from any method where no steps are left. What is
    kept from one unit to the next is paid for again, so that a unit takes the same steps whatever
    was read before it.
    """

    def __init__(self, source: SourceFile, language: Language) -> None:
        self.source = source
        self._data = source.text.encode("utf-8", "surrogatepass")
        self.has_this = b"this" in self._data
        """False only where nothing in the text is taken of `this`."""
        self.has_setter = b"set " in self._data
        """False only where no class and no object has a setter."""
        self._is_ascii = len(self._data) == len(source.text)
        self.tree = _parse(self._data, language)
        self.root: Node = self.tree.root_node
        self._cursor = self.root.walk()
        self._parents: dict[int, Node | None] = {self.root.id: None}
        self._children: dict[int, tuple[Node, ...]] = {}
        self._positions: dict[int, dict[int, int]] = {}
        self._searches: dict[str, _Search] = {}
        self._paid: set[str] = set()
        self._chunks: list[int] = []
        self._budget = budget_of([len(self._data)])
        self.is_too_deep = False
        """Whether a name that was looked for is also where the code is nested too deeply."""

    def begin(self, budget: Budget) -> None:
        """Begin with another unit, which pays for the steps from now on."""
        self._budget = budget
        self._paid.clear()
        self.is_too_deep = False

    def spend(self, steps: int = 1) -> None:
        """Pay for work that does not lead to other nodes."""
        self._budget.spend(steps)

    def span(self, node: Node) -> Span:
        """Where a node stands, in code points."""
        return self.span_of(node.start_byte, node.end_byte)

    def span_of(self, start: int, end: int) -> Span:
        """A span of bytes in code points."""
        if self._is_ascii:
            return Span(start, end)
        return Span(self._in_code_points(start), self._in_code_points(end))

    def _in_code_points(self, offset: int) -> int:
        """The offset in code points of an offset in bytes."""
        if not self._chunks:
            count = 0
            for start in range(0, len(self._data) + 1, _CHUNK):
                self._chunks.append(count)
                count += _begun(self._data[start : start + _CHUNK])
        chunk = offset // _CHUNK
        return self._chunks[chunk] + _begun(self._data[chunk * _CHUNK : offset])

    def parent(self, node: Node) -> Node | None:
        """The node around a node, None for the root."""
        self._budget.spend()
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

    def children(self, node: Node | None) -> tuple[Node, ...]:
        """The children that mean something: no punctuation, no comments; none of no node."""
        if node is None:
            return ()
        found = self._children.get(node.id)
        if found is None:
            found = tuple([child for child in node.named_children if child.type != "comment"])
            self._children[node.id] = found
        self._budget.spend(1 + len(found) // 4)
        return found

    def has(self, node: Node, kind: str) -> bool:
        """Whether a node has a child of a kind, be it punctuation."""
        self._budget.spend(1 + node.child_count // 4)
        return any(child.type == kind for child in node.children)

    def position(self, node: Node) -> int:
        """Return the number of commas before a node in the list that the node around it is.

        That is its index among arguments, parameters and elements, also behind holes.
        """
        parent = self.parent(node)
        if parent is None:
            return 0
        found = self._positions.get(parent.id)
        if found is None:
            found, commas = {}, 0
            for child in parent.children:
                found[child.id] = commas
                commas += child.type == ","
            self._budget.spend(1 + len(found) // 4)
            self._positions[parent.id] = found
        return found.get(node.id, len(found))

    def occurrences(self, name: str, within: Node | None = None) -> Sequence[Node]:
        """The places where a name stands as a name, in the order of the text; all, or in a node."""
        found = self._searches.get(name)
        if found is None:
            found = self._searches[name] = self._search(name)
        else:
            # Who goes through them again pays for each.
            self._budget.spend(1 if name in self._paid else found.steps)
        self._paid.add(name)
        self.is_too_deep |= found.is_too_deep
        if within is None:
            return found.nodes
        first = bisect_left(found.nodes, within.start_byte, key=_start)
        return found.nodes[first : bisect_left(found.nodes, within.end_byte, key=_start)]

    def _search(self, name: str) -> _Search:
        nodes: list[Node] = []
        wanted = name.encode("utf-8", "surrogatepass")
        data, length = self._data, len(wanted)
        before = self._budget.left
        is_too_deep = False
        self._budget.spend(1 + len(data) // _PER_STEP)
        at = data.find(wanted) if name else -1
        while at >= 0:
            end = at + length
            self._budget.spend()
            if data[at - 1 : at] not in LETTERS and data[end : end + 1] not in LETTERS:
                node = self._leaf(at, end)
                if node is None:
                    is_too_deep |= self._is_cut_off(at)
                elif node.type in _NAMES:
                    nodes.append(node)
            at = data.find(wanted, end)
        return _Search(tuple(nodes), before - self._budget.left, is_too_deep)

    def literals(self, text: str) -> Iterator[Node]:
        """Yield the string literals that are exactly a text."""
        wanted = text.encode("utf-8", "surrogatepass")
        at = self._data.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            self._budget.spend()
            if self._data[at - 1 : at] in _QUOTES and self._data[end : end + 1] in _QUOTES:
                node = self._leaf(at, end)
                around = self.parent(node) if node is not None else None
                if around is not None and around.type == "string":
                    yield around
            at = self._data.find(wanted, end)

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
            behind = _BLANKS.match(self._data, node.end_byte)
            start = behind.end() if behind is not None else node.end_byte
            node = self._leaf(start, start + 1)
        best = None
        for around in [node, *self.ancestors(node)] if node is not None else ():
            if around.start_byte != start or around.type == "program":
                break
            best = around
        return self.span(best) if best is not None else None

    def _leaf(self, start: int, end: int) -> Node | None:
        """The leaf around bytes, None for none and where it is nested too deeply to be of use."""
        self._budget.spend(_FOR_A_LEAF)
        cursor = self._cursor
        cursor.reset(self.root)
        for depth in range(NODES_DEEP):
            if cursor.goto_first_child_for_byte(start) is None:
                self._budget.spend(depth // _LEVELS_PER_STEP)
                node = cursor.node
                is_around = node is not None and node.start_byte <= start and end <= node.end_byte
                return node if is_around else None
        self._budget.spend(NODES_DEEP // _LEVELS_PER_STEP)
        return None

    def _is_cut_off(self, start: int) -> bool:
        """Whether a place is nested too deeply to be of use, where _leaf has just found nothing."""
        return self._cursor.goto_first_child_for_byte(start) is not None


def parse_code(source: SourceFile) -> Syntax:
    """Parse a file, in the language that the file's ending names.

    Raises TooMuch for a file that is too large for somebody to have written it, and for a long one
    that is not code.
    """
    if len(source.text) > _LARGEST:
        raise TooMuch(_TOO_LARGE)
    ending = os.path.splitext(source.path)[1].lower()
    if ending in {".js", ".jsx", ".mjs", ".cjs"}:
        language = _language("tree_sitter_javascript", "language")
    elif ending == ".tsx":
        language = _language("tree_sitter_typescript", "language_tsx")
    else:
        language = _language("tree_sitter_typescript", "language_typescript")
    return Syntax(source, language)


def _parse(data: bytes, language: Language) -> Tree:
    """Parse a text in UTF-8. Raises TooMuch for a long one that is not code."""
    parser: Parser = _binding("tree_sitter").Parser(language)
    if len(data) <= _SHORT:
        return parser.parse(data)
    text = _LongText(data, time.thread_time() + _SECONDS)
    # Of a text in one piece the parser does not say how far it is.
    try:
        return parser.parse(text.piece, progress_callback=text.is_no_code)
    except ValueError:
        raise TooMuch(_NO_CODE) from None


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


def _start(node: Node) -> int:
    return node.start_byte


def _begun(data: bytes) -> int:
    """How many characters begin in UTF-8."""
    return len(data) - len(data.translate(None, _BEGINNINGS))
