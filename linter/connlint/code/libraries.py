"""Requests by way of `fetch`, axios and ky."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from connlint.code.callers import called
from connlint.code.carried import Carried, Client
from connlint.code.collector import Collector
from connlint.code.expressions import argument, callee_of, member_name
from connlint.code.program import At, Frame
from connlint.code.requests import Made, under, url_of, verb_of
from connlint.code.texts import UNKNOWN, Text, texts
from connlint.code.values import Unbound, Value

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

_Addresses = Callable[["Frame | None"], list[Text]]


class Libraries:
    """Finds out which requests are made with `fetch`, axios and ky."""

    def __init__(self, collector: Collector) -> None:
        self._collector = collector
        self._values = collector.values

    def fetch(self, carried: Carried, call: At) -> list[Carried]:
        """`fetch(url, options)`, and `new Request` with the same."""
        verbs = verb_of(self._values, argument(call, 1), "GET")
        made = Made(call, url_of(self._values, argument(call, 0)), verbs)
        self._collector.request(made, carried)
        return []

    def call(self, carried: Carried, call: At, library: str) -> list[Carried]:
        """`axios(…)`, `axios.get(…)`, `axios.create(…)`, and the same of ky."""
        callee = callee_of(call)
        is_member = callee is not None and callee.node.type == "member_expression"
        name = member_name(callee.node) if callee is not None and is_member else ""
        if name in {"create", "extend"}:
            client = Client(library, made=call, frame=carried.frame)
            return [Carried(call, carried.frame, (), client)]
        self._send(carried, call, name, None, library)
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
        self._send(carried, at, name, self._base(client), client.name)
        return []

    def _send(
        self, carried: Carried, call: At, name: str, base: _Addresses | None, library: str
    ) -> None:
        verb = VERBS.get(name, "")
        first, second = argument(call, 0), argument(call, 1)
        if library == "axios" and not verb and first is not None:
            config = first if self._is_object(first, carried.frame) else second
            url = self._text(first, "url") if config is first else url_of(self._values, first)
            if base is None and config and self._has(config, "baseURL", carried.frame):
                base = self._text(config, "baseURL")
            made = Made(call, _based(url, base), verb_of(self._values, config, "GET"))
        else:
            verbs = (lambda _: [verb]) if verb else verb_of(self._values, second, "GET")
            made = Made(call, url_of(self._values, first, base), verbs)
        self._collector.request(made, carried)

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

        def found(frame: Frame | None) -> list[Text]:
            result: list[Text] = []
            for value in self._values.of(at, frame):
                for inner in self._values.property(value, key) or ():
                    result += texts(self._values, inner.at, inner.frame)
            return result or [UNKNOWN]

        return found

    def _has(self, at: At, key: str, frame: Frame | None) -> bool:
        return any(self._values.property(value, key) for value in self._of(at, frame))

    def _is_object(self, at: At, frame: Frame | None) -> bool:
        return any(value.at.node.type == "object" for value in self._of(at, frame))

    def _of(self, at: At, frame: Frame | None) -> list[Value]:
        try:
            return self._values.of(at, frame)
        except Unbound:
            return []


def _based(url: _Addresses, base: _Addresses | None) -> _Addresses:
    if base is None:
        return url
    return lambda frame: [under(start, text) for text in url(frame) for start in base(frame)]
