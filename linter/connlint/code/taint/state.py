"""States of the taint propagation, and the interface of the sinks it reports to."""

from __future__ import annotations

from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol
else:
    # Only type checkers need the protocol; a running program saves the import of typing.
    Protocol = object

__all__ = ["CALL", "FLOW_END", "ClientHandle", "FlowEnd", "SinkHandler", "TaintState", "Transfer"]

CALL = "()"
"""The part of a path for the return value of a function."""


class ClientHandle(NamedTuple):
    """A client of the library or SDK `name` that holds a token.

    `prefix` has the members accessed so far; the call `made` created it in the context `context`.
    `held` is the name of the header in which it sends the token, empty if that is not known.
    `is_alone` says that the clients which are made of it do not hold the token.
    """

    name: str
    prefix: tuple[str, ...] = ()
    made: NodeRef | None = None
    context: CallContext | None = None
    held: str = ""
    is_alone: bool = False


class TaintState(NamedTuple):
    """A node whose value has the token at a path, or is a client that holds the token.

    `named` is the last expression on the way that refers to the token alone; leaks have its span.
    """

    at: NodeRef
    context: CallContext | None
    path: tuple[str, ...] = ()
    client: ClientHandle | None = None
    named: NodeRef | None = None

    def to(self, at: NodeRef, path: tuple[str, ...]) -> TaintState:
        """Return the state of another node, whose value has the token at `path`; keep `named`."""
        return TaintState(at, self.context, path, self.client, self.named)

    def to_named(self, at: NodeRef, path: tuple[str, ...]) -> TaintState:
        """Return the state of a node that refers to the token alone, at `path` in its value."""
        return TaintState(at, self.context, path, self.client, at)

    @property
    def identity(self) -> tuple[object, ...]:
        """Return a key for the call context and the client by which the token got to the node."""
        client = self.client
        if client is None:
            return (id(self.context),)
        return (
            id(self.context),
            client.name,
            client.prefix,
            client.made,
            id(client.context),
            client.held,
            client.is_alone,
        )

    @property
    def key(self) -> tuple[object, ...]:
        """Return a key that distinguishes this state from all others."""
        return (self.at.node.id, self.path, *self.identity)


class FlowEnd(NamedTuple):
    """The end of a flow: no part of the token goes on, or its use was reported to the sinks."""


FLOW_END = FlowEnd()
Transfer = TaintState | FlowEnd
"""The result of one propagation step. A step without any result is one that is not understood."""


class SinkHandler(Protocol):
    """The interface to which the propagation reports the uses of a token."""

    def requested(self, state: TaintState, call: NodeRef) -> list[TaintState] | None:
        """Handle a token in an argument of a call of an HTTP library; return None for others."""

    def configured(self, state: TaintState, client: NodeRef) -> list[TaintState] | None:
        """Handle a token put into the defaults of a client, at the path of the state in them.

        Return the next states, None if unknown.
        """

    def changed(
        self, state: TaintState, call: NodeRef, function: NodeRef
    ) -> list[TaintState] | None:
        """Handle a token that a callback, an argument of a call, puts into its first parameter.

        The path of the state is that of what the function gives back if that is the parameter.
        Return the next states, None if unknown.
        """

    def passed(self, state: TaintState, call: NodeRef) -> list[TaintState] | None:
        """Handle a token in an argument of a call; return the next states, None if unknown."""

    def handed(self, state: TaintState, function: NodeRef) -> bool:
        """Tell whether a function is a sink that a method calls, as in `.then(console.log)`."""

    def stored(
        self, state: TaintState, place: NodeRef, path: tuple[str, ...]
    ) -> list[TaintState] | None:
        """Handle a token at a path in a package; return the next states, None if unknown."""

    def member(self, state: TaintState, chain: list[str], end: NodeRef) -> list[TaintState] | None:
        """Handle the members accessed on a client; return the next states, None if unknown."""

    def is_data(self, state: TaintState) -> bool:
        """Tell whether a text made of the value, which a client gave back, has no token."""

    def escaped(self, state: TaintState, reason: str) -> None:
        """Handle a flow that cannot be followed; `reason` continues "the token …"."""
