"""References to syntax nodes, and the call contexts in which they are reached."""

from __future__ import annotations

from connlint.code.syntax.literals import string_text
from connlint.code.syntax.symbol_table import SymbolTable
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["CallContext", "NodeRef"]


class NodeRef(NamedTuple):
    """A node, with the symbol table of its file."""

    names: SymbolTable
    node: Node

    def to(self, node: Node | None) -> NodeRef | None:
        """Return a reference to another node of the same file; None for None."""
        return NodeRef(self.names, node) if node is not None else None

    @property
    def key(self) -> tuple[str, int]:
        """Return the key that identifies the node among all files of a program."""
        return self.names.syntax.source.location, self.node.id

    @property
    def text(self) -> str:
        """Return the source text of the node."""
        return self.names.syntax.text(self.node)

    @property
    def literal(self) -> str | None:
        """Return the text of a string, or of a template without substitutions; else None."""
        if self.node.type == "template_string":
            children = self.names.syntax.children(self.node)
            if any(child.type == "template_substitution" for child in children):
                return None
        elif self.node.type != "string":
            return None
        return string_text(self.node)


class CallContext:
    """One step of a call chain: a function, the call that enters it, and the context of the call.

    Without a call nothing is known of the function's arguments. `is_factory` tells that the
    function only returns the one in which the chain continues. `is_callback` tells that the call
    gets the function as an argument, and passes other arguments to it. `keys` identify the chain
    by its calls, the innermost first. Created by Program.context only: the same chain is the same
    object.
    """

    __slots__ = ("call", "function", "is_callback", "is_factory", "keys", "outer")

    def __init__(
        self,
        function: NodeRef,
        call: NodeRef | None,
        outer: CallContext | None,
        *,
        is_factory: bool,
        is_callback: bool,
    ) -> None:
        self.function = function
        self.call = call
        self.outer = outer
        self.is_factory = is_factory
        self.is_callback = is_callback
        own = call.key if call is not None else function.key
        self.keys: tuple[tuple[str, int], ...] = (own, *(outer.keys if outer is not None else ()))

    def enclosing(self, function: NodeRef) -> CallContext | None:
        """Return the innermost context of a function in the chain; None if it has none."""
        names, node_id = function.names, function.node.id
        context: CallContext | None = self
        while context is not None:
            candidate = context.function
            if candidate.node.id == node_id and candidate.names is names:
                break
            context = context.outer
        return context
