"""Places in code: nodes with the names of their file, and the calls that lead there."""

from __future__ import annotations

from connlint.code.names import Names
from connlint.code.syntax import text_of
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["At", "Frame"]


class At(NamedTuple):
    """A node, with the names of its file."""

    names: Names
    node: Node

    def to(self, node: Node | None) -> At | None:
        """Another node of the same file."""
        return At(self.names, node) if node is not None else None

    @property
    def key(self) -> tuple[str, int]:
        """What tells this place from all others."""
        return self.names.syntax.source.location, self.node.id

    @property
    def text(self) -> str:
        """The text of the node."""
        return text_of(self.node)


class Frame:
    """One step of a chain of calls: a function, the call that enters it, and the frame of that.

    Without a call nothing is known of the function's arguments. `is_maker` says that the
    function only gives back the one in which the chain goes on. Made by Program.frame alone, so
    that the same chain is the same object. `keys` tell a chain from others by its calls.
    `is_handed` says that the call is given the function, and calls it with arguments of its own.
    """

    __slots__ = ("call", "function", "is_handed", "is_maker", "keys", "outer")

    def __init__(
        self,
        function: At,
        call: At | None,
        outer: Frame | None,
        *,
        is_maker: bool,
        is_handed: bool,
    ) -> None:
        self.function = function
        self.call = call
        self.outer = outer
        self.is_maker = is_maker
        self.is_handed = is_handed
        own = call.key if call is not None else function.key
        self.keys: tuple[tuple[str, int], ...] = (own, *(outer.keys if outer is not None else ()))

    def of(self, function: At) -> Frame | None:
        """The innermost frame of a function."""
        names, place = function.names, function.node.id
        frame: Frame | None = self
        while frame is not None:
            here = frame.function
            if here.node.id == place and here.names is names:
                break
            frame = frame.outer
        return frame
