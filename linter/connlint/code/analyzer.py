"""Analysis of code files, unit by unit: connector calls, requests and token flows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from connlint.code.clients.call_api import add_metered_request
from connlint.code.clients.connection_properties import is_token_name, missing_properties
from connlint.code.clients.connector_calls import LocatedCall, UncalledMethod, find_connector_calls
from connlint.code.clients.module_escapes import makes_client, module_escapes
from connlint.code.clients.sinks import RequestSinks
from connlint.code.connectors_module import BY_ID, BY_TYPE, mentions_call
from connlint.code.limits import TOO_MANY_LEVELS, Budget, LimitExceeded, budget_of
from connlint.code.merging import merge_analyses, merge_requests, with_rivals
from connlint.code.model import (
    CodeAnalysis,
    ConnectorCall,
    Failure,
    MissingProperty,
    Parameters,
    Request,
    TokenLeak,
    Unread,
    UnresolvedFlow,
)
from connlint.code.modules.program import Program, Trees
from connlint.code.modules.units import Group, Imports, Unit, groups_of
from connlint.code.requests.gathering import merged
from connlint.code.semantics.evaluate import Evaluator
from connlint.code.semantics.exclusion import facts_along, facts_of_text
from connlint.code.syntax.nodes import argument
from connlint.code.syntax.symbol_table import SymbolTable
from connlint.code.taint.flow_results import Chain, FlowResults
from connlint.code.taint.propagate import propagate
from connlint.code.taint.state import TaintState
from connlint.files.damage import DAMAGE
from connlint.text.escaping import quote
from connlint.text.source import SourceFile
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from connlint.code.modules.files import CodeFile

__all__ = ["Analyzer", "analyze_unit", "budgets_of"]

_TOKENS = {
    "getConnection": ("accessToken",),
    "getWorkspaceConnection": ("accessToken",),
    "getCurrentAppUserConnection": ("accessToken",),
    "getAccessToken": (),
    "getCurrentAppUserAccessToken": (),
}
"""The path to the token in the result of each method; the other methods give none."""


class Analyzer:
    """Analyzer of code files, which keeps its results from one run to the next.

    A file is parsed only if it mentions a connector call, or is related to one that does. A unit
    that has not changed since the last run is not analyzed again.
    """

    def __init__(self) -> None:
        self._trees: Trees = {}
        self._cached: dict[str, _CachedUnit] = {}
        self._grouped: tuple[tuple[str, ...], Imports, list[Group]] = ((), {}, [])
        """The groups of the last run, and the locations and imports that they are made of."""

    def read(self, files: Sequence[CodeFile], imports: Imports) -> CodeAnalysis:
        """Analyze code files; `imports` maps the location of each to its resolved imports."""
        present = {file.source.location: file for file in files}
        units = [group.unit(present) for group in self._groups_of(present, imports)]
        units = [unit for unit in units if unit.has_call]
        results = [
            self._unit(unit, imports, budget)
            for unit, budget in zip(units, budgets_of(units), strict=True)
        ]
        self._cached = {result.unit.files[0].source.location: result for result in results}
        self._trees = {home: tree for home, tree in self._trees.items() if home in present}
        return merge_analyses([result.reading for result in results])

    def _groups_of(self, files: Mapping[str, CodeFile], imports: Imports) -> list[Group]:
        """Group files into units; an edit that changes no import changes no group."""
        locations = tuple(files)
        if self._grouped[0] != locations or self._grouped[1] is not imports:
            self._grouped = (locations, imports, groups_of(locations, imports))
        return self._grouped[2]

    def _unit(self, unit: Unit, imports: Imports, budget: Budget) -> _CachedUnit:
        cached = self._cached.get(unit.files[0].source.location)
        if cached is not None and cached.is_valid_for(unit, imports, budget):
            return cached
        analysis = analyze_unit(unit, imports, self._trees, budget)
        return _CachedUnit(unit, imports, analysis, budget)


class _CachedUnit(NamedTuple):
    """The analysis of a unit, and what is left of its budget."""

    unit: Unit
    imports: Imports
    reading: CodeAnalysis
    budget: Budget

    def is_valid_for(self, unit: Unit, imports: Imports, budget: Budget) -> bool:
        """Tell whether analyzing a unit with this budget would give the same result."""
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
    """Return a budget for each unit; units that have a file in common share the steps for it."""
    shares = Counter(file.source.location for unit in units for file in unit.files)
    return [
        budget_of(
            (len(file.source.text) / shares[file.source.location] for file in unit.files),
            len(units),
        )
        for unit in units
    ]


def analyze_unit(unit: Unit, imports: Imports, trees: Trees, budget: Budget) -> CodeAnalysis:
    """Analyze the files of one unit.

    `imports` maps the location of each file to its resolved imports. `trees` holds the files that
    were parsed before, by location, and gets those that are parsed now. `budget` limits the steps
    of the analysis.
    """
    return _UnitAnalysis(unit.files, imports, trees, budget).read()


def _is_same(one: Unit, other: Unit) -> bool:
    return len(one.files) == len(other.files) and all(
        old.source.text == new.source.text
        and old.source.path == new.source.path
        and old[1:] == new[1:]
        for old, new in zip(one.files, other.files, strict=True)
    )


class _UnitAnalysis:
    def __init__(
        self,
        files: Sequence[CodeFile],
        imports: Imports,
        trees: Trees,
        budget: Budget,
    ) -> None:
        self.files = files
        sources = {file.source.location: file.source for file in files}
        self.imports: Imports = {location: imports.get(location, {}) for location in sources}
        self.program = Program(sources, self.imports, trees, budget)
        self.evaluator = Evaluator(self.program)
        self.calls: list[ConnectorCall] = []
        self.requests: dict[Request, dict[Chain, Parameters]] = {}
        self.token_leaks: dict[TokenLeak, None] = {}
        self.unresolved_flows: dict[UnresolvedFlow, None] = {}
        self.unread: dict[Unread, None] = {}
        self.failures: list[Failure] = []
        self.call_ids: set[int] = set()
        """The ids of the nodes of the connector calls that were found."""
        self.missing_properties: list[MissingProperty] = []

    def read(self) -> CodeAnalysis:
        for file in self.files:
            for specifier, location in self.imports[file.source.location].items():
                if location is None:
                    reason = f"the import {quote(specifier)} leads to no file that connlint finds"
                    self._give_up(file.source, reason)
            if mentions_call(file.source):
                self._try(self._read_file, file)
        # All connector calls are known now, unless there is a gap already.
        for file in self.files if not self.unread else ():
            if not file.in_front_end and makes_client(file.source):
                self._try(self._look_for_modules, file)
        for names in self.program.parsed:
            if names.syntax.is_too_deep:
                self._give_up(names.syntax.source, TOO_MANY_LEVELS)
        return CodeAnalysis(
            calls=tuple(self.calls),
            requests=tuple(merge_requests(with_rivals(self.requests))),
            token_leaks=tuple(self.token_leaks),
            unresolved_flows=tuple(self.unresolved_flows),
            unread=(*self.unread, *self.program.unread.values()),
            failures=tuple(self.failures),
            missing_properties=tuple(self.missing_properties),
        )

    def _try(self, work: Callable[[CodeFile], None], file: CodeFile) -> None:
        """Do work on a file; a limit or an error that ends it is recorded as a gap."""
        try:
            work(file)
        except LimitExceeded as error:
            self._give_up(file.source, str(error))
        except (*DAMAGE, MemoryError):
            # These say nothing about the file.
            raise
        except Exception as error:  # noqa: BLE001 - the other files are read all the same
            self.failures.append(Failure(file.source, error))
            self._give_up(file.source, "the file cannot be read")

    def _look_for_modules(self, file: CodeFile) -> None:
        """Record the places of a file where the connectors module itself is passed on."""
        names = self.program.names(file.source.location)
        for reason in module_escapes(self.evaluator, names, self.call_ids) if names else ():
            self._give_up(file.source, reason)
        self.evaluator.memo.take_cuts()

    def _give_up(self, source: SourceFile, reason: str) -> None:
        self.unread[Unread(source.path, reason)] = None

    def _read_file(self, file: CodeFile) -> None:
        names = self.program.names(file.source.location)
        if names is None:
            return
        connections = []
        for connection in find_connector_calls(
            self.evaluator, names, in_front_end=file.in_front_end
        ):
            if isinstance(connection, UncalledMethod):
                self._give_up(file.source, connection.reason)
                continue
            call = connection.call
            if file.is_full_stack:
                from connlint.code.modules.browser import runs_in_browser

                is_in_browser = runs_in_browser(names.syntax, connection.at.node)
                call = call._replace(in_front_end=is_in_browser)
            connections.append(connection)
            self.calls.append(call)
            # A call that is not fully known may be of any connector: a gap of the file.
            for reason in self.evaluator.memo.take_cuts():
                self._give_up(file.source, f"a connector call {reason}")
            if not call.in_front_end:
                self._follow(connection)
        self.evaluator.memo.take_cuts()
        if not file.in_front_end:
            self._look_for_missing(names, connections)
            self.call_ids.update(connection.at.node.id for connection in connections)

    def _look_for_missing(self, names: SymbolTable, connections: Sequence[LocatedCall]) -> None:
        for connection, missing in missing_properties(names, connections):
            self.missing_properties.append(missing)
            if not is_token_name(missing.name):
                continue
            # The flow of the token is not known before the mistake is corrected.
            reason = f"is taken as {missing.name}, which is not there"
            for text, _ in connection.chains:
                type_name = (text or "") if missing.method in BY_TYPE else ""
                flow = UnresolvedFlow(type_name, missing.source, missing.span, reason)
                self.unresolved_flows[flow] = None

    def _follow(self, connection: LocatedCall) -> None:
        method = connection.call.method
        for text, context in connection.chains:
            type_name = (text or "") if method in BY_TYPE else ""
            facts = facts_along(connection.at, context)
            if text is not None:
                facts += facts_of_text(argument(connection.at, 0), text, context) or ()
            results = FlowResults(
                self.evaluator, type_name, connection.at, facts, is_by_id=method in BY_ID
            )
            start = TaintState(connection.at, context, _TOKENS.get(method, ()))
            try:
                if method == "callApi":
                    add_metered_request(results, type_name, start)
                elif method in _TOKENS:
                    propagate(self.evaluator, start, RequestSinks(results))
            finally:
                # These hold even if a limit ended the flow, which is recorded for the file.
                for request, chains in results.requests.items():
                    by_chain = self.requests.setdefault(request, {})
                    for chain, parameters in chains.items():
                        earlier = by_chain.get(chain, parameters)
                        by_chain[chain] = merged(earlier, parameters)
                self.token_leaks.update(results.token_leaks)
                self.unresolved_flows.update(results.unresolved_flows)
