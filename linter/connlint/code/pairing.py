"""What does not happen together: a token that one branch gives, and a request of another branch.

A token and a request belong to one run of a function only where the token cannot be left over from
another run. So code that keeps anything from one run to the next is not looked at.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from connlint.code.assignments import in_loop
from connlint.code.binding import MEMBERS
from connlint.code.branches import Told, told_around, told_by
from connlint.code.calls import Untold, given_to, way_of
from connlint.code.expressions import WRAPPERS, callee_of, function_around, member_name
from connlint.code.names import FUNCTIONS, Declaration, Names
from connlint.code.places import At, Frame
from connlint.code.program import Program
from connlint.code.syntax import text_of
from connlint.tuples import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["Assumed", "Fact", "decided", "facts_along", "facts_of_text", "holding", "is_excluded"]

_ASSIGNING = frozenset({"assignment_expression", "augmented_assignment_expression"})
_MADE = frozenset({"object", "array", "new_expression"})
# The methods by which something is put into what has them.
_PUTTING = frozenset(
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
_DEPTH = 5
"""Names and choices within each other that lead to the type of a connector call."""
_ASSIGNMENTS = 6
"""Assignments to such a name."""


_Level = tuple[At, "Frame | None"]
"""A place in a chain of calls, and the calls that lead to it."""


class Fact(NamedTuple):
    """What is told at a place, which a chain of calls leads to."""

    told: Told
    at: At
    frame: Frame | None


class Assumed(NamedTuple):
    """What holds in one run of a function; `home` is that function, None for a whole file."""

    told: Told
    home: At | None
    frame: Frame | None


def facts_along(at: At, frame: Frame | None) -> list[Fact]:
    """What is told at a place, and at each of the calls that lead to it."""
    return [Fact(told, *place) for place in _levels(at, frame) for told in told_around(place[0])]


def _levels(at: At, frame: Frame | None) -> list[_Level]:
    found = [(at, frame)]
    while frame is not None and frame.call is not None and not frame.is_maker:
        found.append((frame.call, frame.outer))
        frame = frame.outer
    return found


def facts_of_text(at: At | None, text: str, frame: Frame | None) -> list[Fact] | None:
    """What is told where an expression is a text; None where it surely is another one."""
    return _of_text(at, text, frame, _DEPTH)


def _of_text(at: At | None, text: str, frame: Frame | None, depth: int) -> list[Fact] | None:
    if at is None or depth <= 0:
        return []
    node = at.node
    at.names.syntax.spend()
    if node.type == "string":
        return [] if text_of(node)[1:-1] == text else None
    if node.type in WRAPPERS:
        inner = at.names.syntax.children(node)
        return _of_text(at.to(inner[0]) if inner else None, text, frame, depth - 1)
    if node.type == "ternary_expression":
        return _of_sides(at, text, frame, depth)
    declaration = at.names.resolve(node) if node.type == "identifier" else None
    if declaration is None or declaration.path:
        return []
    if declaration.kind == "parameter" and not at.names.assignments(declaration):
        entered = frame.of(At(at.names, declaration.home)) if frame is not None else None
        return _of_argument(entered, declaration.position, text, depth - 1)
    if declaration.kind != "variable":
        return []
    value = at.to(declaration.home.child_by_field_name("value"))
    assignments = at.names.assignments(declaration)
    if not assignments:
        return _of_text(value, text, frame, depth - 1)
    return _of_assigned([At(at.names, each) for each in assignments], value, text, frame, depth)


def _of_argument(entered: Frame | None, position: int, text: str, depth: int) -> list[Fact] | None:
    """What is told where a function is given a text."""
    given = given_to(entered, position) if entered is not None else None
    if entered is None or given is None or isinstance(given, Untold) or given.path:
        return []
    return _of_text(given.at, text, entered.outer, depth)


def _of_sides(at: At, text: str, frame: Frame | None, depth: int) -> list[Fact] | None:
    """What a condition tells by the only one of its sides that can be a text."""
    fields = ("consequence", "alternative")
    sides = [
        _of_text(at.to(at.node.child_by_field_name(each)), text, frame, depth - 1)
        for each in fields
    ]
    if sides[0] is not None and sides[1] is not None:
        return []
    if sides[0] is None and sides[1] is None:
        return None
    condition = at.to(at.node.child_by_field_name("condition"))
    told = told_by(condition, outcome=sides[1] is None)
    return [*(sides[0] or sides[1] or ()), *(Fact(each, at, frame) for each in told)]


def _of_assigned(
    places: Sequence[At], first: At | None, text: str, frame: Frame | None, depth: int
) -> list[Fact] | None:
    """What is told by the only assignment that can put a text into a name."""
    if len(places) > _ASSIGNMENTS:
        return []
    home = function_around(places[0])
    may_be = [] if first is None else [_of_text(first, text, frame, depth - 1)]
    found: list[Fact] = []
    for place in places:
        function = function_around(place)
        is_here = (function and function.key) == (home and home.key)
        if not is_here or in_loop(place) or place.node.type != "assignment_expression":
            return []
        right = place.to(place.node.child_by_field_name("right"))
        facts = _of_text(right, text, frame, depth - 1)
        may_be.append(facts)
        if facts is not None:
            found = [*facts, *(Fact(told, place, frame) for told in told_around(place))]
    left = sum(each is not None for each in may_be)
    return found if left == 1 else ([] if left else None)


def holding(
    program: Program, facts: Sequence[Fact], at: At, frame: Frame | None
) -> tuple[Assumed, ...]:
    """Those of the facts about a token that hold where it is used, too."""
    levels = _levels(at, frame)
    found = {}
    for fact in facts:
        home = _home(fact.told)
        if in_loop(At(fact.told.names, fact.told.declaration.node)):
            # What is kept outside of the loop is from another round.
            continue
        if home is None:
            if not fact.told.path or _keeps_nothing(program, None):
                found[fact.told] = Assumed(fact.told, None, None)
            continue
        place = _outermost(levels, home)
        if (
            place is not None
            and fact.frame is place[1]
            and _is_one_run(home, fact.frame)
            and _keeps_nothing(program, home)
        ):
            found[fact.told] = Assumed(fact.told, home, fact.frame)
    return tuple(found.values())


def _outermost(levels: Sequence[_Level], home: At) -> _Level | None:
    """The place in a function from which others of a chain are reached without leaving it."""
    inside = [number for number, level in enumerate(levels) if _is_inside(level[0], home)]
    for number in inside[:-1]:
        frame = levels[number][1]
        if frame is None or frame.is_handed or not _is_own(levels[number + 1][0], home):
            return None
    return levels[inside[-1]] if inside else None


def _is_own(call: At, home: At) -> bool:
    """Tell if what is called has its name in a function, so that it is of the same run."""
    callee = callee_of(call)
    if callee is None or callee.node.type != "identifier":
        return False
    declaration = callee.names.resolve(callee.node)
    if declaration is None or callee.names.assignments(declaration):
        return False
    value = declaration.home.child_by_field_name("value")
    is_function = declaration.kind == "function" or (
        declaration.kind == "variable"
        and not declaration.path
        and value is not None
        and value.type in FUNCTIONS
    )
    return is_function and _is_inside(At(callee.names, declaration.scope), home)


def _home(told: Told) -> At | None:
    """The function that has a name, None for the name of a file."""
    node = told.declaration.scope
    at = At(told.names, node)
    return at if node.type in FUNCTIONS else function_around(at)


def _is_inside(at: At, function: At) -> bool:
    return at.names is function.names and (
        function.node.start_byte <= at.node.start_byte
        and at.node.end_byte <= function.node.end_byte
    )


def _is_one_run(home: At, frame: Frame | None) -> bool:
    """Tell if what leads to two places of a function by the same calls is one run of it."""
    if function_around(home) is not None or in_loop(home) or _calls_itself(home):
        return False
    while frame is not None:
        if frame.call is None or frame.is_maker or in_loop(frame.call):
            return False
        if frame.is_handed or way_of(frame.call, frame.function) == "bind":
            # Such a call may enter the function any number of times.
            return False
        frame = frame.outer
    return True


def _calls_itself(function: At) -> bool:
    """Tell if a function has its own name in it."""
    names, node = function.names, function.node
    name = node.child_by_field_name("name")
    parent = names.syntax.parent(node)
    if name is None and parent is not None and parent.type == "variable_declarator":
        name = parent.child_by_field_name("name")
    if name is None:
        return False
    inside = names.syntax.occurrences(text_of(name), node)
    return any(each != name for each in inside)


def is_excluded(
    assumed: Sequence[Assumed], at: At, frame: Frame | None, call: At | None = None
) -> bool:
    """Tell if a place is never reached where something is assumed.

    `call` is a call that leads there.
    """
    found = [(fact.told, fact.frame) for fact in facts_along(at, frame)]
    if call is not None:
        found += [(told, None) for told in told_around(call)]
    at.names.syntax.spend(1 + len(assumed) * len(found) // 4)
    return any(_contradicts(each, told, theirs) for each in assumed for told, theirs in found)


def decided(assumed: Sequence[Assumed], condition: At, frame: Frame | None) -> bool | None:
    """How a condition turns out where something is assumed, None where it may do so either way."""
    for outcome in (True, False):
        told = told_by(condition, outcome=outcome)
        if any(_contradicts(each, one, frame) for one in told for each in assumed):
            return not outcome
    return None


def _contradicts(assumed: Assumed, told: Told, frame: Frame | None) -> bool:
    if not assumed.told.excludes(told):
        return False
    home = assumed.home
    entered = frame.of(home) if frame is not None and home is not None else None
    own = assumed.frame.of(home) if assumed.frame is not None and home is not None else None
    return entered is None or (own is not None and entered.call == own.call)


def _keeps_nothing(program: Program, home: At | None) -> bool:
    """Tell if no run of a function gets anything that another run has kept."""
    own = home.key if home is not None else None
    return not any(_keeps_in(names, own, home) for names in list(program.parsed))


def _keeps_in(names: Names, own: Hashable, home: At | None) -> bool:
    def made() -> bool:
        return any(_keeps(At(names, node), home) for node in _puts(names))

    return names.once(("keeps", own), made)


def _puts(names: Names) -> Sequence[Node]:
    """All that puts something somewhere: assignments, and calls such as `map.set(…)`."""

    def made() -> list[Node]:
        found = []
        pending = [names.syntax.root]
        while pending:
            node = pending.pop()
            pending.extend(names.syntax.children(node))
            callee = node.child_by_field_name("function")
            is_member = callee is not None and callee.type in MEMBERS
            if node.type in _ASSIGNING or (
                callee is not None and is_member and member_name(callee) in _PUTTING
            ):
                found.append(node)
        return found

    return names.once(("puts", ""), made)


def _keeps(put: At, home: At | None) -> bool:
    """Tell if something may be put where another run of a function finds it."""
    field = "left" if put.node.type in _ASSIGNING else "function"
    target = put.node.child_by_field_name(field)
    depth = 0
    while target is not None and target.type in MEMBERS:
        target = target.child_by_field_name("object")
        depth += 1
    if target is None or target.type not in {"identifier", "this"}:
        return True
    own = function_around(put)
    if target.type == "this":
        name = own.node.child_by_field_name("name") if own is not None else None
        return name is None or text_of(name) != "constructor"
    declaration = put.names.resolve(target)
    if declaration is None:
        return True
    function = function_around(At(put.names, declaration.node))
    if declaration.kind == "parameter":
        function = At(put.names, declaration.home)
    if function is None or own is None:
        return True
    if depth and not _is_made_here(declaration, depth):
        return True
    return function.key != own.key and not (home is not None and _is_inside(function, home))


def _is_made_here(declaration: Declaration, depth: int) -> bool:
    """Tell if what is put into properties of a name, so many deep, is in nothing but its object."""
    value = declaration.home.child_by_field_name("value")
    if declaration.kind != "variable" or declaration.path or value is None:
        return False
    if depth == 1:
        return value.type in _MADE
    # What is in an object may be from elsewhere; of a URL, the parameters are its own.
    maker = value.child_by_field_name("constructor")
    return maker is not None and text_of(maker) == "URL"
