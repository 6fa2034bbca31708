"""Requests through what calls of @linear/sdk give back, and by a document of GraphQL."""

from __future__ import annotations

from connlint.code.clients.services.detector import Detector
from connlint.code.clients.services.mapped import MappedCall, MappedClients, client_data
from connlint.code.clients.services.names import LINEAR, LINEAR_OBJECT
from connlint.code.clients.services.results import Kind, ResultObjects
from connlint.code.syntax.noderef import NodeRef
from connlint.code.taint.flow_results import FlowResults
from connlint.code.taint.state import ClientHandle, TaintState

__all__ = ["LinearClients"]

_BY_DOCUMENT = (["client", "rawRequest"], ["client", "request"])
_LISTS = frozenset({"nodes"})


class LinearClients(Detector):
    """A detector of the requests of Linear's client, which all go to one address."""

    def __init__(self, results: FlowResults) -> None:
        super().__init__(results)
        self._mapped = MappedClients(results)
        self._objects = ResultObjects(results)

    def member(
        self, state: TaintState, client: ClientHandle, chain: list[str], end: NodeRef
    ) -> list[TaintState] | None:
        """Handle a member chain of the client or of an object; None if it is unknown."""
        if client.name == LINEAR_OBJECT:
            data = client_data(LINEAR)
            inner = frozenset(data["inner"])
            return self._objects.member(
                state, client, Kind(self._changed, inner, _LISTS), chain, end
            )
        call, sent = self._mapped.sent(state, client, chain, end)
        if sent:
            at = call or end
            given = ClientHandle(LINEAR_OBJECT, (), client.made, client.context)
            return [TaintState(at, state.context, (), given)]
        if call is not None and [*client.prefix, *chain] in _BY_DOCUMENT:
            self._mapped.send(state, client, MappedCall("POST", "", ""), call, 0)
            return []
        return self._mapped.member(state, client, chain, end)

    def _changed(self, state: TaintState, client: ClientHandle, name: str, call: NodeRef) -> bool:
        """Add the mutation that a method of an object sends; return False if it sends none."""
        if name not in client_data(LINEAR)["changing"]:
            return False
        made = ClientHandle(LINEAR, (), client.made, client.context)
        self._mapped.send(state, made, MappedCall("POST", "", ""), call, 0)
        return True
