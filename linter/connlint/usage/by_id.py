"""Connections that code requests by an id, and their services, inferred from requests.

A workspace registers them, or each user of the app has one; their scopes are set there. So nothing
of this is checked against a connector file, even one of the same type.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from connlint.catalog import Catalog
from connlint.catalog.methods import ApiMethod, Methods
from connlint.catalog.paths import place_of
from connlint.code.connectors_module import BY_ID, IN_PAGES
from connlint.code.model import ConnectorCall, Request
from connlint.project import Project
from connlint.text.escaping import quote
from connlint.tuples import NamedTuple
from connlint.usage.connector_usage import (
    ConnectorUsage,
    gap_of_flow,
    gaps_of,
    without_combinations,
)
from connlint.usage.token_owner import RequiredScopes, methods_of

__all__ = ["ConnectionUsage", "connection_usages"]


class ConnectionUsage(NamedTuple):
    """A connection by id, with its calls, requests and gaps.

    `name` identifies it for users. The type of its `use` is the one that most of its requests
    belong to.
    """

    name: str
    use: ConnectorUsage


def connection_usages(project: Project, catalog: Catalog) -> tuple[ConnectionUsage, ...]:
    """Return the connections whose service is known, in the order of their first calls."""
    calls: dict[str, list[ConnectorCall]] = {}
    keys: dict[tuple[str, int], str] = {}
    for call in project.code.calls:
        if call.method in BY_ID - IN_PAGES and not call.in_front_end:
            key = keys[call.source.path, call.span.start] = _key(call)
            calls.setdefault(key, []).append(call)
    requests: dict[str, list[Request]] = {}
    for request in project.code.requests:
        if request.call in keys:
            requests.setdefault(keys[request.call], []).append(request)
    if not requests:
        return ()
    services = _Services(catalog)
    uses = (_use(key, own, requests.get(key, ()), project, services) for key, own in calls.items())
    return tuple(use for use in uses if use is not None)


def _key(call: ConnectorCall) -> str:
    """Return a key that is equal for calls that surely request the same connection."""
    if len(call.values) == 1 and call.literal is not None:
        return quote(call.values[0])
    line, _ = call.source.line_and_column(call.span.start)
    return f"of {call.source.path}:{line}"


def _use(
    key: str,
    calls: Sequence[ConnectorCall],
    requests: Sequence[Request],
    project: Project,
    services: _Services,
) -> ConnectionUsage | None:
    name = services.type_of(requests)
    if name is None:
        return None
    needs = tuple(
        without_combinations(
            [RequiredScopes(item, services.methods_of(name, item)) for item in requests]
        )
    )
    # A flow without a type may carry the token of any of these connections.
    gaps = (
        *gaps_of(needs),
        *(gap_of_flow(flow) for flow in project.code.unresolved_flows if not flow.type),
    )
    use = ConnectorUsage(name, None, services.catalog.entry(name), tuple(calls), needs, gaps)
    return ConnectionUsage(f"{services.catalog.name(name)}, connection {key}", use)


class _Services:
    """Inference of services from the addresses of requests."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._methods: Methods = catalog.methods()
        self._hosts = _hosts(catalog)

    def methods_of(self, name: str, request: Request) -> tuple[ApiMethod, ...]:
        """Return the methods that a request with the token of a type may be."""
        return methods_of(self._methods, name, request)

    def type_of(self, requests: Sequence[Request]) -> str | None:
        """Return the type that most requests belong to; None unless all are of one provider."""
        counts: Counter[str] = Counter()
        providers: set[str] = set()
        for request in requests:
            names = self._types(request)
            counts.update(names)
            entries = (self.catalog.entry(name) for name in names)
            providers |= {entry.provider for entry in entries if entry is not None}
        if len(providers) != 1:
            return None
        return max(counts, key=lambda name: counts[name])

    def _types(self, request: Request) -> Sequence[str]:
        """Return the types that a request may belong to; empty for an unknown host."""
        names = self._methods.reached(request.address, request.sdk) or self._of_host(request)
        own = [
            name
            for name in names
            if any(self._methods.serves(name, method) for method in self.methods_of(name, request))
        ]
        return own or names

    def _of_host(self, request: Request) -> Sequence[str]:
        url = place_of(request.address)
        if url is None:
            return ()
        host = "".join("*" if piece is None else piece for piece in url.host)
        wild = f"*{host[host.find('.') :]}"
        return self._hosts.get(host) or self._hosts.get(wild) or ()


def _hosts(catalog: Catalog) -> Mapping[str, Sequence[str]]:
    """Return the types by their hosts; `*` stands for a part that differs by customer.

    Connectors for several products are left out: the product itself says more.
    """
    types: dict[str, list[str]] = {}
    for listed in catalog.types():
        entry = catalog.entry(listed.type)
        if entry is None or entry.products:
            continue
        for host in catalog.facts(listed.type)["hosts"]:
            before, brace, after = host.partition("{")
            name = f"{before}*{after.partition('}')[2]}" if brace else host
            types.setdefault(name, []).append(listed.type)
    return types
