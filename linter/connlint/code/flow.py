"""Forwards: where the token of a connector call goes, step by step, until it is used or lost.

What is followed is a `Carried`: a place in the code whose value has the token at a path of
property names, or is a client of an SDK that holds it. One step looks at what stands around
the place and says what carries the token next; `Sinks` are told what becomes of it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping

from connlint.code.binding import ANY
from connlint.code.callees import functions, holds_texts
from connlint.code.callers import called
from connlint.code.carried import CALL, Carried, Sinks
from connlint.code.expressions import (
    arguments,
    callee_of,
    field_of,
    function_around,
    is_assigned,
    member_name,
    shortened,
)
from connlint.code.keeping import Keeping
from connlint.code.limits import (
    CALLS_DEEP,
    FLOW_STEPS,
    PROPERTIES_DEEP,
    TOO_MANY_CALLS,
    TOO_MANY_PROPERTIES,
    TOO_MANY_WAYS,
)
from connlint.code.names import FUNCTIONS, parameter_at
from connlint.code.places import At, Frame
from connlint.code.syntax import text_of
from connlint.code.values import TRANSPARENT, Values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["follow"]

_FOR_A_PLACE = 4
_SAME_TEXT = frozenset({"trim", "toString", "valueOf", "concat", "replace", "normalize"})
_SETTERS = frozenset({"set", "append"})
_AFTER = frozenset({"catch", "finally"})
# Nothing of the value goes on from here.
_ENDS = frozenset(
    {
        "expression_statement",
        "if_statement",
        "while_statement",
        "do_statement",
        "switch_statement",
        "switch_case",
        "unary_expression",
        "update_expression",
        "sequence_expression",
        "throw_statement",
        "statement_block",
        "program",
        "switch_default",
        # A pattern puts something else there.
        "array_pattern",
        "pair_pattern",
        "rest_pattern",
    }
)


def follow(values: Values, start: Carried, sinks: Sinks) -> None:
    """Follow a token from a connector call to all that becomes of it."""
    flow = _Flow(values, sinks)
    pending = deque([start])
    seen = {start.key}
    for _ in range(FLOW_STEPS):
        if not pending:
            return
        here = pending.popleft()
        for carried in flow.step(here):
            values.program.budget.spend(_FOR_A_PLACE)
            if carried.key in seen:
                continue
            seen.add(carried.key)
            if len(carried.path) > PROPERTIES_DEEP:
                sinks.lost(here, TOO_MANY_PROPERTIES)
            else:
                pending.append(carried)
        # Whatever was asked on the way, and wherever: an answer that is not all of it is a gap.
        for reason in values.answers.take_cuts():
            sinks.lost(here, reason)
    if pending:
        sinks.lost(pending[0], TOO_MANY_WAYS)


class _Flow(Keeping):
    def __init__(self, values: Values, sinks: Sinks) -> None:
        super().__init__(values.program, sinks)
        self.values = values

    def step(self, carried: Carried) -> Iterable[Carried]:
        """What carries the token one step further."""
        parent = carried.at.names.syntax.parent(carried.at.node)
        if parent is None or parent.type in _ENDS:
            return ()
        around = _AROUND.get(parent.type)
        if around is None:
            self.sinks.lost(carried, "is used in a way that connlint does not follow")
            return ()
        return around(self, carried, parent)

    def same(self, carried: Carried, parent: Node) -> Iterator[Carried]:
        """What is around the value is the value."""
        yield carried.to(At(carried.at.names, parent), carried.path)

    def chosen(self, carried: Carried, parent: Node) -> Iterator[Carried]:
        """The value may be one side of a choice, and it may decide it."""
        if parent.child_by_field_name("condition") != carried.at.node:
            yield from self.same(carried, parent)

    def added(self, carried: Carried, parent: Node) -> Iterator[Carried]:
        operator = parent.child_by_field_name("operator")
        if operator is not None and operator.type in {"||", "??", "&&"}:
            yield from self.same(carried, parent)
        elif operator is not None and operator.type == "+":
            yield carried.to(At(carried.at.names, parent), ())

    def written(self, carried: Carried, substitution: Node) -> Iterator[Carried]:
        """The value is a part of a template."""
        template = carried.at.names.syntax.parent(substitution)
        if template is not None:
            yield carried.to(At(carried.at.names, template), ())

    def declared(self, carried: Carried, declarator: Node) -> Iterator[Carried]:
        yield from self.bound(carried, declarator.child_by_field_name("name"), carried.path)

    def defaulted(self, carried: Carried, pattern: Node) -> Iterator[Carried]:
        """The value stands in where another one is missing."""
        left = pattern.child_by_field_name("left") or pattern.child_by_field_name("pattern")
        if left != carried.at.node:
            yield from self.bound(carried, left, carried.path)

    def looped(self, carried: Carried, loop: Node) -> Iterator[Carried]:
        if loop.child_by_field_name("right") == carried.at.node:
            yield from self.bound(carried, loop.child_by_field_name("left"), carried.path[1:])

    def stored(self, carried: Carried, field: Node) -> Iterator[Carried]:
        """The value is that of a field of a class."""
        key = field.child_by_field_name("name") or field.child_by_field_name("property")
        if key is not None:
            yield from self.field(carried, field, text_of(key))

    def listed(self, carried: Carried, array: Node) -> Iterator[Carried]:
        index = carried.at.names.syntax.position(carried.at.node)
        at = At(carried.at.names, array)
        yield carried.to(at, (str(index), *carried.path))

    def given_back(self, carried: Carried, parent: Node) -> Iterator[Carried]:
        if (
            parent.type == "return_statement"
            or parent.child_by_field_name("body") == carried.at.node
        ):
            yield from self.returned(carried)

    def nothing(self, _carried: Carried, _parent: Node) -> Iterable[Carried]:
        """The value was called or made before; its arguments are looked at where they are."""
        return ()

    # What is taken out of a value that has the token.

    def taken(self, carried: Carried, member: Node) -> Iterator[Carried]:
        names = carried.at.names
        if member.child_by_field_name("object") != carried.at.node:
            return
        name = member_name(member)
        place = At(names, member)
        if is_assigned(place):
            # Something else is put there.
            return
        if carried.client is not None and not carried.path:
            yield from self.client(carried, member)
        elif carried.path and (carried.path[0] in {name, ANY} or not name):
            yield carried.to_named(place, carried.path[1:])
        elif not carried.path and name == "href":
            yield carried.to(place, carried.path)
        elif (call := called(place)) is not None:
            yield from self.method(carried, name, call)

    def method(self, carried: Carried, name: str, call: At) -> Iterator[Carried]:
        """A method of a value that has the token is called."""
        result = carried.to(call, carried.path)
        if name == "then":
            for function in arguments(call)[:1]:
                yield from self.entered(carried, At(call.names, function), 0, call)
        elif name in _AFTER or (not carried.path and name in _SAME_TEXT):
            yield result
        elif carried.path and carried.path[0].isdigit() and name in {"forEach", "map"}:
            within = carried.to(carried.at, carried.path[1:])
            for function in arguments(call)[:1]:
                yield from self.entered(within, At(call.names, function), 0, call)

    def client(self, carried: Carried, member: Node) -> Iterator[Carried]:
        """The longest chain of names after a client: `slack.chat.postMessage`."""
        names = carried.at.names
        chain = [member_name(member)]
        end = member
        while (outer := names.syntax.parent(end)) is not None:
            if outer.type != "member_expression" or outer.child_by_field_name("object") != end:
                break
            chain.append(member_name(outer))
            end = outer
        found = self.sinks.member(carried, chain, At(names, end))
        if found is None:
            self.sinks.lost(carried, f"is used by {'.'.join(chain)}, which connlint does not know")
        else:
            yield from found

    def assigned(self, carried: Carried, assignment: Node) -> Iterator[Carried]:
        if assignment.child_by_field_name("right") != carried.at.node:
            return
        yield from self.same(carried, assignment)
        yield from self.bound(carried, assignment.child_by_field_name("left"), carried.path)

    # Calls, and what comes back from them.

    def passed(self, carried: Carried, arguments: Node) -> Iterator[Carried]:
        names = carried.at.names
        call = At(names, names.syntax.parent(arguments) or arguments)
        index = names.syntax.position(carried.at.node)
        callee = callee_of(call)
        if callee is None:
            return
        entered = functions(self.values, callee, carried.frame)
        for function in entered:
            yield from self.entered(carried, function, index, call)
        holder = self.holder(callee, carried.frame) if index and not entered else None
        if holder is not None:
            yield from self.uses(carried, holder, ())
        elif not entered:
            found = self.sinks.passed(carried, call)
            if found is None:
                what = shortened(callee.text)
                self.sinks.lost(carried, f"is given to {what}, which connlint does not know")
            else:
                yield from found

    def holder(self, callee: At, frame: Frame | None) -> Node | None:
        """The name of the headers or parameters that `name.set` puts something into."""
        if callee.node.type != "member_expression" or member_name(callee.node) not in _SETTERS:
            return None
        target = callee.node.child_by_field_name("object")
        while target is not None and target.type == "member_expression":
            target = target.child_by_field_name("object")
        if target is None or target.type != "identifier":
            return None
        return target if holds_texts(self.values, At(callee.names, target), frame) else None

    def entered(self, carried: Carried, function: At, index: int, call: At) -> Iterator[Carried]:
        """The value is a function's argument."""
        if function.node.type not in FUNCTIONS:
            for inner in functions(self.values, function, carried.frame):
                yield from self.entered(carried, inner, index, call)
            return
        frame = carried.frame
        if frame is not None and frame.of(function) is not None:
            # A function that calls itself: what it does with the token is known already.
            return
        if frame is not None and len(frame.keys) > CALLS_DEEP:
            self.sinks.lost(carried, TOO_MANY_CALLS)
            return
        parameter = parameter_at(function.names.syntax, function.node, index)
        if parameter is None:
            return
        entered = self.program.frame(function, call, frame)
        within = Carried(function, entered, carried.path, carried.client)
        yield from self.bound(within, parameter, carried.path)
        own_field = field_of(function.names.syntax, parameter)
        if own_field is not None:
            yield from self.field(within, own_field, text_of(own_field))

    def is_called(self, carried: Carried, call: Node) -> Iterator[Carried]:
        """The value is a function that gives the token back, and is called."""
        place = At(carried.at.names, call)
        if carried.path and carried.path[0] == CALL:
            yield carried.to_named(place, carried.path[1:])
        elif carried.client is not None and not carried.path:
            yield from self.sinks.member(carried, [], carried.at) or ()

    def returned(self, carried: Carried) -> Iterator[Carried]:
        """The value goes back to whoever called the function."""
        names = carried.at.names
        home = function_around(carried.at)
        if home is None:
            return
        function = home.node
        frame = carried.frame
        if frame is not None and frame.function.key == home.key and frame.call is not None:
            callee = frame.call.node.child_by_field_name("function")
            is_member = callee is not None and callee.type == "member_expression"
            method = member_name(callee) if callee is not None and is_member else ""
            path = (ANY, *carried.path) if method == "map" else carried.path
            if callee is not None and method != "forEach":
                yield Carried(frame.call, frame.outer, path, carried.client, frame.call)
            return
        path = (CALL, *carried.path)
        if function.type in {"arrow_function", "function_expression"}:
            yield carried.to(home, path)
            return
        name = function.child_by_field_name("name")
        if name is None:
            return
        if function.type == "method_definition":
            yield from self.from_method(carried, home, text_of(name), path)
            return
        declaration = names.declaration_at(name)
        if declaration is not None:
            yield from self.references(carried.to(home, carried.path), declaration, path)

    def from_method(
        self, carried: Carried, method: At, name: str, path: tuple[str, ...]
    ) -> Iterator[Carried]:
        """What a method gives back: of an object by way of it, of a class by the method's name."""
        names = method.names
        owner = names.syntax.parent(method.node)
        if owner is not None and owner.type == "object":
            yield carried.to(At(names, owner), (name, *path))
            return
        if self.is_done(carried, ("method", names, name), path):
            return
        for use in names.syntax.occurrences(name):
            member = names.syntax.parent(use)
            if member is not None and member.type == "member_expression":
                yield carried.to(At(names, member), path)


_AROUND: Mapping[str, Callable[[_Flow, Carried, Node], Iterable[Carried]]] = {
    **dict.fromkeys(TRANSPARENT, _Flow.same),
    "ternary_expression": _Flow.chosen,
    "binary_expression": _Flow.added,
    "template_substitution": _Flow.written,
    "member_expression": _Flow.taken,
    "subscript_expression": _Flow.taken,
    "variable_declarator": _Flow.declared,
    "assignment_expression": _Flow.assigned,
    "augmented_assignment_expression": _Flow.assigned,
    "assignment_pattern": _Flow.defaulted,
    "object_assignment_pattern": _Flow.defaulted,
    "required_parameter": _Flow.defaulted,
    "for_in_statement": _Flow.looped,
    "public_field_definition": _Flow.stored,
    "field_definition": _Flow.stored,
    "object": _Flow.shorthand,
    "pair": _Flow.enclosed,
    "spread_element": _Flow.enclosed,
    "array": _Flow.listed,
    "arguments": _Flow.passed,
    "call_expression": _Flow.is_called,
    "new_expression": _Flow.nothing,
    "return_statement": _Flow.given_back,
    "arrow_function": _Flow.given_back,
}
"""The step that what stands around a place is for."""
