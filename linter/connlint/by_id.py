"""Connections that code asks for by an id: which service each is, told from where its token goes.

A workspace registers them, or each user of the app has one; their scopes are set there. So nothing
that is found here is held against a connector file, even one of the same type.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from connlint.belonging import Need, methods_of
from connlint.catalog import Catalog
from connlint.catalog.methods import ApiMethod, Methods
from connlint.catalog.paths import place_of
from connlint.code.connectors_module import BY_ID, IN_PAGES
from connlint.code.model import ConnectorCall, Request
from connlint.needs import Use, gaps_of, lost, without_mixtures
from connlint.project import Project
from connlint.tuples import NamedTuple
from connlint.wording import quote

__all__ = ["ById", "uses_by_id"]


class ById(NamedTuple):
    """A connection, and all that a project has to do with it.

    `name` says which one it is, for people. The type of its use is the one that most of its
    requests belong to.
    """

    name: str
    use: Use


def uses_by_id(project: Project, catalog: Catalog) -> tuple[ById, ...]:
    """The connections whose service is known, in the order of their first calls."""
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
    found = (_use(key, own, requests.get(key, ()), project, services) for key, own in calls.items())
    return tuple(each for each in found if each is not None)


def _key(call: ConnectorCall) -> str:
    """What is the same for calls that surely ask for one connection."""
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
) -> ById | None:
    name = services.type_of(requests)
    if name is None:
        return None
    needs = tuple(
        without_mixtures([Need(each, services.methods_of(name, each)) for each in requests])
    )
    # Of a token that is lost, only that it is one of these is known.
    gaps = (
        *gaps_of(needs),
        *(lost(place) for place in project.code.unfollowed if not place.type),
    )
    use = Use(name, None, services.catalog.entry(name), tuple(calls), needs, gaps)
    return ById(f"{services.catalog.name(name)}, connection {key}", use)


class _Services:
    """Tells services by the addresses of requests."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._methods: Methods = catalog.methods()
        self._hosts = _hosts(catalog)

    def methods_of(self, name: str, request: Request) -> tuple[ApiMethod, ...]:
        """The methods that a request with the token of a type may be."""
        return methods_of(self._methods, name, request)

    def type_of(self, requests: Sequence[Request]) -> str | None:
        """The type that most requests belong to; None unless all are of one provider."""
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
        """The types that a request may belong to; none for a host that nobody knows."""
        names = self._methods.reached(request.address, request.sdk) or self._of_host(request)
        own = [
            name
            for name in names
            if any(self._methods.serves(name, each) for each in self.methods_of(name, request))
        ]
        return own or names

    def _of_host(self, request: Request) -> Sequence[str]:
        place = place_of(request.address)
        if place is None:
            return ()
        host = "".join("*" if piece is None else piece for piece in place.host)
        wild = f"*{host[host.find('.') :]}"
        return self._hosts.get(host) or self._hosts.get(wild) or ()


def _hosts(catalog: Catalog) -> Mapping[str, Sequence[str]]:
    """The types by their hosts; `*` stands for a part that differs by customer."""
    found: dict[str, list[str]] = {}
    for each in catalog.types():
        if catalog.entry(each.type) is None:
            continue
        for host in catalog.facts(each.type)["hosts"]:
            before, brace, behind = host.partition("{")
            name = f"{before}*{behind.partition('}')[2]}" if brace else host
            found.setdefault(name, []).append(each.type)
    return found
