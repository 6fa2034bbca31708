"""Requests through googleapis, @googleapis/* and google-auth-library."""

from __future__ import annotations

from collections.abc import Sequence

from connlint.code.clients.services.detector import Detector
from connlint.code.clients.services.makers import Maker, maker_of
from connlint.code.clients.services.names import GOOGLE_AUTH, GOOGLE_PACKAGE, GOOGLE_SERVICE
from connlint.code.clients.services.options import are_known, values_of
from connlint.code.clients.services.receivers import Receiver
from connlint.code.modules.packages import Imported, imported, uses_of
from connlint.code.requests.parameters import parameters_of
from connlint.code.requests.query_string import Query
from connlint.code.requests.request_site import RequestSite, given, verb_of
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import argument, call_of, spreads
from connlint.code.taint.state import ClientHandle, TaintState

__all__ = ["GoogleClients"]

_PER_CALL = frozenset(
    {
        ("0", "auth"),
        ("0", "access_token"),
        ("0", "oauth_token"),
        ("1", "headers", "Authorization"),
        ("1", "headers", "authorization"),
    }
)
_OPTIONS = frozenset({("0", "auth"), ("0", "params", "access_token")})
_TOKENS = {
    "getAccessToken": ("token",),
    "getRequestHeaders": ("Authorization",),
}
"""The methods of an OAuth2 client that give the token, with the path to it."""
_CREDENTIALS = ("credentials", "access_token")
_OF_FUNCTIONS = frozenset({"apply", "bind", "call"})
_HARMLESS = frozenset({"setCredentials", "on", "once", "isTokenExpiring", "isExpired"})


