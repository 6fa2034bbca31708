"""Requests that code makes with `fetch` and with libraries for HTTP."""

from __future__ import annotations

from connlint.code.requests.request_site import RequestSite, given, url_of, verb_of
from connlint.code.semantics.evaluate import AbstractValue
from connlint.code.semantics.origins import GLOBAL, Origin, origins_in_contexts
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import argument, callee_of, shortened
from connlint.code.syntax.patterns import REQUEST
from connlint.code.taint.flow_results import FlowResults
from connlint.code.taint.state import ClientHandle, TaintState

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.code.clients.libraries.family import Family

__all__ = ["Libraries"]

_SLACK = frozenset({"slack", "slackbot"})
_FETCH_PACKAGES = frozenset(
    {"cross-fetch", "isomorphic-fetch", "node-fetch", "node-fetch-native", "ofetch", "undici"}
)
"""The packages that export the fetch of the platform, some of them as themselves."""
_OWN_FETCH = _FETCH_PACKAGES - {"ofetch", "undici"}
_WITH_OPTIONS = frozenset({"axios", "gaxios", "got", "ky", "needle", "ofetch"})
_OF_NODE = frozenset({"node:http", "node:https"})
_PLATFORM = frozenset({"FormData", "Headers", "URL", "URLSearchParams"})
"""The classes of the platform that packages export as well; they are handled as such."""


class Libraries:
    """A detector of the requests that code makes with `fetch` and libraries for HTTP."""

    def __init__(self, results: FlowResults) -> None:
        self._results = results
        self._evaluator = results.evaluator
        self._families: dict[str, Family | None] = {}
        """The detectors of the packages that were met, None for a package without one."""

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
        families = [self._family(origin.package) for origin in found]
        if None in families:
            return None
        packages = {origin.package for origin in found}
        family = families[0] if len(packages) == 1 else None
        states = family.called(state, call, callee) if family is not None else None
        return self._unknown(state, callee) if states is None else states

    def _family(self, package: str) -> Family | None:
        if package not in self._families:
            self._families[package] = _made(
                package, self._results, has_arguments=self._has_arguments
            )
        return self._families[package]

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

    def has(self, client: ClientHandle) -> bool:
        """Tell whether a client is one of a library for HTTP."""
        return self._family(client.name) is not None

    def member(
        self, state: TaintState, client: ClientHandle, chain: list[str], end: NodeRef
    ) -> list[TaintState] | None:
        """Handle a member chain of a client, which ends with `end`; None if it is unknown."""
        chain = [*client.prefix, *chain]
        family = self._family(client.name)
        # A member without a name is only known when the code runs.
        return family.member(state, chain, end) if family is not None and "" not in chain else None

    def configured(self, state: TaintState, client: NodeRef) -> list[TaintState] | None:
        """Handle a token put into the defaults of a client; see SinkHandler."""
        found = origins_in_contexts(self._evaluator, client, state.context)
        family = self._family(found[0].package) if found else None
        return family.configured(state, client) if family is not None else None

    def changed(
        self, state: TaintState, call: NodeRef, function: NodeRef
    ) -> list[TaintState] | None:
        """Handle a token that a callback puts into its parameter; see SinkHandler."""
        callee = callee_of(call)
        found = (
            origins_in_contexts(self._evaluator, callee, state.context)
            if callee is not None
            else ()
        )
        family = self._family(found[0].package) if len(found) == 1 else None
        if family is None or callee is None:
            return None
        return family.changed(state, call, callee, function)


def _made(package: str, results: FlowResults, *, has_arguments: bool) -> Family | None:
    """Return the detector of the requests of a package; None if there is none.

    Each is imported for the first use of its libraries.
    """
    if package in _WITH_OPTIONS:
        from connlint.code.clients.libraries.option_clients import OptionClients

        return OptionClients(results, has_arguments=has_arguments)
    if package == "undici":
        from connlint.code.clients.libraries.undici import Undici

        return Undici(results, has_arguments=has_arguments)
    if package in _OF_NODE:
        from connlint.code.clients.libraries.node_http import NodeHttp

        return NodeHttp(results)
    if package == "superagent":
        from connlint.code.clients.libraries.superagent import Superagent

        return Superagent(results)
    if package in {"wretch", "wretch/all"}:
        from connlint.code.clients.libraries.wretch import Wretch

        return Wretch(results)
    if package == "graphql-request":
        from connlint.code.clients.libraries.graphql_requests import GraphqlRequests

        return GraphqlRequests(results)
    return None


def _last(origin: Origin) -> str | AbstractValue:
    """Return the only step of an origin; empty if it has none or several."""
    return origin.steps[0] if len(origin.steps) == 1 else ""


def _is_fetch(origin: Origin) -> bool:
    """Tell whether an origin is the fetch of the platform, or its class Request."""
    names = origin.steps
    if not names:
        return origin.package in _OWN_FETCH
    is_known = origin.package == GLOBAL or origin.package in _FETCH_PACKAGES
    return is_known and len(names) == 1 and names[0] in {"fetch", REQUEST}
