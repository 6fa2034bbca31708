"""Requests by way of official SDKs, where the code names the method of the service."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial

from connlint.code.callers import called
from connlint.code.carried import Carried, Client
from connlint.code.collector import Collector
from connlint.code.contexts import in_contexts
from connlint.code.expressions import argument, callee_of, member_name
from connlint.code.libraries import VERBS
from connlint.code.model import Parameters
from connlint.code.names import pattern_key
from connlint.code.parameters import parameters_of
from connlint.code.places import At
from connlint.code.queries import Query
from connlint.code.requests import Made, given, url_of
from connlint.code.texts import texts, written
from connlint.code.writing import Text, Written

__all__ = ["Sdks"]

_CLIENTS = {"WebClient": "slack", "Octokit": "octokit", "Dropbox": "dropbox"}
_GRAPH = "https://graph.microsoft.com/v1.0"
_GRAPH_VERBS = {
    **VERBS,
    "update": "PATCH",
    "create": "POST",
    "getStream": "GET",
    "putStream": "PUT",
}
_GITHUB = "https://api.github.com"
_PARAMETER = re.compile(r"\{[^{}]*\}|:\w+")
_TEXTS = frozenset({"string", "template_string"})


class Sdks:
    """Finds clients that are made with a token, and what is asked of them."""

    def __init__(self, collector: Collector) -> None:
        self._collector = collector
        self._values = collector.values

    def made(self, carried: Carried, call: At, name: str) -> list[Carried] | None:
        """A client is made with the token, or the token is put into one.

        `name` is what is called.
        """
        last = name.rpartition(".")[2]
        result = Carried(call, carried.frame)
        if call.node.type == "new_expression" and last in _CLIENTS:
            return [result._replace(client=Client(_CLIENTS[last]))]
        if last == "setCredentials":
            return self._credentials(carried, call)
        if name.startswith("google.") and name.count(".") == 1:
            client = Client("googleapis", (last,), call, carried.frame)
            return [result._replace(client=client)]
        if last in {"init", "initWithMiddleware"} and "authProvider" in carried.path:
            return [result._replace(client=Client("graph"))]
        maker = self._provider(call) if name.isidentifier() else None
        return [result._replace(at=maker, client=Client("graph"))] if maker is not None else None

    def member(
        self, carried: Carried, client: Client, chain: list[str], end: At
    ) -> list[Carried] | None:
        """A chain of members of a client; `end` is the last of them."""
        call = called(end)
        if client.name == "google-auth":
            return []
        if client.name == "graph":
            if chain != ["api"] or call is None:
                return None
            asked = Client("graph-request", made=call, frame=carried.frame)
            return [carried._replace(at=call, client=asked)]
        if client.name == "graph-request":
            return self._graph(carried, client, chain, call)
        chain = [*client.prefix, *chain]
        if call is None and not _is_argument(end):
            return [carried._replace(at=end, client=client._replace(prefix=tuple(chain)))]
        if client.name == "octokit":
            return self._octokit(carried, chain, end, call)
        name = ".".join(chain)
        if client.name == "slack" and name == "apiCall":
            parameters = self._parameters(carried, call, 1)
            for text in self._texts(argument(call, 0) if call is not None else None, carried):
                operation = (text[0] or "") if len(text) == 1 else ""
                self._collector.add(
                    call or end, carried, sdk="slack", operation=operation, parameters=parameters
                )
            return []
        self._collector.add(
            call or end,
            carried,
            sdk=client.name,
            operation=name,
            parameters=self._parameters(carried, call, 0, self._defaults(client)),
        )
        return []

    def _parameters(
        self, carried: Carried, call: At | None, index: int, more: Sequence[Query] = ()
    ) -> Parameters:
        """The parameters that an argument of a method has."""
        if call is None:
            return Parameters()
        found = given(call, argument(call, index), "object")(carried.frame)
        made = carried.client.made if carried.client is not None else None
        senders = [each for each in (call, made) if each is not None]
        return parameters_of(self._values, [*found, *more], senders)

    def _defaults(self, client: Client) -> Sequence[Query]:
        """The parameters of all requests of a client."""
        if client.name != "googleapis" or client.made is None:
            return ()
        return given(client.made, argument(client.made, 0), "holder", "params")(client.frame)

    def _texts(self, at: At | None, carried: Carried) -> Iterable[Text]:
        """What an argument can be, whoever calls."""
        if at is None:
            return [()]
        found = in_contexts(self._values, carried.frame, partial(texts, self._values, at))
        return dict.fromkeys(text for _, given in found for text in given)

    def _credentials(self, carried: Carried, call: At) -> list[Carried] | None:
        """`auth.setCredentials({ access_token })`: the client has the token from then on."""
        callee = callee_of(call)
        target = callee.node.child_by_field_name("object") if callee is not None else None
        declaration = call.names.resolve(target) if target is not None else None
        if declaration is None:
            return None
        return [
            Carried(use, carried.frame, (), Client("google-auth"))
            for use in self._values.program.references(call.names, declaration)
        ]

    def _provider(self, call: At) -> At | None:
        """The `Client.init` whose authProvider hands the token to its callback by this call."""
        is_provider = False
        for around in call.names.syntax.ancestors(call.node):
            if around.type == "pair" and pattern_key(around) == "authProvider":
                is_provider = True
            callee = callee_of(At(call.names, around)) if is_provider else None
            if callee is not None and member_name(callee.node) == "init":
                return At(call.names, around)
        return None

    def _graph(
        self, carried: Carried, client: Client, chain: list[str], call: At | None
    ) -> list[Carried] | None:
        """`client.api(path)`, then any number of `.top(5)` and the like, then the verb."""
        if call is None or client.made is None or len(chain) != 1:
            return None
        verb = _GRAPH_VERBS.get(chain[0], "")
        if not verb:
            return [carried.to(call, carried.path)]
        path = url_of(self._values, argument(client.made, 0), lambda _: [Written((_GRAPH,))])
        more = given(call, call, "graph")
        made = Made(client.made, path, lambda _: [verb], (verb, call.key), more)
        self._collector.request(made, carried._replace(frame=client.frame))
        return []

    def _octokit(
        self, carried: Carried, chain: list[str], end: At, call: At | None
    ) -> list[Carried] | None:
        first = argument(call, 0) if call is not None else None
        is_text = first is not None and first.node.type in _TEXTS
        # The client itself may be called, which has no name.
        member = chain[0] if chain else ""
        if member in {"request", "paginate"} and call is not None and first is not None:
            if is_text:
                self._octokit_request(carried, call, first)
            # What is paginated is a member of the client itself, and is met as such.
            return [] if is_text or member == "paginate" else None
        name = ".".join(chain[1:] if member == "rest" else chain)
        paging = _paginates(end) if call is None else None
        parameters = self._parameters(carried, paging or call, 1 if paging else 0)
        self._collector.add(
            call or end, carried, sdk="octokit", operation=name, parameters=parameters
        )
        return []

    def _octokit_request(self, carried: Carried, call: At, first: At) -> None:
        """`octokit.request("GET /repos/{owner}/{repo}")`."""
        found = in_contexts(self._values, carried.frame, partial(written, self._values, first))
        queries: dict[Text, list[Query]] = {}
        for route in (route for _, routes in found for route in routes):
            queries.setdefault(route.address, []).append(route.parameters)
        for text, own in queries.items():
            verb, _, path = (text[0] or "").partition(" ") if text else ("", "", "")
            pieces: list[str | None] = [_GITHUB]
            for piece in (path, *text[1:]):
                parts = _PARAMETER.split(piece) if piece is not None else [None]
                for number, part in enumerate(parts):
                    pieces += [None, part] if number else [part]
            address = tuple(piece for piece in pieces if piece != "")
            parameters = self._parameters(carried, call, 1, own)
            self._collector.add(
                call, carried, verb=verb.upper(), address=address, parameters=parameters
            )


def _paginates(member: At) -> At | None:
    """The call of `octokit.paginate` that a method is given to."""
    syntax = member.names.syntax
    around = member.to(syntax.parent(member.node))
    call = around.to(syntax.parent(around.node)) if around is not None else None
    callee = callee_of(call) if call is not None else None
    is_paging = callee is not None and member_name(callee.node) in {"paginate", "iterator"}
    return call if is_paging and syntax.position(member.node) == 0 else None


def _is_argument(at: At) -> bool:
    parent = at.names.syntax.parent(at.node)
    return parent is not None and parent.type == "arguments"
