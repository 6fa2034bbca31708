"""The syntax tree of a connector file: every node knows where it stands in the text.

Offsets are code points from 0. A node's span covers all of it: a string's quotes,
an object's braces. Nodes compare by identity, because two equal values in two
places are two nodes.
"""

from __future__ import annotations

from dataclasses import dataclass

from connlint.source import Span

__all__ = [
    "ArrayNode",
    "Comment",
    "ConstantNode",
    "Document",
    "InvalidNode",
    "Key",
    "Member",
    "Node",
    "NumberNode",
    "ObjectNode",
    "StringNode",
    "SyntaxProblem",
    "kind",
    "to_python",
]


@dataclass(frozen=True, slots=True, eq=False)
class _Spanned:
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Where this stands in the text."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True, eq=False)
class StringNode(_Spanned):
    """A string; `value` has its escapes resolved and may hold lone surrogates."""

    value: str


@dataclass(frozen=True, slots=True, eq=False)
class NumberNode(_Spanned):
    """A number; like JavaScript's, it is a 64-bit float, infinities and NaN included."""

    value: float


@dataclass(frozen=True, slots=True, eq=False)
class ConstantNode(_Spanned):
    """`true`, `false` or `null`."""

    value: bool | None


@dataclass(frozen=True, slots=True, eq=False)
class InvalidNode(_Spanned):
    """Something stands where a value belongs, but it is none; a problem says why."""


@dataclass(frozen=True, slots=True, eq=False)
class Key(_Spanned):
    """The name of an object member, quoted or not; `name` has its escapes resolved."""

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
class ArrayNode(_Spanned):
    """An array; `elements` in the order of the text."""

    elements: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ObjectNode(_Spanned):
    """An object; `members` in the order of the text, repeated keys included."""

    members: tuple[Member, ...]


Node = ObjectNode | ArrayNode | StringNode | NumberNode | ConstantNode | InvalidNode


@dataclass(frozen=True, slots=True, eq=False)
class Comment(_Spanned):
    """A `//` or `/* */` comment with its delimiters, without the line end."""


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """One mistake in the text: where, what is wrong, and what to do about it.

    `related` is a second place that helps to understand it (the bracket that was
    never closed), with `related_message` about that place.
    """

    span: Span
    message: str
    help: str
    related: Span | None = None
    related_message: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """What was read from one text: the tree as far as it goes, comments and problems.

    `root` is None when the text holds no value at all. The text is accepted by
    npm json5, and so by Base44, exactly when `problems` is empty.
    """

    root: Node | None
    comments: tuple[Comment, ...]
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
    return None if isinstance(node, InvalidNode) else node.value
