"""The state of a container that is being parsed, and what it expects next."""

from __future__ import annotations

from connlint.jsonc.tree import ArrayNode, Key, Member, Node, ObjectNode
from connlint.text.source import Span

__all__ = [
    "AFTER_ELEMENT",
    "AFTER_MEMBER",
    "COLON",
    "ELEMENT",
    "KEY",
    "NOTHING",
    "VALUE",
    "Frame",
]

# What a container expects next, in words for messages.
KEY = "a property name or '}'"
COLON = "':'"
VALUE = "a value"
ELEMENT = "a value or ']'"
AFTER_MEMBER = "',' or '}'"
AFTER_ELEMENT = "',' or ']'"
NOTHING = "the end of the file"


class Frame:
    """A container that is still open; the bottom one represents the whole text."""

    __slots__ = ("elements", "end", "implied", "key", "members", "opener", "start", "waits")

    def __init__(self, opener: str, start: int) -> None:
        self.opener = opener
        self.start = start
        self.end = start + 1
        self.implied = False
        self.waits = KEY if opener == "{" else ELEMENT if opener == "[" else VALUE
        self.key: Key | None = None
        self.members: list[Member] = []
        self.elements: list[Node] = []

    def add(self, node: Node) -> None:
        """Add a value to the container, which must expect one."""
        self.end = node.span.end
        if self.opener == "{":
            if self.key is not None:
                self.members.append(Member(self.key, node))
                self.key = None
            self.waits = AFTER_MEMBER
        else:
            self.elements.append(node)
            self.waits = AFTER_ELEMENT if self.opener else NOTHING

    def drop_key(self) -> None:
        """Add the key that has no value yet, if any, as a member without a value."""
        if self.key is not None:
            self.members.append(Member(self.key, None))
            self.key = None

    def node(self, end: int) -> Node:
        """Return the node of the container, which ends at `end`."""
        if self.opener == "{":
            self.drop_key()
            return ObjectNode(Span(self.start, end), tuple(self.members))
        return ArrayNode(Span(self.start, end), tuple(self.elements))
