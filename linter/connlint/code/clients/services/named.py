"""Requests by methods of clients that are named as in the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial

from connlint.code.clients.services.detector import Detector
from connlint.code.clients.services.names import OCTOKIT, SLACK
from connlint.code.clients.services.receivers import Receiver
from connlint.code.model import Parameters
from connlint.code.requests.parameters import parameters_of
from connlint.code.requests.partial_string import PartialString
from connlint.code.requests.query_string import Query
from connlint.code.requests.request_site import given
from connlint.code.requests.strings import abstract_strings, strings
from connlint.code.semantics.contexts import in_contexts
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import argument, call_of, callee_of, member_name
from connlint.code.taint.state import ClientHandle, TaintState

__all__ = ["NamedClients"]

_OF_FUNCTIONS = (["apply"], ["bind"], ["call"])
_BY_NAME = frozenset({"apiCall", "paginate"})
"""The methods of Slack's client that take the name of another one."""
_UPLOADS = frozenset({"files.uploadV2", "filesUploadV2"})
_UPLOADED = ("files.getUploadURLExternal", "files.completeUploadExternal")
"""The methods that an upload by Slack's client calls."""
_GITHUB = "https://api.github.com"
_PARAMETER = re.compile(r"\{[^{}]*\}|:\w+")
_TEXTS = frozenset({"string", "template_string"})


class NamedClients(Detector):
    """A detector of the requests of Slack's, GitHub's and Dropbox's clients."""

    def received(
        self, state: TaintState, _call: NodeRef, receiver: Receiver, path: tuple[str, ...]
    ) -> list[TaintState] | None:
        """Handle a method of a client of Slack that gets the token; None if unknown."""
        if receiver.client.name != SLACK or path != ("0", "token"):
            return None
        return self.member(state, receiver.client, list(receiver.chain), receiver.method)

    def member(
        self, state: TaintState, client: ClientHandle, chain: list[str], end: NodeRef
    ) -> list[TaintState] | None:
        """Add the request of a method whose name the catalogue has; None if it is unknown."""
        call = call_of(end)
        chain = [*client.prefix, *chain]
        if "" in chain or chain[-1:] in _OF_FUNCTIONS:
            return None
        if call is None and not _is_argument(end):
            return [state._replace(at=end, client=client._replace(prefix=tuple(chain)))]
        if client.name == OCTOKIT:
            return self._octokit(state, chain, end, call)
        name = ".".join(chain)
        if client.name == SLACK and name in _UPLOADS and call is not None:
            for operation in _UPLOADED:
                self._results.add(call, state, sdk=SLACK, operation=operation)
            return []
        if client.name == SLACK and name in _BY_NAME:
            parameters = self._parameters(state, call, 1)
            for text in self._strings(argument(call, 0) if call is not None else None, state):
                operation = (text[0] or "") if len(text) == 1 else ""
                self._results.add(
                    call or end, state, sdk=SLACK, operation=operation, parameters=parameters
                )
            return []
        self._results.add(
            call or end,
            state,
            sdk=client.name,
            operation=name,
            parameters=self._parameters(state, call, 0),
        )
        return []

    def _parameters(
        self, state: TaintState, call: NodeRef | None, index: int, more: Sequence[Query] = ()
    ) -> Parameters:
        """Return the parameters that an argument of a method has."""
        if call is None:
            return Parameters()
        queries = given(call, argument(call, index), "object")(state.context)
        creation = state.client.made if state.client is not None else None
        senders = [ref for ref in (call, creation) if ref is not None]
        return parameters_of(self._evaluator, [*queries, *more], senders)

    def _strings(self, at: NodeRef | None, state: TaintState) -> Iterable[PartialString]:
        """Return the strings that an argument can be, for all callers."""
        if at is None:
            return [()]
        pairs = in_contexts(self._evaluator, state.context, partial(strings, self._evaluator, at))
        return dict.fromkeys(text for _, texts in pairs for text in texts)

    def _octokit(
        self, state: TaintState, chain: list[str], end: NodeRef, call: NodeRef | None
    ) -> list[TaintState] | None:
        first = argument(call, 0) if call is not None else None
        is_text = first is not None and first.node.type in _TEXTS
        # A call of the client itself has no member name.
        member = chain[0] if chain else ""
        if member in {"request", "paginate"} and call is not None and first is not None:
            if is_text:
                self._octokit_request(state, call, first)
            # The method that is paginated is a member of the client, and is handled as such.
            return [] if is_text or member == "paginate" else None
        name = ".".join(chain[1:] if member == "rest" else chain)
        paging = _pagination_of(end) if call is None else None
        parameters = self._parameters(state, paging or call, 1 if paging else 0)
        self._results.add(call or end, state, sdk=OCTOKIT, operation=name, parameters=parameters)
        return []

    def _octokit_request(self, state: TaintState, call: NodeRef, first: NodeRef) -> None:
        """Add the requests of `octokit.request("GET /repos/{owner}/{repo}")`."""
        alternatives = in_contexts(
            self._evaluator, state.context, partial(abstract_strings, self._evaluator, first)
        )
        queries: dict[PartialString, list[Query]] = {}
        for route in (route for _, routes in alternatives for route in routes):
            queries.setdefault(route.address, []).append(route.parameters)
        for text, own in queries.items():
            verb, _, path = (text[0] or "").partition(" ") if text else ("", "", "")
            pieces: list[str | None] = [_GITHUB]
            for piece in (path, *text[1:]):
                parts = _PARAMETER.split(piece) if piece is not None else [None]
                for number, part in enumerate(parts):
                    pieces += [None, part] if number else [part]
            address = tuple(piece for piece in pieces if piece != "")
            parameters = self._parameters(state, call, 1, own)
            self._results.add(
                call, state, verb=verb.upper(), address=address, parameters=parameters
            )


def _pagination_of(member: NodeRef) -> NodeRef | None:
    """Return the call of `octokit.paginate` whose first argument a method is, else None."""
    syntax = member.names.syntax
    around = member.to(syntax.parent(member.node))
    call = around.to(syntax.parent(around.node)) if around is not None else None
    callee = callee_of(call) if call is not None else None
    is_paging = callee is not None and member_name(callee.node) in {"paginate", "iterator"}
    return call if is_paging and syntax.position(member.node) == 0 else None


def _is_argument(at: NodeRef) -> bool:
    parent = at.names.syntax.parent(at.node)
    return parent is not None and parent.type == "arguments"
