"""Sinks of tokens: calls that send or leak a token, or that pass it on."""

from __future__ import annotations

import re

from connlint.code.clients.http import Libraries
from connlint.code.clients.services.names import OBJECTS
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import callee_of
from connlint.code.taint.flow_results import FlowResults
from connlint.code.taint.state import TaintState

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.code.clients.sdks import Sdks

__all__ = ["RequestSinks"]

# Functions whose result is a string with the token in it.
_TO_STRING = frozenset(
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
"""The most bytes of a callee whose text is examined."""
_RESPONSES = frozenset({"NextResponse.json", "Response", "Response.json"})
_CONSOLE = r"console\.\w+"
_ENTITY = r"(?s).*\.entities\b.*\.(?:create|update|bulkCreate|bulkUpdate|upsert)"


class RequestSinks:
    """The sink handler for the calls that connlint knows; it adds its results to a FlowResults."""

    def __init__(self, results: FlowResults) -> None:
        self._results = results
        self._libraries = Libraries(results)
        self._known_sdks: Sdks | None = None

    @property
    def _sdks(self) -> Sdks:
        """Return the detector of clients of services, imported for the first that may be one."""
        if self._known_sdks is None:
            from connlint.code.clients.sdks import Sdks

            self._known_sdks = Sdks(self._results)
        return self._known_sdks

    def escaped(self, state: TaintState, reason: str) -> None:
        """Add a flow that cannot be followed; see SinkHandler."""
        self._results.add_unresolved(state, reason)

    def requested(self, state: TaintState, call: NodeRef) -> list[TaintState] | None:
        """Handle a token in an argument of a call of an HTTP library; see SinkHandler."""
        return self._libraries.passed(state, call) if not self.is_data(state) else None

    def configured(self, state: TaintState, client: NodeRef) -> list[TaintState] | None:
        """Handle a token put into the defaults of a client; see SinkHandler."""
        return self._libraries.configured(state, client)

    def changed(
        self, state: TaintState, call: NodeRef, function: NodeRef
    ) -> list[TaintState] | None:
        """Handle a token that a callback puts into its parameter; see SinkHandler."""
        return self._libraries.changed(state, call, function) if state.client is None else None

    def passed(self, state: TaintState, call: NodeRef) -> list[TaintState] | None:
        """Handle a token in an argument of a call; see SinkHandler."""
        callee = callee_of(call)
        if callee is None:
            return None
        name = _name(callee)
        if self.is_data(state):
            return [] if name in _TO_STRING or _sink(name) else None
        if name in _TO_STRING:
            return [state.to(call, ())]
        sink = _sink(name) if state.client is None else ""
        if sink:
            self._results.add_leak(state, sink)
            return []
        return self._sdks.made(state, call)

    def is_data(self, state: TaintState) -> bool:
        """Tell whether a client gave the value back, whose data has no token; see SinkHandler."""
        return state.client is not None and state.client.name in OBJECTS

    def handed(self, state: TaintState, function: NodeRef) -> bool:
        """Tell whether a function that a method calls leaks the token; see SinkHandler."""
        sink = _sink(_name(function)) if state.client is None else ""
        if sink:
            self._results.add_leak(state, sink)
        return bool(sink)

    def stored(
        self, state: TaintState, place: NodeRef, path: tuple[str, ...]
    ) -> list[TaintState] | None:
        """Handle a token that is assigned to a part of a package; see SinkHandler."""
        return self._sdks.stored(state, place, path)

    def member(self, state: TaintState, chain: list[str], end: NodeRef) -> list[TaintState] | None:
        """Handle the members accessed on a client; see SinkHandler."""
        client = state.client
        if client is None:
            return None
        if self._libraries.has(client):
            if chain and end.node == state.at.node:
                # A pattern takes the member; what becomes of it shows where it is used.
                return [state._replace(client=client._replace(prefix=(*client.prefix, *chain)))]
            return self._libraries.member(state, client, chain, end)
        return self._sdks.member(state, client, chain, end)


def _name(callee: NodeRef) -> str:
    """Return the text of a callee without whitespace; empty if it is too long for a name."""
    if callee.node.end_byte - callee.node.start_byte > _LONGEST:
        return ""
    return "".join(callee.text.replace("?.", ".").split())


def _sink(name: str) -> str:
    """Return the sink that a callee is, to continue "goes to …"; empty if it is none."""
    # The patterns are compiled where they are used, because few calls need them; re caches them.
    if name.startswith("console.") and re.fullmatch(_CONSOLE, name):
        return f"the log ({name})"
    if name in _RESPONSES:
        return "the response"
    is_entity = ".entities" in name and re.fullmatch(_ENTITY, name) is not None
    return "an entity of the app" if is_entity else ""
