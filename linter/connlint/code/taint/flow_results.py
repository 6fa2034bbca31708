"""Requests, leaks and unresolved flows of the tokens of one connector call."""

from __future__ import annotations

from collections.abc import Sequence

from connlint.code.model import Parameters, Request, TokenLeak, UnresolvedFlow
from connlint.code.requests.gathering import merged
from connlint.code.requests.request_site import RequestSite, resolve
from connlint.code.requests.strings import PartialString
from connlint.code.semantics.evaluate import Evaluator
from connlint.code.semantics.exclusion import Assumed, Fact, holding, is_excluded
from connlint.code.syntax.noderef import NodeRef
from connlint.code.taint.state import TaintState

__all__ = ["Chain", "FlowResults"]

Chain = tuple["tuple[str, int]", ...]
"""The keys of the calls that lead to a node, the innermost first."""

_BODIES = {("body",), ("data",), ("form",), ("json",)}
"""The paths of the options of HTTP libraries that are sent as the body."""
_STEPS_PER_REQUEST = 50
_STEPS_PER_GAP = 10
_UNKNOWN = Parameters()


class FlowResults:
    """The collected requests, leaks and unresolved flows of the tokens of one connector call.

    `type_name` is the connector type, empty where only an id is known. `start` is the call, and
    `facts` are the conditions that hold where it gives a token of this type. `is_by_id` says that
    its argument is an id, not a type.
    """

    def __init__(
        self,
        evaluator: Evaluator,
        type_name: str,
        start: NodeRef,
        facts: Sequence[Fact] = (),
        *,
        is_by_id: bool = False,
    ) -> None:
        self.evaluator = evaluator
        self.type_name = type_name
        self.requests: dict[Request, dict[Chain, Parameters]] = {}
        """The parameters of each request by call chain; the keys have no parameters."""
        self.token_leaks: dict[TokenLeak, None] = {}
        self.unresolved_flows: dict[UnresolvedFlow, None] = {}
        self._start = start
        self._facts = facts
        syntax = start.names.syntax
        self._call = (syntax.source.path, syntax.span(start.node).start) if is_by_id else ("", 0)

    def request(self, made: RequestSite, state: TaintState) -> None:
        """Add the requests that a call site makes with the token."""
        assumptions = self._assumptions(made.at, state)
        context = state.context
        for resolved in self.evaluator.choices.assuming(
            assumptions, lambda: resolve(self.evaluator, made, context)
        ):
            if assumptions and is_excluded(assumptions, made.at, context, resolved.at):
                continue
            self.add(
                resolved.at,
                state,
                verb=resolved.verb,
                address=resolved.address,
                sender=made.at,
                parameters=resolved.parameters,
            )

    def _assumptions(self, at: NodeRef, state: TaintState) -> tuple[Assumed, ...]:
        """Return those of the facts that also hold in the run that uses the token."""
        if not self._facts:
            return ()
        return holding(self.evaluator.program, self._facts, at, state.context)

    def add(
        self,
        at: NodeRef,
        state: TaintState,
        *,
        verb: str = "",
        address: PartialString = (),
        sdk: str = "",
        operation: str = "",
        sender: NodeRef | None = None,
        parameters: Parameters = _UNKNOWN,
    ) -> None:
        """Add a request that `sender`, or else `at`, sends; the others are fields of Request."""
        if sender is None and is_excluded(self._assumptions(at, state), at, state.context):
            return
        syntax = at.names.syntax
        files = [self._start, state.at, at]
        context = state.context
        while context is not None:
            files += [context.call] if context.call is not None else []
            context = context.outer
        paths = dict.fromkeys(ref.names.syntax.source.path for ref in files)
        location = (syntax.source, syntax.span(at.node))
        sent = sender or at
        source = sent.names.syntax.source
        where = (source.path, sent.names.syntax.span(sent.node).start)
        request = Request(
            self.type_name,
            *location,
            verb,
            address,
            sdk,
            operation,
            tuple(paths),
            where,
            in_body=state.path[:1] in _BODIES,
            call=self._call,
        )
        if request not in self.requests:
            # Later, it is looked up among the methods of the service and checked by rules.
            self.evaluator.memo.budget.spend(_STEPS_PER_REQUEST)
        chains = self.requests.setdefault(request, {})
        chain = state.context.keys if state.context is not None else ()
        before = chains.get(chain)
        chains[chain] = parameters if before is None else merged(before, parameters)

    def add_leak(self, state: TaintState, sink: str) -> None:
        """Add a leak of the token; `sink` continues "goes to …"."""
        at = state.named or state.at
        syntax = at.names.syntax
        span = syntax.span(at.node)
        self.evaluator.memo.budget.spend(_STEPS_PER_GAP)
        self.token_leaks[TokenLeak(self.type_name, syntax.source, span, sink)] = None

    def add_unresolved(self, state: TaintState, reason: str) -> None:
        """Add a flow that cannot be followed; `reason` continues "the token …"."""
        syntax = state.at.names.syntax
        span = syntax.span(state.at.node)
        self.evaluator.memo.budget.spend(_STEPS_PER_GAP)
        self.unresolved_flows[UnresolvedFlow(self.type_name, syntax.source, span, reason)] = None
