"""Forwards: where the token of a connector call goes, step by step, until it is used or lost.

What is followed is a `Carried`: a place in the code whose value has the token at a path of
property names, or is a client of an SDK that holds it. One step looks at what is around the
place, and comes to what carries the token next, or to the end of a way: a sink that is told of
the token, a use that gives nothing of it (`harmless`), or a gap with a reason. A step that comes to
nothing at all is a gap, too, so that no token vanishes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping

from connlint.code.binding import ANY, ENTRY, IN_SET, REQUEST, is_element
from connlint.code.callers import called
from connlint.code.carried import CALL, ENDED, Carried, Ended, Sinks, Step
from connlint.code.expressions import is_assigned, member_name, operator_of, shortened
from connlint.code.harmless import METHODS, NODES, OF_REQUESTS, OPERATORS, PROPERTIES
from connlint.code.limits import (
    FLOW_STEPS,
    PROPERTIES_DEEP,
    TOO_MANY_PROPERTIES,
    TOO_MANY_WAYS,
)
from connlint.code.methods import LIST_METHODS, Methods
from connlint.code.places import At
from connlint.code.syntax import text_of
from connlint.code.values import TRANSPARENT, Values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["follow"]

_FOR_A_PLACE = 4
_IN_REQUESTS = frozenset({"body", "headers", "integrity", "referrer", "url"})
_TO_TEXT = frozenset({"toString", "valueOf"})
"""Methods by which an object becomes a text."""
_OF_TEXTS = frozenset({"hash", "headers", "href", "search", "searchParams"})
"""Properties of addresses and requests that may have the token."""


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
            if isinstance(carried, Ended) or carried.key in seen:
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


class _Flow(Methods):
    def step(self, carried: Carried) -> Iterable[Step]:
        """What carries the token one step further."""
        parent = carried.at.names.syntax.parent(carried.at.node)
        kind = parent.type if parent is not None else ""
        around = _AROUND.get(kind)
        if kind in NODES:
            return (ENDED,)
        found = list(around(self, carried, parent)) if around is not None and parent else []
        if not found:
            text = shortened(text_of(parent)) if parent is not None else "the file"
            self.sinks.lost(carried, f"is used in `{text}`, which connlint does not follow")
        return found

    def same(self, carried: Carried, parent: Node) -> Iterator[Step]:
        """What is around the value is the value."""
        yield carried.to(At(carried.at.names, parent), carried.path)

    def last(self, carried: Carried, sequence: Node) -> Iterator[Step]:
        """Of `(one, two)`, only the last is the value."""
        children = carried.at.names.syntax.children(sequence)
        is_last = children[-1] == carried.at.node
        yield carried.to(At(carried.at.names, sequence), carried.path) if is_last else ENDED

    def chosen(self, carried: Carried, parent: Node) -> Iterator[Step]:
        """The value may be one side of a choice, and it may decide it."""
        if parent.child_by_field_name("condition") == carried.at.node:
            yield ENDED
        else:
            yield from self.same(carried, parent)

    def combined(self, carried: Carried, parent: Node) -> Iterator[Step]:
        """An operator has the value on one of its sides."""
        kind = operator_of(parent)
        is_left = parent.child_by_field_name("left") == carried.at.node
        if kind in OPERATORS or (kind == "&&" and is_left):
            yield ENDED
        elif kind in {"||", "??", "&&"}:
            yield from self.same(carried, parent)
        elif kind == "+":
            yield self._as_text(carried, parent)

    def _as_text(self, carried: Carried, around: Node) -> Step:
        """A text is made of the value; that of an object has nothing of what is in it."""
        first = carried.path[0] if carried.path else ANY
        if first not in _TO_TEXT and (first == IN_SET or not is_element(first)):
            return ENDED
        return carried.to(At(carried.at.names, around), ())

    def written(self, carried: Carried, substitution: Node) -> Iterator[Step]:
        """The value is a part of a template."""
        template = carried.at.names.syntax.parent(substitution)
        if template is not None:
            yield self._as_text(carried, template)

    def declared(self, carried: Carried, declarator: Node) -> Iterator[Step]:
        yield from self.bound(carried, declarator.child_by_field_name("name"), carried.path)

    def defaulted(self, carried: Carried, pattern: Node) -> Iterator[Step]:
        """The value is there in case another one is missing, or is replaced itself."""
        left = pattern.child_by_field_name("left") or pattern.child_by_field_name("pattern")
        if left == carried.at.node:
            yield ENDED
        else:
            yield from self.bound(carried, left, carried.path)

    def looped(self, carried: Carried, loop: Node) -> Iterator[Step]:
        path = carried.path
        if loop.child_by_field_name("right") != carried.at.node:
            yield ENDED
        elif not carried.at.names.syntax.has(loop, "of"):
            # Only the names of its properties.
            yield ENDED
        elif path and is_element(path[0]):
            yield from self.bound(carried, loop.child_by_field_name("left"), path[1:])
        elif path and path[0].startswith(ENTRY):
            yield from self.bound(carried, loop.child_by_field_name("left"), ("1", *path[1:]))

    def stored(self, carried: Carried, field: Node) -> Iterator[Step]:
        """The value is that of a field of a class."""
        names = carried.at.names
        key = field.child_by_field_name("name") or field.child_by_field_name("property")
        body = names.syntax.parent(field)
        owner = names.syntax.parent(body) if body is not None else None
        is_value = field.child_by_field_name("value") == carried.at.node
        if key is None or owner is None or not is_value:
            return
        if key.type == "computed_property_name":
            yield self.kept(carried, text_of(key))
        else:
            place, home = At(names, field), At(names, owner)
            yield from self.member(carried, place, home, text_of(key), carried.path)

    def listed(self, carried: Carried, array: Node) -> Iterator[Step]:
        syntax = carried.at.names.syntax
        start = carried.at.node.start_byte
        is_behind_spread = any(
            child.type == "spread_element" and child.start_byte < start
            for child in syntax.children(array)
        )
        index = ANY if is_behind_spread else str(syntax.position(carried.at.node))
        yield carried.to(At(carried.at.names, array), (index, *carried.path))

    def nothing(self, carried: Carried, _parent: Node) -> Iterator[Step]:
        """The value is a class that is made; its arguments are looked at where they are."""
        if carried.path and carried.path[0] != CALL:
            yield ENDED

    # What is taken out of a value that has the token.

    def taken(self, carried: Carried, member: Node) -> Iterator[Step]:
        names = carried.at.names
        place = At(names, member)
        path = carried.path
        if member.child_by_field_name("object") != carried.at.node:
            # It is the name of a property that something else has, or gets.
            if not is_assigned(place):
                yield ENDED
            return
        name = member_name(member)
        if is_assigned(place):
            # Something else is put there.
            yield ENDED
        elif carried.client is not None and not path:
            yield from self.client(carried, member)
        elif path and path[0] == REQUEST:
            if name in _IN_REQUESTS:
                yield carried.to_named(place, ())
            elif name in OF_REQUESTS:
                yield ENDED
        elif path and path[0] == name:
            yield carried.to_named(place, path[1:])
        elif name and (call := called(place)) is not None:
            yield from self._called(carried, name, place, call)
        else:
            yield from self._read(carried, name, place)

    def _read(self, carried: Carried, name: str, place: At) -> Iterator[Step]:
        """A property is taken out of a value that has the token somewhere else, or is it."""
        path = carried.path
        first = path[0] if path else ANY
        is_list = first == CALL or is_element(first)
        if name in PROPERTIES and is_list:
            yield ENDED
        elif not path:
            if name in _OF_TEXTS:
                yield carried.to(place, path)
        elif (first == ANY or not name) and not first.startswith(ENTRY):
            yield carried.to_named(place, path[1:])
        else:
            # Another property.
            yield ENDED

    def _called(self, carried: Carried, name: str, place: At, call: At) -> Iterator[Step]:
        """A method is called on a value that has the token somewhere in it."""
        path = carried.path
        found = list(self.method(carried, name, call))
        if found:
            yield from found
        elif path[:2] in {(ANY, CALL), (ANY, name)} and name not in LIST_METHODS:
            yield carried.to_named(place, path[1:])
        elif path and self.knows(carried, place):
            # What the method does with `this` is followed from there.
            yield ENDED
        elif name in METHODS:
            yield ENDED
        else:
            what = shortened(place.text)
            yield self.lost(carried, f"is used by {what}, which connlint does not know")

    def client(self, carried: Carried, member: Node) -> Iterator[Step]:
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
            reason = f"is used by {'.'.join(chain)}, which connlint does not know"
            yield self.lost(carried, reason)
        else:
            yield ENDED
            yield from found

    def assigned(self, carried: Carried, assignment: Node) -> Iterator[Step]:
        left = assignment.child_by_field_name("left")
        kind = operator_of(assignment) or "="
        if left == carried.at.node:
            yield ENDED
        elif kind in {"=", "||=", "??=", "&&="}:
            yield from self.same(carried, assignment)
            yield from self.bound(carried, left, carried.path)
        elif kind == "+=":
            whole = self._as_text(carried, assignment)
            yield whole
            if isinstance(whole, Carried):
                yield from self.bound(carried, left, ())
        else:
            yield ENDED


_AROUND: Mapping[str, Callable[[_Flow, Carried, Node], Iterable[Step]]] = {
    **dict.fromkeys(TRANSPARENT, _Flow.same),
    "sequence_expression": _Flow.last,
    "ternary_expression": _Flow.chosen,
    "binary_expression": _Flow.combined,
    "template_substitution": _Flow.written,
    "member_expression": _Flow.taken,
    "subscript_expression": _Flow.taken,
    "variable_declarator": _Flow.declared,
    "assignment_expression": _Flow.assigned,
    "augmented_assignment_expression": _Flow.assigned,
    "assignment_pattern": _Flow.defaulted,
    "object_assignment_pattern": _Flow.defaulted,
    "required_parameter": _Flow.defaulted,
    "optional_parameter": _Flow.defaulted,
    "for_in_statement": _Flow.looped,
    "public_field_definition": _Flow.stored,
    "field_definition": _Flow.stored,
    "object": _Flow.shorthand,
    "pair": _Flow.paired,
    "spread_element": _Flow.spread,
    "array": _Flow.listed,
    "arguments": _Flow.passed,
    "call_expression": _Flow.is_called,
    "new_expression": _Flow.nothing,
    "return_statement": _Flow.given_back,
    "arrow_function": _Flow.given_back,
    "yield_expression": _Flow.yielded,
    "export_statement": _Flow.exported,
}
"""The step that what is around a place is for."""
