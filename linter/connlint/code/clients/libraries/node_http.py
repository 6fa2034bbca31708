"""Requests of Node's own modules: `https.request(url, options)`, `https.get(options)`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from connlint.code.clients.libraries.chains import in_body, index_in, links_of
from connlint.code.clients.libraries.family import Family
from connlint.code.clients.libraries.options import (
    Option,
    limited,
    option,
    option_strings,
    option_verbs,
)
from connlint.code.requests.partial_string import UNKNOWN, AbstractString, plus
from connlint.code.requests.request_site import RequestSite
from connlint.code.requests.strings import abstract_strings
from connlint.code.semantics.contexts import in_contexts
from connlint.code.semantics.evaluate import AbstractValue
from connlint.code.semantics.origins import origins_in_contexts
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import argument, arguments, spreads
from connlint.code.syntax.symbol_table import FUNCTIONS
from connlint.code.taint.state import CALL, TaintState

__all__ = ["NAMES", "NodeHttp"]

NAMES = ("node:https", "node:http")
_FUNCTIONS = frozenset({"get", "request"})
_SENDING = frozenset({"appendHeader", "end", "setHeader", "setHeaders", "write"})
"""The methods of a request whose arguments are sent."""
_BODIES = frozenset({"end", "write"})
_SENT = frozenset({"auth", "headers"})
_MOVING = ("host", "hostname", "path", "port", "protocol", "socketPath", "createConnection")
"""The options that say where a request goes, beside an address in the first argument."""
_REPLACING = ("socketPath", "createConnection")
_WHOLE = ("hostname", "port", "protocol", "path")
_PORTS = {"https": "443", "http": "80"}


class NodeHttp(Family):
    """A detector of the requests of Node's modules."""

    def called(self, state: TaintState, call: NodeRef, callee: NodeRef) -> list[TaintState] | None:
        """Handle a token in an argument of a call; return None if it is not understood."""
        found = origins_in_contexts(self._evaluator, callee, state.context)
        if len(found) != 1:
            return None
        parsed = links_of(found[0])
        index = index_in(state.at, call)
        if parsed is None or index is None or CALL in state.path:
            return None
        links, name = parsed
        if not links and name in _FUNCTIONS:
            is_sent = self._is_sent(state, call, index)
            return self._requested(state, call, None, found[0].package) if is_sent else None
        is_method = len(links) == 1 and links[0].name in _FUNCTIONS and name in _SENDING
        if not is_method:
            return None
        first = links[0].call
        sent = in_body(state) if name in _BODIES else state
        return self._requested(sent, first.at, first, found[0].package)

    def member(
        self, _state: TaintState, _chain: list[str], _end: NodeRef
    ) -> list[TaintState] | None:
        """Return None: these modules have no clients that hold a token."""
        return None

    def _is_sent(self, state: TaintState, call: NodeRef, index: int) -> bool:
        """Tell whether a request sends a token that an argument of its call has."""
        is_option = any(
            source.at.node == state.at.node
            for _, (_, options) in in_contexts(
                self._evaluator, state.context, partial(self._sources, call)
            )
            for source in options
        )
        return is_option and state.path[0] in _SENT if state.path else not index and not is_option

    def _requested(
        self, state: TaintState, call: NodeRef, first: AbstractValue | None, package: str
    ) -> list[TaintState]:
        """Add the request of a call, which gets the token itself or with a method of its result.

        In the latter case, `first` is the call.
        """
        own = first.context if first is not None else state.context

        def inner(context: CallContext | None) -> CallContext | None:
            return context if own is state.context else own

        site = RequestSite(
            call,
            lambda context: self._addresses(call, package, inner(context)),
            lambda context: self._verbs(call, inner(context)),
            (NAMES[0], id(own)),
        )
        self._results.request(site, state)
        return []

    def _sources(
        self, call: NodeRef, context: CallContext | None
    ) -> tuple[NodeRef | None, Sequence[AbstractValue]]:
        """Return the argument that is an address, None without one, and the options."""
        given: list[NodeRef] = []
        for index in range(len(arguments(call))):
            at = argument(call, index)
            values = self._evaluator.evaluate(at, context) if at is not None else ()
            if at is not None and not all(value.at.node.type in FUNCTIONS for value in values):
                given.append(at)
        first = given[0] if given else None
        values = self._evaluator.evaluate(first, context) if first is not None else ()
        if any(value.at.node.type == "object" and not value.part for value in values):
            return None, [AbstractValue(at, context) for at in given[:1]]
        return first, [AbstractValue(at, context) for at in given[1:2]]

    def _addresses(
        self, call: NodeRef, package: str, context: CallContext | None
    ) -> Sequence[AbstractString]:
        address, options = self._sources(call, context)
        if spreads(call):
            return [UNKNOWN]
        if address is None:
            return self._from_options(package.removeprefix("node:"), options)
        if any(option(self._evaluator, options, name).values for name in _MOVING):
            return [UNKNOWN]
        return abstract_strings(self._evaluator, address, context)

    def _from_options(
        self, scheme: str, options: Sequence[AbstractValue]
    ) -> Sequence[AbstractString]:
        """Return the addresses that options have in parts."""
        parts = {name: option(self._evaluator, options, name) for name in _MOVING}
        if any(parts[name].values for name in _REPLACING):
            return [UNKNOWN]
        host = parts["hostname"] if parts["hostname"].values else parts["host"]
        is_open = any(parts[name].values and parts[name].may_be_absent for name in _WHOLE)
        if host.may_be_absent or is_open:
            return [UNKNOWN]
        schemes = self._texts(parts["protocol"], f"{scheme}:")
        ports = self._texts(parts["port"], _PORTS[scheme])
        paths = option_strings(self._evaluator, parts["path"]) or [AbstractString(("/",))]
        if len(schemes) != 1 or len(ports) != 1 or None in {*schemes, *ports}:
            return [UNKNOWN]
        port = "" if ports[0] == _PORTS.get(f"{schemes[0]}"[:-1]) else f":{ports[0]}"
        return limited(
            self._evaluator,
            [
                plus(
                    AbstractString((*start.after([f"{schemes[0]}//"]).pieces, port)), path.opened()
                )
                for start in option_strings(self._evaluator, host)
                for path in paths
            ],
        )

    def _texts(self, found: Option, default: str) -> list[str | None]:
        """Return the strings that an option can be, None for an unknown one."""
        texts = [text.text for text in option_strings(self._evaluator, found)]
        known = [text[0] if len(text) == 1 else None for text in texts]
        return known or [default]

    def _verbs(self, call: NodeRef, context: CallContext | None) -> Sequence[str]:
        options = self._sources(call, context)[1]
        verbs = option_verbs(self._evaluator, option(self._evaluator, options, "method"))
        return [""] if spreads(call) else verbs
