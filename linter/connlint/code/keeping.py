"""Where a token is kept, and what carries it from there: names, properties, fields of classes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice, takewhile

from connlint.code.binding import ANY, MEMBERS, bindings
from connlint.code.carried import Carried, Sinks
from connlint.code.expressions import class_body, is_assigned, member_name
from connlint.code.names import Declaration, pattern_key
from connlint.code.program import At, Program
from connlint.code.syntax import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["Keeping"]


class Keeping:
    """The steps of a token through what keeps it."""

    def __init__(self, program: Program, sinks: Sinks) -> None:
        self.program = program
        self.sinks = sinks

    def shorthand(self, carried: Carried, parent: Node) -> Iterator[Carried]:
        """`{ token }`."""
        name = text_of(carried.at.node)
        yield carried.to(At(carried.at.names, parent), (name, *carried.path))
        yield from self.own(carried, parent, name)

    def enclosed(self, carried: Carried, parent: Node) -> Iterator[Carried]:
        """`{ key: token }`, `{ ...token }` and `[...token]`."""
        names = carried.at.names
        outer = names.syntax.parent(parent)
        if outer is None or (
            parent.type == "pair" and parent.child_by_field_name("value") != carried.at.node
        ):
            return
        path = carried.path
        if parent.type == "pair":
            path = (pattern_key(parent), *path)
            yield from self.own(carried, outer, path[0])
        elif outer.type == "array":
            path = (ANY, *path[1:])
        elif outer.type != "object":
            self.sinks.lost(carried, "is passed on among other arguments")
            return
        yield carried.to(At(names, outer), path)

    def bound(
        self, around: Carried, pattern: Node | None, path: tuple[str, ...]
    ) -> Iterator[Carried]:
        """The names and properties to which a pattern gives the token."""
        for node, rest in bindings(pattern, path):
            if node.type in MEMBERS:
                yield from self.put(around, At(around.at.names, node), rest)
            else:
                yield from self.uses(around, node, rest)

    def uses(self, around: Carried, name: Node, path: tuple[str, ...]) -> Iterator[Carried]:
        """The uses of a name to which the token is given."""
        names = around.at.names
        declaration = names.resolve(name)
        if declaration is None:
            self.sinks.lost(around, f"is kept in {text_of(name)}, which connlint does not follow")
            return
        yield from self.references(around, declaration, path)

    def references(
        self, around: Carried, declaration: Declaration, path: tuple[str, ...]
    ) -> Iterator[Carried]:
        """The uses of a declaration that has the token."""
        for use in self.program.references(around.at.names, declaration):
            if not is_assigned(use):
                yield around.to_named(use, path)

    def put(self, around: Carried, member: At, path: tuple[str, ...]) -> Iterator[Carried]:
        """The value is put into a property of something: that carries it from now on."""
        name = member_name(member.node) or ANY
        target = member.node.child_by_field_name("object")
        if target is None:
            return
        if target.type == "this":
            yield from self.field(around, member.node, name)
        elif name == "defaults":
            self.sinks.lost(around, f"is put into the defaults of {text_of(target)}")
        elif target.type == "identifier" and member.names.resolve(target) is not None:
            yield from self.uses(around.to(member, around.path), target, (name, *path))
        elif target.type in MEMBERS:
            yield from self.put(around, At(member.names, target), (name, *path))
        else:
            self.sinks.lost(around, f"is kept in {text_of(target)}, which connlint does not follow")

    def field(self, carried: Carried, node: Node, name: str) -> Iterator[Carried]:
        """All uses of `this.name` in the class."""
        body = class_body(At(carried.at.names, node))
        if body is not None:
            yield from self.own(carried, body, name)

    def own(self, carried: Carried, body: Node, name: str) -> Iterator[Carried]:
        """All uses of `this.name` in the body of a class, or in an object."""
        names = carried.at.names
        if not names.syntax.has_this:
            return
        uses = names.syntax.occurrences(name)
        first = bisect_left(uses, body.start_byte, key=_start)
        for use in takewhile(lambda use: use.start_byte < body.end_byte, islice(uses, first, None)):
            member = names.syntax.parent(use)
            target = member.child_by_field_name("object") if member is not None else None
            if member is None or target is None or target.type != "this":
                continue
            place = At(names, member)
            if not is_assigned(place):
                yield carried.to_named(place, carried.path)


def _start(node: Node) -> int:
    return node.start_byte
