"""Requests of libraries with functions that take options, and their clients that hold a token."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from connlint.code.clients.libraries import axios_interceptors as interceptors
from connlint.code.clients.libraries.axios_defaults import configured
from connlint.code.clients.libraries.chains import in_body, index_in
from connlint.code.clients.libraries.family import Family
from connlint.code.clients.libraries.option_requests import (
    Clients,
    Member,
    OptionRequest,
    member_of,
    overrides,
    sends_in_options,
)
from connlint.code.clients.libraries.options import option
from connlint.code.clients.libraries.table import LIBRARIES, Library
from connlint.code.semantics.contexts import in_contexts
from connlint.code.semantics.evaluate import AbstractValue
from connlint.code.semantics.origins import Origin, origins, origins_in_contexts
from connlint.code.syntax import grammar
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import arguments, call_of, is_assigned
from connlint.code.syntax.patterns import MEMBERS
from connlint.code.taint.flow_results import FlowResults
from connlint.code.taint.state import ClientHandle, TaintState

__all__ = ["OptionClients"]

_WITHOUT_BODY = frozenset({"get", "head"})
_STATEFUL = frozenset({"defaults", "hooks", "interceptors"})
"""The members of a client that change its later requests."""
_READ: tuple[list[str], ...] = ([], ["headers"], ["headers", "common"])
"""The members of `defaults` that are read to have the token."""


class OptionClients(Family):
    """A detector of the requests of the libraries in the table, and of their clients."""

    def __init__(self, results: FlowResults, *, has_arguments: bool) -> None:
        super().__init__(results)
        # The service takes in a body the parameters that others take in a query.
        self._has_arguments = has_arguments

    def called(self, state: TaintState, call: NodeRef, callee: NodeRef) -> list[TaintState] | None:
        """Handle a token in an argument of a call; return None if it is not understood."""
        found = origins_in_contexts(self._evaluator, callee, state.context)
        members = [member for origin in found if (member := member_of(origin)) is not None]
        is_one = len(members) == len(found) and len({member.name for member in members}) == 1
        return self._called(state, call, callee, members[0], found[0].package) if is_one else None

    def _called(
        self, state: TaintState, call: NodeRef, callee: NodeRef, member: Member, package: str
    ) -> list[TaintState] | None:
        """Handle a call of a function of a library; return None if it is not understood."""
        clients = partial(self._clients, callee)
        if member.library is LIBRARIES["axios"] and member.name == interceptors.ADDING:
            return interceptors.given_back(self._evaluator, state, call)
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

    def member(self, state: TaintState, chain: list[str], end: NodeRef) -> list[TaintState] | None:
        """Handle a member chain of a client that holds the token; return None if it is unknown."""
        client = state.client
        if client is None:
            return None
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
            if client.is_alone:
                return []
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
        """Handle a token put into the defaults of a client; return None if it is not followed."""
        return configured(self._evaluator, state, client)

    def changed(
        self, state: TaintState, call: NodeRef, callee: NodeRef, function: NodeRef
    ) -> list[TaintState] | None:
        """Handle a token that a callback puts into its parameter; None if it is not followed."""
        found = origins_in_contexts(self._evaluator, callee, state.context)
        member = member_of(found[0]) if len(found) == 1 else None
        if member is None or member.library is not LIBRARIES["axios"]:
            return None
        is_added = member.name == interceptors.ADDING
        return interceptors.put_in(self._evaluator, state, call, function) if is_added else None


def _is_changed(member: NodeRef) -> bool:
    """Tell whether code assigns to a member or to something in it, or deletes it."""
    syntax = member.names.syntax
    node = member.node
    while (around := syntax.parent(node)) is not None:
        if around.type not in MEMBERS or grammar.object_of(around) != node:
            break
        node = around
    is_deleted = around is not None and around.type == "unary_expression"
    return is_deleted or is_assigned(NodeRef(member.names, node))
