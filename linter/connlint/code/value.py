"""What an expression turns out to be."""

from __future__ import annotations

from connlint.code.places import At, Frame
from connlint.code.syntax import text_of
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["Unbound", "Value", "is_undefined"]


def is_undefined(node: Node) -> bool:
    """Whether an expression is `undefined`."""
    is_long_enough = node.end_byte - node.start_byte == len("undefined")
    return is_long_enough and text_of(node) == "undefined"


class Unbound(Exception):  # noqa: N818 - the answer depends on who calls
    """What was asked depends on the parameters of a function, and no call of it is given."""

    def __init__(self, function: At) -> None:
        super().__init__(function.key)
        self.function = function


class Value(NamedTuple):
    """An expression that is not merely another one's name, and the calls that lead to it.

    `is_missing` says that it is a parameter for which the call has no argument.
    """

    at: At
    frame: Frame | None
    is_missing: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether it is surely `undefined` or `null`."""
        return self.is_missing or self.at.node.type == "null" or is_undefined(self.at.node)
