"""Analysis of code files, unit by unit: connector calls, requests, and where tokens go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from operator import eq

from connlint.code.carried import Carried
from connlint.code.clients import makes_client, modules_handed_on
from connlint.code.collector import Chain, Collector
from connlint.code.connection_properties import is_token_name, missing_properties
from connlint.code.connections import Connection, HandedOn, find_connections
from connlint.code.connectors_module import BY_ID, BY_TYPE, mentions_call
from connlint.code.expressions import argument
from connlint.code.flow import follow
from connlint.code.gathering import merged
from connlint.code.limits import TOO_MANY_LEVELS, Budget, TooMuch, budget_of
from connlint.code.metered import metered_request
from connlint.code.model import (
    CodeReading,
    ConnectorCall,
    Exposure,
    Failure,
    MissingProperty,
    Parameters,
    Receiver,
    Request,
    Unfollowed,
    Unread,
)
from connlint.code.names import Names
from connlint.code.pairing import facts_along, facts_of_text
from connlint.code.program import Program, Trees
from connlint.code.sinks import KnownSinks
from connlint.code.units import Imports, Unit, units_of
from connlint.code.values import Values
from connlint.damage import DAMAGE
from connlint.source import SourceFile
from connlint.tuples import NamedTuple
from connlint.wording import quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    from connlint.code.files import CodeFile

    _Found = TypeVar("_Found", ConnectorCall, Request, Exposure, Unfollowed, MissingProperty)

__all__ = ["CodeReader", "budgets_of", "join_readings", "read_unit"]

_TOKENS = {
    "getConnection": ("accessToken",),
    "getWorkspaceConnection": ("accessToken",),
    "getCurrentAppUserConnection": ("accessToken",),
    "getAccessToken": (),
    "getCurrentAppUserAccessToken": (),
}
"""Where the result of each call has its token. The other calls give none."""
_CHAINS = 200
"""Chains of calls that are held against one; of more, any may be the same."""


class CodeReader:
    """Reads code: connector calls, and what becomes of their tokens.

    A file is parsed only if it mentions a connector call, or has to do with one that does. What has
    not changed since the last time is not read again.
    """

    def __init__(self) -> None:
        self._trees: Trees = {}
        self._known: dict[str, _Known] = {}

    def read(self, files: Sequence[CodeFile], imports: Imports) -> CodeReading:
        """Read code files; `imports` maps the location of each to those that it imports."""
        units = [unit for unit in units_of(files, imports) if unit.has_call]
        found = [
            self._unit(unit, imports, budget)
            for unit, budget in zip(units, budgets_of(units), strict=True)
        ]
        self._known = {each.unit.files[0].source.location: each for each in found}
        present = {file.source.location for file in files}
        self._trees = {place: tree for place, tree in self._trees.items() if place in present}
        return join_readings([each.reading for each in found])

    def _unit(self, unit: Unit, imports: Imports, budget: Budget) -> _Known:
        before = self._known.get(unit.files[0].source.location)
        if before is not None and before.holds(unit, imports, budget):
            return before
        reading = read_unit(unit, imports, self._trees, budget)
        return _Known(unit, imports, reading, budget)


class _Known(NamedTuple):
    """What was read of a unit, and what is left of its steps."""

    unit: Unit
    imports: Imports
    reading: CodeReading
    budget: Budget

    def holds(self, unit: Unit, imports: Imports, budget: Budget) -> bool:
        """Whether the same would be read of a unit with a budget of its own."""
        is_enough = self.budget.is_within(budget.steps)
        return (
            (is_enough or budget.steps == self.budget.steps)
            and _is_same(self.unit, unit)
            and all(
                self.imports.get(file.source.location) == imports.get(file.source.location)
                for file in unit.files
            )
        )


def budgets_of(units: Sequence[Unit]) -> list[Budget]:
    """Make a budget for each unit; units that have a file in common share the steps for it."""
    shares = Counter(file.source.location for unit in units for file in unit.files)
    return [
        budget_of(
            (len(file.source.text) / shares[file.source.location] for file in unit.files),
            len(units),
        )
        for unit in units
    ]


def read_unit(unit: Unit, imports: Imports, trees: Trees, budget: Budget) -> CodeReading:
    """Read the files of one unit.

    `imports` maps the location of each file to those that it imports. `trees` holds the files that
    were parsed before, by location, and gets those that are parsed now. `budget` is what the
    analysis may take.
    """
    return _Reading(unit.files, imports, trees, budget).read()


def _is_same(one: Unit, other: Unit) -> bool:
    return len(one.files) == len(other.files) and all(
        old.source.text == new.source.text
        and old.source.path == new.source.path
        and old[1:] == new[1:]
        for old, new in zip(one.files, other.files, strict=True)
    )


def join_readings(readings: Iterable[CodeReading]) -> CodeReading:
    """Join what several units do; what they have in common is there once."""
    parts = list(readings)
    calls: dict[tuple[str, int, int], ConnectorCall] = {}
    for call in (call for part in parts for call in part.calls):
        other = calls.setdefault(_place(call), call)
        if other is not call:
            # One unit may tell what another one leaves open.
            values = tuple(dict.fromkeys([*other.values, *call.values]))
            is_open = other.receiver is Receiver.UNKNOWN
            calls[_place(call)] = other._replace(
                values=values, receiver=call.receiver if is_open else other.receiver
            )
    return CodeReading(
        calls=tuple(sorted(calls.values(), key=_place)),
        requests=_ordered(
            _together(
                (request._replace(parameters=Parameters()), request.parameters)
                for part in parts
                for request in part.requests
            )
        ),
        exposures=_ordered(exposure for part in parts for exposure in part.exposures),
        unfollowed=_ordered(place for part in parts for place in part.unfollowed),
        unread=tuple(dict.fromkeys(path for part in parts for path in part.unread)),
        failures=tuple(
            {each.source.path: each for part in parts for each in part.failures}.values()
        ),
        missing_properties=_ordered(each for part in parts for each in part.missing_properties),
    )


def _together(found: Iterable[tuple[Request, Parameters]]) -> list[Request]:
    """Requests that differ in nothing but their parameters are one, which has them all.

    So has each of those that differ in nothing but whose tokens they may carry instead.
    """
    together: dict[Request, Parameters] = {}
    requests: dict[Request, Request] = {}
    for request, parameters in found:
        own = requests[request] = request._replace(rivals=())
        before = together.get(own)
        together[own] = parameters if before is None else merged(before, parameters)
    return [each._replace(parameters=together[own]) for each, own in requests.items()]


def _ordered(found: Iterable[_Found]) -> tuple[_Found, ...]:
    return tuple(sorted(dict.fromkeys(found), key=_place))


class _Reading:
    def __init__(
        self,
        files: Sequence[CodeFile],
        imports: Imports,
        trees: Trees,
        budget: Budget,
    ) -> None:
        self.files = files
        sources = {file.source.location: file.source for file in files}
        self.imports: Imports = {place: imports.get(place, {}) for place in sources}
        self.program = Program(sources, self.imports, trees, budget)
        self.values = Values(self.program)
        self.calls: list[ConnectorCall] = []
        self.requests: dict[Request, dict[Chain, Parameters]] = {}
        self.exposures: dict[Exposure, None] = {}
        self.unfollowed: dict[Unfollowed, None] = {}
        self.unread: dict[Unread, None] = {}
        self.failures: list[Failure] = []
        self.known: set[int] = set()
        """The nodes of the connector calls that were found."""
        self.missing_properties: list[MissingProperty] = []

    def read(self) -> CodeReading:
        for file in self.files:
            for specifier, location in self.imports[file.source.location].items():
                if location is None:
                    reason = f"the import {quote(specifier)} leads to no file that connlint finds"
                    self._give_up(file.source, reason)
            if mentions_call(file.source):
                self._try(self._read_file, file)
        # By now all connector calls are known, unless there is a gap already.
        for file in self.files if not self.unread else ():
            if not file.in_front_end and makes_client(file.source):
                self._try(self._look_for_modules, file)
        for names in self.program.parsed:
            if names.syntax.is_too_deep:
                self._give_up(names.syntax.source, TOO_MANY_LEVELS)
        return CodeReading(
            calls=tuple(self.calls),
            requests=tuple(_together(_with_rivals(self.requests))),
            exposures=tuple(self.exposures),
            unfollowed=tuple(self.unfollowed),
            unread=(*self.unread, *self.program.unread.values()),
            failures=tuple(self.failures),
            missing_properties=tuple(self.missing_properties),
        )

    def _try(self, work: Callable[[CodeFile], None], file: CodeFile) -> None:
        """Do work on a file; what it fails at is a gap."""
        try:
            work(file)
        except TooMuch as error:
            self._give_up(file.source, str(error))
        except DAMAGE:
            raise
        except Exception as error:  # noqa: BLE001 - the other files are read all the same
            self.failures.append(Failure(file.source, error))
            self._give_up(file.source, "the file cannot be read")

    def _look_for_modules(self, file: CodeFile) -> None:
        """Look where the connectors module goes by itself."""
        names = self.program.names(file.source.location)
        for reason in modules_handed_on(self.values, names, self.known) if names else ():
            self._give_up(file.source, reason)
        self.values.answers.take_cuts()

    def _give_up(self, source: SourceFile, reason: str) -> None:
        self.unread[Unread(source.path, reason)] = None

    def _read_file(self, file: CodeFile) -> None:
        names = self.program.names(file.source.location)
        if names is None:
            return
        connections = []
        for connection in find_connections(self.values, names, in_front_end=file.in_front_end):
            if isinstance(connection, HandedOn):
                self._give_up(file.source, connection.reason)
                continue
            call = connection.call
            if file.is_full_stack:
                from connlint.code.browser import runs_in_browser

                is_in_browser = runs_in_browser(names.syntax, connection.at.node)
                call = call._replace(in_front_end=is_in_browser)
            connections.append(connection)
            self.calls.append(call)
            # What is not known of a call is not known of any connector.
            for reason in self.values.answers.take_cuts():
                self._give_up(file.source, f"a connector call {reason}")
            if not call.in_front_end:
                self._follow(connection)
        self.values.answers.take_cuts()
        if not file.in_front_end:
            self._look_for_missing(names, connections)
            self.known.update(connection.at.node.id for connection in connections)

    def _look_for_missing(self, names: Names, connections: Sequence[Connection]) -> None:
        for connection, missing in missing_properties(names, connections):
            self.missing_properties.append(missing)
            if not is_token_name(missing.name):
                continue
            # Where the token would go is not known before the mistake is corrected.
            reason = f"is taken as {missing.name}, which is not there"
            for text, _ in connection.chains:
                type_name = (text or "") if missing.method in BY_TYPE else ""
                gap = Unfollowed(type_name, missing.source, missing.span, reason)
                self.unfollowed[gap] = None

    def _follow(self, connection: Connection) -> None:
        method = connection.call.method
        for text, frame in connection.chains:
            type_name = (text or "") if method in BY_TYPE else ""
            facts = facts_along(connection.at, frame)
            if text is not None:
                facts += facts_of_text(argument(connection.at, 0), text, frame) or ()
            found = Collector(
                self.values, type_name, connection.at, facts, is_by_id=method in BY_ID
            )
            start = Carried(connection.at, frame, _TOKENS.get(method, ()))
            try:
                if method == "callApi":
                    metered_request(found, type_name, start)
                elif method in _TOKENS:
                    follow(self.values, start, KnownSinks(found))
            finally:
                # Also of a token that is given up on; that it was, the file says.
                for request, chains in found.requests.items():
                    together = self.requests.setdefault(request, {})
                    for chain, parameters in chains.items():
                        before = together.get(chain, parameters)
                        together[chain] = merged(before, parameters)
                self.exposures.update(found.exposures)
                self.unfollowed.update(found.unfollowed)


def _with_rivals(
    found: Mapping[Request, Mapping[Chain, Parameters]],
) -> Iterator[tuple[Request, Parameters]]:
    """Requests, each with the other types whose tokens it may carry in place of its own.

    A request is there once for each chain of calls, with the parameters that it has by that one.
    """
    same: dict[Request, dict[str, dict[Chain, None]]] = {}
    for request, chains in found.items():
        types = same.setdefault(_without_token(request), {})
        types.setdefault(request.type, {}).update(dict.fromkeys(chains))
    for request, chains in found.items():
        others = {
            name: theirs
            for name, theirs in same[_without_token(request)].items()
            if name != request.type
        }
        for chain, parameters in chains.items():
            yield request._replace(rivals=_rivals(chain, others)), parameters


def _without_token(request: Request) -> Request:
    return request._replace(type="", files=(), in_body=False, call=("", 0))


def _rivals(chain: Chain, others: Mapping[str, Collection[Chain]]) -> tuple[str, ...]:
    """The types with a token that gets to a place by calls that may be those of a chain."""
    return tuple(
        name
        for name, chains in others.items()
        # A chain that is shorter leaves open which calls come before.
        if len(chains) > _CHAINS or any(all(map(eq, chain, other)) for other in chains)
    )


def _place(
    found: ConnectorCall | Request | Exposure | Unfollowed | MissingProperty,
) -> tuple[str, int, int]:
    return found.source.path, found.span.start, found.span.end
