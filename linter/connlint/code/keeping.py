"""Where a token is kept, and what carries it from there: names, properties, fields of classes."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from connlint.code.binding import ANY, MEMBERS, bindings
from connlint.code.carried import Carried, Sinks
from connlint.code.expressions import class_body, is_assigned, member_name, shortened
from connlint.code.limits import PROPERTIES_DEEP
from connlint.code.names import Declaration, pattern_key
from connlint.code.places import At
from connlint.code.program import Program
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
        self._done: set[tuple[object, ...]] = set()

    def is_done(self, carried: Carried, what: Hashable, path: tuple[str, ...]) -> bool:
        """Whether the uses of something that has the token were all looked for before."""
        key = (what, path, *carried.context)
        if key in self._done:
            return True
        self._done.add(key)
        return False

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
        for node, rest in bindings(around.at.names.syntax, pattern, path):
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
        if not self.is_done(around, declaration.node.id, path):
            for use in self.program.references(around.at.names, declaration):
                if not is_assigned(use):
                    yield around.to_named(use, path)

    def put(self, around: Carried, member: At, path: tuple[str, ...]) -> Iterator[Carried]:
        """The value is put into a property of something: that carries it from now on."""
        target: Node | None = member.node
        while target is not None and target.type in MEMBERS:
            name = member_name(target) or ANY
            target = target.child_by_field_name("object")
            if target is None:
                return
            if target.type == "this":
                yield from self.field(around, member.node, name)
                return
            if name == "defaults":
                self.sinks.lost(around, f"is put into the defaults of {shortened(text_of(target))}")
                return
            path = (name, *path) if len(path) <= PROPERTIES_DEEP else path
        if target is not None and target.type == "identifier" and member.names.resolve(target):
            yield from self.uses(around.to(member, around.path), target, path)
        elif target is not None:
            what = shortened(text_of(target))
            self.sinks.lost(around, f"is kept in {what}, which connlint does not follow")

    def field(self, carried: Carried, node: Node, name: str) -> Iterator[Carried]:
        """All uses of `this.name` in the class."""
        body = class_body(At(carried.at.names, node))
        if body is not None:
            yield from self.own(carried, body, name)

    def own(self, carried: Carried, body: Node, name: str) -> Iterator[Carried]:
        """All uses of `this.name` in the body of a class, or in an object."""
        names = carried.at.names
        if not names.syntax.has_this or self.is_done(carried, (body.id, name), carried.path):
            return
        for use in names.syntax.occurrences(name, body):
            member = names.syntax.parent(use)
            target = member.child_by_field_name("object") if member is not None else None
            if member is None or target is None or target.type != "this":
                continue
            place = At(names, member)
            if not is_assigned(place):
                yield carried.to_named(place, carried.path)
