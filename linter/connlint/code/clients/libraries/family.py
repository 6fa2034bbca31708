"""The interface that the detectors of all families of HTTP libraries share."""

from __future__ import annotations

from abc import ABC, abstractmethod

from connlint.code.syntax.noderef import NodeRef
from connlint.code.taint.flow_results import FlowResults
from connlint.code.taint.state import TaintState

__all__ = ["Family"]


class Family(ABC):
    """A detector of the requests of libraries that are alike, and of their clients."""

    def __init__(self, results: FlowResults) -> None:
        self._results = results
        self._evaluator = results.evaluator

    @abstractmethod
    def called(self, state: TaintState, call: NodeRef, callee: NodeRef) -> list[TaintState] | None:
        """Handle a token in an argument of a call; return None if it is not understood."""

    @abstractmethod
    def member(self, state: TaintState, chain: list[str], end: NodeRef) -> list[TaintState] | None:
        """Handle a member chain of a client that holds the token; return None if it is unknown."""

    def configured(self, _state: TaintState, _client: NodeRef) -> list[TaintState] | None:
        """Handle a token put into the defaults of a client; return None, as most have none."""
        return None

    def changed(
        self, _state: TaintState, _call: NodeRef, _callee: NodeRef, _function: NodeRef
    ) -> list[TaintState] | None:
        """Handle a token that a callback puts into its parameter; return None, as for most."""
        return None
