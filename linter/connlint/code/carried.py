"""What is followed through the code: a place whose value has a token, and who is told of it."""

from __future__ import annotations

from connlint.code.places import At, Frame
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol
else:
    # Nobody asks a protocol for anything while a program runs.
    Protocol = object

__all__ = ["CALL", "ENDED", "Carried", "Client", "Ended", "Sinks", "Step"]

CALL = "()"
"""Stands in a path for what a function gives back."""


class Client(NamedTuple):
    """A client of an SDK that holds a token: `name` says which, `prefix` the part of it.

    `made` is where it was made, with the calls that led there.
    """

    name: str
    prefix: tuple[str, ...] = ()
    made: At | None = None
    frame: Frame | None = None


class Carried(NamedTuple):
    """A place whose value has the token at a path, or is a client that holds it.

    `named` is the expression around which that place is, which has nothing but the token.
    """

    at: At
    frame: Frame | None
    path: tuple[str, ...] = ()
    client: Client | None = None
    named: At | None = None

    def to(self, at: At, path: tuple[str, ...]) -> Carried:
        """The next place, around what has been named, and where in its value the token is."""
        return Carried(at, self.frame, path, self.client, self.named)

    def to_named(self, at: At, path: tuple[str, ...]) -> Carried:
        """The next place, which has nothing but the token at a path."""
        return Carried(at, self.frame, path, self.client, at)

    @property
    def context(self) -> tuple[object, ...]:
        """What tells the calls and the client by which the token got to a place from others."""
        client = self.client
        if client is None:
            return (id(self.frame),)
        return id(self.frame), client.name, client.prefix, client.made, id(client.frame)

    @property
    def key(self) -> tuple[object, ...]:
        """What tells this from other steps."""
        return (self.at.node.id, self.path, *self.context)


class Ended(NamedTuple):
    """The end of a way: nothing of the token goes on, or a sink was told where it goes."""


ENDED = Ended()
Step = Carried | Ended
"""What a step comes to. A step that comes to nothing at all is one that is not understood."""


class Sinks(Protocol):
    """What is told about the uses of a token."""

    def passed(self, carried: Carried, call: At) -> list[Carried] | None:
        """It is an argument of a call: what carries it then, None where that is unknown."""

    def handed(self, carried: Carried, function: At) -> bool:
        """Tell if it is a sink that gets the token from a method: `.then(console.log)`."""

    def member(self, carried: Carried, chain: list[str], end: At) -> list[Carried] | None:
        """A member of a client is taken: what carries it then, None where that is unknown."""

    def lost(self, carried: Carried, reason: str) -> None:
        """It goes where it is not followed."""
