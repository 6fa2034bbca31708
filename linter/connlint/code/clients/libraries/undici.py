"""Requests of undici: its functions, and those of `new Client(origin)`, `Pool` and `Agent`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from connlint.code.clients.libraries.chains import Link, index_in, links_of
from connlint.code.clients.libraries.family import Family
from connlint.code.clients.libraries.option_clients import OptionClients
from connlint.code.clients.libraries.option_requests import sends_in_options
from connlint.code.clients.libraries.options import limited, option, option_strings, option_verbs
from connlint.code.clients.libraries.table import LIBRARIES
from connlint.code.clients.services.makers import Maker
from connlint.code.clients.services.options import are_known
from connlint.code.requests.partial_string import NOTHING, UNKNOWN, AbstractString
from connlint.code.requests.query_string import Query
from connlint.code.requests.request_site import RequestSite, given
from connlint.code.requests.strings import abstract_strings
from connlint.code.semantics.contexts import in_contexts
from connlint.code.semantics.evaluate import AbstractValue
from connlint.code.semantics.origins import Origin, origins, origins_in_contexts
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import argument, arguments, spreads
from connlint.code.taint.flow_results import FlowResults
from connlint.code.taint.state import TaintState

__all__ = ["NAME", "Undici"]

NAME = "undici"
_AGENT = "Agent"
_KNOWN = frozenset(
    {
        "allowH2",
        "autoSelectFamily",
        "autoSelectFamilyAttemptTimeout",
        "bodyTimeout",
        "clientTtl",
        "connectTimeout",
        "connections",
        "headersTimeout",
        "keepAliveMaxTimeout",
        "keepAliveTimeout",
        "keepAliveTimeoutThreshold",
        "maxCachedSessions",
        "maxConcurrentStreams",
        "maxHeaderSize",
        "maxOrigins",
        "maxRequestsPerClient",
        "maxResponseSize",
        "pipelining",
        "strictContentLength",
    }
)
_CLIENTS = {
    _AGENT: Maker(NAME, (), _KNOWN),
    "Client": Maker(NAME, (), _KNOWN, options=1),
    "Pool": Maker(NAME, (), _KNOWN, options=1),
}
"""The classes of clients, each with the options that change nothing of a request."""
_METHODS = frozenset({"pipeline", "request", "stream"})
_FUNCTION = "request"
_DISPATCHER = "dispatcher"
_ORIGIN = r"(?:https?://)?[^/?#]+/?"
_MOVING_PATH = r"/\.{1,2}(?:/|$)"
_PART = "x"
"""The text in the place of a part of an origin that is only known at run time."""


class Undici(Family):
    """A detector of the requests of undici."""

    def __init__(self, results: FlowResults, *, has_arguments: bool) -> None:
        super().__init__(results)
        self._functions = OptionClients(results, has_arguments=has_arguments)
        # The service takes in a body the parameters that others take in a query.
        self._has_arguments = has_arguments

    def called(self, state: TaintState, call: NodeRef, callee: NodeRef) -> list[TaintState] | None:
        """Handle a token in an argument of a call; return None if it is not understood."""
        found = origins_in_contexts(self._evaluator, callee, state.context)
        links = list(map(_client, found))
        if None not in links:
            return self._requested_by_client(state, call, callee)
        look = partial(self._is_sent_as_usual, call)
        if any(links) or not all(
            known for _, known in in_contexts(self._evaluator, state.context, look)
        ):
            return None
        is_whole = len(arguments(call)) == 1 and not spreads(call)
        if is_whole and state.path and [origin.steps for origin in found] == [(_FUNCTION,)]:
            return self._requested(state, call, None)
        return self._functions.called(state, call, callee)

    def member(
        self, _state: TaintState, _chain: list[str], _end: NodeRef
    ) -> list[TaintState] | None:
        """Return None: no client of undici holds a token."""
        return None

    def _is_sent_as_usual(self, call: NodeRef, context: CallContext | None) -> bool:
        """Tell whether a function sends its request to the address that it is given.

        A client as the dispatcher would send it to its own origin.
        """
        has_address = len(arguments(call)) > 1
        options = argument(call, int(has_address))
        source = [AbstractValue(options, context)] if options is not None else []
        for value in option(self._evaluator, source, _DISPATCHER).values:
            if value is None and has_address:
                # Then the options may have another address, too.
                continue
            found = origins(self._evaluator, value.at, value.context) if value is not None else ()
            made = [_made(origin) for origin in found]
            if not made or (value is not None and value.part):
                return False
            if not all(
                link is not None and link.name == _AGENT and self._has_known_options(link)
                for link in made
            ):
                return False
        return True

    def _has_known_options(self, link: Link) -> bool:
        maker = _CLIENTS[link.name]
        return are_known(self._evaluator, link.call.at, link.call.context, maker)

    def _requested_by_client(
        self, state: TaintState, call: NodeRef, callee: NodeRef
    ) -> list[TaintState] | None:
        look = partial(self._is_known, callee)
        if spreads(call) or not all(
            known for _, known in in_contexts(self._evaluator, state.context, look)
        ):
            return None
        return self._requested(state, call, callee)

    def _is_known(self, callee: NodeRef, context: CallContext | None) -> bool:
        made = self._clients(callee, context)
        return bool(made) and all(map(self._has_known_options, made))

    def _clients(self, callee: NodeRef, context: CallContext | None) -> list[Link]:
        """Return the calls that make the client of a method; an empty list if one is unknown."""
        found = [_client(origin) for origin in origins(self._evaluator, callee, context)]
        known = [link for link in found if link is not None]
        return known if len(known) == len(found) else []

    def _requested(
        self, state: TaintState, call: NodeRef, callee: NodeRef | None
    ) -> list[TaintState] | None:
        """Add the request of a call with one object; None if it does not send the token.

        `callee` is a method of a client, None for the function of the package.
        """
        if index_in(state.at, call) != 0 or not sends_in_options(LIBRARIES[NAME], state.path):
            return None
        site = RequestSite(
            call,
            partial(self._addresses, call, callee),
            partial(self._verbs, call, callee),
            NAME,
            partial(self._queries, call),
        )
        self._results.request(site, state)
        return []

    def _addresses(
        self, call: NodeRef, callee: NodeRef | None, context: CallContext | None
    ) -> Sequence[AbstractString]:
        paths = self._strings(call, "path", context)
        found: list[AbstractString] = []
        for start in self._origins(call, callee, context):
            found += [_joined(start, path) for path in paths]
        return limited(self._evaluator, found)

    def _origins(
        self, call: NodeRef, callee: NodeRef | None, context: CallContext | None
    ) -> Sequence[AbstractString]:
        """Return the origins that a request can go to, nothing for one that is not given."""
        found: list[AbstractString] = []
        for link in self._clients(callee, context) if callee is not None else ():
            if link.name == _AGENT:
                found += self._strings(call, "origin", context)
                continue
            first = argument(link.call.at, 0)
            has_own = option(self._evaluator, self._options(call, context), "origin").values
            found += (
                abstract_strings(self._evaluator, first, link.call.context)
                if first is not None and not has_own
                else [NOTHING]
            )
        return found if callee is not None else self._strings(call, "origin", context)

    def _options(self, call: NodeRef, context: CallContext | None) -> list[AbstractValue]:
        own = argument(call, 0)
        return [AbstractValue(own, context)] if own is not None else []

    def _strings(
        self, call: NodeRef, name: str, context: CallContext | None
    ) -> Sequence[AbstractString]:
        """Return what an option of a call can be, nothing where it may be absent."""
        found = option(self._evaluator, self._options(call, context), name)
        texts = option_strings(self._evaluator, found)
        return [*texts, NOTHING] if found.may_be_absent else texts

    def _verbs(
        self, call: NodeRef, callee: NodeRef | None, context: CallContext | None
    ) -> Sequence[str]:
        sources = self._options(call, context)
        found = option(self._evaluator, sources, "method")
        if callee is not None:
            # A client refuses a request without a method.
            return option_verbs(self._evaluator, found, ("",))
        body = option(self._evaluator, sources, "body")
        with_body = [LIBRARIES[NAME].body_verb] if body.values else []
        default = [*with_body, "GET"] if body.may_be_absent else with_body
        return option_verbs(self._evaluator, found, default)

    def _queries(self, call: NodeRef, context: CallContext | None) -> Sequence[Query]:
        own = argument(call, 0)
        found = [*given(call, own, "holder", "query")(context)]
        if self._has_arguments:
            found += given(call, own, "body", "body")(context)
        return found


def _made(origin: Origin) -> Link | None:
    """Return the call that makes a client of undici; None for any other origin."""
    parsed = links_of(origin) if origin.package == NAME else None
    if parsed is None or len(parsed[0]) != 1 or parsed[1]:
        return None
    link = parsed[0][0]
    return link if link.name in _CLIENTS else None


def _client(origin: Origin) -> Link | None:
    """Return the call that makes the client whose request method an origin is; else None."""
    is_method = len(origin.steps) > 1 and origin.steps[-1] in _METHODS
    return _made(origin._replace(steps=origin.steps[:-1])) if is_method else None


def _joined(origin: AbstractString, path: AbstractString) -> AbstractString:
    """Return a path at an origin; UNKNOWN if the origin has a path, or this one leads elsewhere."""
    text = "".join(piece or _PART for piece in origin.text)
    first = path.pieces[0] if path.pieces else None
    is_plain = isinstance(first, str) and first.startswith("/") and not first.startswith("//")
    is_moving = any(piece and re.search(_MOVING_PATH, piece) for piece in path.text)
    if not re.fullmatch(_ORIGIN, text) or not is_plain or is_moving:
        return UNKNOWN
    return path.after(origin.without_slash().text)
