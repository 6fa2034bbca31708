"""Interface that the detectors of all clients of services share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from connlint.code.clients.services.makers import Maker
from connlint.code.clients.services.options import are_known
from connlint.code.clients.services.receivers import Receiver
from connlint.code.modules.packages import Imported
from connlint.code.syntax.noderef import NodeRef
from connlint.code.taint.flow_results import FlowResults
from connlint.code.taint.state import ClientHandle, TaintState

__all__ = ["Detector"]


class Detector(ABC):
    """A detector of the requests of clients that are alike.

    Each method handles one use of a token or of a client, and returns None if that is unknown.
    `path` is the place of the token in the arguments.
    """

    def __init__(self, results: FlowResults) -> None:
        self._results = results
        self._evaluator = results.evaluator

    def made(
        self, state: TaintState, call: NodeRef, maker: Maker, path: tuple[str, ...]
    ) -> list[TaintState] | None:
        """Return the client that a call of its maker gives."""
        holder = state.client.name if state.client is not None else ""
        if holder != maker.holder or path not in maker.tokens:
            return None
        if not are_known(self._evaluator, call, state.context, maker):
            return None
        client = ClientHandle(maker.client, (), call, state.context)
        return [TaintState(call, state.context, (), client)]

    def passed(
        self, _state: TaintState, _call: NodeRef, _found: Imported | None, _path: tuple[str, ...]
    ) -> list[TaintState] | None:
        """Handle a function that makes no client, and gets the token or a client.

        `_found` is what it is in a package.
        """
        return None

    def received(
        self, _state: TaintState, _call: NodeRef, _receiver: Receiver, _path: tuple[str, ...]
    ) -> list[TaintState] | None:
        """Handle a method of a client made without the token, which gets it."""
        return None

    def stored(
        self, _state: TaintState, _found: Imported, _path: Sequence[str]
    ) -> list[TaintState] | None:
        """Handle a part of a package that gets the token at a path in it."""
        return None

    @abstractmethod
    def member(
        self, state: TaintState, client: ClientHandle, chain: list[str], end: NodeRef
    ) -> list[TaintState] | None:
        """Handle a member chain of a client, which ends with `end`."""
