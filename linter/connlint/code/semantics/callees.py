"""Functions of the program that a call may enter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from connlint.code.semantics.classes import CLASSES, constructor_of, owner_of_this, parent_of
from connlint.code.semantics.contexts import in_contexts
from connlint.code.semantics.evaluate import AbstractValue, ContextRequired, Evaluator
from connlint.code.syntax import grammar
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import declaration_of_root, member_name, root_of
from connlint.code.syntax.patterns import MEMBERS
from connlint.code.syntax.symbol_table import FUNCTIONS, SymbolTable
from connlint.code.syntax.treesitter import text_of
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["Callees", "functions", "holds_strings", "missing_import", "values_in_contexts"]

_HOLDERS = frozenset({"Headers", "URL", "URLSearchParams", "FormData"})


class Callees(NamedTuple):
    """The functions of the program that a call may enter; `is_complete` says that these are all."""

    entered: Sequence[NodeRef]
    is_complete: bool


_UNKNOWN = Callees((), False)


def functions(evaluator: Evaluator, callee: NodeRef, context: CallContext | None) -> Callees:
    """Find the functions of the program that a callee can be, and the constructors of classes."""
    if callee.node.type == "super":
        return _super_constructor(evaluator, callee)
    if _is_global(callee):
        return _UNKNOWN
    entered: dict[tuple[str, int], NodeRef] = {}
    is_complete = True
    for value in values_in_contexts(evaluator, callee, context):
        node = value.at.node
        if node.type in FUNCTIONS:
            entered[value.at.key] = value.at
        elif node.type in CLASSES:
            maker, is_known = constructor_of(evaluator.program, value.at)
            is_complete &= is_known
            if maker is not None:
                entered[maker.key] = maker
        else:
            is_complete &= value.is_nothing
    if not entered and callee.node.type == "member_expression":
        return Callees(_methods(callee), False)
    return Callees(list(entered.values()), is_complete)


def _is_global(callee: NodeRef) -> bool:
    """Tell whether a callee belongs to the language or the runtime: `fetch`, `Promise.all`."""
    is_name = root_of(callee).node.type == "identifier"
    return is_name and declaration_of_root(callee) is None


def _super_constructor(evaluator: Evaluator, callee: NodeRef) -> Callees:
    owner = owner_of_this(callee)
    if owner is None or owner.node.type not in CLASSES:
        return Callees((), False)
    parent, is_known = parent_of(evaluator.program, owner)
    if parent is None:
        return Callees((), is_known)
    maker, is_known = constructor_of(evaluator.program, parent)
    return Callees([maker] if maker is not None else [], is_known)


def values_in_contexts(
    evaluator: Evaluator, at: NodeRef, context: CallContext | None
) -> list[AbstractValue]:
    """Return the distinct values of an expression in all call contexts that it depends on."""
    distinct: dict[tuple[object, ...], AbstractValue] = {}
    for _, values in in_contexts(evaluator, context, partial(evaluator.evaluate, at)):
        for value in values:
            distinct.setdefault((value.at.key, value.is_missing, value.part), value)
    return list(distinct.values())


def missing_import(evaluator: Evaluator, callee: NodeRef) -> str:
    """Return the specifier of the import of a callee, empty unless its file is not found."""
    node: Node | None = callee.node
    while node is not None and node.type in MEMBERS:
        node = grammar.object_of(node)
    is_name = node is not None and node.type == "identifier"
    declaration = callee.names.resolve(node) if node is not None and is_name else None
    return evaluator.program.missing(callee.names, declaration) if declaration is not None else ""


def holds_strings(evaluator: Evaluator, at: NodeRef, context: CallContext | None) -> bool:
    """Tell whether an expression is a new Headers, URL, URLSearchParams or FormData object."""
    try:
        values = evaluator.evaluate(at, context)
    except ContextRequired:
        return False
    return any(
        (constructor := grammar.constructor_of(value.at.node)) is not None
        and text_of(constructor) in _HOLDERS
        for value in values
    )


def _methods(callee: NodeRef) -> Sequence[NodeRef]:
    """Return the method that `this.name` or `object.name` calls, if just one class has it."""
    target = grammar.object_of(callee.node)
    if target is None or target.type not in {"this", "identifier"}:
        return []
    names, name = callee.names, member_name(callee.node)
    methods = names.once(("methods", name), lambda: list(_methods_of_classes(names, name)))
    return methods if len(methods) == 1 else []


def _methods_of_classes(names: SymbolTable, name: str) -> Iterator[NodeRef]:
    for use in names.syntax.occurrences(name):
        parent = names.syntax.parent(use)
        if parent is None or parent.type != "method_definition":
            continue
        owner = names.syntax.parent(parent)
        if owner is not None and owner.type == "class_body":
            yield NodeRef(names, parent)