class GoogleClients(Detector):
    """A detector of the clients of Google's packages, and of their requests."""

    def made(
        self, state: TaintState, call: NodeRef, maker: Maker, path: tuple[str, ...]
    ) -> list[TaintState] | None:
        """Return the client of a service, or the OAuth2 client, that a call makes; None for none.

        `path` is the place of the token in the arguments.
        """
        holder = state.client.name if state.client is not None else ""
        path, is_assigned = _without_credentials(path)
        is_authorized = (
            holder == GOOGLE_AUTH and maker.client != GOOGLE_AUTH and path == ("0", "auth")
        )
        if is_assigned and maker.client == GOOGLE_AUTH:
            return None
        if (
            (holder and not is_authorized)
            or path not in maker.tokens
            or not are_known(self._evaluator, call, state.context, maker)
        ):
            return None
        result = TaintState(call, state.context)
        if maker.client == GOOGLE_AUTH:
            return [result._replace(client=ClientHandle(GOOGLE_AUTH))]
        service = maker.client.partition(" ")[2]
        client = ClientHandle(GOOGLE_SERVICE, (service,), call, state.context)
        return [result._replace(client=client)]

    def received(
        self,
        state: TaintState,
        call: NodeRef,
        receiver: Receiver,
        path: tuple[str, ...],
    ) -> list[TaintState] | None:
        """Handle a call that gives the token to a client made before; None if it is unknown."""
        path, _ = _without_credentials(path)
        if receiver.maker.client == GOOGLE_AUTH and receiver.chain == ("setCredentials",):
            return self._credentials(state, receiver.at, path)
        if not receiver.maker.client.startswith(GOOGLE_SERVICE) or path not in _PER_CALL:
            return None
        name = ".".join([receiver.maker.client.partition(" ")[2], *receiver.chain])
        made, context = receiver.made.at, receiver.made.context
        self._add(state, call, name, _defaults(made, context), made)
        return []

    def _credentials(
        self, state: TaintState, target: NodeRef, path: tuple[str, ...]
    ) -> list[TaintState] | None:
        """Return the uses of `auth`, which `auth.setCredentials({ access_token })` authorizes."""
        is_name = target.node.type == "identifier" and path == ("0", "access_token")
        declaration = target.names.resolve(target.node) if is_name else None
        if declaration is None:
            return None
        return [
            TaintState(use, state.context, (), ClientHandle(GOOGLE_AUTH))
            for use in self._evaluator.program.references(target.names, declaration)
        ]

    def passed(
        self, state: TaintState, call: NodeRef, found: Imported | None, path: tuple[str, ...]
    ) -> list[TaintState] | None:
        """Return all uses of the package, whose services `google.options({ auth })` authorizes."""
        path, _ = _without_credentials(path)
        maker = Maker(GOOGLE_SERVICE, (), _GLOBAL)
        if found is None or path not in _OPTIONS:
            return None
        if not are_known(self._evaluator, call, state.context, maker):
            return None
        uses = uses_of(self._evaluator.program, found.package)
        if uses is None:
            return None
        return [TaintState(use, None, (), ClientHandle(GOOGLE_PACKAGE)) for use in uses]

    def member(
        self, state: TaintState, client: ClientHandle, chain: list[str], end: NodeRef
    ) -> list[TaintState] | None:
        """Handle a member chain of a client, which ends with `end`; None if it is unknown."""
        call = call_of(end)
        if client.name == GOOGLE_AUTH:
            return self._authorized(state, chain, call, end)
        if client.name == GOOGLE_PACKAGE:
            return self._of_package(state, end, call)
        chain = [*client.prefix, *chain]
        if "" in chain or chain[-1] in _OF_FUNCTIONS:
            return None
        if call is None:
            return [state._replace(at=end, client=client._replace(prefix=tuple(chain)))]
        defaults = _defaults(client.made, client.context) if client.made is not None else ()
        self._add(state, call, ".".join(chain), defaults, client.made)
        return []

    def _of_package(
        self, state: TaintState, end: NodeRef, call: NodeRef | None
    ) -> list[TaintState] | None:
        """Return the service that a use of the package makes, with the token of all services."""
        found = imported(self._evaluator.program, end)
        maker = maker_of(found)
        if found is None or maker is None:
            is_other = found is not None and found.name.startswith(
                ("google.auth", "google.options")
            )
            return [] if is_other else None
        if maker.client == GOOGLE_AUTH:
            return []
        if call is None or not are_known(self._evaluator, call, state.context, maker):
            return None
        service = maker.client.partition(" ")[2]
        client = ClientHandle(GOOGLE_SERVICE, (service,), call, state.context)
        return [TaintState(call, state.context, (), client)]

    def _authorized(
        self, state: TaintState, chain: list[str], call: NodeRef | None, end: NodeRef
    ) -> list[TaintState] | None:
        """Handle a member of an OAuth2 client: it sends a request, or gives the token."""
        name = ".".join(chain)
        bare = TaintState(call or end, state.context)
        if name in {"credentials", "credentials.access_token"} and call is None:
            path = () if len(chain) > 1 else ("access_token",)
            return [bare._replace(path=path)]
        if call is None:
            return None
        if name in _TOKENS:
            return [bare._replace(path=_TOKENS[name])]
        options = argument(call, 0)
        if name == "request" and options is not None and not spreads(call):
            site = RequestSite(
                call,
                lambda context: values_of(self._evaluator, options, context, "url"),
                verb_of(self._evaluator, options, "GET"),
                "google-auth",
                given(call, options, "holder", "params"),
            )
            self._results.request(site, state)
            return []
        return [] if name in _HARMLESS else None

    def _add(
        self,
        state: TaintState,
        call: NodeRef,
        operation: str,
        defaults: Sequence[Query],
        made: NodeRef | None,
    ) -> None:
        """Add the request of a method of a service."""
        queries = given(call, argument(call, 0), "object")(state.context)
        senders = [ref for ref in (call, made) if ref is not None]
        parameters = parameters_of(self._evaluator, [*queries, *defaults], senders)
        self._results.add(
            call, state, sdk=GOOGLE_SERVICE, operation=operation, parameters=parameters
        )


_GLOBAL = frozenset({"auth", "headers", "params", "retry", "retryConfig", "timeout"})


def _without_credentials(path: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """Return the place of an OAuth2 client whose `credentials` were assigned, not the token's."""
    is_assigned = path[1:] == ("auth", *_CREDENTIALS)
    return (path[: -len(_CREDENTIALS)] if is_assigned else path), is_assigned


def _defaults(made: NodeRef, context: CallContext | None) -> Sequence[Query]:
    """Return the parameters that all requests of a client have."""
    return given(made, argument(made, 0), "holder", "params")(context)
