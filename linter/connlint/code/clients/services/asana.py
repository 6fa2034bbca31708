"""Requests of the npm package asana, whose token is kept in one object for all classes."""

from __future__ import annotations

from collections.abc import Sequence

from connlint.code.clients.services.detector import Detector
from connlint.code.clients.services.mapped import MappedClients, client_data
from connlint.code.clients.services.names import ASANA, ASANA_PACKAGE
from connlint.code.clients.services.receivers import Receiver
from connlint.code.modules.packages import Imported, imported, uses_of
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import call_of, declaration_of_root
from connlint.code.taint.flow_results import FlowResults
from connlint.code.taint.state import ClientHandle, TaintState

__all__ = ["AsanaClients"]

_INSTANCE = ("ApiClient", "instance", "authentications")
_TOKENS = {"useAccessToken": ("0",), "useOauth": ("0", "credentials")}
"""The methods of the older client that take a token, with its place."""
_PARTS = 5


class AsanaClients(Detector):
    """A detector of the clients of Asana's package; its calls are data."""

    def __init__(self, results: FlowResults) -> None:
        super().__init__(results)
        self._program = results.evaluator.program
        self._mapped = MappedClients(results)

    def received(
        self, state: TaintState, call: NodeRef, receiver: Receiver, path: tuple[str, ...]
    ) -> list[TaintState] | None:
        """Return the uses of the older client after `Client.create().useAccessToken(token)`."""
        if len(receiver.chain) != 1 or _TOKENS.get(receiver.chain[0]) != path:
            return None
        uses = [call]
        if receiver.at.node.type == "identifier":
            declaration = declaration_of_root(receiver.at)
            if declaration is None:
                return None
            uses += self._program.references(receiver.at.names, declaration)
        elif receiver.at.node.type != "call_expression":
            return None
        return [TaintState(use, state.context, (), receiver.client) for use in uses]

    def stored(
        self, state: TaintState, found: Imported, path: Sequence[str]
    ) -> list[TaintState] | None:
        """Return all uses of the package, whose one ApiClient is given the token; else None."""
        if state.client is not None:
            return None
        names = found.member(*path).names
        is_token = names[:3] == _INSTANCE and len(names) == _PARTS and names[-1] == "accessToken"
        uses = uses_of(self._program, ASANA) if is_token else None
        if uses is None:
            return None
        return [TaintState(use, None, (), ClientHandle(ASANA_PACKAGE)) for use in uses]

    def member(
        self, state: TaintState, client: ClientHandle, chain: list[str], end: NodeRef
    ) -> list[TaintState] | None:
        """Handle a member of a client, whose calls are data, or of the package."""
        if client.name == ASANA_PACKAGE:
            return self._of_package(state, end)
        return self._mapped.member(state, client, chain, end)

    def _of_package(self, state: TaintState, end: NodeRef) -> list[TaintState] | None:
        """Return the client that `new asana.TasksApi()` makes; None for an unknown use."""
        found = imported(self._program, end)
        if found is None:
            return None
        if found.names[:1] == ("ApiClient",):
            return []
        call = call_of(end)
        is_class = found.name.endswith("Api") and found.name in client_data(ASANA)["calls"]
        if call is None or call.node.type != "new_expression" or not is_class:
            return None
        return [TaintState(call, state.context, (), ClientHandle(ASANA, found.names))]
