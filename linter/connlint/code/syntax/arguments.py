"""Arguments that the parameters of a function get in a call context.

A CallContext names the call that enters a function. That may be a call of the function, with its
arguments in order or spread; one through `call`, `apply` or `bind`; or a call that gets the
function as an argument, such as `list.map(send)` or `setTimeout(send, 0, token)`.
"""

from __future__ import annotations

from collections.abc import Mapping

from connlint.code.syntax import grammar
from connlint.code.syntax.noderef import CallContext, NodeRef
from connlint.code.syntax.nodes import argument, arguments, callee_of, member_name
from connlint.code.syntax.patterns import element_part
from connlint.code.syntax.treesitter import text_of
from connlint.tuples import NamedTuple

__all__ = [
    "BY_METHOD",
    "FIRST_OF_TIMER",
    "ON_ELEMENTS",
    "TIMERS",
    "KnownArgument",
    "UnknownArgument",
    "argument_for",
    "indirect_method",
]

ON_ELEMENTS: Mapping[str, int] = {
    **dict.fromkeys(
        (
            "every",
            "filter",
            "find",
            "findIndex",
            "findLast",
            "findLastIndex",
            "flatMap",
            "forEach",
            "map",
            "some",
        ),
        0,
    ),
    "reduce": 1,
    "reduceRight": 1,
}
"""The methods of a list that call a function for each element, with the index of the parameter
that gets the element."""

BY_METHOD = frozenset({"apply", "bind", "call"})
"""The methods of a function that call it, or that make a function which does."""
TIMERS = frozenset({"setInterval", "setTimeout"})
"""The functions that call another function later."""
FIRST_OF_TIMER = 2
"""The number of a timer's arguments before those that it passes to the function."""


class KnownArgument(NamedTuple):
    """An argument: the part at a path of property names in the value of an expression."""

    at: NodeRef
    path: tuple[str, ...] = ()


class UnknownArgument(NamedTuple):
    """An argument of which nothing is known, not even whether it exists."""


_UNTOLD = UnknownArgument()


def argument_for(context: CallContext, position: int) -> KnownArgument | UnknownArgument | None:
    """Return the argument for the parameter at a 0-based position; None if there surely is none.

    Its expression is to be evaluated in the outer context of this one.
    """
    call = context.call
    if call is None:
        return _UNTOLD
    if context.is_callback:
        return _passed_to_callback(call, position)
    way = indirect_method(call, context.function)
    if way == "apply":
        listed = argument(call, 1)
        return KnownArgument(listed, (str(position),)) if listed is not None else None
    value = _at_position(call, position + (1 if way else 0))
    # The function that `bind` returns may be called with more arguments.
    return _UNTOLD if value is None and way == "bind" else value


def indirect_method(call: NodeRef, function: NodeRef) -> str:
    """Return the method of BY_METHOD by which a call enters a function; empty for a plain call."""
    callee = callee_of(call)
    if callee is None or callee.node.type != "member_expression":
        return ""
    name = member_name(callee.node)
    if name not in BY_METHOD:
        return ""
    own = grammar.name_of(function.node)
    holder = function.names.syntax.parent(function.node)
    key = grammar.key_of(holder) if holder is not None else None
    is_own = name in {text_of(label) for label in (own, key) if label is not None}
    return "" if is_own else name


def _at_position(call: NodeRef, position: int) -> KnownArgument | UnknownArgument | None:
    direct = argument(call, position)
    if direct is not None:
        return KnownArgument(direct)
    for number, node in enumerate(arguments(call)[: position + 1]):
        if node.type == "spread_element":
            inner = call.names.syntax.children(node)
            is_last = number == len(arguments(call)) - 1
            if not inner or not is_last:
                return _UNTOLD
            return KnownArgument(NodeRef(call.names, inner[0]), (str(position - number),))
    return None


def _passed_to_callback(call: NodeRef, position: int) -> KnownArgument | UnknownArgument | None:
    callee = callee_of(call)
    if callee is None:
        return _UNTOLD
    if callee.node.type == "member_expression":
        name = member_name(callee.node)
        target = callee.to(grammar.object_of(callee.node))
        if target is None:
            return _UNTOLD
        element = element_part(str(call.node.id))
        if text_of(target.node) == "Array" and name == "from":
            listed = argument(call, 0)
            return (
                KnownArgument(listed, (element,))
                if listed is not None and position == 0
                else _UNTOLD
            )
        if ON_ELEMENTS.get(name) == position:
            return KnownArgument(target, (element,))
        return KnownArgument(target) if name == "then" and position == 0 else _UNTOLD
    if callee.text in TIMERS:
        return _at_position(call, position + FIRST_OF_TIMER)
    return _UNTOLD
