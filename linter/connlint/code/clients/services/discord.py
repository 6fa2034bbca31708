"""Requests of Discord's REST class, with the routes of discord-api-types."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from connlint.code.clients.libraries.verbs import VERBS
from connlint.code.clients.services.detector import Detector
from connlint.code.clients.services.makers import maker_named
from connlint.code.clients.services.mapped import template_of
from connlint.code.clients.services.names import DISCORD
from connlint.code.clients.services.options import base_of
from connlint.code.clients.services.receivers import Receiver
from connlint.code.clients.services.templates import filled
from connlint.code.modules.packages import imported
from connlint.code.requests.partial_string import UNKNOWN, AbstractString, joined
from connlint.code.requests.query_string import UNCLEAR
from connlint.code.requests.request_site import RequestSite, under
from connlint.code.requests.strings import abstract_strings, strings
from connlint.code.semantics.callees import values_in_contexts
from connlint.code.semantics.contexts import in_contexts
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import argument, call_of, callee_of, declaration_of_root
from connlint.code.taint.state import ClientHandle, TaintState

__all__ = ["DiscordClients"]

_FILE = "discord-api-types"
_ROUTES = frozenset(
    {"@discordjs/core", "discord-api-types/rest/v10", "discord-api-types/v10", "discord.js"}
)
"""The packages that have the routes, all of the same version of the API."""
_OPTIONS = ("auth", "authPrefix", "versioned")
"""Options of a request with which it goes elsewhere, or without the token."""
_HARMLESS = frozenset({"clearHandlerSweeper", "clearHashSweeper", "off", "on", "once", "setToken"})
_VERBS = frozenset({"DELETE", "GET", "PATCH", "POST", "PUT"})
_VERSION = "10"
_LISTED = "https://discord.com/api"


class DiscordClients(Detector):
    """A detector of the requests of Discord's REST class."""

    def received(
        self, state: TaintState, call: NodeRef, receiver: Receiver, path: tuple[str, ...]
    ) -> list[TaintState] | None:
        """Return the uses of a client after `rest.setToken(token)`, which gives it back."""
        if receiver.chain != ("setToken",) or path != ("0",):
            return None
        at, uses = receiver.at, [call]
        if at.node.type == "identifier":
            declaration = declaration_of_root(at)
            if declaration is None:
                return None
            uses += self._evaluator.program.references(at.names, declaration)
        elif at.node.type != "new_expression":
            return None
        return [TaintState(use, state.context, (), receiver.client) for use in uses]

    def member(
        self, state: TaintState, client: ClientHandle, chain: Sequence[str], end: NodeRef
    ) -> list[TaintState] | None:
        """Handle a member of a client; None if it is unknown."""
        call = call_of(end)
        name = chain[0] if len(chain) == 1 else ""
        if call is None or not name:
            return None
        if name in _HARMLESS:
            return [state.to(call, ())] if name == "setToken" else []
        verb, route = VERBS.get(name), argument(call, 0)
        if verb not in _VERBS or route is None or not self._is_usual(state, call):
            return None
        site = RequestSite(
            call,
            partial(self._addresses, client, route),
            lambda _: [verb or ""],
            (verb, id(client.context)),
            lambda _: (UNCLEAR,),
        )
        self._results.request(site, state)
        return []

    def _is_usual(self, state: TaintState, call: NodeRef) -> bool:
        """Tell whether the options of a request leave its token and its version as they are."""
        options = argument(call, 1)
        if options is None:
            return True
        return all(
            self._evaluator.property(value, name) == []
            for value in values_in_contexts(self._evaluator, options, state.context)
            for name in _OPTIONS
        )

    def _addresses(
        self, client: ClientHandle, route: NodeRef, context: CallContext | None
    ) -> Sequence[AbstractString]:
        paths: list[AbstractString] = []
        for value in self._evaluator.evaluate(route, context):
            callee = callee_of(value.at) if value.at.node.type == "call_expression" else None
            found = imported(self._evaluator.program, callee) if callee is not None else None
            if found is None:
                paths += abstract_strings(self._evaluator, value.at, value.context)
                continue
            is_route = found.package in _ROUTES and found.names[:1] == ("Routes",)
            template = template_of(_FILE, found.names[1:]) if is_route else None
            if template is None:
                return [UNKNOWN]
            pieces = filled(self._evaluator, template, value.at, 0, value.context)
            paths += [AbstractString(joined(each)) for each in pieces]
        bases = self._bases(client)
        return [
            UNKNOWN if UNKNOWN in {base, path} else under(base, path)
            for base in bases
            for path in paths
        ]

    def _bases(self, client: ClientHandle) -> list[AbstractString]:
        """Return the addresses of a client with the version of the API that it asks for."""
        maker, made = maker_named(DISCORD), client.made
        if maker is None or made is None:
            return [UNKNOWN]
        bases = base_of(self._evaluator, made, client.context, maker, _LISTED)
        options = argument(made, 0)
        versions: list[str | None] = [_VERSION]
        if options is not None:
            found = in_contexts(self._evaluator, client.context, partial(self._versions, options))
            versions = list(dict.fromkeys(each for _, some in found for each in some))
        return [
            UNKNOWN if base == UNKNOWN else AbstractString(joined([*base.text, "/v", version]))
            for base in bases
            for version in versions
        ]

    def _versions(self, options: NodeRef, context: CallContext | None) -> list[str | None]:
        versions: list[str | None] = []
        for value in self._evaluator.evaluate(options, context):
            inside = self._evaluator.property(value, "version")
            for each in inside or ():
                texts = strings(self._evaluator, each.at, each.context)
                versions += [text[0] if len(text) == 1 else None for text in texts]
            if not inside:
                versions.append(None if inside is None else _VERSION)
        return versions
