"""What becomes of the tokens of one connector type, collected as it is found."""

from __future__ import annotations

from collections.abc import Sequence

from connlint.code.carried import Carried
from connlint.code.gathering import merged
from connlint.code.model import Exposure, Parameters, Request, Unfollowed
from connlint.code.pairing import Assumed, Fact, holding, is_excluded
from connlint.code.places import At
from connlint.code.requests import Made, resolve
from connlint.code.texts import Text
from connlint.code.values import Values

__all__ = ["Chain", "Collector"]

Chain = tuple["tuple[str, int]", ...]
"""What tells the calls that lead to a place from others, the innermost first."""

_BODIES = {("body",), ("data",), ("form",), ("json",)}
"""The options of `fetch`, axios and ky that are sent as the body."""
_FOR_A_REQUEST = 50
_FOR_A_GAP = 10
_UNKNOWN = Parameters()


class Collector:
    """The requests, exposures and lost ends of the tokens of one connector call.

    `type_name` is the connector type, empty where only an id is known; `start` is the call, and
    `facts` are what is told where it gives a token of this type; `is_by_id` says that it names an
    id, and no type.
    """

    def __init__(
        self,
        values: Values,
        type_name: str,
        start: At,
        facts: Sequence[Fact] = (),
        *,
        is_by_id: bool = False,
    ) -> None:
        self.values = values
        self.type_name = type_name
        self.requests: dict[Request, dict[Chain, Parameters]] = {}
        """Requests without their parameters, and those of each by the calls that lead there."""
        self.exposures: dict[Exposure, None] = {}
        self.unfollowed: dict[Unfollowed, None] = {}
        self._start = start
        self._facts = facts
        syntax = start.names.syntax
        self._call = (syntax.source.path, syntax.span(start.node).start) if is_by_id else ("", 0)

    def request(self, made: Made, carried: Carried) -> None:
        """A place makes requests with the token."""
        known = self._known(made.at, carried)
        frame = carried.frame
        for found in self.values.choices.knowing(known, lambda: resolve(self.values, made, frame)):
            if known and is_excluded(known, made.at, frame, found.at):
                continue
            self.add(
                found.at,
                carried,
                verb=found.verb,
                address=found.address,
                sender=made.at,
                parameters=found.parameters,
            )

    def _known(self, at: At, carried: Carried) -> tuple[Assumed, ...]:
        """What is known of the run of a function in which a token is used."""
        if not self._facts:
            return ()
        return holding(self.values.program, self._facts, at, carried.frame)

    def add(
        self,
        at: At,
        carried: Carried,
        *,
        verb: str = "",
        address: Text = (),
        sdk: str = "",
        operation: str = "",
        sender: At | None = None,
        parameters: Parameters = _UNKNOWN,
    ) -> None:
        """A request is known; see Request."""
        if sender is None and is_excluded(self._known(at, carried), at, carried.frame):
            return
        syntax = at.names.syntax
        files = [self._start, carried.at, at]
        frame = carried.frame
        while frame is not None:
            files += [frame.call] if frame.call is not None else []
            frame = frame.outer
        paths = dict.fromkeys(place.names.syntax.source.path for place in files)
        place = (syntax.source, syntax.span(at.node))
        sent = sender or at
        source = sent.names.syntax.source
        where = (source.path, sent.names.syntax.span(sent.node).start)
        found = Request(
            self.type_name,
            *place,
            verb,
            address,
            sdk,
            operation,
            tuple(paths),
            where,
            in_body=carried.path[:1] in _BODIES,
            call=self._call,
        )
        if found not in self.requests:
            # Each is looked up among the methods of the service, and rules are asked about it.
            self.values.answers.budget.spend(_FOR_A_REQUEST)
        chains = self.requests.setdefault(found, {})
        chain = carried.frame.keys if carried.frame is not None else ()
        before = chains.get(chain)
        chains[chain] = parameters if before is None else merged(before, parameters)

    def expose(self, carried: Carried, sink: str) -> None:
        """The token is shown to others."""
        at = carried.named or carried.at
        syntax = at.names.syntax
        span = syntax.span(at.node)
        self.values.answers.budget.spend(_FOR_A_GAP)
        self.exposures[Exposure(self.type_name, syntax.source, span, sink)] = None

    def lose(self, carried: Carried, reason: str) -> None:
        """The token goes where it is not followed."""
        syntax = carried.at.names.syntax
        span = syntax.span(carried.at.node)
        self.values.answers.budget.spend(_FOR_A_GAP)
        self.unfollowed[Unfollowed(self.type_name, syntax.source, span, reason)] = None
