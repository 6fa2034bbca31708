"""Values that code keeps from one run of a function to the next."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from connlint.code.modules.program import Program
from connlint.code.syntax import grammar
from connlint.code.syntax.noderef import NodeRef
from connlint.code.syntax.nodes import function_around, is_inside, member_name
from connlint.code.syntax.patterns import MEMBERS
from connlint.code.syntax.symbol_table import Declaration, SymbolTable
from connlint.code.syntax.treesitter import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["keeps_nothing"]

_ASSIGNING = frozenset({"assignment_expression", "augmented_assignment_expression"})
_CREATED = frozenset({"object", "array", "new_expression"})
# Methods that store their arguments in an object.
_STORING_METHODS = frozenset(
    {
        "add",
        "append",
        "assign",
        "defineProperties",
        "defineProperty",
        "fill",
        "push",
        "set",
        "setItem",
        "splice",
        "unshift",
    }
)


def keeps_nothing(program: Program, home: NodeRef | None) -> bool:
    """Tell whether no run of a function gets a value that another run has kept."""
    own = home.key if home is not None else None
    return not any(_keeps_in_file(names, own, home) for names in list(program.parsed))


def _keeps_in_file(names: SymbolTable, own: Hashable, home: NodeRef | None) -> bool:
    def keeps() -> bool:
        return any(_keeps(NodeRef(names, node), home) for node in _stores(names))

    return names.once(("keeps", own), keeps)


def _stores(names: SymbolTable) -> Sequence[Node]:
    """Return the nodes that store a value: assignments, and calls such as `map.set(…)`."""

    def stores() -> list[Node]:
        nodes = []
        pending = [names.syntax.root]
        while pending:
            node = pending.pop()
            pending.extend(names.syntax.children(node))
            if node.type in _ASSIGNING or _is_storing_call(node):
                nodes.append(node)
        return nodes

    return names.once(("puts", ""), stores)


def _is_storing_call(node: Node) -> bool:
    callee = grammar.function_of(node) if node.type == "call_expression" else None
    return callee is not None and callee.type in MEMBERS and member_name(callee) in _STORING_METHODS


def _keeps(store: NodeRef, home: NodeRef | None) -> bool:
    """Tell whether a value may be stored where another run of a function finds it."""
    part_of = grammar.left_of if store.node.type in _ASSIGNING else grammar.function_of
    target = part_of(store.node)
    depth = 0
    while target is not None and target.type in MEMBERS:
        target = grammar.object_of(target)
        depth += 1
    if target is None or target.type not in {"identifier", "this"}:
        return True
    own = function_around(store)
    if target.type == "this":
        name = grammar.name_of(own.node) if own is not None else None
        return name is None or text_of(name) != "constructor"
    declaration = store.names.resolve(target)
    if declaration is None:
        return True
    function = function_around(NodeRef(store.names, declaration.node))
    if declaration.kind == "parameter":
        function = NodeRef(store.names, declaration.home)
    if function is None or own is None:
        return True
    if depth and not _is_created_by(declaration, depth):
        return True
    return function.key != own.key and not (home is not None and is_inside(function, home))


def _is_created_by(declaration: Declaration, depth: int) -> bool:
    """Tell whether a property `depth` levels below a name belongs to a newly created object."""
    value = grammar.value_of(declaration.home)
    if declaration.kind != "variable" or declaration.path or value is None:
        return False
    if depth == 1:
        return value.type in _CREATED
    # An object may hold older objects; only the parameters of a URL are as new as the URL.
    maker = grammar.constructor_of(value)
    return maker is not None and text_of(maker) == "URL"
