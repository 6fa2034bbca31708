"""Requests by way of `fetch`, axios and ky."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from connlint.code.callers import called
from connlint.code.carried import Carried, Client
from connlint.code.collector import Collector
from connlint.code.expressions import argument, callee_of, member_name
from connlint.code.limits import ALTERNATIVES, TOO_MANY_ALTERNATIVES
from connlint.code.places import At, Frame
from connlint.code.queries import UNCLEAR, Query
from connlint.code.requests import Made, based, given, url_of, verb_of
from connlint.code.texts import Written, written
from connlint.code.values import Unbound, Value
from connlint.code.writing import UNKNOWN

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
"""The methods of clients that are named like an HTTP method."""

_SLACK = frozenset({"slack", "slackbot"})
_WITH_DATA = frozenset({"POST", "PUT", "PATCH"})
_BODIES = ("data", "body", "json")
_CHANGING = ("defaults", "hooks", "interceptors", "paramsSerializer")
"""What changes the parameters of requests that are made elsewhere."""

_Addresses = Callable[["Frame | None"], Sequence[Written]]


class Libraries:
    """Finds out which requests are made with `fetch`, axios and ky."""

    def __init__(self, collector: Collector) -> None:
        self._collector = collector
        self._values = collector.values

    def fetch(self, carried: Carried, call: At) -> list[Carried]:
        """`fetch(url, options)`, and `new Request` with the same."""
        options = argument(call, 1)
        verbs = verb_of(self._values, options, "GET")
        more = given(call, options, "body", "body") if self._has_arguments else None
        made = Made(call, url_of(self._values, argument(call, 0)), verbs, "fetch", more)
        self._collector.request(made, carried)
        return []

    @property
    def _has_arguments(self) -> bool:
        """Whether the service takes in a body what others take in a query."""
        return self._collector.type_name in _SLACK

    def call(self, carried: Carried, call: At, library: str) -> list[Carried]:
        """`axios(…)`, `axios.get(…)`, `axios.create(…)`, and the same of ky."""
        callee = callee_of(call)
        is_member = callee is not None and callee.node.type == "member_expression"
        name = member_name(callee.node) if callee is not None and is_member else ""
        if name in {"create", "extend"}:
            client = Client(library, made=call, frame=carried.frame)
            return [Carried(call, carried.frame, (), client)]
        self._send(carried, call, name, library, None)
        return []

    def instance(
        self, carried: Carried, client: Client, chain: list[str], call: At | None
    ) -> list[Carried] | None:
        """A member of what `create` gave, or a call of it."""
        if chain[:1] in (["defaults"], ["interceptors"], ["hooks"]):
            return []
        at = call or called(carried.at)
        name = chain[0] if chain else ""
        if at is None or len(chain) > 1 or (name and name not in VERBS and name != "request"):
            return None
        self._send(carried, at, name, client.name, client)
        return []

    def _send(
        self, carried: Carried, call: At, name: str, library: str, client: Client | None
    ) -> None:
        made_at = client.made.key if client is not None and client.made is not None else None
        key = name, library, made_at, id(client.frame if client is not None else None)
        base = self._base(client) if client is not None else None
        verb = VERBS.get(name, "")
        first, second = argument(call, 0), argument(call, 1)
        if library == "axios" and not verb and first is not None:
            config = first if self._is_object(first, carried.frame) else second
            url = self._text(first, "url") if config is first else url_of(self._values, first)
            if base is None and config and self._has(config, "baseURL", carried.frame):
                base = self._text(config, "baseURL")
            url = self._below(url, base) if base is not None else url
            more = self._parameters(call, library, config, None, client)
            made = Made(call, url, verb_of(self._values, config, "GET"), key, more)
        else:
            verbs = (lambda _: [verb]) if verb else verb_of(self._values, second, "GET")
            is_data = library == "axios" and verb in _WITH_DATA
            options = argument(call, 2) if is_data else second
            more = self._parameters(call, library, options, second if is_data else None, client)
            made = Made(call, url_of(self._values, first, base), verbs, key, more)
        self._collector.request(made, carried)

    def _parameters(
        self, call: At, library: str, options: At | None, data: At | None, client: Client | None
    ) -> Callable[[Frame | None], Sequence[Query]]:
        """What gives the parameters that options have, those of the client and the body."""
        name = "params" if library == "axios" else "searchParams"
        found = [given(call, options, "holder", name)]
        if self._has_arguments:
            found += [given(call, options, "body", body) for body in _BODIES]
            found += [given(call, data, "body")]
        made = client.made if client is not None else None
        if client is not None and made is not None:
            of_client = given(made, argument(made, 0), "holder", name)
            found.append(lambda _: of_client(client.frame))
        for place in (call, made):
            if place is not None and any(map(place.names.syntax.occurrences, _CHANGING)):
                found.append(lambda _: (UNCLEAR,))
        return lambda frame: [query for each in found for query in each(frame)]

    def _base(self, client: Client) -> _Addresses | None:
        """What gives the addresses below which a client makes its requests."""
        options = argument(client.made, 0) if client.made is not None else None
        key = "baseURL" if client.name == "axios" else "prefixUrl"
        if options is None or not self._has(options, key, client.frame):
            return None
        found = self._text(options, key)
        return lambda _: found(client.frame)

    def _text(self, at: At, key: str) -> _Addresses:
        """What gives the texts of a property of an object."""

        def found(frame: Frame | None) -> Sequence[Written]:
            result: list[Written] = []
            for value in self._values.of(at, frame):
                for inner in self._values.property(value, key) or ():
                    result += written(self._values, inner.at, inner.frame)
            if len(result) > ALTERNATIVES:
                self._values.answers.cut(TOO_MANY_ALTERNATIVES)
            return result[:ALTERNATIVES] or [UNKNOWN]

        return found

    def _below(self, url: _Addresses, base: _Addresses) -> _Addresses:
        return lambda frame: based(self._values, url(frame), base(frame))

    def _has(self, at: At, key: str, frame: Frame | None) -> bool:
        try:
            return any(self._values.property(value, key) for value in self._of(at, frame))
        except Unbound:
            return False

    def _is_object(self, at: At, frame: Frame | None) -> bool:
        return any(value.at.node.type == "object" for value in self._of(at, frame))

    def _of(self, at: At, frame: Frame | None) -> Sequence[Value]:
        try:
            return self._values.of(at, frame)
        except Unbound:
            return []
