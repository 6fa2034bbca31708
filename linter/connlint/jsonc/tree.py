"""The syntax tree of a connector file: every node knows where it stands in the text.

Offsets are code points from 0. A node's span covers all of it: a string's quotes,
an object's braces. Nodes compare by identity, because two equal values in two
places are two nodes.
"""

from __future__ import annotations

from dataclasses import dataclass

from connlint.source import Span

# What typing.TYPE_CHECKING is; importing typing to say so would cost every run.
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


class _Placed:
    """What has a start and an end; a plain class, because each dataclass costs start-up time."""

    __slots__ = ()
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Where this stands in the text."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True, eq=False)
class _Scalar(_Placed):
    start: int
    end: int
    value: object


class StringNode(_Scalar):
    """A string; `value` has its escapes resolved and may hold lone surrogates."""

    __slots__ = ()
    value: str


class NumberNode(_Scalar):
    """A number; like JavaScript's, it is a 64-bit float, infinities and NaN included."""

    __slots__ = ()
    value: float


class ConstantNode(_Scalar):
    """`true`, `false` or `null`."""

    __slots__ = ()
    value: bool | None


class InvalidNode(_Scalar):
    """Something stands where a value belongs, but it is none; a problem says why."""

    __slots__ = ()
    value: None


@dataclass(frozen=True, slots=True, eq=False)
class Key(_Placed):
    """The name of an object member, quoted or not; `name` has its escapes resolved."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """A key and its value; `value` is None where the text has none."""

    key: Key
    value: Node | None

    @property
    def span(self) -> Span:
        """From the key's start to the value's end."""
        return Span(self.key.start, self.key.end if self.value is None else self.value.end)


@dataclass(frozen=True, slots=True, eq=False)
class ArrayNode(_Placed):
    """An array; `elements` in the order of the text."""

    start: int
    end: int
    elements: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ObjectNode(_Placed):
    """An object; `members` in the order of the text, repeated keys included."""

    start: int
    end: int
    members: tuple[Member, ...]


Node = ObjectNode | ArrayNode | StringNode | NumberNode | ConstantNode | InvalidNode


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """What was read from one text: the tree as far as it goes, comments and problems.

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
    """What a value is, in words: `a string`, `null`, `an object`."""
    if isinstance(node, ConstantNode):
        return "null" if node.value is None else str(node.value).lower()
    return _KINDS[type(node)]


def to_python(node: Node, depth: int) -> object:
    """The node as plain Python values; the last of repeated keys wins, as in Base44.

    Containers deeper than `depth` come out empty, so that no text, however deep,
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
    return node.value
