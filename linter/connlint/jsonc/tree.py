"""The syntax tree of a connector file, in which every node has a span.

Offsets are code points from 0. A node's span covers all of it: a string's quotes,
an object's braces.
"""

from __future__ import annotations

from connlint.text.source import Span
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.jsonc.problem import SyntaxProblem

__all__ = [
    "ArrayNode",
    "ConstantNode",
    "Document",
    "InvalidNode",
    "Key",
    "Member",
    "Node",
    "NumberNode",
    "ObjectNode",
    "StringNode",
    "kind",
    "to_python",
]


class StringNode(NamedTuple):
    """A string; `value` has its escapes resolved and may hold lone surrogates."""

    span: Span
    value: str


class NumberNode(NamedTuple):
    """A number; like JavaScript's, it is a 64-bit float, infinities and NaN included."""

    span: Span
    value: float


class ConstantNode(NamedTuple):
    """`true`, `false` or `null`."""

    span: Span
    value: bool | None


class InvalidNode(NamedTuple):
    """Text that is not a value where one is expected; a problem says why."""

    span: Span


class Key(NamedTuple):
    """The name of an object member, quoted or not; `name` has its escapes resolved."""

    span: Span
    name: str


class Member(NamedTuple):
    """A key and its value; `value` is None where the text has none."""

    key: Key
    value: Node | None

    @property
    def span(self) -> Span:
        """Return the span from the key's start to the value's end."""
        last = self.key if self.value is None else self.value
        return Span(self.key.span.start, last.span.end)


class ArrayNode(NamedTuple):
    """An array; `elements` in the order of the text."""

    span: Span
    elements: tuple[Node, ...]


class ObjectNode(NamedTuple):
    """An object; `members` in the order of the text, repeated keys included."""

    span: Span
    members: tuple[Member, ...]


Node = ObjectNode | ArrayNode | StringNode | NumberNode | ConstantNode | InvalidNode


class Document(NamedTuple):
    """The result of parsing a text: the tree as far as it is readable, comments and problems.

    `root` is None when the text holds no value at all. The text is accepted by
    npm json5, and so by Base44, exactly when `problems` is empty.
    """

    root: Node | None
    comments: tuple[Span, ...]
    problems: tuple[SyntaxProblem, ...]


_KINDS: dict[type[Node], str] = {
    ObjectNode: "an object",
    ArrayNode: "an array",
    StringNode: "a string",
    NumberNode: "a number",
    InvalidNode: "not a value",
}


def kind(node: Node) -> str:
    """Return what a value is, in words: `a string`, `null`, `an object`."""
    if isinstance(node, ConstantNode):
        return "null" if node.value is None else str(node.value).lower()
    return _KINDS[type(node)]


def to_python(node: Node, depth: int) -> object:
    """Return the node as plain Python values; the last of repeated keys wins, as in Base44.

    Containers deeper than `depth` become empty, so that no text, however deep,
    can exhaust the stack. An InvalidNode becomes None.
    """
    if isinstance(node, ObjectNode):
        return {
            member.key.name: to_python(member.value, depth - 1)
            for member in (node.members if depth > 0 else ())
            if member.value is not None
        }
    if isinstance(node, ArrayNode):
        return [to_python(item, depth - 1) for item in (node.elements if depth > 0 else ())]
    return None if isinstance(node, InvalidNode) else node.value
