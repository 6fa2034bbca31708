"""Requests through the clients of services in npm packages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from connlint.code.clients.services.detector import Detector
from connlint.code.clients.services.detectors import detector_of
from connlint.code.clients.services.makers import maker_of
from connlint.code.clients.services.names import (
    AIRTABLE,
    ASANA,
    AUTH_PROVIDER,
    GOOGLE_AUTH,
    GOOGLE_SERVICE,
    GRAPH,
    MAPPED,
)
from connlint.code.clients.services.receivers import receiver_of
from connlint.code.modules.packages import Imported, imported
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import callee_of, spreads
from connlint.code.syntax.symbol_table import pattern_key
from connlint.code.taint.flow_results import FlowResults
from connlint.code.taint.state import ClientHandle, TaintState

__all__ = ["Sdks"]

_FUNCTIONS: Mapping[tuple[str, str], str] = {
    ("airtable", "configure"): AIRTABLE,
    ("googleapis", "google.options"): GOOGLE_SERVICE,
}
"""The functions of packages that get the token for all clients, with one of these."""


class Sdks:
    """A detector of the clients that are made with a token, and of the requests made with them."""

    def __init__(self, results: FlowResults) -> None:
        self._results = results
        self._evaluator = results.evaluator
        self._detectors: dict[str, Detector | None] = {}
        """The detectors of the clients that were met, None for a client without one."""

    def _detector(self, client: str) -> Detector | None:
        # A service of Google has its name behind a space.
        name = client.partition(" ")[0]
        if name not in self._detectors:
            self._detectors[name] = detector_of(name, self._results)
        return self._detectors[name]

    def made(self, state: TaintState, call: NodeRef) -> list[TaintState] | None:
        """Return the clients that a call makes with the token or gives it to; None if unknown."""
        callee = callee_of(call)
        if callee is None or spreads(call):
            return None
        found = imported(self._evaluator.program, callee)
        path = (str(call.names.syntax.position(state.at.node)), *state.path)
        maker = maker_of(found)
        if maker is not None:
            is_new = call.node.type == "new_expression"
            detector = self._detector(maker.client) if maker.is_new == is_new else None
            return detector.made(state, call, maker, path) if detector is not None else None
        owner = _owner(state, callee, call, found)
        if owner:
            detector = self._detector(owner)
            return detector.passed(state, call, found, path) if detector is not None else None
        return self._received(state, call, callee, path)

    def _received(
        self, state: TaintState, call: NodeRef, callee: NodeRef, path: tuple[str, ...]
    ) -> list[TaintState] | None:
        """Handle a method of a client made without the token, which gets it; None if unknown."""
        receiver = receiver_of(self._evaluator, callee, state.context)
        if receiver is None:
            return None
        # Only those of Google take another client in place of the token.
        is_google = receiver.client.name.startswith((GOOGLE_AUTH, GOOGLE_SERVICE))
        detector = self._detector(receiver.client.name)
        if detector is None or (state.client is not None and not is_google):
            return None
        return detector.received(state, call, receiver, path)

    def stored(
        self, state: TaintState, place: NodeRef, path: Sequence[str]
    ) -> list[TaintState] | None:
        """Return the uses of a package that gets the token at a path in it; None if unknown."""
        found = imported(self._evaluator.program, place)
        if found is None or found.package != ASANA:
            return None
        detector = self._detector(ASANA)
        return detector.stored(state, found, path) if detector is not None else None

    def member(
        self, state: TaintState, client: ClientHandle, chain: list[str], end: NodeRef
    ) -> list[TaintState] | None:
        """Handle a member chain of a client, which ends with `end`; None if it is unknown."""
        detector = self._detector(client.name)
        return detector.member(state, client, chain, end) if detector is not None else None


def _owner(state: TaintState, callee: NodeRef, call: NodeRef, found: Imported | None) -> str:
    """Return the client that a function which makes none is for; empty if there is none."""
    if found is not None and state.client is not None and state.client.name in MAPPED:
        return state.client.name
    owner = _FUNCTIONS.get((found.package, found.name), "") if found is not None else ""
    if owner or callee.node.type != "identifier":
        return owner
    around = call.names.syntax.ancestors(call.node)
    is_provider = any(node.type == "pair" and pattern_key(node) == AUTH_PROVIDER for node in around)
    return GRAPH if is_provider else ""
