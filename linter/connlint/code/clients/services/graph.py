"""Requests of Microsoft Graph's client, whose addresses the code writes."""

from __future__ import annotations

from collections.abc import Mapping

from connlint.code.clients.libraries.verbs import VERBS
from connlint.code.clients.services.detector import Detector
from connlint.code.clients.services.makers import Maker, maker_of
from connlint.code.clients.services.names import AUTH_PROVIDER, GRAPH, GRAPH_REQUEST
from connlint.code.clients.services.options import are_known
from connlint.code.modules.packages import Imported, imported
from connlint.code.requests.partial_string import AbstractString
from connlint.code.requests.request_site import RequestSite, given, url_of
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import argument, call_of, callee_of
from connlint.code.syntax.symbol_table import pattern_key
from connlint.code.taint.state import ClientHandle, TaintState

__all__ = ["GraphClients"]

_ADDRESS = "https://graph.microsoft.com/v1.0"
_VERBS: Mapping[str, str] = {
    **VERBS,
    "update": "PATCH",
    "create": "POST",
    "getStream": "GET",
    "putStream": "PUT",
}


class GraphClients(Detector):
    """A detector of the requests of Microsoft Graph's client."""

    def made(
        self, state: TaintState, call: NodeRef, maker: Maker, path: tuple[str, ...]
    ) -> list[TaintState] | None:
        """Return the client that gets the token from its authProvider, in whatever way."""
        return super().made(state, call, maker, path[:2])

    def passed(
        self, state: TaintState, call: NodeRef, _found: Imported | None, _path: tuple[str, ...]
    ) -> list[TaintState] | None:
        """Return the client whose authProvider passes the token on by a call; None without one."""
        is_provider = False
        for around in call.names.syntax.ancestors(call.node):
            is_provider |= around.type == "pair" and pattern_key(around) == AUTH_PROVIDER
            made = NodeRef(call.names, around)
            callee = callee_of(made) if is_provider else None
            found = imported(self._evaluator.program, callee) if callee is not None else None
            maker = maker_of(found)
            if maker is not None and maker.client == GRAPH:
                is_known = are_known(self._evaluator, made, None, maker)
                client = TaintState(made, state.context, (), ClientHandle(GRAPH))
                return [client] if is_known else None
        return None

    def member(
        self, state: TaintState, client: ClientHandle, chain: list[str], end: NodeRef
    ) -> list[TaintState] | None:
        """Handle `client.api(path)`, and the calls after it: a verb sends the request."""
        call = call_of(end)
        if client.name == GRAPH_REQUEST:
            return self._requested(state, client, chain, call)
        if chain != ["api"] or call is None:
            return None
        asked = ClientHandle(GRAPH_REQUEST, made=call, context=state.context)
        return [state._replace(at=call, client=asked)]

    def _requested(
        self, state: TaintState, client: ClientHandle, chain: list[str], call: NodeRef | None
    ) -> list[TaintState] | None:
        """Handle a call after `client.api(path)`: a verb sends the request, `.top(5)` does not."""
        if call is None or client.made is None or len(chain) != 1:
            return None
        verb = _VERBS.get(chain[0], "")
        if not verb:
            return [state.to(call, state.path)]
        path = url_of(
            self._evaluator, argument(client.made, 0), lambda _: [AbstractString((_ADDRESS,))]
        )
        more = given(call, call, "graph")
        site = RequestSite(client.made, path, lambda _: [verb], (verb, call.key), more)
        self._results.request(site, state._replace(context=client.context))
        return []
