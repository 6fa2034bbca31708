"""The call graph: the calls that enter a function of the program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from connlint.code.limits import (
    CALLERS,
    CALLS_DEEP,
    MAKERS_DEEP,
    TOO_MANY_CALLERS,
    TOO_MANY_CALLS,
    TOO_MANY_MAKERS,
)
from connlint.code.modules.program import Program
from connlint.code.semantics.memo import Memo
from connlint.code.syntax import grammar
from connlint.code.syntax.arguments import BY_METHOD
from connlint.code.syntax.exports import default_of_file
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import WRAPPERS, call_of, function_around, member_name
from connlint.code.syntax.symbol_table import SymbolTable, pattern_key
from connlint.code.syntax.treesitter import text_of
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["callers_of"]

_TRANSPARENT = WRAPPERS | {"await_expression", "non_null_expression"}
_STEPS_PER_ENTRY = 4
_RETURNING = frozenset({"return_statement", "arrow_function"})
_CLASSES = frozenset({"class_declaration", "abstract_class_declaration"})


class _Entry(NamedTuple):
    """A call that enters a function, and the context of the function that returned it, if any.

    `call` is None where the callers are not known. `is_callback` says that the function is an
    argument of the call, and `is_cut` that calls were not looked for because of a limit.
    """

    call: NodeRef | None
    maker: CallContext | None = None
    is_cut: bool = False
    is_callback: bool = False


def callers_of(
    program: Program, memo: Memo, function: NodeRef, context: CallContext | None
) -> list[CallContext]:
    """Return `context` extended outwards by each call of a function, as one context per call.

    Where no call is found, return a single context in which the arguments are unknown.
    """
    keys = context.keys if context is not None else ()
    entries = program.once(
        ("entries", function.key), lambda: list(_entries(program, function, MAKERS_DEEP))
    )
    # A call that the context contains already is recursion, and adds nothing.
    entries = [entry for entry in entries if not entry.call or entry.call.key not in keys]
    if any(entry.is_cut for entry in entries):
        memo.cut(TOO_MANY_MAKERS)
    if entries and len(keys) >= CALLS_DEEP:
        memo.cut(TOO_MANY_CALLS)
        entries = []
    if len(entries) > CALLERS:
        memo.cut(TOO_MANY_CALLERS)
        entries = [*entries[:CALLERS], _Entry(None)]
    program.budget.spend(1 + len(entries) * _STEPS_PER_ENTRY)
    if not entries:
        return [_with_root(program, context, program.context(function, None, None))]
    contexts: list[CallContext] = []
    for entry in entries:
        maker = entry.maker
        enclosing = (
            context.enclosing(maker.function) if context is not None and maker is not None else None
        )
        if enclosing is None or (maker is not None and enclosing.call in {None, maker.call}):
            outer = maker if enclosing is None else None
            root = program.context(function, entry.call, outer, is_callback=entry.is_callback)
            contexts.append(_with_root(program, context, root))
    return contexts


def _with_root(program: Program, context: CallContext | None, root: CallContext) -> CallContext:
    """Return a call context extended by its new outermost call."""
    if context is None:
        return root
    outer = _with_root(program, context.outer, root)
    return program.with_outer(context, outer)


def _entries(program: Program, function: NodeRef, nesting: int) -> Iterator[_Entry]:
    """Yield the calls of a function, in the order of files and positions."""
    names = function.names
    name = _own_name(function)
    if name is not None:
        declaration = names.declaration_at(name)
        if declaration is not None:
            yield from _calls_by_name(program.references(names, declaration), None)
        return
    outer = names.syntax.parent(_unwrapped(function))
    default = default_of_file(names) if outer is not None else None
    if default is not None and outer is not None and default.home.id == outer.id:
        yield from _calls_by_name(program.references(names, default), None)
    elif function.node.type == "method_definition":
        yield from _method_calls(program, function)
    elif outer is not None and outer.type == "pair":
        yield from _member_calls(program, function, pattern_key(outer), "")
    elif outer is not None and outer.type == "arguments":
        yield _callback_entry(names, outer, None)
    elif outer is not None and outer.type in _RETURNING:
        if nesting:
            yield from _calls_of_returned(program, outer, function, nesting)
        else:
            yield _Entry(None, is_cut=True)


def _own_name(function: NodeRef) -> Node | None:
    """Return the name in the declaration of a function, or of the variable whose value it is."""
    if function.node.type in {"function_declaration", "generator_function_declaration"}:
        return grammar.name_of(function.node)
    parent = function.names.syntax.parent(_unwrapped(function))
    if parent is None or parent.type != "variable_declarator":
        return None
    return grammar.name_of(parent)


def _unwrapped(at: NodeRef, wrappers: frozenset[str] = WRAPPERS) -> Node:
    """Return the outermost expression that only wraps a node."""
    node = at.node
    parent = at.names.syntax.parent(node)
    while parent is not None and parent.type in wrappers:
        node, parent = parent, at.names.syntax.parent(parent)
    return node


def _calls_by_name(uses: Iterable[NodeRef], maker: CallContext | None) -> Iterator[_Entry]:
    """Yield the calls among the references to a function, and the calls it is an argument of."""
    for use in uses:
        call = call_of(use)
        around = use.names.syntax.parent(use.node)
        if call is not None:
            yield _Entry(call, maker)
        elif around is not None and around.type == "arguments":
            yield _callback_entry(use.names, around, maker)
        elif around is not None and member_name(around) in BY_METHOD:
            call = call_of(NodeRef(use.names, around))
            if call is not None:
                yield _Entry(call, maker)


def _callback_entry(names: SymbolTable, arguments: Node, maker: CallContext | None) -> _Entry:
    """Return the entry for a function that is an argument of a call."""
    call = names.syntax.parent(arguments)
    return _Entry(NodeRef(names, call) if call is not None else None, maker, is_callback=True)


def _calls_of_returned(
    program: Program, returning: Node, function: NodeRef, nesting: int
) -> Iterator[_Entry]:
    """Yield the calls of a returned function: `make(token)(path)`, or by a variable."""
    inner = NodeRef(function.names, returning)
    maker = function_around(inner) if returning.type != "arrow_function" else inner
    if maker is None:
        return
    for entry in _entries(program, maker, nesting - 1):
        if entry.call is None:
            yield _Entry(None, is_cut=entry.is_cut)
            continue
        context = program.context(maker, entry.call, entry.maker, is_factory=True)
        result = NodeRef(entry.call.names, _unwrapped(entry.call, _TRANSPARENT))
        call = call_of(result)
        if call is not None:
            yield _Entry(call, context)
        home = result.names.syntax.parent(result.node)
        name = grammar.name_of(home) if home is not None else None
        if home is None or home.type != "variable_declarator" or name is None:
            continue
        declaration = result.names.declaration_at(name)
        if declaration is not None:
            yield from _calls_by_name(program.references(result.names, declaration), context)


def _method_calls(program: Program, function: NodeRef) -> Iterator[_Entry]:
    """Yield the calls of a method by its name, or of a constructor by the name of its class."""
    name = grammar.name_of(function.node)
    if name is None:
        return
    names = function.names
    around = (node for node in names.syntax.ancestors(function.node) if node.type in _CLASSES)
    owner = next(around, None)
    owner_name = grammar.name_of(owner) if owner is not None else None
    if text_of(name) != "constructor":
        own = text_of(owner_name) if owner_name is not None else ""
        yield from _member_calls(program, function, text_of(name), own)
        return
    declaration = names.declaration_at(owner_name)
    for use in program.references(names, declaration) if declaration is not None else ():
        call = call_of(use)
        if call is not None and call.node.type == "new_expression":
            yield _Entry(call)


def _member_calls(program: Program, function: NodeRef, name: str, owner: str) -> Iterator[_Entry]:
    """Yield the calls of a member called `name`, in its file and in those that import it.

    `owner` is the name of the class, empty for a member of an object.
    """
    for names in (function.names, *program.importers(function.names)):
        for use in names.syntax.occurrences(name):
            member = names.syntax.parent(use)
            if member is None:
                continue
            if use.type == "shorthand_property_identifier_pattern":
                yield from _calls_of_destructured(program, NodeRef(names, use))
            elif member.type == "member_expression" and _may_own(NodeRef(names, member), owner):
                yield from _calls_by_name([NodeRef(names, member)], None)


def _calls_of_destructured(program: Program, taken: NodeRef) -> Iterator[_Entry]:
    """Yield the calls of a member that a pattern takes out of an object: `const { get } = api`."""
    declaration = taken.names.declaration_at(taken.node)
    if declaration is not None:
        yield from _calls_by_name(program.references(taken.names, declaration), None)


def _may_own(member: NodeRef, owner: str) -> bool:
    """Tell whether the receiver of a member access may be the object or class with the member."""
    names = member.names
    target = grammar.object_of(member.node)
    if target is None or target.type in {"new_expression", "call_expression"}:
        maker = grammar.constructor_of(target) if target is not None else None
        return maker is None or text_of(maker) == owner
    if target.type == "member_expression":
        return member_name(target) not in {"searchParams", "headers"}
    declaration = names.resolve(target) if target.type == "identifier" else None
    value = grammar.value_of(declaration.home) if declaration is not None else None
    maker = grammar.constructor_of(value) if value is not None else None
    made = names.resolve(maker) if maker is not None else None
    return maker is None or text_of(maker) == owner or (made is not None and made.kind == "import")
