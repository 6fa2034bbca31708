"""Tokens in the defaults of axios or of a client of it: `api.defaults.headers.common.Cookie`."""

from __future__ import annotations

from connlint.code.clients.libraries.chains import uses_of_variable
from connlint.code.clients.libraries.option_requests import member_of
from connlint.code.clients.libraries.table import LIBRARIES
from connlint.code.semantics.evaluate import Evaluator
from connlint.code.semantics.origins import Origin, origins_in_contexts
from connlint.code.syntax import grammar
from connlint.code.syntax.import_statements import (
    import_calls,
    imported_name,
    imports_of,
    package,
    package_of,
)
from connlint.code.syntax.literals import name_text
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import member_name
from connlint.code.syntax.patterns import MEMBERS
from connlint.code.syntax.symbol_table import SymbolTable
from connlint.code.taint.state import ClientHandle, TaintState

__all__ = ["client_origin", "configured", "holding"]

_AXIOS = "axios"
_DEFAULTS = "defaults"


def configured(evaluator: Evaluator, state: TaintState, client: NodeRef) -> list[TaintState] | None:
    """Return all uses of the client whose defaults get the token; None if they are not known.

    The path of the state leads to the token in the defaults.
    """
    header = _header(state.path)
    if not header or _is_set_again(evaluator):
        return None
    origin = client_origin(evaluator, state, client)
    handle = ClientHandle(_AXIOS, held=header)
    return holding(evaluator, state, client, origin, handle) if origin is not None else None


def client_origin(evaluator: Evaluator, state: TaintState, client: NodeRef) -> Origin | None:
    """Return the origin of axios or of a client of it; None if an expression is not surely one."""
    found = origins_in_contexts(evaluator, client, state.context)
    member = member_of(found[0]) if len(found) == 1 else None
    is_client = member is not None and member.library is LIBRARIES[_AXIOS] and not member.name
    return found[0] if is_client else None


def holding(
    evaluator: Evaluator, state: TaintState, client: NodeRef, origin: Origin, handle: ClientHandle
) -> list[TaintState] | None:
    """Return all uses of a client of this origin, which hold the token; None if not known."""
    member = member_of(origin)
    is_made = member is not None and bool(member.made)
    uses = uses_of_variable(evaluator, client) if is_made else _uses_of_library(evaluator)
    if uses is None:
        return None
    return [TaintState(use, state.context, (), handle) for use in uses]


def _header(path: tuple[str, ...]) -> str:
    """Return the header that has the token in all requests, by its path; empty for another one."""
    if path[:2] == ("headers", "common"):
        path = ("headers", *path[2:])
    return path[1] if len(path) == len(("headers", "name")) and path[0] == "headers" else ""


def _is_set_again(evaluator: Evaluator) -> bool:
    """Tell whether code changes the headers of defaults in more than one place."""
    places = sum(
        1
        for names in evaluator.program.all_names()
        for node in names.syntax.occurrences(_DEFAULTS)
        if _is_of_headers(NodeRef(names, node))
    )
    texts = (names.syntax.literals(_DEFAULTS) for names in evaluator.program.all_names())
    return places != 1 or any(map(any, texts))


def _is_of_headers(use: NodeRef) -> bool:
    """Tell whether an occurrence of `defaults` leads to headers, or to something not known."""
    syntax = use.names.syntax
    member = syntax.parent(use.node)
    if member is None or member.type not in MEMBERS:
        return True
    around = syntax.parent(member)
    is_accessed = (
        around is not None and around.type in MEMBERS and grammar.object_of(around) == member
    )
    return not is_accessed or around is None or member_name(around) in {"", "headers"}


def _uses_of_library(evaluator: Evaluator) -> list[NodeRef] | None:
    """Return all uses of axios itself in the program; None if it is not only imported."""
    found: list[NodeRef] = []
    for names in evaluator.program.all_names():
        if import_calls(names) or names.syntax.occurrences("require") or _exports_from(names):
            return None
        for imported in imports_of(names):
            if package(names, imported) != _AXIOS:
                continue
            is_whole = imported_name(imported) in {"default", "*"}
            if not is_whole or evaluator.program.namespaces_exporting(names, imported):
                return None
            found += evaluator.program.references(names, imported)
    return found


def _exports_from(names: SymbolTable) -> bool:
    """Tell whether a file exports names of a package."""
    for statement in names.syntax.children(names.syntax.root):
        source = grammar.source_of(statement)
        if (
            statement.type == "export_statement"
            and source is not None
            and package_of(name_text(source))
        ):
            return True
    return False
