"""The client whose method is called, where the method gets the token and not the client."""

from __future__ import annotations

from collections.abc import Iterator

from connlint.code.clients.services.makers import Maker, maker_of
from connlint.code.clients.services.options import are_known
from connlint.code.modules.packages import imported
from connlint.code.semantics.abstract_value import AbstractValue
from connlint.code.semantics.callees import values_in_contexts
from connlint.code.semantics.evaluate import Evaluator
from connlint.code.syntax import grammar
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import callee_of, member_name
from connlint.code.syntax.patterns import MEMBERS
from connlint.code.taint.state import ClientHandle
from connlint.tuples import NamedTuple

__all__ = ["Receiver", "receiver_of"]

_DEEP = 6
_CALLS = frozenset({"call_expression", "new_expression"})


class Receiver(NamedTuple):
    """A client of the app, its maker, where it is made, and the names of the method behind it.

    `at` is the expression that has the client, and `method` the one that has its method.
    """

    maker: Maker
    made: AbstractValue
    chain: tuple[str, ...]
    at: NodeRef
    method: NodeRef

    @property
    def client(self) -> ClientHandle:
        """Return the handle of the client."""
        return ClientHandle(self.maker.client, (), self.made.at, self.made.context)


def receiver_of(
    evaluator: Evaluator, callee: NodeRef, context: CallContext | None
) -> Receiver | None:
    """Return the client that `client.name.method` belongs to; None if it is not surely one.

    The client is made with known options.
    """
    chain: list[str] = []
    for at, name in _objects(callee):
        chain.insert(0, name)
        if not name or len(chain) > _DEEP:
            return None
        found = [_maker(evaluator, value) for value in values_in_contexts(evaluator, at, context)]
        if len(found) == 1 and found[0] is not None:
            maker, made = found[0]
            return Receiver(maker, made, tuple(chain), at, callee)
    return None


def _objects(callee: NodeRef) -> Iterator[tuple[NodeRef, str]]:
    """Yield the objects of a member chain from its end on, each with the name behind it."""
    at: NodeRef | None = callee
    while at is not None and at.node.type in MEMBERS:
        name = member_name(at.node)
        at = at.to(grammar.object_of(at.node))
        if at is not None:
            yield at, name


def _maker(evaluator: Evaluator, value: AbstractValue) -> tuple[Maker, AbstractValue] | None:
    """Return what makes a value, if that is a client made with known options; else None."""
    callee = callee_of(value.at) if value.at.node.type in _CALLS else None
    maker = maker_of(imported(evaluator.program, callee)) if callee is not None else None
    if maker is None or maker.is_new != (value.at.node.type == "new_expression"):
        return None
    return (maker, value) if are_known(evaluator, value.at, value.context, maker) else None
