"""Abstract values: the results of evaluating an expression."""

from __future__ import annotations

from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.treesitter import text_of
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["AbstractValue", "ContextRequired", "is_undefined"]


def is_undefined(node: Node) -> bool:
    """Tell whether an expression is the name `undefined`."""
    is_long_enough = node.end_byte - node.start_byte == len("undefined")
    return is_long_enough and text_of(node) == "undefined"


class ContextRequired(Exception):  # noqa: N818 - no error: the caller decides the answer
    """An answer that depends on the parameters of `function`, in a context without a call of it."""

    def __init__(self, function: NodeRef) -> None:
        super().__init__(function.key)
        self.function = function


class AbstractValue(NamedTuple):
    """An expression that is not just a reference to another one, with its call context.

    `is_missing` says that it is a name without a value: a parameter for which the call has no
    argument, or a variable whose pattern finds nothing. `part` leads to the property that is meant
    if all that is known of it is the expression that has it, as with `{ get }` of a package.
    """

    at: NodeRef
    context: CallContext | None
    is_missing: bool = False
    part: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Tell whether it is surely `undefined` or `null`."""
        return self.is_missing or self.at.node.type == "null" or is_undefined(self.at.node)
