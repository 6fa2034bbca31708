"""What a function is given as its arguments, by whatever calls it.

A frame names the call by which a function is entered. That may be a call of the function, with
its arguments in their order or spread; one by way of `call`, `apply` or `bind`; or a call that
is given the function, such as `list.map(send)` or `setTimeout(send, 0, token)`.
"""

from __future__ import annotations

from collections.abc import Mapping

from connlint.code.binding import each_of
from connlint.code.expressions import argument, arguments, callee_of, member_name
from connlint.code.places import At, Frame
from connlint.code.syntax import text_of
from connlint.tuples import NamedTuple

__all__ = [
    "BY_METHOD",
    "FIRST_OF_TIMER",
    "ON_ELEMENTS",
    "TIMERS",
    "Given",
    "Untold",
    "given_to",
    "way_of",
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
"""The methods of a list that call a function for each element, with the number of the parameter
that gets it."""

BY_METHOD = frozenset({"apply", "bind", "call"})
"""The methods of functions that call them, or make one that does."""
TIMERS = frozenset({"setInterval", "setTimeout"})
"""The functions that call another one later."""
FIRST_OF_TIMER = 2
"""The arguments of a timer before those of its function."""


class Given(NamedTuple):
    """An argument: what is at a path in the value of an expression."""

    at: At
    path: tuple[str, ...] = ()


class Untold(NamedTuple):
    """An argument of which nothing is known, not even whether it is there."""


_UNTOLD = Untold()


def given_to(frame: Frame, position: int) -> Given | Untold | None:
    """Return what a parameter gets; None where it surely gets nothing.

    The expression is to be evaluated in the frame around the given one.
    """
    call = frame.call
    if call is None:
        return _UNTOLD
    if frame.is_handed:
        return _from_handed(call, position)
    way = way_of(call, frame.function)
    if way == "apply":
        listed = argument(call, 1)
        return Given(listed, (str(position),)) if listed is not None else None
    found = _in_order(call, position + (1 if way else 0))
    # The function that `bind` gives may be called with more.
    return _UNTOLD if found is None and way == "bind" else found


def way_of(call: At, function: At) -> str:
    """Return the method of functions by which a call enters one; empty for a call of it."""
    callee = callee_of(call)
    if callee is None or callee.node.type != "member_expression":
        return ""
    name = member_name(callee.node)
    if name not in BY_METHOD:
        return ""
    own = function.node.child_by_field_name("name")
    around = function.names.syntax.parent(function.node)
    key = around.child_by_field_name("key") if around is not None else None
    is_own = name in {text_of(each) for each in (own, key) if each is not None}
    return "" if is_own else name


def _in_order(call: At, position: int) -> Given | Untold | None:
    found = argument(call, position)
    if found is not None:
        return Given(found)
    for number, node in enumerate(arguments(call)[: position + 1]):
        if node.type == "spread_element":
            inner = call.names.syntax.children(node)
            is_last = number == len(arguments(call)) - 1
            if not inner or not is_last:
                return _UNTOLD
            return Given(At(call.names, inner[0]), (str(position - number),))
    return None


def _from_handed(call: At, position: int) -> Given | Untold | None:
    callee = callee_of(call)
    if callee is None:
        return _UNTOLD
    if callee.node.type == "member_expression":
        name = member_name(callee.node)
        target = callee.to(callee.node.child_by_field_name("object"))
        if target is None:
            return _UNTOLD
        element = each_of(str(call.node.id))
        if text_of(target.node) == "Array" and name == "from":
            listed = argument(call, 0)
            return Given(listed, (element,)) if listed is not None and position == 0 else _UNTOLD
        if ON_ELEMENTS.get(name) == position:
            return Given(target, (element,))
        return Given(target) if name == "then" and position == 0 else _UNTOLD
    if callee.text in TIMERS:
        return _in_order(call, position + FIRST_OF_TIMER)
    return _UNTOLD
