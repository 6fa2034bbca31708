"""Requests of wretch: `wretch(base).auth(token).url(path).query(…).get()`.

Each method of a client returns a new client, so that what comes before a request is all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import product

from connlint.code.clients.libraries.chains import Link, in_body, index_in, links_of
from connlint.code.clients.libraries.family import Family
from connlint.code.clients.libraries.options import limited
from connlint.code.clients.libraries.verbs import VERBS
from connlint.code.requests.partial_string import NOTHING, UNKNOWN, plus
from connlint.code.requests.query_string import Query
from connlint.code.requests.request_site import RequestSite, given
from connlint.code.requests.strings import AbstractString, abstract_strings
from connlint.code.semantics.contexts import in_contexts
from connlint.code.semantics.evaluate import AbstractValue, Evaluator
from connlint.code.semantics.origins import origins, origins_in_contexts
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import argument, arguments, call_of, spreads
from connlint.code.taint.state import CALL, ClientHandle, TaintState

__all__ = ["NAMES", "Wretch"]

NAMES = ("wretch", "wretch/all")
_ADDONS = "wretch/addons"
_VERBS = {**{name: verb for name, verb in VERBS.items() if name != "options"}, "opts": "OPTIONS"}
_URL_BEHIND_BODY = frozenset({"patch", "post", "put"})
_BODIES = frozenset({"body", "formData", "formUrl", "json"})
_BUILDERS = frozenset(
    {
        "accept",
        "addon",
        "auth",
        "catcher",
        "catcherFallback",
        "content",
        "customError",
        "errorType",
        "headers",
        "options",
        "query",
        "resolve",
        "signal",
        "url",
        *_BODIES,
    }
)
"""The methods that return a client whose requests are those of the receiver but for an argument."""
_FLAGS = frozenset({"false", "true"})
_SENT_OPTIONS = frozenset({"body", "headers"})


class Wretch(Family):
    """A detector of the requests of wretch, and of its clients that hold a token."""

    def called(self, state: TaintState, call: NodeRef, callee: NodeRef) -> list[TaintState] | None:
        """Handle a token in an argument of a call; return None if it is not understood."""
        found = origins_in_contexts(self._evaluator, callee, state.context)
        parsed = [links_of(origin) for origin in found]
        names = {each[1] for each in parsed if each is not None and _is_client(each[0])}
        if len(names) != 1 or None in parsed or CALL in state.path:
            return None
        name = names.pop()
        if not _is_sent(state, call, name, is_first=not found[0].steps):
            return None
        is_body = name in _URL_BEHIND_BODY and not index_in(state.at, call)
        sent = in_body(state) if is_body else state
        return self._after(sent, call, callee, name, ClientHandle(NAMES[0]))

    def member(self, state: TaintState, chain: list[str], end: NodeRef) -> list[TaintState] | None:
        """Handle a member of a client that holds the token; return None if it is unknown."""
        call = call_of(end)
        if call is None or len(chain) != 1 or state.client is None:
            return None
        return self._after(state, call, end, chain[0], state.client)

    def _after(
        self, state: TaintState, call: NodeRef, callee: NodeRef, name: str, client: ClientHandle
    ) -> list[TaintState] | None:
        """Return the client that a call makes of another one, or add the request that it sends."""
        if name == "options" and len(arguments(call)) > 1:
            # They may take the place of those that have the token.
            return None
        if name in _BUILDERS or not name:
            return [TaintState(call, state.context, (), client)]
        if name not in _VERBS:
            return None
        sent = in_contexts(self._evaluator, state.context, partial(self._sent, callee))
        if not all(chains for _, chains in sent):
            return None
        site = RequestSite(
            call,
            partial(self._addresses, call, callee, name),
            lambda _: [_VERBS[name]],
            NAMES[0],
            partial(self._queries, callee),
        )
        self._results.request(site, state)
        return []

    def _sent(self, callee: NodeRef, context: CallContext | None) -> list[Sequence[Link]]:
        """Return the calls that make the client of a method, for each client that it can be."""
        chains: list[Sequence[Link]] = []
        for origin in origins(self._evaluator, callee, context):
            parsed = links_of(origin)
            if parsed is None or not _is_client(parsed[0]) or not self._has_addons(parsed[0]):
                return []
            chains.append(parsed[0])
        return chains

    def _has_addons(self, links: Sequence[Link]) -> bool:
        """Tell whether all addons of a client are those of wretch, and nothing replaces options."""
        for link in links:
            first = argument(link.call.at, 0)
            if link.name == "addon":
                found = (
                    origins(self._evaluator, first, link.call.context) if first is not None else ()
                )
                if not found or not all(each.package.startswith(_ADDONS) for each in found):
                    return False
        return True

    def _addresses(
        self, call: NodeRef, callee: NodeRef, name: str, context: CallContext | None
    ) -> Sequence[AbstractString]:
        found: list[AbstractString] = []
        for links in self._sent(callee, context):
            parts: list[Sequence[AbstractString]] = []
            for link in (*links, Link(name, AbstractValue(call, context))):
                replaced = argument(link.call.at, 1) if link.name == "url" else None
                if spreads(link.call.at) or (replaced and replaced.text not in _FLAGS):
                    return [UNKNOWN]
                if replaced and replaced.text == "true":
                    parts = []
                if link.name in {"", "url", *_VERBS}:
                    parts.append(_part(self._evaluator, link))
            found += self._joined(parts)
        return limited(self._evaluator, found)

    def _joined(self, parts: Sequence[Sequence[AbstractString]]) -> list[AbstractString]:
        """Return the addresses that consist of parts; a path behind a query is not known."""
        whole: list[AbstractString] = [NOTHING]
        for part in parts:
            pairs = _pairs(self._evaluator, whole, part)
            whole = [
                UNKNOWN if base.is_begun and more.pieces else plus(base, more)
                for base, more in pairs
            ]
        return whole

    def _queries(self, callee: NodeRef, context: CallContext | None) -> Sequence[Query]:
        """Return the parameters that the methods before a request add to it."""
        return [
            query
            for links in self._sent(callee, context)
            for link in links
            if link.name == "query"
            for query in given(link.call.at, argument(link.call.at, 0), "holder")(link.call.context)
        ]


def _pairs(
    evaluator: Evaluator, one: Sequence[AbstractString], other: Sequence[AbstractString]
) -> list[tuple[AbstractString, AbstractString]]:
    """Return the pairs of two lists of strings, of which too many are not known."""
    pairs = [(base.opened(), more.opened()) for base, more in product(one, other)]
    return pairs[: len(limited(evaluator, [base for base, _ in pairs]))]


def _part(evaluator: Evaluator, link: Link) -> Sequence[AbstractString]:
    """Return what a call appends to the address."""
    at = argument(link.call.at, int(link.name in _URL_BEHIND_BODY))
    return abstract_strings(evaluator, at, link.call.context) if at is not None else [NOTHING]


def _is_client(links: Sequence[Link]) -> bool:
    """Tell whether calls make a client, or are none."""
    names = [link.name for link in links]
    return not names or (not names[0] and all(name in _BUILDERS for name in names[1:]))


def _is_sent(state: TaintState, call: NodeRef, name: str, *, is_first: bool) -> bool:
    """Tell whether a client, or a request, sends the token that a method is given."""
    index, path = index_in(state.at, call), state.path
    if index is None or is_first == bool(name):
        return False
    if name in _VERBS:
        is_url = index == int(name in _URL_BEHIND_BODY)
        return not path if is_url else index == 0
    if name == "options" or (is_first and index):
        return index == int(is_first) and bool(path) and path[0] in _SENT_OPTIONS
    if index or name not in {"", "auth", "headers", "query", "url", *_BODIES}:
        return False
    return name in _BODIES or name == "query" or len(path) == int(name == "headers")
