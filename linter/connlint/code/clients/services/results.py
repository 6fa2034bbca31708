"""Objects that the calls of a client give back, and whose own methods send requests."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from connlint.code.semantics.callees import values_in_contexts
from connlint.code.syntax import grammar
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import argument, call_of, member_name
from connlint.code.syntax.parameter_list import parameter_at
from connlint.code.syntax.patterns import ANY
from connlint.code.syntax.symbol_table import FUNCTIONS
from connlint.code.taint.flow_results import FlowResults
from connlint.code.taint.state import ClientHandle, TaintState
from connlint.tuples import NamedTuple

__all__ = ["Kind", "ResultObjects"]

_HARMLESS = frozenset({"toString", "toJSON", "valueOf", "hasOwnProperty"})


class Kind(NamedTuple):
    """The kind of an object: the methods and properties that have to do with requests.

    `send` adds the request of a method, and returns False if it has none of that name. `inner` are
    the properties and methods with another such object, `lists` those with a list of them, and
    `harmless` the methods that do nothing to the service.
    """

    send: Callable[[TaintState, ClientHandle, str, NodeRef], bool]
    inner: frozenset[str]
    lists: frozenset[str]
    harmless: frozenset[str] = frozenset()


class ResultObjects:
    """The steps of the propagation through the objects that calls of clients give back."""

    def __init__(self, results: FlowResults) -> None:
        self._evaluator = results.evaluator

    def member(
        self,
        state: TaintState,
        client: ClientHandle,
        kind: Kind,
        chain: Sequence[str],
        end: NodeRef,
    ) -> list[TaintState] | None:
        """Handle a member of an object; None if it is unknown."""
        name = chain[0] if chain else ""
        is_taken = end.node == state.at.node and len(chain) == 1
        access = end if is_taken else _access(state.at, name)
        if access is None or not name:
            return None
        call = call_of(access) if len(chain) == 1 else None
        if call is not None and kind.send(state, client, name, call):
            return [state.to(call, ())]
        if name in kind.lists:
            return [state.to(access, (ANY,))]
        if name in kind.inner:
            return [state.to(call or access, ())]
        # Any other property is data, and other methods are not known.
        is_plain = call is None or name in kind.harmless | _HARMLESS
        return [] if is_plain else None

    def given_to(
        self, state: TaintState, call: NodeRef, index: int, position: int
    ) -> list[TaintState] | None:
        """Return the uses of a parameter of the callback that an argument of a call is.

        The parameter has the state's value. None where the argument is no function of the app, or
        takes the value apart.
        """
        callback = argument(call, index)
        if callback is None:
            return None
        uses: list[TaintState] = []
        for value in values_in_contexts(self._evaluator, callback, state.context):
            if value.at.node.type not in FUNCTIONS:
                return None
            name = value.at.to(parameter_at(value.at.names.syntax, value.at.node, position))
            while name is not None and name.node.type in _TYPED:
                name = name.to(grammar.pattern_of(name.node))
            if name is None:
                continue
            names, declaration = name.names, name.names.declaration_at(name.node)
            if declaration is None:
                return None
            found = self._evaluator.program.references(names, declaration)
            uses += [state._replace(at=use) for use in found]
        return uses


_TYPED = frozenset({"required_parameter", "optional_parameter"})


def _access(at: NodeRef, name: str) -> NodeRef | None:
    """Return the access to a member of an expression; None if the member is taken otherwise."""
    access = at.to(at.names.syntax.parent(at.node))
    if access is None or not name:
        return None
    return access if member_name(access.node) == name else None
