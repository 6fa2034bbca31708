"""Requests that code makes with `fetch`, axios and ky."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from connlint.code.limits import ALTERNATIVES, TOO_MANY_ALTERNATIVES
from connlint.code.requests.partial_string import UNKNOWN
from connlint.code.requests.query_string import UNCLEAR, Query
from connlint.code.requests.request_site import RequestSite, based, given, url_of, verb_of
from connlint.code.requests.strings import AbstractString, abstract_strings
from connlint.code.semantics.evaluate import AbstractValue, ContextRequired
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import argument, call_of, callee_of, member_name
from connlint.code.taint.flow_results import FlowResults
from connlint.code.taint.state import ClientHandle, TaintState

__all__ = ["HTTP_LIBRARIES", "VERBS", "Libraries"]

HTTP_LIBRARIES = frozenset({"axios", "ky"})
VERBS: Mapping[str, str] = {
    "get": "GET",
    "post": "POST",
    "put": "PUT",
    "patch": "PATCH",
    "delete": "DELETE",
    "head": "HEAD",
    "options": "OPTIONS",
}
"""The methods of clients that are named like an HTTP method, with that method."""

_SLACK = frozenset({"slack", "slackbot"})
_WITH_DATA = frozenset({"POST", "PUT", "PATCH"})
_BODIES = ("data", "body", "json")
_CHANGING = ("defaults", "hooks", "interceptors", "paramsSerializer")
"""Names in code that changes the parameters of requests made elsewhere."""

_Addresses = Callable[["CallContext | None"], Sequence[AbstractString]]


class Libraries:
    """A detector of the requests that code makes with `fetch`, axios and ky."""

    def __init__(self, results: FlowResults) -> None:
        self._results = results
        self._evaluator = results.evaluator

    def fetch(self, state: TaintState, call: NodeRef) -> list[TaintState]:
        """Add the requests of `fetch(url, options)`, or of `new Request(url, options)`."""
        options = argument(call, 1)
        verbs = verb_of(self._evaluator, options, "GET")
        more = given(call, options, "body", "body") if self._has_arguments else None
        site = RequestSite(call, url_of(self._evaluator, argument(call, 0)), verbs, "fetch", more)
        self._results.request(site, state)
        return []

    @property
    def _has_arguments(self) -> bool:
        """Tell whether the service takes in a body the parameters that others take in a query."""
        return self._results.type_name in _SLACK

    def call(self, state: TaintState, call: NodeRef, library: str) -> list[TaintState]:
        """Add the requests of `axios(…)` or `axios.get(…)`, or return the client of `create`."""
        callee = callee_of(call)
        is_member = callee is not None and callee.node.type == "member_expression"
        name = member_name(callee.node) if callee is not None and is_member else ""
        if name in {"create", "extend"}:
            client = ClientHandle(library, made=call, context=state.context)
            return [TaintState(call, state.context, (), client)]
        self._send(state, call, name, library, None)
        return []

    def instance(
        self, state: TaintState, client: ClientHandle, chain: list[str], call: NodeRef | None
    ) -> list[TaintState] | None:
        """Add the requests of a client made by `create`; return None if the member is unknown."""
        if chain[:1] in (["defaults"], ["interceptors"], ["hooks"]):
            return []
        at = call or call_of(state.at)
        name = chain[0] if chain else ""
        if at is None or len(chain) > 1 or (name and name not in VERBS and name != "request"):
            return None
        self._send(state, at, name, client.name, client)
        return []

    def _send(
        self,
        state: TaintState,
        call: NodeRef,
        name: str,
        library: str,
        client: ClientHandle | None,
    ) -> None:
        made_at = client.made.key if client is not None and client.made is not None else None
        key = name, library, made_at, id(client.context if client is not None else None)
        base = self._base(client) if client is not None else None
        verb = VERBS.get(name, "")
        first, second = argument(call, 0), argument(call, 1)
        if library == "axios" and not verb and first is not None:
            config = first if self._is_object(first, state.context) else second
            url = self._strings(first, "url") if config is first else url_of(self._evaluator, first)
            if base is None and config and self._has(config, "baseURL", state.context):
                base = self._strings(config, "baseURL")
            url = self._below(url, base) if base is not None else url
            more = self._parameters(call, library, config, None, client)
            site = RequestSite(call, url, verb_of(self._evaluator, config, "GET"), key, more)
        else:
            verbs = (lambda _: [verb]) if verb else verb_of(self._evaluator, second, "GET")
            is_data = library == "axios" and verb in _WITH_DATA
            options = argument(call, 2) if is_data else second
            more = self._parameters(call, library, options, second if is_data else None, client)
            site = RequestSite(call, url_of(self._evaluator, first, base), verbs, key, more)
        self._results.request(site, state)

    def _parameters(
        self,
        call: NodeRef,
        library: str,
        options: NodeRef | None,
        data: NodeRef | None,
        client: ClientHandle | None,
    ) -> Callable[[CallContext | None], Sequence[Query]]:
        """Return a function that gives the parameters in the options, the client and the body."""
        name = "params" if library == "axios" else "searchParams"
        getters = [given(call, options, "holder", name)]
        if self._has_arguments:
            getters += [given(call, options, "body", body) for body in _BODIES]
            getters += [given(call, data, "body")]
        creation = client.made if client is not None else None
        if client is not None and creation is not None:
            of_client = given(creation, argument(creation, 0), "holder", name)
            getters.append(lambda _: of_client(client.context))
        for ref in (call, creation):
            if ref is not None and any(map(ref.names.syntax.occurrences, _CHANGING)):
                getters.append(lambda _: (UNCLEAR,))
        return lambda context: [query for getter in getters for query in getter(context)]

    def _base(self, client: ClientHandle) -> _Addresses | None:
        """Return a function that gives the base URLs of a client; None if it has none."""
        options = argument(client.made, 0) if client.made is not None else None
        key = "baseURL" if client.name == "axios" else "prefixUrl"
        if options is None or not self._has(options, key, client.context):
            return None
        bases = self._strings(options, key)
        return lambda _: bases(client.context)

    def _strings(self, at: NodeRef, key: str) -> _Addresses:
        """Return a function that gives the strings of an object's property."""

        def strings(context: CallContext | None) -> Sequence[AbstractString]:
            result: list[AbstractString] = []
            for value in self._evaluator.evaluate(at, context):
                for inner in self._evaluator.property(value, key) or ():
                    result += abstract_strings(self._evaluator, inner.at, inner.context)
            if len(result) > ALTERNATIVES:
                self._evaluator.memo.cut(TOO_MANY_ALTERNATIVES)
            return result[:ALTERNATIVES] or [UNKNOWN]

        return strings

    def _below(self, url: _Addresses, base: _Addresses) -> _Addresses:
        return lambda context: based(self._evaluator, url(context), base(context))

    def _has(self, at: NodeRef, key: str, context: CallContext | None) -> bool:
        try:
            return any(self._evaluator.property(value, key) for value in self._values(at, context))
        except ContextRequired:
            return False

    def _is_object(self, at: NodeRef, context: CallContext | None) -> bool:
        return any(value.at.node.type == "object" for value in self._values(at, context))

    def _values(self, at: NodeRef, context: CallContext | None) -> Sequence[AbstractValue]:
        try:
            return self._evaluator.evaluate(at, context)
        except ContextRequired:
            return []
