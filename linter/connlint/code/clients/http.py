"""Requests that code makes with `fetch` and with libraries for HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from connlint.code.clients.libraries import graphql_requests, node_http, superagent, wretch
from connlint.code.clients.libraries.axios_defaults import configured
from connlint.code.clients.libraries.chains import in_body, index_in
from connlint.code.clients.libraries.option_requests import (
    Clients,
    Member,
    OptionRequest,
    member_of,
    overrides,
    sends_in_options,
)
from connlint.code.clients.libraries.options import option
from connlint.code.clients.libraries.table import LIBRARIES, VERBS, Library
from connlint.code.requests.request_site import RequestSite, given, url_of, verb_of
from connlint.code.semantics.contexts import in_contexts
from connlint.code.semantics.evaluate import AbstractValue
from connlint.code.semantics.origins import (
    GLOBAL,
    Origin,
    origins,
    origins_in_contexts,
)
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import (
    argument,
    arguments,
    call_of,
    callee_of,
    is_assigned,
    shortened,
)
from connlint.code.syntax.patterns import MEMBERS, REQUEST
from connlint.code.taint.flow_results import FlowResults
from connlint.code.taint.state import ClientHandle, TaintState

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol
else:
    Protocol = object

__all__ = ["VERBS", "Family", "Libraries"]

_SLACK = frozenset({"slack", "slackbot"})
_FETCH_PACKAGES = frozenset(
    {"cross-fetch", "isomorphic-fetch", "node-fetch", "node-fetch-native", "ofetch", "undici"}
)
"""The packages that export the fetch of the platform, some of them as themselves."""
_OWN_FETCH = _FETCH_PACKAGES - {"ofetch", "undici"}
_WITHOUT_BODY = frozenset({"get", "head"})
_PLATFORM = frozenset({"FormData", "Headers", "URL", "URLSearchParams"})
"""What packages export of the platform besides; it is handled as such."""
_STATEFUL = frozenset({"defaults", "hooks", "interceptors"})
"""The members of a client that change its later requests."""
_READ: tuple[list[str], ...] = ([], ["headers"], ["headers", "common"])
"""What is read of `defaults` to have the token."""


class Family(Protocol):
    """The interface of a detector of the requests of libraries that are alike."""

    def called(self, state: TaintState, call: NodeRef, callee: NodeRef) -> list[TaintState] | None:
        """Handle a token in an argument of a call; return None if it is not understood."""

    def member(self, state: TaintState, chain: list[str], end: NodeRef) -> list[TaintState] | None:
        """Handle a member chain of a client that holds the token; return None if it is unknown."""


class Libraries:
    """A detector of the requests that code makes with `fetch` and libraries for HTTP."""

    def __init__(self, results: FlowResults) -> None:
        self._results = results
        self._evaluator = results.evaluator
        self._families: Mapping[str, Family] = {
            graphql_requests.NAME: graphql_requests.GraphqlRequests(results),
            **dict.fromkeys(node_http.NAMES, node_http.NodeHttp(results)),
            superagent.NAME: superagent.Superagent(results),
            **dict.fromkeys(wretch.NAMES, wretch.Wretch(results)),
        }

    @property
    def _has_arguments(self) -> bool:
        """Tell whether the service takes in a body the parameters that others take in a query."""
        return self._results.type_name in _SLACK

    def passed(self, state: TaintState, call: NodeRef) -> list[TaintState] | None:
        """Handle a token in an argument of a call of a library; return None for other calls.

        A use of the library that is not understood is reported as an escape.
        """
        callee = callee_of(call)
        if callee is None:
            return None
        found = origins_in_contexts(self._evaluator, callee, state.context)
        if not found:
            return None
        if all(map(_is_fetch, found)):
            return self._fetched(state, call, is_made=found[0].steps == (REQUEST,))
        if all(_last(origin) in _PLATFORM for origin in found):
            return None
        packages = {origin.package for origin in found}
        family = self._families.get(found[0].package)
        if family is not None:
            states = family.called(state, call, callee) if len(packages) == 1 else None
            return self._unknown(state, callee) if states is None else states
        members = [member for origin in found if (member := member_of(origin)) is not None]
        if len(members) != len(found):
            return None
        first = members[0]
        if any(each.library is not first.library or each.name != first.name for each in members):
            return self._unknown(state, callee)
        states = self._called(state, call, callee, first, found[0].package)
        return self._unknown(state, callee) if states is None else states

    def _unknown(self, state: TaintState, callee: NodeRef) -> list[TaintState]:
        what = shortened(callee.text)
        self._results.add_unresolved(state, f"is given to {what}, which connlint does not know")
        return []

    def _fetched(self, state: TaintState, call: NodeRef, *, is_made: bool) -> list[TaintState]:
        """Handle `fetch(url, options)`, `new Request(url, options)` and `fetch(request)`."""
        first = argument(call, 0)
        if first is not None and first.node.id == state.at.node.id and state.path:
            # The address and the method of a Request were evaluated where it was created.
            is_plain = not is_made and argument(call, 1) is None
            if is_plain and state.path[0] == REQUEST:
                return []
            callee = callee_of(call)
            return self._unknown(state, callee) if callee is not None else []
        options = argument(call, 1)
        verbs = verb_of(self._evaluator, options, "GET")
        more = given(call, options, "body", "body") if self._has_arguments else None
        site = RequestSite(call, url_of(self._evaluator, argument(call, 0)), verbs, "fetch", more)
        self._results.request(site, state)
        return [state.to(call, (REQUEST,))] if is_made else []

    def _called(
        self, state: TaintState, call: NodeRef, callee: NodeRef, member: Member, package: str
    ) -> list[TaintState] | None:
        """Handle a call of a function of a library; return None if it is not understood."""
        clients = partial(self._clients, callee)
        if member.name in member.library.makers:
            if not sends_in_options(member.library, state.path) or self._has_changes(
                member.library, clients, call, state.context
            ):
                return None
            held = state.path[1] if state.path[0] == "headers" and len(state.path) > 1 else ""
            client = ClientHandle(package, (), call, state.context, held)
            return [TaintState(call, state.context, (), client)]
        request = self._request(member, call, clients, state.context)
        if request is None or not request.sends(state.at, state.path, state.context):
            return None
        is_data = request.shape.data is not None and index_in(state.at, call) == request.shape.data
        sent = in_body(state) if is_data else state
        site = request.site(member, member.name, has_body=self._has_arguments)
        self._results.request(site, sent)
        return []

    def _clients(
        self, callee: NodeRef, context: CallContext | None
    ) -> Sequence[Sequence[AbstractValue]]:
        """Return the calls that make the client whose member is called, for each client."""
        found = origins(self._evaluator, callee, context)
        members = [member for origin in found if (member := member_of(origin)) is not None]
        return [member.made for member in members]

    def _request(
        self, member: Member, call: NodeRef, clients: Clients, context: CallContext | None
    ) -> OptionRequest | None:
        """Return the request that a call sends; None if it may be another one than it seems."""
        shape = member.library.functions.get(member.name)
        if shape is None or self._has_changes(member.library, clients, call, context):
            return None
        given = arguments(call)
        if shape.method is not None and not member.name:
            verb = NodeRef(call.names, given[0]).literal if given else None
            if verb is not None and not verb.isalpha():
                # Without a verb, the address comes first.
                return None
            if verb in _WITHOUT_BODY and len(given) == shape.options:
                shape = shape._replace(data=None, options=len(given) - 1)
        return OptionRequest(self._evaluator, member.library, shape, call, clients)

    def _has_changes(
        self, library: Library, clients: Clients, call: NodeRef, context: CallContext | None
    ) -> bool:
        """Tell whether options, in a call or of its client, may change the request."""

        def work(inner: CallContext | None) -> bool:
            sources = [
                AbstractValue(NodeRef(call.names, node), inner)
                for node in arguments(call)
                if node.type != "spread_element"
            ]
            for made in clients(inner):
                for creation in made:
                    nodes = arguments(creation.at)
                    refs = [NodeRef(creation.at.names, node) for node in nodes]
                    sources += [AbstractValue(ref, creation.context) for ref in refs]
            found = (
                option(self._evaluator, [source], name)
                for source in sources
                for name in library.changing
            )
            return any(each.is_given for each in found)

        return any(found for _, found in in_contexts(self._evaluator, context, work))

    def has(self, client: ClientHandle) -> bool:
        """Tell whether a client is one of a library for HTTP."""
        return client.name in LIBRARIES or client.name in self._families

    def member(
        self, state: TaintState, client: ClientHandle, chain: list[str], end: NodeRef
    ) -> list[TaintState] | None:
        """Handle a member chain of a client, which ends with `end`; None if it is unknown."""
        chain = [*client.prefix, *chain]
        if "" in chain:
            # The member is only known when the code runs.
            return None
        family = self._families.get(client.name)
        if family is not None:
            return family.member(state, chain, end)
        if chain and chain[0] in _STATEFUL:
            is_read = chain[0] == "defaults" and not _is_changed(end) and chain[1:] in _READ
            return None if is_read else []
        if chain and chain[0] in LIBRARIES[client.name].plain:
            return []
        call = call_of(end)
        member = self._member(state, client, chain, end)
        if member is None:
            return None
        if call is None:
            held = client._replace(prefix=tuple(chain))
            is_function = member.name in member.library.functions
            return [state._replace(at=end, client=held)] if is_function else None
        if client.held and overrides(self._evaluator, call, client.held, state.context):
            return []
        if member.name in member.library.makers:
            made = client._replace(prefix=(), made=call, context=state.context)
            return [TaintState(call, state.context, (), made)]
        request = self._request(member, call, self._fixed(state, client, end), state.context)
        if request is None:
            return None
        made_at = client.made.key if client.made is not None else None
        key = (member.name, made_at, id(client.context))
        self._results.request(request.site(member, key, has_body=self._has_arguments), state)
        return []

    def _member(
        self, state: TaintState, client: ClientHandle, chain: Sequence[str], end: NodeRef
    ) -> Member | None:
        """Return the member that a chain of a client leads to; None if it is not known."""
        at, context = (client.made, client.context) if client.made else (end, state.context)
        found = origins_in_contexts(self._evaluator, at, context)
        if client.made is not None:
            found = [self._after(origin, chain) for origin in found]
        members = [member for origin in found if (member := member_of(origin)) is not None]
        is_one = len(members) == len(found) and len({member.name for member in members}) == 1
        return members[0] if is_one else None

    def _after(self, origin: Origin, chain: Sequence[str]) -> Origin:
        for name in chain:
            origin = origin.then(name)
        return origin

    def _fixed(self, state: TaintState, client: ClientHandle, end: NodeRef) -> Clients:
        """Return a function that gives the calls which made a client that holds the token."""
        made = client.made
        if made is None:
            return partial(self._clients, end)
        is_same = client.context is state.context
        return lambda context: self._clients(made, context if is_same else client.context)

    def configured(self, state: TaintState, client: NodeRef) -> list[TaintState] | None:
        """Handle a token put into the defaults of a client; see SinkHandler."""
        return configured(self._evaluator, state, client)


def _last(origin: Origin) -> str | AbstractValue:
    """Return the only step of an origin; empty if it has none or several."""
    return origin.steps[0] if len(origin.steps) == 1 else ""


def _is_changed(member: NodeRef) -> bool:
    """Tell whether code assigns to a member or to something in it, or deletes it."""
    syntax = member.names.syntax
    node = member.node
    while (around := syntax.parent(node)) is not None:
        if around.type not in MEMBERS or around.child_by_field_name("object") != node:
            break
        node = around
    is_deleted = around is not None and around.type == "unary_expression"
    return is_deleted or is_assigned(NodeRef(member.names, node))


def _is_fetch(origin: Origin) -> bool:
    """Tell whether an origin is the fetch of the platform, or its class Request."""
    names = origin.steps
    if not names:
        return origin.package in _OWN_FETCH
    is_known = origin.package == GLOBAL or origin.package in _FETCH_PACKAGES
    return is_known and len(names) == 1 and names[0] in {"fetch", REQUEST}
