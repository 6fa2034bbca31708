"""What a call does with a token that it is given: the end of its way, or what carries it on."""

from __future__ import annotations

import re

from connlint.code.binding import REQUEST
from connlint.code.callers import called
from connlint.code.carried import Carried
from connlint.code.collector import Collector
from connlint.code.expressions import argument, callee_of, declaration_of_root, package
from connlint.code.libraries import HTTP_LIBRARIES, Libraries
from connlint.code.places import At
from connlint.code.sdks import Sdks

__all__ = ["KnownSinks"]

_FETCH = frozenset({"fetch", "globalThis.fetch", "window.fetch", "self.fetch", "Request"})
_FETCH_PACKAGES = frozenset({"node-fetch", "cross-fetch", "undici"})
# What they give back is a text with the token in it.
_TEXTS = frozenset(
    {
        "JSON.stringify",
        "String",
        "URL",
        "URLSearchParams",
        "btoa",
        "encodeURI",
        "encodeURIComponent",
    }
)
_LONGEST = 500
"""The bytes of a callee whose text is looked at."""
_RESPONSES = frozenset({"NextResponse.json", "Response", "Response.json"})
_CONSOLE = re.compile(r"console\.\w+")
_ENTITY = re.compile(r".*\.entities\b.*\.(?:create|update|bulkCreate|bulkUpdate|upsert)", re.DOTALL)


class KnownSinks:
    """The calls that connlint knows, as Sinks wants them; what it finds goes to a Collector."""

    def __init__(self, collector: Collector) -> None:
        self._collector = collector
        self._libraries = Libraries(collector)
        self._sdks = Sdks(collector)

    def lost(self, carried: Carried, reason: str) -> None:
        """The token goes where it is not followed."""
        self._collector.lose(carried, reason)

    def passed(self, carried: Carried, call: At) -> list[Carried] | None:
        """The token is in an argument of a call; see Sinks."""
        callee = callee_of(call)
        if callee is None:
            return None
        name = _name(callee)
        library = package(call.names, declaration_of_root(callee))
        if name in _FETCH or library in _FETCH_PACKAGES:
            return self._fetched(carried, call, name)
        if library in HTTP_LIBRARIES:
            return self._libraries.call(carried, call, library)
        if name in _TEXTS:
            return [carried.to(call, ())]
        sink = _sink(name) if carried.client is None else ""
        if sink:
            self._collector.expose(carried, sink)
            return []
        return self._sdks.made(carried, call, name)

    def _fetched(self, carried: Carried, call: At, name: str) -> list[Carried] | None:
        """`fetch(url, options)`, `new Request(url, options)` and `fetch(request)`."""
        first = argument(call, 0)
        if first is not None and first.node.id == carried.at.node.id and carried.path:
            # The address and the method of a Request were looked at where it was made.
            is_plain = name != REQUEST and argument(call, 1) is None
            return [] if is_plain and carried.path[0] == REQUEST else None
        made = self._libraries.fetch(carried, call)
        return [*made, carried.to(call, (REQUEST,))] if name == REQUEST else made

    def handed(self, carried: Carried, function: At) -> bool:
        """Tell if a function that a method is given shows the token to somebody; see Sinks."""
        sink = _sink(_name(function)) if carried.client is None else ""
        if sink:
            self._collector.expose(carried, sink)
        return bool(sink)

    def member(self, carried: Carried, chain: list[str], end: At) -> list[Carried] | None:
        """A member of a client is taken; see Sinks."""
        client = carried.client
        if client is None:
            return None
        if client.name in HTTP_LIBRARIES:
            return self._libraries.instance(carried, client, chain, called(end))
        return self._sdks.member(carried, client, chain, end)


def _name(callee: At) -> str:
    """What is called, without blanks; empty for more than anybody gives a name to."""
    if callee.node.end_byte - callee.node.start_byte > _LONGEST:
        return ""
    return "".join(callee.text.replace("?.", ".").split())


def _sink(name: str) -> str:
    """Who sees what is given to a call: continues "goes to …"; empty for nobody."""
    if _CONSOLE.fullmatch(name):
        return f"the log ({name})"
    if name in _RESPONSES:
        return "the response"
    return "an entity of the app" if _ENTITY.fullmatch(name) else ""
