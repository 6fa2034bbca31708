"""Requests of clients whose calls are data: a chain of names gives a verb and a path template.

The data of a client are read when code uses it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, partial

import connlint_schemas
from connlint.code.clients.services.detector import Detector
from connlint.code.clients.services.makers import maker_named
from connlint.code.clients.services.names import BOX, BOX_SDK, HUBSPOT, MAPPED, NOTION, TWITTER
from connlint.code.clients.services.options import base_of, values_of
from connlint.code.clients.services.receivers import Receiver
from connlint.code.clients.services.templates import filled
from connlint.code.limits import ALTERNATIVES
from connlint.code.modules.packages import Imported
from connlint.code.requests.partial_string import (
    NOTHING,
    UNKNOWN,
    UNKNOWN_STRING,
    AbstractString,
    joined,
)
from connlint.code.requests.query_string import UNCLEAR, Pair, Query
from connlint.code.requests.request_site import RequestSite, under, verb_of
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import argument, call_of, declaration_of_root
from connlint.code.taint.state import ClientHandle, TaintState
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["MappedCall", "MappedClients", "client_data", "template_of"]

_PARAMETER = re.compile(r"\{[^{}]+\}")
_BY_REQUEST = {
    NOTION: ("request", ""),
    HUBSPOT: ("apiRequest", "overlapUrl"),
}
"""The method of a client that takes verb and path, and the option that has a whole address."""
_SAME = {
    BOX: frozenset(
        {"withAsUserHeader", "withExtraHeaders", "withSuppressedNotifications", "withTimeouts"}
    )
}
"""The methods of a client that return a client whose requests are the same."""
_HARMLESS = {
    HUBSPOT: frozenset({"setAccessToken"}),
    BOX: frozenset({"asSelf", "asUser"}),
}
"""The methods of a client that send no request, and change none but in the name of whom it is."""
_ITSELF = {TWITTER: frozenset({"readOnly", "readWrite"})}
"""The properties of a client, or of a part of it, that are the same object with another type."""
_PAGINATING = frozenset({"collectPaginatedAPI", "iteratePaginatedAPI"})


class MappedCall(NamedTuple):
    """A call of a client, as the data have it."""

    verb: str
    path: str
    field: str


class MappedClients(Detector):
    """A detector of the requests of clients whose calls are data."""

    def received(
        self, state: TaintState, call: NodeRef, receiver: Receiver, path: tuple[str, ...]
    ) -> list[TaintState] | None:
        """Handle a method of a client made without the token, which gets it; None if unknown."""
        client, chain = receiver.client, receiver.chain
        if client.name == BOX_SDK and chain == ("getBasicClient",) and path == ("0",):
            return [TaintState(call, state.context, (), ClientHandle(BOX))]
        if client.name == NOTION and path == ("0", "auth"):
            return self.member(state, client, chain, receiver.method)
        if client.name != HUBSPOT or chain != ("setAccessToken",):
            return None
        declaration = declaration_of_root(receiver.at)
        if path != ("0",) or receiver.at.node.type != "identifier" or declaration is None:
            return None
        names = receiver.at.names
        return [
            TaintState(use, state.context, (), client)
            for use in self._evaluator.program.references(names, declaration)
        ]

    def member(
        self, state: TaintState, client: ClientHandle, chain: Sequence[str], end: NodeRef
    ) -> list[TaintState] | None:
        """Handle a member chain of a client, which ends with `end`; None if it is unknown."""
        if client.name not in MAPPED:
            return None
        call, is_sent = self.sent(state, client, chain, end)
        names = [*client.prefix, *chain]
        if is_sent:
            return []
        found = _lookup(client.name, names)
        if found is None:
            return self._other(state, client, names, call)
        if call is not None:
            return None
        return [state._replace(at=end, client=client._replace(prefix=tuple(names)))]

    def sent(
        self, state: TaintState, client: ClientHandle, chain: Sequence[str], end: NodeRef
    ) -> tuple[NodeRef | None, bool]:
        """Add the request of a member chain; return its call, and whether it sends one."""
        call = call_of(end)
        names = [*client.prefix, *chain]
        found = _lookup(client.name, names)
        is_sent = isinstance(found, MappedCall) and (
            call is not None or _is_getter(client.name, names)
        )
        if isinstance(found, MappedCall) and is_sent:
            self.send(state, client, found, call or end, 0)
        return call, is_sent

    def passed(
        self, state: TaintState, call: NodeRef, found: Imported | None, _path: tuple[str, ...]
    ) -> list[TaintState] | None:
        """Add the requests of `iteratePaginatedAPI(notion.users.list, {})`; None if unknown."""
        client = state.client
        if client is None or client.name != NOTION or found is None:
            return None
        if found.name not in _PAGINATING:
            return None
        called = _lookup(client.name, client.prefix)
        first = argument(call, 0)
        if not isinstance(called, MappedCall) or first is None or first.node != state.at.node:
            return None
        self.send(state, client, called, call, 1)
        return []

    def send(
        self, state: TaintState, client: ClientHandle, found: MappedCall, at: NodeRef, first: int
    ) -> None:
        """Add the requests of a call, whose own arguments begin with the one at `first`."""
        key = found.verb, found.path, first, id(client.context)
        addresses = partial(self._addresses, client, found.path, at, first)
        field = (Pair("operation", found.field),) if found.field else ()
        more = Query((), field, (), is_complete=False)
        site = RequestSite(at, addresses, lambda _: [found.verb], key, lambda _: (more,))
        self._results.request(site, state)

    def _addresses(
        self,
        client: ClientHandle,
        template: str,
        at: NodeRef,
        first: int,
        context: CallContext | None,
    ) -> Sequence[AbstractString]:
        paths = filled(self._evaluator, template, at, first, context)
        bases = self.bases(client)
        if template.startswith("https://"):
            # The client has several base addresses.
            bases = [NOTHING if base.text == (_base(client.name),) else UNKNOWN for base in bases]
        if len(bases) * len(paths) > ALTERNATIVES:
            paths = filled(self._evaluator, _PARAMETER.sub("{*}", template), at, first, context)
        return [
            UNKNOWN
            if base.text == UNKNOWN_STRING
            else AbstractString(joined([*base.text, *pieces]), base.query)
            for base in bases
            for pieces in paths
        ]

    def bases(self, client: ClientHandle) -> Sequence[AbstractString]:
        """Return the base addresses of a client."""
        provider, maker = _base(client.name), maker_named(client.name)
        if client.made is None or maker is None:
            return [AbstractString((provider,))]
        return base_of(self._evaluator, client.made, client.context, maker, provider)

    def _other(
        self, state: TaintState, client: ClientHandle, names: Sequence[str], call: NodeRef | None
    ) -> list[TaintState] | None:
        """Handle a method of a client that is not in its data; None if it is unknown."""
        if call is None or len(names) != 1:
            return None
        if names[0] in _SAME.get(client.name, ()):
            return [state.to(call, ())]
        if names[0] in _HARMLESS.get(client.name, ()):
            return []
        method, whole = _BY_REQUEST.get(client.name, ("", ""))
        options = argument(call, 0)
        if names[0] != method or options is None:
            return None
        site = RequestSite(
            call,
            partial(self._requested, client, options, whole),
            verb_of(self._evaluator, options, "GET"),
            ("by request", id(client.context)),
            lambda _: (UNCLEAR,),
        )
        self._results.request(site, state)
        return []

    def _requested(
        self, client: ClientHandle, options: NodeRef, whole: str, context: CallContext | None
    ) -> Sequence[AbstractString]:
        """Return the addresses of `client.request({ path, method })`."""
        for value in self._evaluator.evaluate(options, context) if whole else ():
            if self._evaluator.property(value, whole) != []:
                return [UNKNOWN]
        paths = values_of(self._evaluator, options, context, "path")
        return [under(base, path) for base in self.bases(client) for path in paths]


@cache
def client_data(client: str) -> Mapping[str, Any]:
    """Return the data of a client: its base address and the tree of its calls."""
    return connlint_schemas.load(f"clients/{client.replace('/', '+')}.json", "base", "calls")


def _base(client: str) -> str:
    return str(client_data(client)["base"])


def _lookup(client: str, names: Sequence[str]) -> MappedCall | Mapping[str, Any] | None:
    """Return the call that a chain of names is, or a part of the tree; None for neither."""
    node: Any = client_data(client)["calls"]
    itself = _ITSELF.get(client, frozenset())
    for name in (name for name in names if name not in itself):
        node = node.get(name) if isinstance(node, dict) else None
    if not isinstance(node, str):
        return node if isinstance(node, dict) else None
    verb, _, rest = node.partition(" ")
    path, _, field = rest.partition("#")
    return MappedCall(verb, path, field)


def template_of(client: str, names: Sequence[str]) -> str | None:
    """Return the path template of a call, whatever its verb; None without such a call."""
    found = _lookup(client, names)
    return found.path if isinstance(found, MappedCall) else None


def _is_getter(client: str, names: Sequence[str]) -> bool:
    """Tell whether a client sends a request when a property is read."""
    return ".".join(names) in client_data(client).get("getters", ())
