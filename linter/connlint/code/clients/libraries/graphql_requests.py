"""Requests of graphql-request: `new GraphQLClient(url, { headers }).request(document)`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from connlint.code.clients.libraries.chains import in_body, index_in, links_of, uses_of_variable
from connlint.code.clients.libraries.family import Family
from connlint.code.clients.libraries.options import option, option_strings, option_verbs
from connlint.code.requests.partial_string import UNKNOWN, AbstractString
from connlint.code.requests.query_string import UNCLEAR, Query
from connlint.code.requests.request_site import RequestSite
from connlint.code.requests.strings import abstract_strings
from connlint.code.semantics.contexts import in_contexts
from connlint.code.semantics.evaluate import AbstractValue
from connlint.code.semantics.origins import Origin, origins, origins_in_contexts
from connlint.code.syntax import grammar
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import argument, call_of, spreads
from connlint.code.taint.state import CALL, ClientHandle, TaintState
from connlint.tuples import NamedTuple

__all__ = ["NAME", "GraphqlRequests"]

NAME = "graphql-request"
_CLASS = "GraphQLClient"
_FUNCTIONS = {"": 3, "request": 3, "rawRequest": 3, "batchRequests": 2}
"""The functions that take an address first, with the index of the argument for headers."""
_METHODS = {"request": 2, "rawRequest": 2, "batchRequests": 1}
"""The methods of a client, with the index of the argument for headers."""
_SENT = frozenset({"documents", "requestHeaders", "url", "variables"})
_SETTERS = frozenset({"setHeader", "setHeaders"})
_CHANGING = ("requestMiddleware", "fetch")
_MOVING = "setEndpoint"


class _Member(NamedTuple):
    """A function of the library, or a method of the client that `made` makes."""

    made: AbstractValue | None
    name: str


class GraphqlRequests(Family):
    """A detector of the requests of graphql-request, and of its clients that hold a token."""

    def called(self, state: TaintState, call: NodeRef, callee: NodeRef) -> list[TaintState] | None:
        """Handle a token in an argument of a call; return None if it is not understood."""
        members = list(map(_member, origins_in_contexts(self._evaluator, callee, state.context)))
        index, first, path = index_in(state.at, call), members[0], state.path
        if first is None or index is None or len(members) > 1:
            return None
        if first.made is None and first.name == _CLASS:
            return self._made(state, call, index)
        if CALL in path:
            return None
        if first.made is not None and first.name in _SETTERS:
            return self._configured(state, call, callee)
        numbers = _FUNCTIONS if first.made is None else _METHODS
        if first.name not in numbers:
            return None
        # In place of a list of arguments, there may be an object with their names.
        is_in_object = not index and bool(path) and path[0] in _SENT
        is_variable = index == numbers[first.name] - 1 and first.name != "batchRequests"
        if not is_in_object and not is_variable and index != numbers[first.name]:
            return None
        is_body = is_variable or path[:1] == ("variables",)
        return self._requested(in_body(state) if is_body else state, call, callee)

    def member(self, state: TaintState, chain: list[str], end: NodeRef) -> list[TaintState] | None:
        """Handle a member of a client that holds the token; return None if it is unknown."""
        call = call_of(end)
        if call is None or len(chain) != 1:
            return None
        if chain[0] in {*_SETTERS, _MOVING}:
            return [state.to(call, ())]
        return self._requested(state, call, end) if chain[0] in _METHODS else None

    def _made(self, state: TaintState, call: NodeRef, index: int) -> list[TaintState] | None:
        """Return the client that is made with the token in its headers; None if it is not there."""
        path = tuple(part for part in state.path if part != CALL)
        if index != 1 or path[:1] != ("headers",):
            return None
        return [TaintState(call, state.context, (), ClientHandle(NAME))]

    def _configured(
        self, state: TaintState, call: NodeRef, callee: NodeRef
    ) -> list[TaintState] | None:
        """Return all uses of the client that gets the token; None if they are not known."""
        target = callee.to(grammar.object_of(callee.node))
        uses = uses_of_variable(self._evaluator, target) if target is not None else None
        if uses is None:
            return None
        handle = ClientHandle(NAME)
        return [TaintState(at, state.context, (), handle) for at in (call, *uses)]

    def _requested(
        self, state: TaintState, call: NodeRef, callee: NodeRef
    ) -> list[TaintState] | None:
        """Add the request of a call; return None if it may be another one than it seems."""
        look = partial(self._is_known, callee)
        if not all(found for _, found in in_contexts(self._evaluator, state.context, look)):
            return None
        site = RequestSite(
            call,
            partial(self._addresses, call, callee),
            partial(self._verbs, callee),
            NAME,
            partial(self._queries, callee),
        )
        self._results.request(site, state)
        return []

    def _members(self, callee: NodeRef, context: CallContext | None) -> list[_Member]:
        """Return what a callee can be; an empty list where that is not known."""
        found = [_member(origin) for origin in origins(self._evaluator, callee, context)]
        known = [member for member in found if member is not None]
        return known if len(known) == len(found) else []

    def _is_known(self, callee: NodeRef, context: CallContext | None) -> bool:
        """Tell whether a callee is known, and no options of its client may change requests."""
        members = self._members(callee, context)
        return bool(members) and not any(
            option(self._evaluator, _options(member), name).is_given
            for member in members
            for name in _CHANGING
        )

    def _addresses(
        self, call: NodeRef, callee: NodeRef, context: CallContext | None
    ) -> Sequence[AbstractString]:
        result: list[AbstractString] = []
        for member in self._members(callee, context):
            if spreads(call):
                return [UNKNOWN]
            if member.made is not None:
                made = member.made
                at = argument(made.at, 0)
                is_moved = bool(made.at.names.syntax.occurrences(_MOVING))
                result += (
                    abstract_strings(self._evaluator, at, made.context)
                    if at is not None and not is_moved
                    else [UNKNOWN]
                )
            elif (first := argument(call, 0)) is not None:
                found = option(self._evaluator, [AbstractValue(first, context)], "url")
                is_object = any(
                    value.at.node.type == "object"
                    for value in self._evaluator.evaluate(first, context)
                )
                result += (
                    option_strings(self._evaluator, found)
                    if is_object
                    else abstract_strings(self._evaluator, first, context)
                )
        return result or [UNKNOWN]

    def _verbs(self, callee: NodeRef, context: CallContext | None) -> Sequence[str]:
        verbs: dict[str, None] = {}
        for member in self._members(callee, context):
            found = option(self._evaluator, _options(member), "method")
            for verb in option_verbs(self._evaluator, found, ("POST",)):
                # A mutation is sent with POST all the same.
                verbs[verb if verb == "POST" else ""] = None
        return list(verbs)

    def _queries(self, callee: NodeRef, context: CallContext | None) -> Sequence[Query]:
        """Return the parameters: a request that is not sent with POST has the document there."""
        return [] if all(verb == "POST" for verb in self._verbs(callee, context)) else [UNCLEAR]


def _member(origin: Origin) -> _Member | None:
    """Return what an origin is of the library; None if it is nothing known."""
    parsed = links_of(origin)
    if parsed is None or len(parsed[0]) > 1:
        return None
    links, name = parsed
    if links and links[0].name != _CLASS:
        return None
    return _Member(links[0].call if links else None, name)


def _options(member: _Member) -> list[AbstractValue]:
    """Return the options of the client that has a method."""
    made = member.made
    at = argument(made.at, 1) if made is not None else None
    return [AbstractValue(at, made.context)] if at is not None and made is not None else []
