"""Requests through official SDKs, where the code names the method of the service."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial

from connlint.code.clients.http import VERBS
from connlint.code.model import Parameters
from connlint.code.requests.parameters import parameters_of
from connlint.code.requests.partial_string import AbstractString, PartialString
from connlint.code.requests.query_string import Query
from connlint.code.requests.request_site import RequestSite, given, url_of
from connlint.code.requests.strings import abstract_strings, strings
from connlint.code.semantics.contexts import in_contexts
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import argument, call_of, callee_of, member_name
from connlint.code.syntax.symbol_table import pattern_key
from connlint.code.taint.flow_results import FlowResults
from connlint.code.taint.state import ClientHandle, TaintState

__all__ = ["Sdks"]

_CLIENTS = {"WebClient": "slack", "Octokit": "octokit", "Dropbox": "dropbox"}
_GRAPH = "https://graph.microsoft.com/v1.0"
_GRAPH_VERBS = {
    **VERBS,
    "update": "PATCH",
    "create": "POST",
    "getStream": "GET",
    "putStream": "PUT",
}
_GITHUB = "https://api.github.com"
_PARAMETER = re.compile(r"\{[^{}]*\}|:\w+")
_TEXTS = frozenset({"string", "template_string"})


class Sdks:
    """A detector of the SDK clients made with a token, and of the requests made with them."""

    def __init__(self, results: FlowResults) -> None:
        self._results = results
        self._evaluator = results.evaluator

    def made(self, state: TaintState, call: NodeRef, name: str) -> list[TaintState] | None:
        """Return the clients that a call makes with the token or gives it to; None if unknown.

        `name` is the name of the callee.
        """
        last = name.rpartition(".")[2]
        result = TaintState(call, state.context)
        if call.node.type == "new_expression" and last in _CLIENTS:
            return [result._replace(client=ClientHandle(_CLIENTS[last]))]
        if last == "setCredentials":
            return self._credentials(state, call)
        if name.startswith("google.") and name.count(".") == 1:
            client = ClientHandle("googleapis", (last,), call, state.context)
            return [result._replace(client=client)]
        if last in {"init", "initWithMiddleware"} and "authProvider" in state.path:
            return [result._replace(client=ClientHandle("graph"))]
        maker = self._provider(call) if name.isidentifier() else None
        return (
            [result._replace(at=maker, client=ClientHandle("graph"))] if maker is not None else None
        )

    def member(
        self, state: TaintState, client: ClientHandle, chain: list[str], end: NodeRef
    ) -> list[TaintState] | None:
        """Handle a member chain of a client, which ends with `end`; None if it is unknown."""
        call = call_of(end)
        if client.name == "google-auth":
            return []
        if client.name == "graph":
            if chain != ["api"] or call is None:
                return None
            asked = ClientHandle("graph-request", made=call, context=state.context)
            return [state._replace(at=call, client=asked)]
        if client.name == "graph-request":
            return self._graph(state, client, chain, call)
        chain = [*client.prefix, *chain]
        if call is None and not _is_argument(end):
            return [state._replace(at=end, client=client._replace(prefix=tuple(chain)))]
        if client.name == "octokit":
            return self._octokit(state, chain, end, call)
        name = ".".join(chain)
        if client.name == "slack" and name == "apiCall":
            parameters = self._parameters(state, call, 1)
            for text in self._strings(argument(call, 0) if call is not None else None, state):
                operation = (text[0] or "") if len(text) == 1 else ""
                self._results.add(
                    call or end, state, sdk="slack", operation=operation, parameters=parameters
                )
            return []
        self._results.add(
            call or end,
            state,
            sdk=client.name,
            operation=name,
            parameters=self._parameters(state, call, 0, self._defaults(client)),
        )
        return []

    def _parameters(
        self, state: TaintState, call: NodeRef | None, index: int, more: Sequence[Query] = ()
    ) -> Parameters:
        """Return the parameters that an argument of a method has."""
        if call is None:
            return Parameters()
        queries = given(call, argument(call, index), "object")(state.context)
        creation = state.client.made if state.client is not None else None
        senders = [ref for ref in (call, creation) if ref is not None]
        return parameters_of(self._evaluator, [*queries, *more], senders)

    def _defaults(self, client: ClientHandle) -> Sequence[Query]:
        """Return the parameters that all requests of a client have."""
        if client.name != "googleapis" or client.made is None:
            return ()
        return given(client.made, argument(client.made, 0), "holder", "params")(client.context)

    def _strings(self, at: NodeRef | None, state: TaintState) -> Iterable[PartialString]:
        """Return the strings that an argument can be, for all callers."""
        if at is None:
            return [()]
        pairs = in_contexts(self._evaluator, state.context, partial(strings, self._evaluator, at))
        return dict.fromkeys(text for _, texts in pairs for text in texts)

    def _credentials(self, state: TaintState, call: NodeRef) -> list[TaintState] | None:
        """Return the uses of `auth`, which `auth.setCredentials({ access_token })` authorizes."""
        callee = callee_of(call)
        target = callee.node.child_by_field_name("object") if callee is not None else None
        declaration = call.names.resolve(target) if target is not None else None
        if declaration is None:
            return None
        return [
            TaintState(use, state.context, (), ClientHandle("google-auth"))
            for use in self._evaluator.program.references(call.names, declaration)
        ]

    def _provider(self, call: NodeRef) -> NodeRef | None:
        """Return the `Client.init` whose authProvider passes the token on by `call`, or None."""
        is_provider = False
        for around in call.names.syntax.ancestors(call.node):
            if around.type == "pair" and pattern_key(around) == "authProvider":
                is_provider = True
            callee = callee_of(NodeRef(call.names, around)) if is_provider else None
            if callee is not None and member_name(callee.node) == "init":
                return NodeRef(call.names, around)
        return None

    def _graph(
        self, state: TaintState, client: ClientHandle, chain: list[str], call: NodeRef | None
    ) -> list[TaintState] | None:
        """Handle a call after `client.api(path)`: a verb sends the request, `.top(5)` does not."""
        if call is None or client.made is None or len(chain) != 1:
            return None
        verb = _GRAPH_VERBS.get(chain[0], "")
        if not verb:
            return [state.to(call, state.path)]
        path = url_of(
            self._evaluator, argument(client.made, 0), lambda _: [AbstractString((_GRAPH,))]
        )
        more = given(call, call, "graph")
        site = RequestSite(client.made, path, lambda _: [verb], (verb, call.key), more)
        self._results.request(site, state._replace(context=client.context))
        return []

    def _octokit(
        self, state: TaintState, chain: list[str], end: NodeRef, call: NodeRef | None
    ) -> list[TaintState] | None:
        first = argument(call, 0) if call is not None else None
        is_text = first is not None and first.node.type in _TEXTS
        # A call of the client itself has no member name.
        member = chain[0] if chain else ""
        if member in {"request", "paginate"} and call is not None and first is not None:
            if is_text:
                self._octokit_request(state, call, first)
            # The method that is paginated is a member of the client, and is handled as such.
            return [] if is_text or member == "paginate" else None
        name = ".".join(chain[1:] if member == "rest" else chain)
        paging = _pagination_of(end) if call is None else None
        parameters = self._parameters(state, paging or call, 1 if paging else 0)
        self._results.add(call or end, state, sdk="octokit", operation=name, parameters=parameters)
        return []

    def _octokit_request(self, state: TaintState, call: NodeRef, first: NodeRef) -> None:
        """Add the requests of `octokit.request("GET /repos/{owner}/{repo}")`."""
        alternatives = in_contexts(
            self._evaluator, state.context, partial(abstract_strings, self._evaluator, first)
        )
        queries: dict[PartialString, list[Query]] = {}
        for route in (route for _, routes in alternatives for route in routes):
            queries.setdefault(route.address, []).append(route.parameters)
        for text, own in queries.items():
            verb, _, path = (text[0] or "").partition(" ") if text else ("", "", "")
            pieces: list[str | None] = [_GITHUB]
            for piece in (path, *text[1:]):
                parts = _PARAMETER.split(piece) if piece is not None else [None]
                for number, part in enumerate(parts):
                    pieces += [None, part] if number else [part]
            address = tuple(piece for piece in pieces if piece != "")
            parameters = self._parameters(state, call, 1, own)
            self._results.add(
                call, state, verb=verb.upper(), address=address, parameters=parameters
            )


def _pagination_of(member: NodeRef) -> NodeRef | None:
    """Return the call of `octokit.paginate` whose first argument a method is, else None."""
    syntax = member.names.syntax
    around = member.to(syntax.parent(member.node))
    call = around.to(syntax.parent(around.node)) if around is not None else None
    callee = callee_of(call) if call is not None else None
    is_paging = callee is not None and member_name(callee.node) in {"paginate", "iterator"}
    return call if is_paging and syntax.position(member.node) == 0 else None


def _is_argument(at: NodeRef) -> bool:
    parent = at.names.syntax.parent(at.node)
    return parent is not None and parent.type == "arguments"
