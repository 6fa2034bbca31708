"""Requests through official SDKs, where the code names the method of the service."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial

from connlint.code.clients import airtable, asana, discord, google, jsforce, linear
from connlint.code.clients.airtable import AirtableClients
from connlint.code.clients.asana import AsanaClients
from connlint.code.clients.discord import DiscordClients
from connlint.code.clients.google import GoogleClients
from connlint.code.clients.jsforce import JsforceClients
from connlint.code.clients.libraries.verbs import VERBS
from connlint.code.clients.linear import LinearClients
from connlint.code.clients.makers import Maker, maker_of
from connlint.code.clients.mapped import MAPPED, MappedClients
from connlint.code.clients.options import are_known
from connlint.code.clients.receivers import Receiver, receiver_of
from connlint.code.model import Parameters
from connlint.code.modules.packages import imported
from connlint.code.requests.parameters import parameters_of
from connlint.code.requests.partial_string import AbstractString, PartialString
from connlint.code.requests.query_string import Query
from connlint.code.requests.request_site import RequestSite, given, url_of
from connlint.code.requests.strings import abstract_strings, strings
from connlint.code.semantics.contexts import in_contexts
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import (
    argument,
    call_of,
    callee_of,
    declaration_of_root,
    member_name,
    spreads,
)
from connlint.code.syntax.symbol_table import pattern_key
from connlint.code.taint.flow_results import FlowResults
from connlint.code.taint.state import ClientHandle, TaintState

__all__ = ["OBJECTS", "Sdks"]

OBJECTS = frozenset({airtable.RECORD, linear.OBJECT})
"""The results of calls of clients that have methods which send requests."""

_NAMED = frozenset({"slack", "octokit", "dropbox"})
"""The clients whose methods are known by the names that the catalogue has."""
_OF_FUNCTIONS = (["apply"], ["bind"], ["call"])
_BY_NAME = frozenset({"apiCall", "paginate"})
"""The methods of Slack's client that take the name of another one."""
_UPLOADS = frozenset({"files.uploadV2", "filesUploadV2"})
_UPLOADED = ("files.getUploadURLExternal", "files.completeUploadExternal")
"""The methods that an upload by Slack's client calls."""
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
        self._google = GoogleClients(results)
        self._mapped = MappedClients(results)
        self._asana = AsanaClients(results)
        self._discord = DiscordClients(results)
        self._linear = LinearClients(results, self._mapped)
        self._airtable = AirtableClients(results)
        self._by_client = (
            (google.CLIENTS, self._google),
            (frozenset({linear.LINEAR, linear.OBJECT}), self._linear),
            (airtable.CLIENTS, self._airtable),
            (jsforce.CLIENTS, JsforceClients(results)),
            (frozenset({discord.DISCORD}), self._discord),
        )

    def made(self, state: TaintState, call: NodeRef) -> list[TaintState] | None:
        """Return the clients that a call makes with the token or gives it to; None if unknown."""
        callee = callee_of(call)
        if callee is None or spreads(call):
            return None
        found = imported(self._evaluator.program, callee)
        path = (str(call.names.syntax.position(state.at.node)), *state.path)
        maker = maker_of(found)
        if found is not None and (found.package, found.name) == ("airtable", "configure"):
            return self._airtable.configured(state, call, path)
        if maker is not None:
            return self._by_maker(state, call, maker, path)
        if found is not None and state.client is not None and state.client.name in MAPPED:
            return self._mapped.paginated(state, call, found.name)
        provider = self._provider(call) if callee.node.type == "identifier" else None
        if provider is not None:
            return [TaintState(provider, state.context, (), ClientHandle("graph"))]
        receiver = receiver_of(self._evaluator, callee, state.context)
        states = self._google.passed(state, call, path, found, receiver)
        if states is not None or receiver is None or state.client is not None:
            return states
        return self._received(state, call, callee, path, receiver)

    def _by_maker(
        self, state: TaintState, call: NodeRef, maker: Maker, path: tuple[str, ...]
    ) -> list[TaintState] | None:
        """Return the client that a call of a maker gives; None if it may send anything else."""
        holder = state.client.name if state.client is not None else ""
        if maker.is_new != (call.node.type == "new_expression"):
            return None
        if maker.client == google.AUTH or maker.client.startswith(google.SERVICE):
            return self._google.made(state, call, maker, path)
        if holder != maker.holder:
            return None
        is_token = any(path[: len(place)] == place for place in maker.tokens)
        is_whole = path in maker.tokens or maker.client == "graph"
        if not is_token or not is_whole:
            return None
        if not are_known(self._evaluator, call, state.context, maker):
            return None
        client = ClientHandle(maker.client, (), call, state.context)
        return [TaintState(call, state.context, (), client)]

    def _received(
        self,
        state: TaintState,
        call: NodeRef,
        callee: NodeRef,
        path: tuple[str, ...],
        receiver: Receiver,
    ) -> list[TaintState] | None:
        """Handle a method of a client made without the token, which gets it; None if unknown."""
        made = ClientHandle(receiver.maker.client, (), receiver.made.at, receiver.made.context)
        if made.name == "asana":
            return self._asana.received(state, call, receiver, path)
        if made.name == "box-sdk" and receiver.chain == ("getBasicClient",) and path == ("0",):
            return [TaintState(call, state.context, (), ClientHandle("box-node-sdk"))]
        if made.name == "discord" and receiver.chain == ("setToken",) and path == ("0",):
            return self._discord.received(state, call, made, receiver.at)
        if made.name == "slack" and path == ("0", "token"):
            return self._named(state, made, list(receiver.chain), callee)
        if made.name == "@notionhq/client" and path == ("0", "auth"):
            return self._mapped.member(state, made, receiver.chain, callee)
        if made.name != "@hubspot/api-client" or receiver.chain != ("setAccessToken",):
            return None
        declaration = declaration_of_root(receiver.at)
        if path != ("0",) or receiver.at.node.type != "identifier" or declaration is None:
            return None
        names = receiver.at.names
        return [
            TaintState(use, state.context, (), made)
            for use in self._evaluator.program.references(names, declaration)
        ]

    def stored(
        self, state: TaintState, place: NodeRef, path: Sequence[str]
    ) -> list[TaintState] | None:
        """Return the uses of a package that gets the token at a path in it; None if unknown."""
        return self._asana.stored(state, place, path)

    def member(
        self, state: TaintState, client: ClientHandle, chain: list[str], end: NodeRef
    ) -> list[TaintState] | None:
        """Handle a member chain of a client, which ends with `end`; None if it is unknown."""
        call = call_of(end)
        for names, clients in self._by_client:
            if client.name in names:
                return clients.member(state, client, chain, end)
        if client.name == asana.PACKAGE:
            return self._asana.of_package(state, end)
        if client.name in MAPPED:
            return self._mapped.member(state, client, chain, end)
        if client.name == "graph":
            if chain != ["api"] or call is None:
                return None
            asked = ClientHandle("graph-request", made=call, context=state.context)
            return [state._replace(at=call, client=asked)]
        if client.name == "graph-request":
            return self._graph(state, client, chain, call)
        return self._named(state, client, chain, end) if client.name in _NAMED else None

    def _named(
        self, state: TaintState, client: ClientHandle, chain: list[str], end: NodeRef
    ) -> list[TaintState] | None:
        """Add the request of a method whose name the catalogue has; None if it is unknown."""
        call = call_of(end)
        chain = [*client.prefix, *chain]
        if "" in chain or chain[-1:] in _OF_FUNCTIONS:
            return None
        if call is None and not _is_argument(end):
            return [state._replace(at=end, client=client._replace(prefix=tuple(chain)))]
        if client.name == "octokit":
            return self._octokit(state, chain, end, call)
        name = ".".join(chain)
        if client.name == "slack" and name in _UPLOADS and call is not None:
            for operation in _UPLOADED:
                self._results.add(call, state, sdk="slack", operation=operation)
            return []
        if client.name == "slack" and name in _BY_NAME:
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
            parameters=self._parameters(state, call, 0),
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

    def _strings(self, at: NodeRef | None, state: TaintState) -> Iterable[PartialString]:
        """Return the strings that an argument can be, for all callers."""
        if at is None:
            return [()]
        pairs = in_contexts(self._evaluator, state.context, partial(strings, self._evaluator, at))
        return dict.fromkeys(text for _, texts in pairs for text in texts)

    def _provider(self, call: NodeRef) -> NodeRef | None:
        """Return the `Client.init` whose authProvider passes the token on by `call`, or None."""
        is_provider = False
        for around in call.names.syntax.ancestors(call.node):
            if around.type == "pair" and pattern_key(around) == "authProvider":
                is_provider = True
            callee = callee_of(NodeRef(call.names, around)) if is_provider else None
            found = imported(self._evaluator.program, callee) if callee is not None else None
            maker = maker_of(found)
            if maker is not None and maker.client == "graph":
                made = NodeRef(call.names, around)
                return made if are_known(self._evaluator, made, None, maker) else None
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
