"""Syntax tree of one code file, with search for nodes and access to their relatives.

The only module that imports tree-sitter. Trees count bytes; spans count code points.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from connlint.code.limits import NODES_DEEP, Budget, budget_of
from connlint.text.source import SourceFile, Span
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node, Tree

__all__ = [
    "LETTERS",
    "Syntax",
    "text_of",
]

_PER_STEP = 8 * 1024
"""Bytes that are searched for a name at the cost of one step."""
_LEAF_STEPS = 2
_LEVELS_PER_STEP = 8
"""Levels of the tree that are descended to a leaf at the cost of one step."""
_BEGINNINGS = bytes([byte for byte in range(256) if byte & 0xC0 != 0x80])  # noqa: PLR2004
"""The bytes that begin a character in UTF-8."""
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
"""Bytes between two positions whose offset in code points is kept."""


class _Search(NamedTuple):
    """The occurrences of a name, and the steps that the search took.

    `is_too_deep` tells that the name also occurs at a depth that is not searched.
    """

    nodes: tuple[Node, ...]
    steps: int
    is_too_deep: bool


class Syntax:
    """The tree of one file, and the only access to its nodes; each step is taken from a budget.

    `data` is the source's text in UTF-8. Methods raise LimitExceeded if no steps are left.
    Results kept for the next unit are paid for again, so that its steps do not depend on the units
    before.
    """

    def __init__(self, source: SourceFile, data: bytes, tree: Tree) -> None:
        self.source = source
        self._data = data
        self.has_this = b"this" in self._data
        """False only if nothing in the text uses `this`."""
        self.has_setter = b"set " in self._data
        """False only if no class and no object in the text has a setter."""
        self._is_ascii = len(self._data) == len(source.text)
        self.tree = tree
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
        """True if a name that was searched also occurs where the code is nested too deeply."""

    def begin(self, budget: Budget) -> None:
        """Let the budget of another unit pay for the steps from now on."""
        self._budget = budget
        self._paid.clear()
        self.is_too_deep = False

    def spend(self, steps: int = 1) -> None:
        """Pay for work that does not access other nodes."""
        self._budget.spend(steps)

    def span(self, node: Node) -> Span:
        """Return the span of a node, in code points."""
        return self.span_of(node.start_byte, node.end_byte)

    def span_of(self, start: int, end: int) -> Span:
        """Convert a range of bytes to a span in code points."""
        if self._is_ascii:
            return Span(start, end)
        return Span(self._in_code_points(start), self._in_code_points(end))

    def _in_code_points(self, offset: int) -> int:
        """Convert an offset in bytes to one in code points."""
        if not self._chunks:
            count = 0
            for start in range(0, len(self._data) + 1, _CHUNK):
                self._chunks.append(count)
                count += _count_characters(self._data[start : start + _CHUNK])
        chunk = offset // _CHUNK
        return self._chunks[chunk] + _count_characters(self._data[chunk * _CHUNK : offset])

    def parent(self, node: Node) -> Node | None:
        """Return the parent of a node; None for the root."""
        self._budget.spend()
        # The node itself means that its parent is not kept yet: None is the parent of the root.
        parent = self._parents.get(node.id, node)
        if parent is node:
            parent = self._parents[node.id] = node.parent
        return parent

    def ancestors(self, node: Node) -> Iterator[Node]:
        """Yield the ancestors of a node, from the inside out."""
        current = self.parent(node)
        while current is not None:
            yield current
            current = self.parent(current)

    def children(self, node: Node | None) -> tuple[Node, ...]:
        """Return the children of a node without punctuation and comments; none for None."""
        if node is None:
            return ()
        children = self._children.get(node.id)
        if children is None:
            children = tuple([child for child in node.named_children if child.type != "comment"])
            self._children[node.id] = children
        self._budget.spend(1 + len(children) // 4)
        return children

    def has(self, node: Node, kind: str) -> bool:
        """Tell whether a node has a child of a type, punctuation included."""
        self._budget.spend(1 + node.child_count // 4)
        return any(child.type == kind for child in node.children)

    def position(self, node: Node) -> int:
        """Return the number of commas before a node within its parent.

        That is its 0-based index among arguments, parameters and elements, also after holes.
        """
        parent = self.parent(node)
        if parent is None:
            return 0
        positions = self._positions.get(parent.id)
        if positions is None:
            positions, commas = {}, 0
            for child in parent.children:
                positions[child.id] = commas
                commas += child.type == ","
            self._budget.spend(1 + len(positions) // 4)
            self._positions[parent.id] = positions
        return positions.get(node.id, len(positions))

    def occurrences(self, name: str, within: Node | None = None) -> Sequence[Node]:
        """Return the nodes that are a name, in the order of the text: all, or those in a node."""
        search = self._searches.get(name)
        if search is None:
            search = self._searches[name] = self._search(name)
        else:
            # A unit pays for a search once, even if it was made for another unit.
            self._budget.spend(1 if name in self._paid else search.steps)
        self._paid.add(name)
        self.is_too_deep |= search.is_too_deep
        if within is None:
            return search.nodes
        first = bisect_left(search.nodes, within.start_byte, key=_start)
        return search.nodes[first : bisect_left(search.nodes, within.end_byte, key=_start)]

    def _search(self, name: str) -> _Search:
        nodes: list[Node] = []
        wanted = name.encode("utf-8", "surrogatepass")
        data, length = self._data, len(wanted)
        before = self._budget.left
        is_too_deep = False
        self._budget.spend(1 + len(data) // _PER_STEP)
        start = data.find(wanted) if name else -1
        while start >= 0:
            end = start + length
            self._budget.spend()
            if data[start - 1 : start] not in LETTERS and data[end : end + 1] not in LETTERS:
                node = self._leaf(start, end)
                if node is None:
                    is_too_deep |= self._is_cut_off(start)
                elif node.type in _NAMES:
                    nodes.append(node)
            start = data.find(wanted, end)
        return _Search(tuple(nodes), before - self._budget.left, is_too_deep)

    def literals(self, text: str) -> Iterator[Node]:
        """Yield the string literals whose content is exactly a text."""
        wanted = text.encode("utf-8", "surrogatepass")
        start = self._data.find(wanted)
        while start >= 0:
            end = start + len(wanted)
            self._budget.spend()
            if self._data[start - 1 : start] in _QUOTES and self._data[end : end + 1] in _QUOTES:
                node = self._leaf(start, end)
                around = self.parent(node) if node is not None else None
                if around is not None and around.type == "string":
                    yield around
            start = self._data.find(wanted, end)

    def comments(self, word: str) -> Iterator[Span]:
        """Yield the spans of the comments that contain a word."""
        offset = 0
        wanted = word.encode()
        while (offset := self._data.find(wanted, offset)) >= 0:
            node = self._leaf(offset, offset + len(wanted))
            offset += len(wanted)
            if node is not None and node.type == "comment":
                yield self.span(node)
                offset = max(offset, node.end_byte)

    def statement_at(self, offset: int) -> Span | None:
        """Return the outermost statement or member at an offset in code points, after comments."""
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
        """Return the leaf that contains the bytes; None if there is none, or if it is too deep."""
        self._budget.spend(_LEAF_STEPS)
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

    def text(self, node: Node) -> str:
        """Return the source text of a node, which may be large.

        tree-sitter copies the text of a node of a long file piece by piece, with a call for each.
        """
        return self._data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def _is_cut_off(self, start: int) -> bool:
        """Tell whether _leaf, called last, found nothing because the code is nested too deeply."""
        return self._cursor.goto_first_child_for_byte(start) is not None


def text_of(node: Node) -> str:
    """Return the source text of a node, which should be short; else see Syntax.text."""
    data = node.text
    return data.decode("utf-8", "replace") if data else ""


def _start(node: Node) -> int:
    return node.start_byte


def _count_characters(data: bytes) -> int:
    """Return the number of characters that begin in bytes of UTF-8."""
    return len(data) - len(data.translate(None, _BEGINNINGS))
