"""Requests of superagent: `superagent.get(url).set("Authorization", token).query(…)`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from connlint.code.clients.libraries.chains import (
    ANSWERS,
    Link,
    calls_after,
    in_body,
    index_in,
    is_kept,
    links_of,
    uses_of_variable,
)
from connlint.code.clients.libraries.family import Family
from connlint.code.clients.libraries.verbs import VERBS
from connlint.code.requests.partial_string import UNKNOWN
from connlint.code.requests.query_string import UNCLEAR, Query
from connlint.code.requests.request_site import RequestSite, given
from connlint.code.requests.strings import AbstractString, abstract_strings, strings
from connlint.code.semantics.contexts import in_contexts
from connlint.code.semantics.evaluate import AbstractValue
from connlint.code.semantics.origins import origins, origins_in_contexts
from connlint.code.syntax import grammar
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import argument, arguments, call_of
from connlint.code.taint.state import CALL, ClientHandle, TaintState
from connlint.tuples import NamedTuple

__all__ = ["NAME", "Superagent"]

NAME = "superagent"
_VERBS = {**VERBS, "del": "DELETE"}
_SENDING = frozenset({"auth", "field", "query", "send", "set", "write"})
"""The methods of a request, and of an agent, whose arguments are sent."""
_BODIES = frozenset({"field", "send", "write"})
_PLAIN = frozenset(
    {
        "accept",
        "attach",
        "buffer",
        "ca",
        "catch",
        "cert",
        "disableTLSCerts",
        "end",
        "finally",
        "http2",
        "key",
        "maxResponseSize",
        "ok",
        "on",
        "once",
        "parse",
        "pfx",
        "pipe",
        "redirects",
        "responseType",
        "retry",
        "serialize",
        "sortQuery",
        "then",
        "timeout",
        "trustLocalhost",
        "type",
        "withCredentials",
        *_SENDING,
    }
)
"""The methods that leave the address and the verb of a request as they are."""


class _Sent(NamedTuple):
    """A request: the call that begins it, and the calls of its agent and of its own chain.

    `method` is the name of the method that begins it.
    """

    method: str
    first: AbstractValue
    agent: Sequence[Link]
    links: Sequence[Link]


class Superagent(Family):
    """A detector of the requests of superagent, and of its agents that hold a token."""

    def called(self, state: TaintState, call: NodeRef, callee: NodeRef) -> list[TaintState] | None:
        """Handle a token in an argument of a call; return None if it is not understood."""
        found = origins_in_contexts(self._evaluator, callee, state.context)
        parsed = [links_of(origin) for origin in found]
        if not all(_is_sent(state, call, each) for each in parsed):
            return None
        if any(each is not None and _is_of_agent(each[0]) and each[1] in _PLAIN for each in parsed):
            return self._configured(state, call, callee) if len(parsed) == 1 else None
        is_body = any(each is not None and each[1] in _BODIES for each in parsed)
        return self._requested(in_body(state) if is_body else state, call, callee)

    def member(self, state: TaintState, chain: list[str], end: NodeRef) -> list[TaintState] | None:
        """Handle a member of an agent that holds the token; return None if it is unknown."""
        call = call_of(end)
        if call is None or len(chain) != 1:
            return None
        if chain[0] in _PLAIN:
            return [state.to(call, ())]
        return self._requested(state, call, end) if chain[0] in _VERBS else None

    def _configured(
        self, state: TaintState, call: NodeRef, callee: NodeRef
    ) -> list[TaintState] | None:
        """Return the agent that gets the token, and all its uses; None if they are not known."""
        target = callee.to(grammar.object_of(callee.node))
        if target is None:
            return None
        uses = uses_of_variable(self._evaluator, target)
        if uses is None and target.node.type != "call_expression":
            return None
        handle = ClientHandle(NAME)
        return [TaintState(at, state.context, (), handle) for at in (call, *(uses or ()))]

    def _requested(
        self, state: TaintState, call: NodeRef, callee: NodeRef
    ) -> list[TaintState] | None:
        """Add the requests whose chain a call begins or continues; return None if unknown."""
        found: dict[tuple[str, int], _Sent] = {}
        for _, each in in_contexts(
            self._evaluator, state.context, partial(self._sent, call, callee)
        ):
            if each is None:
                return None
            found.update((sent.first.at.key, sent) for sent in each)
        if not _is_plain(call):
            return None
        for key, sent in found.items():
            site = RequestSite(
                sent.first.at,
                partial(self._addresses, call, callee, key),
                partial(self._verbs, call, callee, key),
                (NAME, call.key),
                partial(self._queries, call, callee, key),
            )
            self._results.request(site, state)
        return []

    def _sent(
        self, call: NodeRef, callee: NodeRef, context: CallContext | None
    ) -> list[_Sent] | None:
        """Return the requests that a call is part of; None if one of them is not known."""
        found: list[_Sent] = []
        for origin in origins(self._evaluator, callee, context):
            parsed = links_of(origin)
            if parsed is None:
                return None
            links = [*parsed[0], Link(parsed[1], AbstractValue(call, context))]
            begin = _begin(links)
            if begin is None or any(link.name not in _PLAIN for link in links[begin + 1 :]):
                return None
            first = links[begin]
            found.append(_Sent(first.name, first.call, links[:begin], links[begin + 1 :]))
        return found or None

    def _of(
        self,
        call: NodeRef,
        callee: NodeRef,
        key: tuple[str, int],
        context: CallContext | None,
    ) -> list[_Sent]:
        """Return the requests that a certain call begins."""
        found = self._sent(call, callee, context) or []
        return [sent for sent in found if sent.first.at.key == key]

    def _addresses(
        self,
        call: NodeRef,
        callee: NodeRef,
        key: tuple[str, int],
        context: CallContext | None,
    ) -> Sequence[AbstractString]:
        result: list[AbstractString] = []
        for sent in self._of(call, callee, key, context):
            given_first = arguments(sent.first.at)
            at = argument(sent.first.at, int(not sent.method and len(given_first) > 1))
            result += (
                abstract_strings(self._evaluator, at, sent.first.context)
                if at is not None
                else [UNKNOWN]
            )
        return result

    def _verbs(
        self,
        call: NodeRef,
        callee: NodeRef,
        key: tuple[str, int],
        context: CallContext | None,
    ) -> Sequence[str]:
        verbs: dict[str, None] = {}
        for sent in self._of(call, callee, key, context):
            first = argument(sent.first.at, 0)
            if sent.method:
                verbs[_VERBS[sent.method]] = None
            elif first is None or len(arguments(sent.first.at)) == 1:
                verbs["GET" if first is not None else ""] = None
            else:
                for text in strings(self._evaluator, first, sent.first.context):
                    verb = (text[0] or "").upper() if len(text) == 1 else ""
                    verbs[verb if verb.isalpha() else ""] = None
        return list(verbs)

    def _queries(
        self,
        call: NodeRef,
        callee: NodeRef,
        key: tuple[str, int],
        context: CallContext | None,
    ) -> Sequence[Query]:
        """Return the parameters that methods of the chain add to a request."""
        result: list[Query] = []
        for sent in self._of(call, callee, key, context):
            chain = list(calls_after(sent.first.at))
            is_whole = call.key in {sent.first.at.key, *(link.call.at.key for link in chain)}
            if not is_whole or sent.agent or is_kept(sent.first.at):
                result.append(UNCLEAR)
            later = [Link(link.name, AbstractValue(link.call.at, context)) for link in chain]
            if sent.method in {"get", "head"} and (data := argument(sent.first.at, 1)):
                result += given(sent.first.at, data, "holder")(sent.first.context)
            for link in (*sent.agent, *sent.links, *later):
                if link.name == "query":
                    first = argument(link.call.at, 0)
                    result += given(link.call.at, first, "holder")(link.call.context)
        return result


def _begin(links: Sequence[Link]) -> int | None:
    """Return the index of the call that begins a request, after those of its agent, if any."""
    index = 0
    if links and links[0].name == "agent":
        index = 1
        while index < len(links) and links[index].name in _PLAIN:
            index += 1
    is_there = index < len(links)
    is_known = is_there and (links[index].name in _VERBS or (not index and not links[index].name))
    return index if is_known else None


def _is_of_agent(links: Sequence[Link]) -> bool:
    """Tell whether the calls lead to an agent, and to no request of it."""
    return bool(links) and links[0].name == "agent" and _begin(links) is None


def _is_plain(call: NodeRef) -> bool:
    """Tell whether the methods that follow a call leave the request as it is."""
    for link in calls_after(call):
        if link.name not in _PLAIN:
            return False
        if link.name in ANSWERS:
            break
    return True


def _is_sent(state: TaintState, call: NodeRef, parsed: tuple[Sequence[Link], str] | None) -> bool:
    """Tell whether a method sends the token that it is given."""
    index = index_in(state.at, call)
    if parsed is None or index is None or CALL in state.path:
        return False
    links, name = parsed
    if _begin(links) is None and (name in _VERBS or not (name or links)):
        is_url = index == int(not name) and not state.path
        return is_url or (bool(name) and index == 1)
    if name in {"set", "auth"}:
        return len(state.path) == int(name == "set" and not index)
    return name in _SENDING
