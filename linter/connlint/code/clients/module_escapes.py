"""Escapes of Base44's connectors module, after which its methods may be called unseen.

Connector calls are found by the names of the methods (`connector_calls`), anywhere in the app's own
code. What remains is a package that gets the client, a copy of the module, and a method whose name
is only known at run time: these are gaps.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from connlint.code.connectors_module import CALLS, CLIENTS
from connlint.code.semantics.evaluate import Evaluator
from connlint.code.syntax import grammar
from connlint.code.syntax.import_statements import package
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import (
    call_of,
    callee_of,
    declaration_of_root,
    member_name,
    shortened,
)
from connlint.code.syntax.symbol_table import SymbolTable
from connlint.code.taint.propagate import propagate
from connlint.code.taint.state import ClientHandle, TaintState
from connlint.text.source import SourceFile

__all__ = ["makes_client", "module_escapes"]

_ODD_WAYS = ("](", "...", "Reflect", "Object.", "\\")
"""Strings in code that calls a method by a computed name, or copies the module."""
_PATHS = (("asServiceRole", "connectors"), ("connectors",))
"""The paths from a client to the connectors module."""


def makes_client(source: SourceFile) -> bool:
    """Tell whether a file may make a client and use it in a way that `connector_calls` misses."""
    text = source.text
    if not any(name in text for name in CLIENTS):
        return False
    # Most code imports nothing but the SDK, and calls the methods by their names.
    is_odd = any(way in text for way in _ODD_WAYS)
    return is_odd or text.count("from") > text.count("@base44/sdk") or "import(" in text


def module_escapes(evaluator: Evaluator, names: SymbolTable, known: Collection[int]) -> list[str]:
    """Return sentences on where the clients that a file makes, or their connectors, escape.

    `known` are the ids of the nodes of the connector calls that were found.
    """
    sinks = _Sinks(known)
    for client in _client_calls(names):
        if _is_plain(client, known):
            continue
        for path in _PATHS:
            propagate(evaluator, TaintState(client, None, path, ClientHandle("connectors")), sinks)
    return list(sinks.reasons)


def _is_plain(client: NodeRef, calls: Collection[int]) -> bool:
    """Tell whether a file only accesses members of a client directly, and only known ones."""
    names = client.names
    home = names.syntax.parent(client.node)
    name = grammar.name_of(home) if home is not None else None
    declaration = names.declaration_at(name)
    if home is None or home.type != "variable_declarator" or declaration is None:
        return False
    return all(_is_plain_use(NodeRef(names, use), calls) for use in names.references(declaration))


def _is_plain_use(use: NodeRef, calls: Collection[int]) -> bool:
    chain: list[str] = []
    end = use
    around = use.names.syntax.parent(use.node)
    while around is not None and around.type == "member_expression":
        if grammar.object_of(around) != end.node:
            return False
        chain.append(member_name(around))
        end = NodeRef(use.names, around)
        around = use.names.syntax.parent(around)
    call = call_of(end)
    if "connectors" in chain:
        return call is not None and call.node.id in calls
    return bool(chain) and chain[-1] != "asServiceRole"


def _client_calls(names: SymbolTable) -> Iterator[NodeRef]:
    """Yield the calls that make a client."""
    for name in CLIENTS:
        for node in names.syntax.occurrences(name):
            around = names.syntax.parent(node)
            if around is None or around.type != "import_specifier":
                continue
            own = grammar.alias_of(around) or grammar.name_of(around)
            declaration = names.declaration_at(own)
            for use in names.references(declaration) if declaration is not None else ():
                call = call_of(NodeRef(names, use))
                if call is not None:
                    yield call


class _Sinks:
    """The sink handler that looks only for code that gets the connectors module."""

    def __init__(self, known: Collection[int]) -> None:
        self.reasons: dict[str, None] = {}
        self._known = known

    def requested(self, _state: TaintState, _call: NodeRef) -> list[TaintState] | None:
        """Leave all calls to `passed`; see SinkHandler."""
        return None

    def configured(self, _state: TaintState, _client: NodeRef) -> list[TaintState] | None:
        """Leave all assignments to `escaped`; see SinkHandler."""
        return None

    def changed(
        self, _state: TaintState, _call: NodeRef, _function: NodeRef
    ) -> list[TaintState] | None:
        """Leave all callbacks to `escaped`; see SinkHandler."""
        return None

    def passed(self, _state: TaintState, call: NodeRef) -> list[TaintState] | None:
        """Record a call of a package, which may do anything with the module; see SinkHandler."""
        callee = callee_of(call)
        if callee is not None and package(call.names, declaration_of_root(callee)):
            what = shortened(callee.text)
            self.reasons[f"{what}, of a package, is given the connectors module"] = None
        elif callee is not None and callee.text == "Reflect.get":
            self._unknown(call)
        return []

    def stored(self, _state: TaintState, _place: NodeRef, _path: tuple[str, ...]) -> None:
        """Return None: no package is known to take the module."""

    def is_data(self, _state: TaintState) -> bool:
        """Return False: the module is no data."""
        return False

    def handed(self, _state: TaintState, _function: NodeRef) -> bool:
        """Accept any function that a method calls; see SinkHandler."""
        return True

    def member(self, _state: TaintState, chain: list[str], end: NodeRef) -> list[TaintState] | None:
        """Record a method whose name or call is not known; see SinkHandler."""
        name = chain[0] if chain else ""
        call = call_of(end)
        if not name or "\\" in name:
            self._unknown(end)
        elif name in CALLS and call is not None and call.node.id not in self._known:
            self._unknown(call)
        return []

    def escaped(self, _state: TaintState, _reason: str) -> None:
        """Ignore uses in the app's own code, where calls are found by the names of the methods."""

    def _unknown(self, at: NodeRef) -> None:
        what = shortened(at.text)
        self.reasons[f"which method of the connectors module `{what}` is, nobody can tell"] = None
