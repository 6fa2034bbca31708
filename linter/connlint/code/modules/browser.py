"""Detection of browser code in TanStack Start apps, where one file may have both sides.

The nodes around a place decide, the innermost first. Code for which none decides is taken for the
server's: a helper runs wherever it is called.
"""

from __future__ import annotations

from connlint.code.syntax import grammar
from connlint.code.syntax.literals import name_text
from connlint.code.syntax.nodes import member_name
from connlint.code.syntax.symbol_table import FUNCTIONS
from connlint.code.syntax.treesitter import Syntax, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["runs_in_browser"]

_SERVER_FILE, _BROWSER_FILE = ".server.", ".client."
_MAKERS = frozenset({"createServerFn", "createMiddleware", "createIsomorphicFn"})
"""Functions that begin a chain of steps: `createServerFn().handler(…)`."""
_SIDES = {"handler": False, "server": False, "client": True}
"""Steps of such chains, with whether their argument runs in the browser."""
_CALLS = {"createServerFn": False, "createServerOnlyFn": False, "createClientOnlyFn": True}
_ROUTES = frozenset({"createFileRoute", "createRootRoute", "createRootRouteWithContext"})
_OF_A_ROUTE = frozenset({"loader", "beforeLoad", "component", "errorComponent", "pendingComponent"})
"""Options of a route that run in the browser, even if they run on the server as well."""
_JSX = frozenset({"jsx_element", "jsx_self_closing_element", "jsx_fragment"})
_HOOK = "use"


def runs_in_browser(syntax: Syntax, node: Node) -> bool:
    """Tell whether the code at a node is known to run in the browser."""
    name = syntax.source.name
    if _SERVER_FILE in name or _BROWSER_FILE in name:
        return _SERVER_FILE not in name
    inner = node
    for outer in syntax.ancestors(node):
        side = _side(syntax, inner, outer)
        if side is not None:
            return side
        inner = outer
    return False


def _side(syntax: Syntax, inner: Node, outer: Node) -> bool | None:
    """Tell whether the outer node makes the inner one browser code; None if it does not decide."""
    kind = outer.type
    if kind == "arguments":
        call = syntax.parent(outer)
        callee = grammar.function_of(call) if call is not None else None
        return _of_argument(callee) if callee is not None else None
    if kind == "pair" and grammar.value_of(outer) == inner:
        return _of_property(syntax, outer, grammar.key_of(outer))
    if kind == "method_definition":
        return _of_property(syntax, outer, grammar.name_of(outer))
    if kind == "jsx_attribute":
        return True
    if kind in FUNCTIONS and _is_component(syntax, outer):
        # A call that has the function as an argument decides first.
        around = syntax.parent(outer)
        is_given = around is not None and around.type == "arguments"
        side = _side(syntax, outer, around) if around is not None and is_given else None
        return True if side is None else side
    return None


def _of_argument(callee: Node) -> bool | None:
    if callee.type == "identifier":
        name = text_of(callee)
        return True if _is_hook(name) else _CALLS.get(name)
    if callee.type != "member_expression":
        return None
    step = member_name(callee)
    if _is_hook(step):
        return True
    return _SIDES.get(step) if _root_name(callee) in _MAKERS else None


def _of_property(syntax: Syntax, member: Node, key: Node | None) -> bool | None:
    name = name_text(key) if key is not None else ""
    holder = syntax.parent(member)
    around = syntax.parent(holder) if name in _OF_A_ROUTE and holder is not None else None
    call = syntax.parent(around) if around is not None and around.type == "arguments" else None
    callee = grammar.function_of(call) if call is not None else None
    return True if callee is not None and _root_name(callee) in _ROUTES else None


def _root_name(node: Node) -> str:
    """Return the name that a chain of calls and properties begins with; else empty."""
    current: Node | None = node
    while current is not None and current.type in {"member_expression", "call_expression"}:
        current = grammar.object_of(current) or grammar.function_of(current)
    return text_of(current) if current is not None and current.type == "identifier" else ""


def _is_component(syntax: Syntax, function: Node) -> bool:
    """Tell whether a function is a React component: a capitalized name, and JSX inside."""
    name = grammar.name_of(function)
    holder = syntax.parent(function)
    if name is None and holder is not None and holder.type == "variable_declarator":
        name = grammar.name_of(holder)
    return name is not None and text_of(name)[:1].isupper() and _has_jsx(syntax, function)


def _has_jsx(syntax: Syntax, node: Node) -> bool:
    pending = [node]
    while pending:
        current = pending.pop()
        if current.type in _JSX:
            return True
        pending += syntax.children(current)
    return False


def _is_hook(name: str) -> bool:
    return name.startswith(_HOOK) and name[len(_HOOK) :][:1].isupper()
