"""Requests of the npm package jsforce, which go to the host of a customer's Salesforce.

The calls are few, and written here as versions 1 to 3 of the package have them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from connlint.code.clients.services.detector import Detector
from connlint.code.clients.services.makers import maker_named
from connlint.code.clients.services.names import JSFORCE, JSFORCE_OBJECT, JSFORCE_QUERY
from connlint.code.clients.services.options import base_of
from connlint.code.requests.partial_string import UNKNOWN, AbstractString
from connlint.code.requests.query_string import UNCLEAR
from connlint.code.requests.request_site import RequestSite
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import call_of
from connlint.code.taint.state import ClientHandle, TaintState

__all__ = ["JsforceClients"]

_DATA = "/services/data/v"
_RECORDS: Mapping[str, str] = {
    "create": "POST",
    "del": "DELETE",
    "delete": "DELETE",
    "destroy": "DELETE",
    "insert": "POST",
    "retrieve": "GET",
    "update": "PATCH",
    "upsert": "PATCH",
}
"""The methods for records, of a connection and of an object, with their verbs for one record.

For a list of records, the path is another one, so that it is not known.
"""
_READS: Mapping[str, str] = {
    "describeGlobal": "sobjects",
    "limits": "limits",
    "query": "query",
    "queryAll": "queryAll",
    "queryMore": "query",
    "recent": "recent",
    "search": "search",
}
_DESCRIBING = frozenset({"describe", "describe$", "describeSObject"})
_ASKING = frozenset({"count", "find", "findOne", "select"})
_BUILDING = frozenset(
    {"include", "limit", "maxFetch", "offset", "orderby", "scanAll", "select", "skip", "sort"}
    | {"autoFetch", "end", "where"}
)
_RUNNING = frozenset({"catch", "exec", "execute", "explain", "finally", "run", "then"})
_DATA_OF_RESULTS = frozenset(
    {"done", "nextRecordsUrl", "records", "totalSize", "length"}
    | {"at", "entries", "every", "filter", "find", "flatMap", "forEach", "map", "reduce", "some"}
)
"""The members of the answer of a query, an object with records or a list of them."""


class JsforceClients(Detector):
    """A detector of the requests of a connection of jsforce."""

    def member(
        self, state: TaintState, client: ClientHandle, chain: Sequence[str], end: NodeRef
    ) -> list[TaintState] | None:
        """Handle a member chain of a client, which ends with `end`; None if it is unknown."""
        call = call_of(end)
        if client.name == JSFORCE_QUERY and chain and chain[0] in _DATA_OF_RESULTS:
            return []
        if call is None or not chain:
            return None
        if client.name == JSFORCE_QUERY:
            return self._of_query(state, chain, call)
        if client.name == JSFORCE_OBJECT:
            return self._of_object(state, client, chain, call)
        area = "tooling/" if chain[0] == "tooling" else ""
        rest = list(chain[1:]) if area else list(chain)
        if rest == ["sobject"]:
            made = client._replace(name=JSFORCE_OBJECT, prefix=(area,))
            return [TaintState(call, state.context, (), made)]
        if len(rest) != 1:
            return None
        name = rest[0]
        if name == "query":
            self._add(state, client, call, "GET", f"{area}query")
            return [TaintState(call, state.context, (), client._replace(name=JSFORCE_QUERY))]
        if name in _READS:
            self._add(state, client, call, "GET", f"{area}{_READS[name]}")
            return []
        return self._of_records(state, client, name, call, area)

    def _of_object(
        self, state: TaintState, client: ClientHandle, chain: Sequence[str], call: NodeRef
    ) -> list[TaintState] | None:
        """Handle a method of `connection.sobject("Account")`."""
        (area,) = client.prefix
        if len(chain) != 1:
            return None
        if chain[0] in _ASKING:
            self._add(state, client, call, "GET", f"{area}query")
            return [TaintState(call, state.context, (), client._replace(name=JSFORCE_QUERY))]
        return self._of_records(state, client, chain[0], call, area)

    def _of_records(
        self, state: TaintState, client: ClientHandle, name: str, call: NodeRef, area: str
    ) -> list[TaintState] | None:
        """Handle a method for records, or one that describes them; None if it is neither."""
        verb = "GET" if name in _DESCRIBING else _RECORDS.get(name)
        if verb is None:
            return None
        self._add(state, client, call, verb, area)
        return []

    def _of_query(
        self, state: TaintState, chain: Sequence[str], call: NodeRef
    ) -> list[TaintState] | None:
        """Handle a method of a query, whose request is known; other methods change records."""
        if len(chain) != 1:
            return None
        if chain[0] in _BUILDING:
            return [state.to(call, ())]
        return [] if chain[0] in _RUNNING else None

    def _add(
        self, state: TaintState, client: ClientHandle, call: NodeRef, verb: str, path: str
    ) -> None:
        """Add a request, of which only the beginning of the path is known if that is an area."""
        more = (None,) if not path or path.endswith("/") else ()
        maker, made = maker_named(JSFORCE), client.made
        hosts: Sequence[AbstractString] = [UNKNOWN]
        if maker is not None and made is not None:
            hosts = base_of(self._evaluator, made, client.context, maker, "")
        sites = [AbstractString((*_host(host), _DATA, None, f"/{path}", *more)) for host in hosts]
        site = RequestSite(
            call, lambda _: sites, lambda _: [verb], (verb, path), lambda _: (UNCLEAR,)
        )
        self._results.request(site, state)


def _host(base: AbstractString) -> tuple[str | None, ...]:
    """Return the pieces of the address of an instance; unknown where the code does not give it."""
    return (None,) if base == UNKNOWN or base.text in {(), ("",)} else tuple(base.text)
